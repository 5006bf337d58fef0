//! From notes to visits. In: notes. Out: exposures with all that readers do on Xiaohongshu, and the visits that follow.
//! Days before the report begins are simulated too; nothing that would happen after the last whole day is kept, so the
//! latest exposures are still growing, as they would be.
//!
//! The stages run one after the other over all exposures, so that the rate of one can be solved for from what the one
//! before has drawn.

use super::calibrate::{ByDay, GROWTH, Rate, mean, solve};
use super::members::{CHENGFENG, DIRECT, JUGUANG, ORGANIC, SEARCH, TIERS, UD, XIAOHONGXING};
use super::notes::Note;
use super::parameters as given;
use super::scenario::Scenario;
use super::season::{Season, day};
use crate::sample::date::Date;
use crate::sample::rng::{Rng, pow};

/// Where a fact belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub note: usize,
    pub product: usize,
    pub channel: usize,
}

/// What one note did in one channel on one day.
#[derive(Clone, Copy, Debug)]
pub struct Exposure {
    pub date: Date,
    pub place: Place,
    pub impressions: i64,
    pub reads: i64,
    /// 点赞, 收藏, 评论, 分享.
    pub engagements: [i64; 4],
    pub spend: i64,
    pub link_clicks: i64,
    pub screenshots: i64,
    pub searches: i64,
}

/// Visits of one day that come from the exposures of another.
#[derive(Clone, Copy, Debug)]
pub struct Visits {
    pub exposed: Date,
    pub date: Date,
    pub place: Place,
    pub route: usize,
    pub destination: usize,
    pub count: i64,
    /// Of them, by people who are not counted for this exposure yet.
    pub visitors: i64,
    pub favourites: i64,
    pub add_to_carts: i64,
}

/// What all stages need.
pub struct Stage<'a> {
    pub scenario: &'a Scenario,
    pub season: &'a Season,
    pub notes: &'a [Note],
    /// Last whole day, and the first with direct links.
    pub last: Date,
    pub direct: Date,
    /// What is left of organic reach, by age in days.
    decay: Vec<f64>,
}

impl<'a> Stage<'a> {
    /// The stage of those notes.
    pub fn new(scenario: &'a Scenario, season: &'a Season, notes: &'a [Note]) -> Self {
        let (last, direct) = (day(given::COMPLETE_THROUGH), day(given::DIRECT_FROM));
        let left = |age| pow(1.0 + f64::from(age) / given::DECAY_DAYS, -given::DECAY_POWER);
        let decay = (0..=last.since(day(given::FIRST_NOTE))).map(left).collect();
        Self { scenario, season, notes, last, direct, decay }
    }

    fn stream(&self, name: &str) -> Rng {
        Rng::stream(self.scenario.seed, name)
    }

    /// Impressions and spend, then reads, engagements, clicks and searches.
    pub fn exposures(&self) -> Vec<Exposure> {
        let mut exposures = self.reach();
        self.read(&mut exposures);
        self.engage(&mut exposures);
        self.go_looking(&mut exposures);
        exposures
    }

    fn reach(&self) -> Vec<Exposure> {
        let mut rng = self.stream("reach");
        let mut exposures = Vec::new();
        for (index, note) in self.notes.iter().enumerate() {
            self.days(note, |date, channel, expected| {
                let noise = rng.spread(given::DAY_SIGMA);
                let (expected, spend) = if channel == ORGANIC {
                    (expected * noise, 0.0)
                } else {
                    let spend = (expected * noise * given::CPM_CENTS / 1_000.0).round();
                    (spend / given::CPM_CENTS * 1_000.0, spend)
                };
                exposures.push(Exposure {
                    date,
                    place: Place { note: index, product: note.product, channel },
                    impressions: rng.poisson(expected),
                    reads: 0,
                    engagements: [0; 4],
                    spend: spend as i64,
                    link_clicks: 0,
                    screenshots: 0,
                    searches: 0,
                });
            });
        }
        exposures
    }

    /// The days on which a note is seen, in which channel, and how often as far as can be foreseen: organic reach until
    /// it is forgotten, then the days of its campaign.
    pub fn days(&self, note: &Note, mut seen: impl FnMut(Date, usize, f64)) {
        let best_day = TIERS[self.scenario.creators[note.creator].tier].4 * self.scenario.reach * note.reach;
        for (age, decay) in self.decay.iter().enumerate() {
            let date = note.published.plus(age as i32);
            let boost = if note.boosted && (age as i32) < given::BOOST_DAYS { given::BOOST_FACTOR } else { 1.0 };
            let expected = best_day * decay * boost;
            if date > self.last || expected < self.scenario.forgotten_below {
                break;
            }
            seen(date, ORGANIC, expected * self.season.content(date));
        }
        let Some(campaign) = &note.campaign else { return };
        for n in 0..campaign.days.len() as i32 {
            let date = campaign.days.from.plus(n);
            if date > self.last {
                break;
            }
            let spend = campaign.daily_cents * self.season.content(date);
            seen(date, campaign.channels[usize::from(date >= self.direct)], spend / given::CPM_CENTS * 1_000.0);
        }
    }

    fn read(&self, exposures: &mut [Exposure]) {
        let own = |place: Place| {
            let category = self.scenario.category_of(place.product);
            self.scenario.categories[category].click_through * self.notes[place.note].appeal
        };
        let targets = &self.scenario.targets;
        let aim = (targets.click_through, targets.click_through_growth);
        let reads = self.draw("read", aim, exposures, |exposure| exposure.impressions, own);
        for (exposure, reads) in exposures.iter_mut().zip(reads) {
            exposure.reads = reads;
        }
    }

    fn engage(&self, exposures: &mut [Exposure]) {
        let own = |place: Place| self.notes[place.note].appeal;
        let targets = &self.scenario.targets;
        let aim = (targets.interaction, targets.interaction_growth);
        let engaged = self.draw("engage", aim, exposures, |exposure| exposure.reads, own);
        let mut rng = self.stream("engagements");
        for (exposure, engaged) in exposures.iter_mut().zip(engaged) {
            exposure.engagements.copy_from_slice(&rng.split(engaged, &given::ENGAGEMENT_PARTS));
        }
    }

    /// Draws how many of `whole` do something at a rate that grows over the year, each note at its own multiple of it,
    /// such that level and growth are those aimed at: a second round takes off what chance has added in the first, for
    /// which each exposure's draw is its own.
    fn draw(
        &self,
        name: &str,
        (level, growth): (f64, f64),
        exposures: &[Exposure],
        whole: impl Fn(&Exposure) -> i64,
        own: impl Fn(Place) -> f64,
    ) -> Vec<i64> {
        let root = self.stream(name);
        let by_day = by_day(exposures.iter().map(|exposure| {
            let whole = whole(exposure) as f64;
            (exposure.date, whole, whole * own(exposure.place))
        }));
        let draw_at = |rate: Rate| -> Vec<i64> {
            let draw = |(index, exposure): (usize, &Exposure)| {
                let rate = rate.on(self.season, exposure.date) * own(exposure.place);
                root.branch(index as u64).binomial(whole(exposure), rate)
            };
            exposures.iter().enumerate().map(draw).collect()
        };
        let first = draw_at(Rate::reaching(level, growth, &by_day, self.season));
        let drawn = exposures.iter().zip(&first);
        let found = self::by_day(drawn.map(|(exposure, drawn)| (exposure.date, whole(exposure) as f64, *drawn as f64)));
        let found_level = mean(&found, given::WAVE, |_| 1.0);
        let found_growth = found_level / mean(&found, given::WAVE_BEFORE, |_| 1.0);
        let aim = (level * level / found_level, growth * growth / found_growth);
        draw_at(Rate::reaching(aim.0, aim.1, &by_day, self.season))
    }

    fn go_looking(&self, exposures: &mut [Exposure]) {
        let mut rng = self.stream("go looking");
        let search = self.searching(exposures);
        for exposure in exposures {
            let (link, beside_link) = self.readiness(exposure.place);
            exposure.link_clicks = rng.binomial(exposure.reads, link);
            exposure.screenshots = rng.binomial(exposure.reads, given::SCREENSHOTS);
            exposure.searches = rng.binomial(exposure.reads, search.on(self.season, exposure.date) * beside_link);
        }
    }

    /// Clicks per read, and the factor on searches per read: by product and creator, and by whether there is a link.
    pub fn readiness(&self, place: Place) -> (f64, f64) {
        let own = self.scenario.categories[self.scenario.category_of(place.product)].visit
            * self.scenario.creators[self.notes[place.note].creator].pull;
        if place.channel == UD { (self.scenario.link_click * own, given::SEARCH_BESIDE_LINK * own) } else { (0.0, own) }
    }

    /// Searches per read, growing (or falling, as links take their place) so that visits per read grow as targeted.
    pub fn searching(&self, exposures: &[Exposure]) -> Rate {
        let visits = |of_place: &dyn Fn(Place) -> f64| {
            by_day(exposures.iter().map(|exposure| {
                let reads = exposure.reads as f64;
                (exposure.date, reads, reads * of_place(exposure.place))
            }))
        };
        let by_link = visits(&|place| self.readiness(place).0 * given::VISIT_AFTER_CLICK);
        // Of all that would be seen: what is sampled back is scaled up again where it is read.
        let by_search = visits(&|place| self.readiness(place).1 * given::VISIT_AFTER_SEARCH);
        let visit_rate = |wave, rate: Rate| {
            mean(&by_link, wave, |_| 1.0) + mean(&by_search, wave, |date| rate.on(self.season, date))
        };
        let base = self.scenario.search;
        let a_year = solve(self.scenario.targets.visit_growth, GROWTH, |a_year| {
            let rate = Rate { base, a_year };
            visit_rate(given::WAVE, rate) / visit_rate(given::WAVE_BEFORE, rate)
        });
        Rate { base, a_year }
    }

    /// Visits by both routes: a click arrives the same day, a search over the next days.
    pub fn visits(&self, exposures: &[Exposure]) -> Vec<Visits> {
        let mut rng = self.stream("visits");
        let mut visits = Vec::new();
        for exposure in exposures {
            let direct = rng.binomial(exposure.link_clicks, given::VISIT_AFTER_CLICK);
            self.visit(exposure, 0, DIRECT, direct, &mut rng, &mut visits);
            let searched = rng.binomial(exposure.searches, given::VISIT_AFTER_SEARCH * observed(exposure.place));
            for (lag, count) in rng.split(searched, &given::VISIT_LAG).into_iter().enumerate() {
                self.visit(exposure, lag, SEARCH, count, &mut rng, &mut visits);
            }
        }
        visits
    }

    fn visit(
        &self,
        exposure: &Exposure,
        lag: usize,
        route: usize,
        count: i64,
        rng: &mut Rng,
        visits: &mut Vec<Visits>,
    ) {
        let date = exposure.date.plus(lag as i32);
        let place = exposure.place;
        if date > self.last || count == 0 {
            return;
        }
        // Before direct links more people bought where they were; the hero is not sold there.
        let before_links = exposure.date < self.direct;
        let inside = match place.channel {
            _ if place.product == self.scenario.hero => 0.0,
            CHENGFENG => 1.0,
            ORGANIC | JUGUANG => given::INSIDE[usize::from(!before_links)],
            _ => 0.0,
        };
        for (destination, count) in rng.split(count, &[1.0 - inside, inside]).into_iter().enumerate() {
            if count == 0 {
                continue;
            }
            let again = rng.binomial(count, given::SECOND_VISIT);
            visits.push(Visits {
                exposed: exposure.date,
                date,
                place,
                route,
                destination,
                count,
                visitors: count - again,
                favourites: rng.binomial(count, given::FAVOURITE),
                add_to_carts: rng.binomial(count, given::ADD_TO_CART),
            });
        }
    }
}

/// The share of visits that is sampled back.
pub fn observed(place: Place) -> f64 {
    if place.channel == XIAOHONGXING { given::XIAOHONGXING } else { 1.0 }
}

/// Per day what a rate applies to, and the other number beside it.
fn by_day(amounts: impl Iterator<Item = (Date, f64, f64)>) -> ByDay {
    let mut sums = ByDay::new();
    for (date, whole, other) in amounts {
        let of_day = sums.entry(date).or_default();
        of_day.0 += whole;
        of_day.1 += other;
    }
    sums
}
