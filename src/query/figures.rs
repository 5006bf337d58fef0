//! The figures of one measure by group. In: records of sums, one per group and shared by the measures that were added up
//! together, or figures one by one. Out: a [`Figure`] by group. Most measures have nothing to tell but a sum and how many
//! rows are in it: those take two numbers and not a figure.

use std::rc::Rc;

use super::Figure;

/// The figures of one measure, one per group.
#[derive(Clone, Debug)]
pub struct Figures(Held);

#[derive(Clone, Debug)]
enum Held {
    /// Number `place` of each record; the first is that of rows.
    Sums {
        records: Rc<[i64]>,
        width: usize,
        place: usize,
        total: Figure,
    },
    Each(Vec<Figure>),
}

impl Figures {
    /// Number `place` of records of `width` numbers, the first of which counts rows. `total`: all records added up.
    pub(crate) fn of_sums(records: &Rc<[i64]>, width: usize, place: usize, total: &[i64]) -> Self {
        let total = of_sum(total.first().copied().unwrap_or(0), total.get(place).copied().unwrap_or(0));
        Self(Held::Sums { records: Rc::clone(records), width, place, total })
    }

    /// How many groups.
    pub fn len(&self) -> usize {
        match &self.0 {
            Held::Sums { records, width, .. } => records.len() / width,
            Held::Each(figures) => figures.len(),
        }
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The figure of a group.
    pub fn get(&self, group: usize) -> Option<Figure> {
        match &self.0 {
            Held::Sums { records, width, place, .. } => {
                let record = records.get(group * width..(group + 1) * width)?;
                Some(of_sum(*record.first()?, *record.get(*place)?))
            }
            Held::Each(figures) => figures.get(group).copied(),
        }
    }

    /// All figures, by group.
    pub fn iter(&self) -> impl Iterator<Item = Figure> + '_ {
        (0..self.len()).filter_map(|group| self.get(group))
    }

    /// Appends how many rows or else their sum, by group, as JavaScript has numbers, where that is all there is to tell;
    /// whether it has all of them exactly.
    pub fn numbers(&self, rows: bool, numbers: &mut Vec<f64>) -> Option<bool> {
        match &self.0 {
            Held::Sums { records, width, place, .. } => {
                Some(redcat_kernel::numbers(records, *width, if rows { 0 } else { *place }, numbers))
            }
            Held::Each(_) => None,
        }
    }

    /// The figures themselves, to be changed.
    pub(crate) fn each_mut(&mut self) -> &mut [Figure] {
        if let Held::Sums { .. } = self.0 {
            self.0 = Held::Each(self.iter().collect());
        }
        match &mut self.0 {
            Held::Each(figures) => figures,
            Held::Sums { .. } => &mut [],
        }
    }

    /// All of them together, where they are sums and nothing else.
    pub(crate) const fn total(&self) -> Option<Figure> {
        match &self.0 {
            Held::Sums { total, .. } => Some(*total),
            Held::Each(_) => None,
        }
    }

    /// The figures of these groups.
    pub(crate) fn picked(&self, groups: &[u32]) -> Self {
        match &self.0 {
            Held::Sums { records, width, place, .. } => {
                let (mut picked, mut total) = (Vec::with_capacity(groups.len() * 2), vec![0; 2]);
                for &group in groups {
                    for (sum, place) in total.iter_mut().zip([0, *place]) {
                        let number = records.get(group as usize * width + place).copied().unwrap_or(0);
                        picked.push(number);
                        *sum += number;
                    }
                }
                Self::of_sums(&picked.into(), 2, 1, &total)
            }
            Held::Each(figures) => groups.iter().filter_map(|&group| figures.get(group as usize).copied()).collect(),
        }
    }

    /// Bytes on the heap; of records that measures share, each counts its own number and that of rows.
    pub fn bytes(&self) -> usize {
        match &self.0 {
            Held::Sums { .. } => self.len() * 16,
            Held::Each(figures) => figures.capacity() * size_of::<Figure>(),
        }
    }
}

fn of_sum(rows: i64, sum: i64) -> Figure {
    let value = i128::from(sum);
    Figure { value, upper: value, rows: rows as u64, estimate: value as f64, ..Figure::default() }
}

impl FromIterator<Figure> for Figures {
    fn from_iter<I: IntoIterator<Item = Figure>>(figures: I) -> Self {
        Self(Held::Each(figures.into_iter().collect()))
    }
}

impl PartialEq for Figures {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other.iter()).all(|(a, b)| a == b)
    }
}
