//! Filters: per dimension, the members that count. In: dimensions and members, by id as a reader chooses them or by
//! index as a document numbers them. Out: both in ascending order and once each, so that equal choices are equal values.
//! A sorted list rather than a tree: a reader filters a handful of dimensions.

use std::borrow::Borrow;

use crate::order::sort_unique;

/// Members per dimension. A dimension that is not there allows all of its members.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filters<D, M>(Vec<(D, Vec<M>)>);

impl<D, M> Default for Filters<D, M> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<D: Ord, M: Ord + Clone> Filters<D, M> {
    /// Whether nothing is filtered.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Members that count of that dimension; `None` where it is not filtered.
    pub fn get<Q: Ord + ?Sized>(&self, dimension: &Q) -> Option<&[M]>
    where
        D: Borrow<Q>,
    {
        self.0.get(self.place(dimension).ok()?).map(|(_, members)| &**members)
    }

    /// Lets these members of the dimension count, and no others; whether it was filtered before.
    pub fn insert(&mut self, dimension: D, mut members: Vec<M>) -> bool {
        sort_unique(&mut members);
        match self.place(&dimension) {
            Ok(place) => {
                if let Some((_, present)) = self.0.get_mut(place) {
                    *present = members;
                }
                true
            }
            Err(place) => {
                self.0.insert(place, (dimension, members));
                false
            }
        }
    }

    /// Lets all members of the dimension count.
    pub fn remove<Q: Ord + ?Sized>(&mut self, dimension: &Q)
    where
        D: Borrow<Q>,
    {
        self.0.retain(|(known, _)| known.borrow() != dimension);
    }

    /// Filtered dimensions with their members, both ascending.
    pub fn iter(&self) -> impl Iterator<Item = (&D, &[M])> {
        self.0.iter().map(|(dimension, members)| (dimension, &**members))
    }

    /// Filtered dimensions, ascending.
    pub fn dimensions(&self) -> impl Iterator<Item = &D> {
        self.0.iter().map(|(dimension, _)| dimension)
    }

    /// Where the dimension is, or else where it belongs.
    fn place<Q: Ord + ?Sized>(&self, dimension: &Q) -> Result<usize, usize>
    where
        D: Borrow<Q>,
    {
        self.0.binary_search_by(|(known, _)| known.borrow().cmp(dimension))
    }
}

impl<D: Ord, M: Ord + Clone> FromIterator<(D, Vec<M>)> for Filters<D, M> {
    fn from_iter<I: IntoIterator<Item = (D, Vec<M>)>>(given: I) -> Self {
        let mut filters = Self::default();
        for (dimension, members) in given {
            filters.insert(dimension, members);
        }
        filters
    }
}
