//! What a reader and a host page can do with the site, done in a real browser.

mod access;
mod cdnow;
mod compare;
mod content;
mod demo;
mod direction;
mod drill;
mod effect;
mod elements;
mod export;
mod fetching;
mod files;
mod headless;
mod kpis;
mod language;
mod later;
mod layout;
mod loading;
mod loop_panel;
mod memory;
mod printed;
mod quality;
mod repurchase;
mod settlement;
mod trend;
mod zone;
