//! Sorting, for lists that are not the rows of a cube. In: a length or a list, and how two of its places compare. Out:
//! the order, ties as they were. One merge sort over places serves every type: the standard library's sort is compiled
//! anew for each type and comparison, some kilobytes at a time, which a reader would have to download.

use std::cmp::Ordering;

/// The places 0 … `len` − 1 in ascending order; places that compare equal stay in theirs.
pub(crate) fn places(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut merged = Vec::with_capacity(len);
    let mut width = 1;
    while width < len {
        for pair in order.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            if let (Some(&a), Some(&b)) = (left.last(), right.first())
                && compare(a, b).is_le()
            {
                // What arrives in order is only looked through.
                (left, right) = (pair, &[]);
            }
            while let (Some((&a, after_a)), Some((&b, after_b))) = (left.split_first(), right.split_first()) {
                if compare(a, b).is_gt() {
                    merged.push(b);
                    right = after_b;
                } else {
                    merged.push(a);
                    left = after_a;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        std::mem::swap(&mut order, &mut merged);
        merged.clear();
        width *= 2;
    }
    order
}

/// Sorts `items`; those that compare equal stay in their order.
pub(crate) fn sort_by<T: Clone>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = places(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    *items = order.iter().filter_map(|&place| items.get(place).cloned()).collect();
}

/// Sorts `items` and keeps one of those that are equal.
pub(crate) fn sort_unique<T: Clone + Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
    items.dedup();
}

/// Places whose entry an earlier place has too, ascending.
pub(crate) fn repeated(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let order = places(len, compare);
    let mut is_repeated = vec![false; len];
    for (&before, &place) in order.iter().zip(order.iter().skip(1)) {
        if let Some(is_repeated) = is_repeated.get_mut(place) {
            *is_repeated = compare(before, place).is_eq();
        }
    }
    (0..len).filter(|&place| is_repeated.get(place) == Some(&true)).collect()
}

#[cfg(test)]
mod tests {
    use super::{places, repeated, sort_by, sort_unique};

    #[test]
    fn orders_as_the_standard_library_does() {
        // A linear congruence: the same numbers on every machine, many of them twice.
        let mut state = 1_u32;
        for len in [0, 1, 2, 3, 7, 8, 9, 100, 257] {
            let mut numbers = Vec::new();
            for _ in 0..len {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                numbers.push((state >> 16) % 50);
            }
            let mut expected: Vec<usize> = (0..len).collect();
            expected.sort_by_key(|&place| numbers[place]);
            assert_eq!(places(len, &mut |a, b| numbers[a].cmp(&numbers[b])), expected);
            let twins: Vec<usize> = (0..len).filter(|&ix| numbers[..ix].contains(&numbers[ix])).collect();
            assert_eq!(repeated(len, &mut |a, b| numbers[a].cmp(&numbers[b])), twins);

            let (mut sorted, mut descending, mut unique) = (numbers.clone(), numbers.clone(), numbers.clone());
            sorted.sort_by_key(|number| std::cmp::Reverse(*number));
            sort_by(&mut descending, |a, b| b.cmp(a));
            assert_eq!(descending, sorted);
            sort_unique(&mut unique);
            sorted.reverse();
            sorted.dedup();
            assert_eq!(unique, sorted);
        }
    }
}
