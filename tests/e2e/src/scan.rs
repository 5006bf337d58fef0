//! Numbers counted from a document row by row, as plainly as possible and without the crate under test: what is on
//! screen has to equal these. In: a document in columns. Out: sums of a measure over days and members, as observed and
//! as estimated from samples. Knows only what the sample documents hold: columns, single-parent hierarchies, rates by
//! member.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

/// Members wanted per dimension id.
pub type Filters = BTreeMap<String, BTreeSet<String>>;

/// A document.
pub struct Document {
    json: Value,
}

/// A sum.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// As it stands in the cells.
    pub observed: i64,
    /// What that stands for where a part was sampled.
    pub estimate: f64,
    /// Rows whose value is not known.
    pub lacking: u64,
}

impl Document {
    /// One of the samples in `www/data`.
    pub fn sample(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/data").join(name).with_extension("json");
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { json: serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())) }
    }

    /// A value of `meta`.
    pub fn meta(&self, key: &str) -> &str {
        self.json["meta"][key].as_str().unwrap_or_else(|| panic!("meta has no {key}"))
    }

    /// Ids of the members of a dimension; with a parent, only those under it.
    pub fn members(&self, dimension: &str, parent: Option<&str>) -> Vec<&str> {
        let members = list(&self.dimension(dimension)["members"]);
        let wanted = members.iter().filter(|member| parent.is_none() || member["parent"].as_str() == parent);
        wanted.filter_map(|member| member["id"].as_str()).collect()
    }

    /// The measure of that id.
    pub fn measure(&self, id: &str) -> Option<&Value> {
        list(&self.json["measures"]).iter().find(|measure| measure["id"] == id)
    }

    /// Whether it is an amount of money.
    pub fn is_money(&self, id: &str) -> bool {
        self.measure(id).is_some_and(|measure| measure["kind"] == "money")
    }

    /// The day that lies so many delivered days before the last complete one.
    pub fn days_before_last(&self, days: usize) -> &str {
        let through = self.meta("complete_through");
        let cube = self.json["cells"].get(0).unwrap_or(&self.json["cells"]);
        let dates = list(&cube["dates"]).iter().filter_map(Value::as_str).filter(|date| *date <= through);
        let mut dates: Vec<&str> = dates.collect();
        dates.sort_unstable();
        dates.iter().rev().nth(days).unwrap_or_else(|| panic!("there are no {days} days"))
    }

    /// The last day on which the measure is final: what is credited to an exposure grows for its window.
    pub fn final_through(&self, measure: &str) -> String {
        let found = self.measure(measure).unwrap_or_else(|| panic!("no measure {measure}"));
        let through = self.meta("complete_through");
        if found["anchor"] != "exposure" {
            return through.to_owned();
        }
        let window = found["window_days"].as_u64().or_else(|| self.json["meta"]["attribution"]["window_days"].as_u64());
        let all: Vec<&str> =
            list(&self.json["cells"]).iter().flat_map(|cube| list(&cube["dates"])).filter_map(Value::as_str).collect();
        let mut days: Vec<&str> = all.into_iter().filter(|day| *day <= through).collect();
        days.sort_unstable();
        days.dedup();
        // Every day of the window was delivered.
        let place = days.len().saturating_sub(1 + usize::try_from(window.unwrap_or(0)).unwrap_or(0));
        days.get(place).map_or_else(String::new, |day| (*day).to_owned())
    }

    /// Steps of the funnel.
    pub fn steps(&self) -> &[Value] {
        list(&self.json["funnel"]["steps"])
    }

    /// Whether some cube can cut the measure by all these dimensions.
    pub fn answers(&self, measure: &str, dimensions: &[&str]) -> bool {
        self.carriers(measure, dimensions).next().is_some()
    }

    /// The sum of a measure over the days from the first to the last, both included, and the members wanted. Every
    /// cube that can answer must give the same.
    pub fn sum(&self, measure: &str, days: (&str, &str), filters: &Filters) -> Sum {
        let dimensions: Vec<&str> = filters.keys().map(String::as_str).collect();
        let sums: Vec<Sum> =
            self.carriers(measure, &dimensions).map(|cube| self.sum_of(cube, measure, days, filters)).collect();
        let first = sums.first().unwrap_or_else(|| panic!("no cube has {measure} by {dimensions:?}"));
        assert!(sums.iter().all(|sum| sum.lacking > 0 || sum.observed == first.observed), "{measure}: {sums:?}");
        // The one that knows most.
        *sums.iter().min_by_key(|sum| sum.lacking).unwrap_or(first)
    }

    fn carriers<'a>(&'a self, measure: &'a str, dimensions: &[&str]) -> impl Iterator<Item = &'a Value> {
        let cubes = match &self.json["cells"] {
            Value::Array(cubes) => cubes.as_slice(),
            cube => std::slice::from_ref(cube),
        };
        let dimensions: Vec<String> = dimensions.iter().map(|&id| id.to_owned()).collect();
        cubes.iter().filter(move |cube| {
            let answers = |dimension: &String| {
                list(&cube["by"])
                    .iter()
                    .filter_map(Value::as_str)
                    .any(|by| self.levels(by).any(|level| level == dimension))
            };
            list(&cube["measures"]).iter().any(|id| id == measure) && dimensions.iter().all(answers)
        })
    }

    fn sum_of(&self, cube: &Value, measure: &str, (from, to): (&str, &str), filters: &Filters) -> Sum {
        let dates = list(&cube["dates"]);
        let day_of: Vec<bool> =
            dates.iter().map(|date| date.as_str().is_some_and(|date| from <= date && date <= to)).collect();
        let allowed: Vec<(&[Value], Vec<bool>)> =
            filters.iter().map(|(dimension, wanted)| self.allowed(cube, dimension, wanted)).collect();
        let rates = self.rates(cube, measure);
        let mut sum = Sum::default();
        for (row, value) in list(&cube["values"][measure]).iter().enumerate() {
            let in_days = index(&cube["date"][row]).is_some_and(|day| day_of[day]);
            let in_members = allowed.iter().all(|(keys, allowed)| index(&keys[row]).is_some_and(|key| allowed[key]));
            if !in_days || !in_members {
                continue;
            }
            let Some(value) = value.as_i64() else {
                sum.lacking += 1;
                continue;
            };
            let rate = rates.as_ref().and_then(|(keys, rates)| Some(rates[index(keys.get(row)?)?])).unwrap_or(1.0);
            sum.observed += value;
            sum.estimate += value as f64 / rate;
        }
        sum
    }

    /// The key column that decides about `dimension`, and per member of it whether it lies under one that is wanted.
    fn allowed<'a>(&self, cube: &'a Value, dimension: &str, wanted: &BTreeSet<String>) -> (&'a [Value], Vec<bool>) {
        let mut keys = list(&cube["by"]).iter().filter_map(Value::as_str);
        let key = keys.rfind(|by| self.levels(by).any(|level| level == dimension));
        let key = key.unwrap_or_else(|| panic!("the cube {} has no {dimension}", cube["id"]));
        let members = list(&self.dimension(key)["members"]);
        let allowed = members.iter().map(|member| wanted.contains(&self.ancestor(key, member, dimension))).collect();
        (list(&cube["keys"][key]), allowed)
    }

    /// The member of `dimension` above `member` of `level`, or the member itself.
    fn ancestor(&self, level: &str, member: &Value, dimension: &str) -> String {
        let id = |member: &Value, key: &str| member[key].as_str().unwrap_or_default().to_owned();
        if level == dimension {
            return id(member, "id");
        }
        let parent = self.dimension(level)["parent"].as_str().unwrap_or_else(|| panic!("{level} has no parent"));
        let wanted = id(member, "parent");
        let members = list(&self.dimension(parent)["members"]);
        let above = members.iter().find(|member| member["id"] == wanted.as_str());
        self.ancestor(parent, above.unwrap_or_else(|| panic!("{parent} has no {wanted}")), dimension)
    }

    /// The key column of the dimension that a sample's rate hangs on, and the rate of each member of it.
    fn rates<'a>(&self, cube: &'a Value, measure: &str) -> Option<(&'a [Value], Vec<f64>)> {
        let by = &self.measure(measure)?["sample"]["by"];
        let dimension = by["dimension"].as_str()?;
        let rate = |id: &str| by["rates"][id].as_str().map_or(1.0, |rate| rate.parse().unwrap_or(1.0));
        let rates = self.members(dimension, None).into_iter().map(rate).collect();
        Some((list(&cube["keys"][dimension]), rates))
    }

    /// A dimension and those above it.
    fn levels<'a>(&'a self, dimension: &'a str) -> impl Iterator<Item = &'a str> {
        std::iter::successors(Some(dimension), |level| self.dimension(level)["parent"].as_str())
    }

    fn dimension(&self, id: &str) -> &Value {
        let found = list(&self.json["dimensions"]).iter().find(|dimension| dimension["id"] == id);
        found.unwrap_or_else(|| panic!("no dimension {id}"))
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn index(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}
