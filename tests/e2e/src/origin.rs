//! An origin: a server of its own on a port of its own, as a partner runs them. In: routes, a folder, a policy. Out:
//! an address. What it serves of the project's host pages has the example's addresses replaced by those that there
//! are, as who copies such a page does.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, thread};

use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use xtask::serve;

/// An origin; its server ends with the test's process.
#[derive(Debug)]
pub struct Origin {
    name: String,
    listener: TcpListener,
}

impl Origin {
    /// Takes a port. Origins of different hosts are of different sites too: `127.0.0.1` and `localhost`.
    pub fn of(host: &str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap_or_else(|error| panic!("no port: {error}"));
        let address = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}"));
        Self { name: format!("http://{host}:{}", address.port()), listener }
    }

    /// Answers from now on.
    pub fn serve(&self, routes: Router) {
        let listener = self.listener.try_clone().unwrap_or_else(|error| panic!("{error}"));
        listener.set_nonblocking(true).unwrap_or_else(|error| panic!("{error}"));
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap_or_else(|error| panic!("{error}"));
                axum::serve(listener, routes).await
            })
        });
    }

    /// `http://host:port`, as browsers name it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.name)
    }
}

/// What stands in a file, and what is served in its place.
pub type Replaced = (&'static str, String);

/// The files of a folder under a policy; texts with `replaced` done.
pub fn files(folder: &Path, policy: &str, replaced: Vec<Replaced>) -> Router {
    let (folder, policy) = (canonical(folder), policy.to_owned());
    let given = Arc::new((folder, policy, replaced));
    Router::new().fallback(move |uri: Uri| {
        let given = Arc::clone(&given);
        async move {
            let (folder, policy, replaced) = &*given;
            match serve::file(folder, uri.path()) {
                Some(path) => answer(&path, policy, replaced),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
    })
}

/// The files of a folder as they are, isolated from other origins: only so is a page's clock good to 5 µs.
pub fn isolated(folder: &Path) -> Router {
    let folder = canonical(folder);
    Router::new().fallback(move |uri: Uri| {
        let path = serve::file(&folder, uri.path());
        async move {
            let Some((path, bytes)) = path.and_then(|path| fs::read(&path).ok().map(|bytes| (path, bytes))) else {
                return StatusCode::NOT_FOUND.into_response();
            };
            let headers = [
                ("content-type", serve::media_type(&path)),
                ("cache-control", "no-store"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-embedder-policy", "require-corp"),
                ("cross-origin-resource-policy", "same-origin"),
            ];
            (headers, bytes).into_response()
        }
    })
}

/// One page, written in the test.
pub fn page(policy: &str, body: &str) -> Response {
    let html = format!("<!doctype html><html lang=\"en\"><title>A page of the test</title><body>{body}");
    with_headers("text/html; charset=utf-8", policy, html.into_bytes())
}

fn canonical(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}

fn answer(path: &Path, policy: &str, replaced: &[Replaced]) -> Response {
    let media_type = serve::media_type(path);
    match fs::read(path) {
        Ok(bytes) if media_type.starts_with("text/html") => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let text = replaced.iter().fold(text, |text, (example, real)| text.replace(example, real));
            with_headers(media_type, policy, text.into_bytes())
        }
        Ok(bytes) => with_headers(media_type, policy, bytes),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn with_headers(media_type: &str, policy: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers.map(|(name, value)| (name, value.to_owned())), bytes).into_response()
}
