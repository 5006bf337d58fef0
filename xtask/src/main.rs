//! The entry of `cargo xtask …`: hands the words of the command line to the library and turns its answer into an exit
//! code. Refuses nothing itself.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match xtask::run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // `test` has said everything by then, and its last line is the sum.
            if !message.is_empty() {
                eprintln!("\nerror: {message}");
            }
            ExitCode::FAILURE
        }
    }
}
