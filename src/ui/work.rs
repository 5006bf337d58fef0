//! For which report of the page the program works at present: where it stops in the middle, the page can say which one it
//! was, although all share one memory. In: the number of a report. Out: the latest one.

use std::sync::atomic::{AtomicUsize, Ordering};

static REPORT: AtomicUsize = AtomicUsize::new(0);

/// From now on the program works for that report.
pub fn work_for(report: usize) {
    REPORT.store(report, Ordering::Relaxed);
}

/// The report that the program has worked for last.
pub fn worked_for() -> usize {
    REPORT.load(Ordering::Relaxed)
}
