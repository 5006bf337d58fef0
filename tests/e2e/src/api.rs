//! A partner's two origins: one serves the page and hands out tokens, the other gives reports to who brings a token that
//! is still good. In: the site and its samples. Out: addresses, and what was asked and answered. A token is good until
//! the test says that it has run out; a report is held back as long as the test wants.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::watch;

use crate::origin::{Origin, files};

/// The two servers.
pub struct Partner {
    /// Serves the pages, and `POST /token`.
    pub page: Origin,
    /// Serves `/name.json` for each sample `name`.
    pub api: Origin,
    desk: Arc<Desk>,
}

/// What both know.
struct Desk {
    site: PathBuf,
    page: String,
    book: Mutex<Book>,
    held: watch::Sender<Option<String>>,
}

#[derive(Default)]
struct Book {
    issued: usize,
    good: Option<String>,
    closed: bool,
    answers: Vec<(String, u16)>,
}

impl Desk {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Partner {
    /// Opens both. The page's policy allows it the report's origin and nothing else beyond its own.
    pub fn open(site: PathBuf) -> Self {
        let (page, api) = (Origin::of("127.0.0.1"), Origin::of("localhost"));
        let held = watch::Sender::new(None);
        let desk = Arc::new(Desk { site, page: page.name().to_owned(), book: Mutex::default(), held });
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' {}; img-src 'self' blob:",
            api.name()
        );
        let pages = files(&desk.site, &policy, vec![("https://api.example", api.name().to_owned())]);
        page.serve(pages.route("/token", post(token).with_state(Arc::clone(&desk))));
        let reports = Router::new().route("/{report}", get(report).options(preflight));
        api.serve(reports.with_state(Arc::clone(&desk)));
        Self { page, api, desk }
    }

    /// The token that is out there is good no more.
    pub fn expire(&self) {
        self.desk.book().good = None;
    }

    /// Whether no further token is handed out.
    pub fn close(&self, closed: bool) {
        self.desk.book().closed = closed;
    }

    /// How many tokens were handed out.
    pub fn issued(&self) -> usize {
        self.desk.book().issued
    }

    /// Holds back this report until another is named, or none.
    pub fn hold(&self, report: Option<&str>) {
        self.desk.held.send_replace(report.map(ToOwned::to_owned));
    }

    /// Report and status of every answer since last asked, those to questions of the browser's own left out.
    pub fn answers(&self) -> Vec<(String, u16)> {
        std::mem::take(&mut self.desk.book().answers)
    }
}

async fn token(State(desk): State<Arc<Desk>>) -> Response {
    let mut book = desk.book();
    if book.closed {
        return StatusCode::FORBIDDEN.into_response();
    }
    book.issued += 1;
    let token = format!("token-{}", book.issued);
    book.good = Some(token.clone());
    token.into_response()
}

/// Browsers ask first whether that origin may send such a header.
async fn preflight(State(desk): State<Arc<Desk>>) -> Response {
    let allowed = [(header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization".to_owned())];
    (StatusCode::NO_CONTENT, for_page(&desk), allowed).into_response()
}

async fn report(State(desk): State<Arc<Desk>>, Path(name): Path<String>, asked: HeaderMap) -> Response {
    let of = |name| asked.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let good = desk.book().good.as_ref().is_some_and(|good| of(header::AUTHORIZATION) == format!("Bearer {good}"));
    let mut held = desk.held.subscribe();
    let _ = held.wait_for(|held| held.as_ref() != Some(&name)).await;
    let tag = format!("\"{name}\"");
    let (status, bytes) = if !good {
        (StatusCode::UNAUTHORIZED, Bytes::new())
    } else if of(header::IF_NONE_MATCH) == tag {
        (StatusCode::NOT_MODIFIED, Bytes::new())
    } else {
        match fs::read(desk.site.join("data").join(&name)) {
            Ok(bytes) => (StatusCode::OK, Bytes::from(bytes)),
            Err(_) => (StatusCode::NOT_FOUND, Bytes::new()),
        }
    };
    desk.book().answers.push((name, status.as_u16()));
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::ETAG, tag),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "etag, retry-after".to_owned()),
    ];
    (status, for_page(&desk), headers, bytes).into_response()
}

fn for_page(desk: &Desk) -> [(header::HeaderName, String); 2] {
    [(header::ACCESS_CONTROL_ALLOW_ORIGIN, desk.page.clone()), (header::VARY, "Origin".to_owned())]
}
