//! Debian's packages, where the machine has apt. In: names of packages. Out: those missing, installed. Refuses where
//! there is no apt or no right to use it, with the line that a person with that right would type.

use super::install;
use crate::command::Line;
use crate::layout;

/// Whether this machine has apt at all.
pub(super) fn here() -> bool {
    layout::on_path("apt-get").is_some() && layout::on_path("dpkg-query").is_some()
}

/// Those of `packages` that are not installed.
fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let installed = |package: &str| {
        let status = Line::new("dpkg-query --show").arg("--showformat=${db:Status-Status}").arg(package).read();
        status.is_ok_and(|status| status == "installed")
    };
    packages.iter().copied().filter(|package| !installed(package)).collect()
}

/// Installs those of `packages` that are missing.
pub(super) fn ensure(what: &str, usually: &str, packages: &[&str]) -> Result<(), String> {
    let missing = missing(packages);
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get install --no-install-recommends {}", missing.join(" "));
    let Some(prefix) = right() else {
        return Err(format!("{what} is missing, and apt needs root here. Run `{by_hand}` as root, then this again"));
    };
    let update = Line::new(&format!("{prefix} apt-get update --quiet"));
    let get = Line::new(&format!("{prefix} apt-get install --yes --quiet --no-install-recommends"));
    let get = missing.iter().fold(get, |line, package| line.arg(*package));
    let silent = |line: Line| line.arg("--option=DPkg::Lock::Timeout=300");
    install(what, usually, &[silent(update), silent(get)])
        .map_err(|error| format!("{error}. {what} is missing; what is wanted is `{by_hand}`"))
}

/// What to put in front of apt-get: asked for no password, it must not wait for one.
fn right() -> Option<&'static str> {
    const QUIET: &str = "env DEBIAN_FRONTEND=noninteractive";
    if Line::new("id -u").read().is_ok_and(|user| user == "0") {
        Some(QUIET)
    } else if Line::new("sudo -n true").read().is_ok() {
        Some("sudo -n env DEBIAN_FRONTEND=noninteractive")
    } else {
        None
    }
}
