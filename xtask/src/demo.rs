//! `cargo xtask demo`: from a fresh clone to the report in a browser. In: words of the command line. Out: the served
//! site and its address. Refuses a port that was asked for and is taken.

use std::time::Instant;

use crate::command::{Line, spoken};
use crate::serve::Server;
use crate::setup::{self, Optimiser};
use crate::{layout, site};

const DEFAULT_PORT: u16 = 8080;

const HELP: &str = "\
cargo xtask demo [--open] [--port N] [--check]

Sets up what is missing, builds the site with Trunk, serves it on 127.0.0.1 and prints the address.

  --open    opens the address in the browser
  --port N  serves on port N only; without it on 8080 or the next free port
  --check   sets up and builds, and serves nothing
";

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    open: bool,
    port: Option<u16>,
    check: bool,
    help: bool,
}

impl Options {
    fn read(args: &[String]) -> Result<Self, String> {
        let unknown = |error: lexopt::Error| format!("cargo xtask demo: {error}\n\n{HELP}");
        let mut options = Self::default();
        let mut words = lexopt::Parser::from_args(args);
        while let Some(word) = words.next().map_err(unknown)? {
            match word {
                lexopt::Arg::Long("open") => options.open = true,
                lexopt::Arg::Long("check") => options.check = true,
                lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => options.help = true,
                lexopt::Arg::Long("port") => {
                    let value = words.value().map_err(unknown)?;
                    let port = value.to_str().and_then(|text| text.parse().ok());
                    options.port =
                        Some(port.ok_or_else(|| format!("{} is not a port from 0 to 65535", value.display()))?);
                }
                other => return Err(unknown(other.unexpected())),
            }
        }
        Ok(options)
    }
}

/// Runs the command.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let options = Options::read(args)?;
    if options.help {
        print!("{HELP}");
        return Ok(());
    }
    let start = Instant::now();
    let tools = setup::for_site(Optimiser::IfPresent)?;
    println!("set-up done in {}; building the site", spoken(start.elapsed()));
    let built = Instant::now();
    site::build(&tools)?;
    println!("dist/site built in {}", spoken(built.elapsed()));
    if options.check {
        return Ok(());
    }
    let server = match options.port {
        Some(port) => Server::start(&layout::site(), port)?,
        None => Server::start_near(&layout::site(), DEFAULT_PORT)?,
    };
    println!("\nRedCat Report: {}\nCtrl-C ends it.", server.url());
    if options.open {
        open(&server.url());
    }
    server.wait();
    Ok(())
}

fn open(url: &str) {
    let program = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    if let Err(error) = Line::new(program).arg(url).run() {
        println!("No browser could be opened ({error}); open the address yourself.");
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn read(words: &str) -> Result<Options, String> {
        let args: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        Options::read(&args)
    }

    #[test]
    fn options_are_read_in_any_order() {
        let wanted = Options { open: true, port: Some(9000), check: true, help: false };
        assert_eq!(read("--open --port 9000 --check"), Ok(wanted));
        assert_eq!(read("--port=0").map(|options| options.port), Ok(Some(0)));
        assert_eq!(read(""), Ok(Options::default()));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in ["--prot 1", "--port", "--port 70000", "--port ten", "there"] {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
