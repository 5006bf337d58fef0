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
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = places(items.len(), &mut |a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(order, &mut |a, b| items.swap(a, b));
}

/// Sorts `items` and keeps one of those that are equal.
pub(crate) fn sort_unique<T: Ord>(items: &mut Vec<T>) {
    let (mut order, again) = distinct(items.len(), &mut |a, b| items.get(a).cmp(&items.get(b)));
    let kept = order.len();
    order.extend(again);
    arrange(order, &mut |a, b| items.swap(a, b));
    items.truncate(kept);
}

/// Places whose entry an earlier place has too, ascending.
pub(crate) fn repeated(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let (_, again) = distinct(len, compare);
    let order = places(again.len(), &mut |a, b| again.get(a).cmp(&again.get(b)));
    let mut repeated = Vec::with_capacity(again.len());
    for place in order {
        repeated.extend(again.get(place));
    }
    repeated
}

/// The first place of each entry, and the places that have it again, both in the order of entries.
pub(crate) fn distinct(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> (Vec<usize>, Vec<usize>) {
    let (mut first, mut again) = (Vec::with_capacity(len), Vec::new());
    for place in places(len, compare) {
        match first.last() {
            Some(&before) if compare(before, place).is_eq() => again.push(place),
            _ => first.push(place),
        }
    }
    (first, again)
}

/// Puts what stands in place `order[n]` into place n, following each circle of moves around.
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        while let Some(from) = order.get_mut(place) {
            let from = std::mem::replace(from, place);
            if from == start || from == place {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
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
