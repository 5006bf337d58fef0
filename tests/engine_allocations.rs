//! Allocations in a query do not grow with the rows it scans: the same question over a cube and over one four times
//! as long takes the same number of allocations and the same bytes.
//!
//! `unsafe` is needed to be a global allocator at all: [`Counting`] passes every call on to [`System`] unchanged and
//! only counts, so it keeps whatever `System` promises.
#![allow(unsafe_code, reason = "a global allocator is an unsafe trait; see above")]

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use redcat_report::contract::{MeasureIx, MeasureKind, Report};
use redcat_report::cube::Dataset;
use redcat_report::query::{Filters, Key, Order, Query, Scope, run};
use support::documents::{BRAND, CHANNEL, Dice, GENDER, LINE, PRODUCT, cells, day, empty_report, random_report};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<(u64, u64)> = const { Cell::new((0, 0)) };
}

fn note(bytes: usize) {
    // While a thread ends its locals are gone, and what it allocates then is of no interest.
    let _ = ALLOCATIONS.try_with(|counted| {
        let (times, total) = counted.get();
        counted.set((times + 1, total + bytes as u64));
    });
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The dimensions of the generator's documents, with facts of every (key, day) in each repetition.
fn long_report(repetitions: i64) -> Report {
    let sample = random_report(&mut Dice::new(7), 0);
    let first = day("2025-05-20");
    let measures = sample.measures.clone();
    let mut report = empty_report(sample.dimensions.clone(), measures, first, first.plus(30));
    let by = [PRODUCT, CHANNEL, GENDER, LINE];
    let added: Vec<MeasureIx> = (0..report.measures.len() as u16)
        .map(MeasureIx)
        .filter(|&ix| {
            let kind = report.measure(ix).map(|measure| measure.kind);
            !matches!(kind, Some(MeasureKind::Unique | MeasureKind::Stock))
        })
        .collect();
    let mut rows = Vec::new();
    for n in 0..repetitions {
        for cell in 0..1200_u32 {
            let brand = |ix: usize, member: u32| report.dimensions[ix].members[member as usize].parent;
            let product = cell % 6;
            let line = (0..4).find(|&line| brand(5, line) == brand(0, product));
            let keys = vec![Some(product), Some(cell / 6 % 3), Some(cell / 18 % 2), line];
            let value = |m: usize| (cell % 11 != m as u32).then_some(i64::from(cell) + (n % 3));
            rows.push(((cell / 40) as i32, keys, (0..added.len()).map(value).collect()));
        }
    }
    report.cells = vec![cells("long", &by, &added, first, &rows)];
    report
}

fn allocations(dataset: &Dataset, scope: &Scope, query: &Query) -> (u64, u64) {
    let before = ALLOCATIONS.get();
    let table = run(dataset, scope, query);
    let after = ALLOCATIONS.get();
    assert!(table.rows > 0, "a query that finds nothing proves nothing");
    (after.0 - before.0, after.1 - before.1)
}

#[test]
fn the_counter_counts() {
    let before = ALLOCATIONS.get();
    let numbers: Vec<u64> = Vec::with_capacity(std::hint::black_box(100));
    let after = ALLOCATIONS.get();
    assert_eq!((after.0 - before.0, after.1 - before.1), (1, 800));
    drop(numbers);
}

#[test]
fn allocations_do_not_grow_with_rows() {
    let short = Dataset::build(long_report(4)).expect("in order");
    let long = Dataset::build(long_report(16)).expect("in order");
    assert_eq!(long.rows(), 4 * short.rows());
    let everything = Scope { range: short.report.complete_range(), filters: Filters::default() };
    let filtered = everything.with(CHANNEL, redcat_report::contract::MemberIx(1));
    let measures: Vec<MeasureIx> = short.cubes.iter().flat_map(|cube| cube.measures().collect::<Vec<_>>()).collect();
    let dimensions = [PRODUCT, CHANNEL, GENDER, LINE, BRAND].map(Key::Dimension);
    let ask = |group_by: &[Key]| {
        let order = Some(Order { column: 0, descending: true });
        Query { group_by: group_by.to_vec(), measures: measures.clone(), order, limit: Some(5) }
    };
    for group_by in [vec![], vec![Key::Day], vec![Key::Dimension(BRAND), Key::Week]] {
        for scope in [&everything, &filtered] {
            let query = ask(&group_by);
            assert_eq!(allocations(&short, scope, &query), allocations(&long, scope, &query), "{group_by:?}");
        }
    }
    // So many combinations that groups are numbered as they are met: sums then grow by doubling, and in how many steps
    // they reach the number of groups depends on how many a block adds. Rows are four times as many; with more of them a
    // table of all combinations would be small beside the rows, and be allocated once.
    let numbered: Vec<Key> = dimensions.into_iter().chain([Key::Day, Key::Week, Key::Month]).collect();
    for scope in [&everything, &filtered] {
        let query = ask(&numbered);
        let (of_short, of_long) = (allocations(&short, scope, &query), allocations(&long, scope, &query));
        assert!(of_long.0 < 2 * of_short.0 && of_long.1 < 2 * of_short.1, "{of_short:?} {of_long:?}");
    }
}
