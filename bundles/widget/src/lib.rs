//! The program that a page loads: the library's browser half, whole, and nothing of its own. A crate beside the library
//! because of its size: a program that is built together with a library keeps whatever that library makes public, and what
//! is kept is not inlined, merged or left out. Apart, it is 14 % smaller, 5 % after compression.

use redcat_report as _;
