//! The engine for programs that draw their own charts: the library without its screen, whole, and nothing of its own.

use redcat_report as _;
