//! A small static server for the built site, on this computer only. In: a folder and a port. Out: its files with their
//! types, under the strict policy that the widget promises to work with. Refuses every path that would leave the
//! folder, and every method but GET and HEAD. The end-to-end tests use the same server as `cargo xtask demo`.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Method, Request, Response};

/// The policy that a partner page may set (design: embedding, security); the site must work under it.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
                          style-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'";

const WORKERS: usize = 4;
/// How many ports above a taken one are tried.
const NEIGHBOURS: u16 = 20;

/// A running server; it stops when dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    http: Arc<tiny_http::Server>,
    workers: Vec<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` on 127.0.0.1; port 0 takes any free one.
    pub fn start(folder: &Path, port: u16) -> Result<Self, String> {
        let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| format!("port {port} of 127.0.0.1 cannot be used: {error}; choose another with --port"))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let http = tiny_http::Server::from_listener(listener, None).map_err(|error| error.to_string())?;
        let http = Arc::new(http);
        let workers = (0..WORKERS).map(|_| {
            let (http, folder) = (Arc::clone(&http), folder.clone());
            // `recv` fails once `unblock` was called for this worker.
            thread::spawn(move || {
                while let Ok(request) = http.recv() {
                    answer(request, &folder);
                }
            })
        });
        Ok(Self { address, workers: workers.collect(), http })
    }

    /// As [`Server::start`], or on the next free port where `port` is taken.
    pub fn start_near(folder: &Path, port: u16) -> Result<Self, String> {
        let ports = port..=port.saturating_add(NEIGHBOURS);
        let mut refusal = String::new();
        for port in ports {
            match Self::start(folder, port) {
                Ok(server) => return Ok(server),
                Err(error) => refusal = error,
            }
        }
        Err(refusal)
    }

    /// The address of the page.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process ends.
    pub fn wait(mut self) {
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for _ in &self.workers {
            self.http.unblock();
        }
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}

fn answer(request: Request, folder: &Path) {
    let response = match request.method() {
        Method::Get | Method::Head => match file(folder, request.url()).map(|path| (fs::read(&path), path)) {
            Some((Ok(bytes), path)) => with_headers(Response::from_data(bytes), media_type(&path)),
            _ => with_headers(Response::from_string("not found\n").with_status_code(404), "text/plain; charset=utf-8"),
        },
        _ => with_headers(Response::from_string("GET or HEAD\n").with_status_code(405), "text/plain; charset=utf-8"),
    };
    // A reader who closed the connection is no concern of ours.
    let _ = request.respond(response);
}

fn with_headers<R: std::io::Read>(response: Response<R>, media_type: &str) -> Response<R> {
    let headers = [
        ("Content-Type", media_type),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
    ];
    let headers = headers.into_iter().filter_map(|(name, value)| Header::from_bytes(name, value).ok());
    headers.fold(response, Response::with_header)
}

/// The file that a request's target names, if it names one inside `folder`.
pub fn file(folder: &Path, target: &str) -> Option<PathBuf> {
    let mut path = folder.to_path_buf();
    path.extend(segments(target)?);
    if path.is_dir() {
        path.push("index.html");
    }
    // A link inside the folder may point out of it.
    let path = path.canonicalize().ok()?;
    (path.starts_with(folder) && path.is_file()).then_some(path)
}

/// The decoded steps of a request's target; none where a step is more than the name of a file or folder.
fn segments(target: &str) -> Option<Vec<String>> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let steps: Option<Vec<String>> = path.split('/').map(decode).collect();
    let mut steps = steps?;
    if steps.last().is_some_and(String::is_empty) {
        steps.pop();
    }
    let plain = |step: &String| !matches!(step.as_str(), "" | "." | "..") && !step.contains(['/', '\\', ':', '\0']);
    steps.iter().all(plain).then_some(steps)
}

/// Percent-decoding; none where it is not UTF-8 or not well-formed.
fn decode(step: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Browsers refuse modules and WebAssembly of another type.
pub fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "ts" | "csv") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::path::Path;

    use super::{Server, media_type, segments};

    fn ask(server: &Server, head: &str) -> String {
        let mut stream = TcpStream::connect(server.address).expect("connects");
        write!(stream, "{head} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").expect("asks");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answers");
        answer
    }

    fn sources() -> Server {
        Server::start(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), 0).expect("starts")
    }

    #[test]
    fn steps_are_decoded_and_never_lead_out() {
        let of = |target| segments(target).map(|steps| steps.join("|"));
        assert_eq!(of("/"), Some(String::new()));
        assert_eq!(of("/data/a%20b.json?x=/../y"), Some("data|a b.json".to_owned()));
        assert_eq!(of("/data/"), Some("data".to_owned()));
        for bad in ["", "x", "/..", "/%2e%2e/x", "/a/../b", "/a//b", "/a%2fb", "/a%5Cb", "/c:/x", "/%00", "/%zz", "/%f"]
        {
            assert_eq!(of(bad), None, "{bad}");
        }
    }

    #[test]
    fn files_come_with_their_type_and_the_policy() {
        let answer = ask(&sources(), "GET /serve.rs?again");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("Content-Security-Policy: default-src 'none'"));
        assert!(answer.contains("Cache-Control: no-store"));
        assert!(answer.contains("//! A small static server"));
    }

    #[test]
    fn what_lies_outside_is_not_found() {
        let server = sources();
        for target in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/no-such-file", "/setup/"] {
            let answer = ask(&server, &format!("GET {target}"));
            assert!(answer.starts_with("HTTP/1.1 404"), "{target}: {answer}");
        }
        assert!(ask(&server, "DELETE /serve.rs").starts_with("HTTP/1.1 405"));
    }

    #[test]
    fn a_taken_port_is_said_and_its_neighbour_found() {
        let first = sources();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let refusal = Server::start(folder, first.address.port()).err().expect("refused");
        assert!(refusal.contains(&format!("port {}", first.address.port())), "{refusal}");
        let second = Server::start_near(folder, first.address.port()).expect("a neighbour is free");
        assert_ne!(first.address, second.address);
    }

    #[test]
    fn modules_and_webassembly_have_the_types_that_browsers_demand() {
        assert_eq!(media_type(Path::new("widget_bg.wasm")), "application/wasm");
        assert_eq!(media_type(Path::new("portal.js")), "text/javascript; charset=utf-8");
        assert_eq!(media_type(Path::new("LICENSE")), "application/octet-stream");
    }
}
