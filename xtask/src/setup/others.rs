//! The browsers beside Chromium that the report is tried in: Firefox ESR, which speaks `WebDriver` `BiDi` by itself, and
//! `WebKitGTK`, whose driver needs a screen that nobody sees. In: the machine, and the variables `FIREFOX`,
//! `WEBKITWEBDRIVER` and `XVFB` where a person has set them. Out: the paths, as the tests' environment holds them.
//! Refuses where one is missing and apt cannot bring it.

use super::browser::given;
use super::{apt, as_text, present};
use crate::layout;

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
    Ok(env)
}

fn found((variable, names, _): &Program) -> Option<String> {
    given(variable).or_else(|| names.iter().find_map(|name| layout::on_path(name))).map(|path| as_text(&path))
}
