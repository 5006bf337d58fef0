//! The browsers beside today's Chromium that the report is tried in: Firefox ESR, which speaks `WebDriver` `BiDi` by itself;
//! `WebKitGTK`, whose driver needs a screen that nobody sees; and Chromium 91, the oldest that is promised, which a package
//! of npm holds. In: the machine, and the variables `FIREFOX`, `WEBKITWEBDRIVER`, `XVFB` and `CHROMIUM91` where a person has
//! set them. Out: the paths, as the tests' environment holds them. Refuses where one is missing and cannot be brought.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::browser::given;
use super::{apt, as_text, npm, present};
use crate::{layout, versions};

/// A program, the variable that names it to the tests, its names on the search path, Debian's package.
type Program = (&'static str, &'static [&'static str], &'static str);

const PROGRAMS: [Program; 3] = [
    ("FIREFOX", &["firefox-esr", "firefox"], "firefox-esr"),
    ("WEBKITWEBDRIVER", &["WebKitWebDriver"], "webkit2gtk-driver"),
    ("XVFB", &["Xvfb"], "xvfb"),
];

/// Finds or installs them: variables and their values.
pub(super) fn ensure() -> Result<Vec<(String, String)>, String> {
    let missing: Vec<&str> =
        PROGRAMS.iter().filter(|program| found(program).is_none()).map(|(_, _, package)| *package).collect();
    if !missing.is_empty() {
        if !apt::here() {
            return Err(format!("the tests in other browsers need what Debian calls {}", missing.join(", ")));
        }
        apt::ensure("Firefox ESR, or WebKitGTK with its driver and a screen", "30 s", &missing)?;
    }
    let mut env = Vec::new();
    for program in &PROGRAMS {
        let (variable, _, package) = *program;
        let path =
            found(program).ok_or_else(|| format!("apt has installed {package} and it is not found; set {variable}"))?;
        present(&path);
        env.push((variable.to_owned(), path));
    }
    let oldest = match given(OLDEST) {
        Some(path) => path,
        None => chromium_91()?,
    };
    env.push((OLDEST.to_owned(), as_text(&oldest)));
    Ok(env)
}

/// The variable that names Chromium 91.
const OLDEST: &str = "CHROMIUM91";
/// The package that holds it, compressed.
const HOLDER: &str = "chrome-aws-lambda";

fn chromium_91() -> Result<PathBuf, String> {
    let (home, what) = (layout::tools().join("chromium91"), "Chromium 91");
    let (modules, browser) = (home.join("node_modules"), home.join("chromium"));
    if npm::is_there(&modules, HOLDER, versions::CHROMIUM_91) && browser.is_file() {
        present(what);
        return Ok(browser);
    }
    npm::install(what, "20 s, 200 MB", &home, &[(HOLDER, versions::CHROMIUM_91)])?;
    // Whole or not at all: what was cut off by an interruption would be taken for it the next time.
    let half = home.join("unpacking");
    unpack(&modules.join(HOLDER).join("bin/chromium.br"), &half)
        .and_then(|()| fs::rename(&half, &browser))
        .map_err(|error| format!("{what}: {error}"))?;
    Ok(browser)
}

fn unpack(packed: &Path, program: &Path) -> io::Result<()> {
    let mut whole = brotli::Decompressor::new(fs::File::open(packed)?, 1 << 16);
    io::copy(&mut whole, &mut fs::File::create(program)?)?;
    fs::set_permissions(program, Permissions::from_mode(0o755))
}

fn found((variable, names, _): &Program) -> Option<String> {
    given(variable).or_else(|| names.iter().find_map(|name| layout::on_path(name))).map(|path| as_text(&path))
}
