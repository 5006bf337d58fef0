//! Debian's `WebKitGTK` over its own driver, on a screen that nobody sees: it has no headless mode. In: the paths of driver
//! and X server. Out: a session as every driver gives one.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use serde_json::json;

use crate::webdriver::{Session, fresh_profile};
use crate::{until, variable};

/// How often the driver is started before that is given up: another program may take its port first.
const STARTS: usize = 5;

/// Starts screen, driver and browser.
pub fn start() -> Session {
    let (screen, display) = screen();
    let (driver, port) = driver(&display);
    Session::open_with(vec![driver, screen], port, fresh_profile(), &json!({"timeouts": {"script": 300_000}}))
}

fn spawned(mut command: Command) -> Child {
    let spawned = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn();
    spawned.unwrap_or_else(|error| panic!("{}: {error}", command.get_program().display()))
}

/// A screen, and the name that it has chosen.
fn screen() -> (Child, String) {
    let mut command = Command::new(variable("XVFB"));
    command.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]).stdout(Stdio::piped());
    let mut screen = spawned(command);
    let mut name = String::new();
    let said = screen.stdout.take().map(|stdout| BufReader::new(stdout).read_line(&mut name));
    assert!(matches!(said, Some(Ok(1..))), "the X server does not say which screen it is");
    (screen, format!(":{}", name.trim()))
}

/// The driver, on a port that was free a moment ago.
fn driver(display: &str) -> (Child, u16) {
    for _ in 0..STARTS {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.unwrap_or_else(|error| panic!("no port: {error}")).port();
        let mut command = Command::new(variable("WEBKITWEBDRIVER"));
        command.arg(format!("--port={port}")).env("DISPLAY", display).stdout(Stdio::null());
        // No memory shared with a graphics card, and none of a desktop's services: there are neither.
        command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("GTK_A11Y", "none").env("NO_AT_BRIDGE", "1");
        let mut driver = spawned(command);
        let listens = until("the driver", || match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
            Ok(_) => Ok(driver.try_wait().is_ok_and(|ended| ended.is_none())),
            Err(_) if driver.try_wait().is_ok_and(|ended| ended.is_some()) => Ok(false),
            Err(error) => Err(error.to_string()),
        });
        if listens {
            return (driver, port);
        }
        let _ = driver.kill();
        let _ = driver.wait();
    }
    panic!("the driver of WebKitGTK does not listen")
}
