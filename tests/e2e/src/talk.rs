//! A browser that is spoken to over a socket of its own: no driver stands between. In: the browser's program and its
//! arguments. Out: what it answers to commands, and what it says of itself meanwhile. When it is dropped, also by a panic,
//! browser and profile are gone.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

use crate::webdriver::fresh_profile;

/// The browser and the line to it.
pub struct Talk {
    browser: Child,
    profile: PathBuf,
    line: WebSocket<MaybeTlsStream<TcpStream>>,
    asked: u64,
    /// What was said without being asked for.
    pub heard: Vec<Value>,
}

impl Talk {
    /// Starts `program` with what `arguments` makes of its profile's folder. It says where it listens after `sign`; `path` is
    /// where it is spoken to there.
    pub fn start(program: &str, arguments: impl Fn(&Path) -> Vec<String>, sign: &str, path: &str) -> Self {
        let profile = fresh_profile();
        fs::create_dir_all(&profile).unwrap_or_else(|error| panic!("{}: {error}", profile.display()));
        let mut browser = Command::new(program)
            .args(arguments(&profile))
            .env("HOME", &profile)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program}: {error}"));
        let mut said = browser.stderr.take().map(|stderr| BufReader::new(stderr).lines().map_while(Result::ok));
        let address = said.as_mut().and_then(|lines| lines.find_map(|line| Some(line.split_once(sign)?.1.to_owned())));
        let address = address.unwrap_or_else(|| panic!("{program} does not say where it listens")) + path;
        // A pipe that nobody empties would stop the browser.
        std::thread::spawn(move || said.into_iter().flatten().for_each(drop));
        let (line, _) = tungstenite::connect(&address).unwrap_or_else(|error| panic!("{address}: {error}"));
        Self { browser, profile, line, asked: 0, heard: Vec::new() }
    }

    /// The whole message that answers `command`, which gets a number.
    pub fn ask(&mut self, mut command: Value) -> Result<Value, String> {
        self.asked += 1;
        command["id"] = json!(self.asked);
        self.line.send(Message::text(command.to_string())).map_err(|error| error.to_string())?;
        loop {
            let text = self.line.read().and_then(Message::into_text).map_err(|error| error.to_string())?;
            // What is no JSON is a sign of life and nothing else.
            let Ok(said) = serde_json::from_str::<Value>(&text) else { continue };
            if said["id"] == self.asked {
                return Ok(said);
            }
            self.heard.push(said);
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}
