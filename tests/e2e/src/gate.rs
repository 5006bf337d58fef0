//! A server in front of the site that can hold back or refuse an answer until a test says otherwise, so that slow and
//! failing servers need no clock. In: a running site. Out: the same site on another port, bytes unchanged but for the
//! paths under a rule.

use std::collections::BTreeMap;
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

/// What happens to a request for a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// It waits until the rule changes.
    Hold,
    /// It is answered with this status and nothing else.
    Status(u16),
    /// The connection ends without an answer.
    Hang,
    /// It is answered with what lies at another path.
    Instead(&'static str),
}

#[derive(Default)]
struct Rules {
    by_path: Mutex<BTreeMap<String, Rule>>,
    asked: Mutex<Vec<String>>,
    changed: Condvar,
}

/// The server; its threads end with the test's process.
pub struct Gate {
    /// Where it listens.
    pub address: SocketAddr,
    rules: Arc<Rules>,
}

impl Gate {
    /// Stands in front of the server at `site`.
    pub fn before(site: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap_or_else(|error| panic!("no port: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}"));
        let rules = Arc::new(Rules::default());
        let for_all = Arc::clone(&rules);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let rules = Arc::clone(&for_all);
                // A browser that hangs up has lost interest: nothing to report.
                thread::spawn(move || pass(stream, site, &rules).ok());
            }
        });
        Self { address, rules }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Sets the rule for a path; `None` lets it pass, also those requests that wait.
    pub fn rule(&self, path: &str, rule: Option<Rule>) {
        let mut by_path = self.rules.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        match rule {
            Some(rule) => by_path.insert(path.to_owned(), rule),
            None => by_path.remove(path),
        };
        self.rules.changed.notify_all();
    }

    /// How often a path was asked for, answered or not.
    pub fn asked(&self, path: &str) -> usize {
        let asked = self.rules.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.iter().filter(|known| *known == path).count()
    }
}

fn pass(mut browser: TcpStream, site: SocketAddr, rules: &Rules) -> io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && browser.read(&mut byte)? == 1 {
        head.extend_from_slice(&byte);
    }
    let head = String::from_utf8_lossy(&head);
    let mut words = head.split_whitespace();
    let (method, path) = (words.next().unwrap_or("GET"), words.next().unwrap_or("/"));
    rules.asked.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
    let by_path = rules.by_path.lock().unwrap_or_else(PoisonError::into_inner);
    let by_path = rules.changed.wait_while(by_path, |by_path| by_path.get(path) == Some(&Rule::Hold));
    let rule = by_path.unwrap_or_else(PoisonError::into_inner).get(path).cloned();
    match rule {
        Some(Rule::Status(status)) => {
            write!(browser, "HTTP/1.1 {status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
        }
        Some(Rule::Hang) => {}
        other => {
            let path = if let Some(Rule::Instead(other)) = other { other } else { path };
            let mut site_stream = TcpStream::connect(site)?;
            write!(site_stream, "{method} {path} HTTP/1.1\r\nHost: {site}\r\nConnection: close\r\n\r\n")?;
            io::copy(&mut site_stream, &mut browser)?;
        }
    }
    browser.shutdown(Shutdown::Both)
}
