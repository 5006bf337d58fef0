//! A Chromium and its driver for the tests, with a font that has Chinese characters. In: the machine, and the variables
//! `CHROMIUM` and `CHROMEDRIVER` where a person has set them. Out: the two paths and what the tests' environment must
//! hold. Refuses where either is missing and apt cannot bring it.

use std::fs;
use std::path::{Path, PathBuf};

use super::{apt, as_text, present};
use crate::command::Line;
use crate::layout;

const BROWSERS: [&str; 5] = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"];
const MAC_BROWSER: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const FONT: &str = "fonts-noto-cjk";

/// Where the browser and its driver are.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// The environment for tests that start the browser themselves.
    pub(crate) fn env(&self) -> Vec<(String, String)> {
        vec![("CHROMEDRIVER".to_owned(), as_text(&self.driver)), ("CHROMIUM".to_owned(), as_text(&self.chromium))]
    }

    /// Writes the project's `webdriver.json` with this machine's browser named in it, for wasm-bindgen's test runner.
    pub(crate) fn write_capabilities(&self) -> Result<PathBuf, String> {
        let general = layout::root().join("webdriver.json");
        let text = fs::read_to_string(&general).map_err(|error| format!("{}: {error}", general.display()))?;
        let text = name_binary(&text, &self.chromium).map_err(|error| format!("{}: {error}", general.display()))?;
        let target = layout::target();
        let special = target.join("webdriver.json");
        fs::create_dir_all(&target)
            .and_then(|()| fs::write(&special, text))
            .map_err(|error| format!("{}: {error}", special.display()))?;
        Ok(special)
    }
}

fn name_binary(capabilities: &str, chromium: &Path) -> Result<String, String> {
    let mut value: serde_json::Value = serde_json::from_str(capabilities).map_err(|error| error.to_string())?;
    value["goog:chromeOptions"]["binary"] = as_text(chromium).into();
    Ok(format!("{value:#}\n"))
}

/// Finds or installs the browser, its driver and the font.
pub(super) fn ensure() -> Result<Browser, String> {
    let mut wanted = Vec::new();
    if find_browser().is_none() {
        wanted.push("chromium");
    }
    if find_driver().is_none() {
        wanted.push("chromium-driver");
    }
    if apt::here() {
        let nothing_else = wanted.is_empty();
        wanted.push(FONT);
        match apt::ensure("Chromium, its driver or a Chinese font", "1 min", &wanted) {
            // The font is for pictures only.
            Err(error) if nothing_else => println!("set-up: {error}"),
            result => result?,
        }
    } else if !wanted.is_empty() {
        return Err("the tests need Chrome or Chromium and a chromedriver of the same version on the search path; \
                    or set CHROMIUM and CHROMEDRIVER to their paths"
            .to_owned());
    }
    match (find_browser(), find_driver()) {
        (Some(chromium), Some(driver)) => {
            present(&format!("{} with {}", chromium.display(), driver.display()));
            say_fonts();
            Ok(Browser { chromium, driver })
        }
        _ => Err(format!(
            "apt has installed {} and no browser is found; set CHROMIUM and CHROMEDRIVER",
            wanted.join(" ")
        )),
    }
}

fn find_browser() -> Option<PathBuf> {
    let mac = Path::new(MAC_BROWSER);
    given("CHROMIUM")
        .or_else(|| BROWSERS.iter().find_map(|name| layout::on_path(name)))
        .or_else(|| mac.is_file().then(|| mac.to_path_buf()))
}

fn find_driver() -> Option<PathBuf> {
    given("CHROMEDRIVER").or_else(|| layout::on_path("chromedriver"))
}

/// The program that a variable names, if it is there.
pub(super) fn given(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

/// Without such a font the tests pass and pictures of the screen show boxes.
fn say_fonts() {
    match Line::new("fc-list :lang=zh-cn family").read() {
        Ok(families) if families.is_empty() => {
            println!("set-up: no font here has Chinese characters; screenshots will show boxes (Debian: {FONT})");
        }
        Ok(_) => present("a font with Chinese characters"),
        Err(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::name_binary;

    #[test]
    fn the_browser_is_named_beside_the_flags() {
        let general = include_str!("../../../webdriver.json");
        let special = name_binary(general, Path::new("/opt/chrome")).expect("valid");
        let special: serde_json::Value = serde_json::from_str(&special).expect("valid");
        assert_eq!(special["goog:chromeOptions"]["binary"], "/opt/chrome");
        let flags = special["goog:chromeOptions"]["args"].as_array().expect("flags");
        assert!(flags.iter().any(|flag| flag == "--disable-background-networking"));
    }
}
