//! Where it was measured. In: the machine, and what `cargo xtask bench` says of the tools. Out: an object of names and
//! versions. What cannot be found is said to be unknown.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

/// What the results are headed by.
pub fn described() -> Value {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let gigabytes = field(&memory, "MemTotal").and_then(|total| total.split(' ').next()?.parse::<f64>().ok());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    json!({
        "date": said("date", &["-u", "+%Y-%m-%d"]),
        "cpu": field(&cpu, "model name").unwrap_or("unknown"),
        "cores": cores,
        "memoryGb": gigabytes.map(|kilobytes| (kilobytes / 1_048_576.0).round()),
        "system": said("uname", &["-sr"]),
        "chromium": std::env::var("CHROMIUM").map_or_else(|_| unknown(), |browser| said(&browser, &["--version"])),
        "rustc": std::env::var("BENCH_RUSTC").unwrap_or_else(|_| unknown()),
        "peers": peers(include_str!("../../package.json")),
        "load": fs::read_to_string("/proc/loadavg").ok().and_then(|load| load.split(' ').next()?.parse::<f64>().ok()),
    })
}

/// The versions of a `package.json`.
fn peers(manifest: &str) -> Value {
    let manifest: Value = serde_json::from_str(manifest).unwrap_or_default();
    manifest["dependencies"].clone()
}

/// The first value of `name : value`.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim())
}

fn said(program: &str, words: &[&str]) -> String {
    let output = Command::new(program).args(words).output().ok().filter(|output| output.status.success());
    output.map_or_else(unknown, |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn unknown() -> String {
    "unknown".to_owned()
}

#[cfg(test)]
mod tests {
    use super::{field, peers};

    #[test]
    fn names_are_read_from_what_the_system_says() {
        assert_eq!(field("flags\t: fpu\nmodel name\t: A CPU @ 2 GHz\n", "model name"), Some("A CPU @ 2 GHz"));
        assert_eq!(field("MemTotal:       24 kB\n", "MemTotal"), Some("24 kB"));
        assert_eq!(peers(include_str!("../../package.json"))["crossfilter2"], "1.5.4");
    }
}
