//! `cargo xtask build`: what a release consists of. In: the sources. Out: `dist/site`, `dist/npm`, and the hashes with
//! which a page can pin what it loads. Refuses whatever its parts refuse.

use crate::setup::{self, Optimiser};
use crate::{layout, package, site, size};

const HELP: &str = "\
cargo xtask build

Release: the site into dist/site, the npm package into dist/npm. Prints the sizes against the budget, and the SHA-384
hashes for integrity attributes.
";

/// Runs the command.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    match args {
        [] => {
            let tools = setup::for_site(Optimiser::Install)?;
            site::build(&tools)?;
            package::build(&tools)?;
            println!();
            size::check()?;
            println!("\n{}", package::hashes(&layout::package())?);
            Ok(())
        }
        [word] if word == "--help" || word == "-h" => {
            print!("{HELP}");
            Ok(())
        }
        [word, ..] => Err(format!("`cargo xtask build` does not know {word:?}\n\n{HELP}")),
    }
}
