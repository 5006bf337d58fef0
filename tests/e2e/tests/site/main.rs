//! What a reader and a host page can do with the site, done in a real browser.

mod demo;
