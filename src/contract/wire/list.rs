//! The two ways in which values are grouped: [`List`], an array, and [`Map`], an object whose keys are ids. Both are a
//! piece of the document; each of their values is read when it is asked for.

use std::marker::PhantomData;

use super::{Shape, Value};
use crate::contract::json::{Items, string};

/// An array.
pub struct List<'a, T> {
    text: &'a str,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Value<'a>> List<'a, T> {
    /// The elements.
    pub fn iter(&self) -> impl Iterator<Item = T::Out> + use<'a, T> {
        Items::of(self.text).map(T::of)
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        Items::of(self.text).count()
    }
}

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        Self { text: "", of: PhantomData }
    }
}

impl<'a, T: Value<'a>> Value<'a> for List<'a, T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    type Out = Self;

    fn of(text: &'a str) -> Self {
        Self { text, of: PhantomData }
    }
}

/// An object whose keys are ids.
pub struct Map<'a, T> {
    text: &'a str,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Value<'a>> Map<'a, T> {
    /// Keys and values.
    pub fn iter(&self) -> impl Iterator<Item = (Box<str>, T::Out)> + use<'a, T> {
        let mut items = Items::of(self.text);
        std::iter::from_fn(move || items.entry())
            .map(|(key, text)| (string(key).unwrap_or_default().into(), T::of(text)))
    }
}

impl<T> Default for Map<'_, T> {
    fn default() -> Self {
        Self { text: "", of: PhantomData }
    }
}

impl<'a, T: Value<'a>> Value<'a> for Map<'a, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);
    type Out = Self;

    fn of(text: &'a str) -> Self {
        Self { text, of: PhantomData }
    }
}
