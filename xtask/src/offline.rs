//! `cargo xtask offline`: a report and all that draws it in one HTML file, which opens from a disk without a network. In:
//! the built site, a report. Out: the file and its size. Refuses what is no report, and a site whose scripts ask for more
//! than the file holds.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest as _, Sha256};

use crate::layout;
use crate::package::base64;
use crate::setup::{self, Optimiser};
use crate::site::{self, FETCH, GLUE, LATER, LOADER, ON_DEMAND, WASM};

const HELP: &str = "\
cargo xtask offline REPORT.json [--out FILE.html] [--present] [--lang zh-CN|en]

Writes one HTML file that holds the report and all that draws it, and opens from a disk without a network. It is made from
dist/site, which is built first where it is not there.

  --out FILE  where to write it; without it REPORT.html in this folder
  --present   begins one panel at a time, with names masked; Escape shows the report with its names, which are in the file
  --lang TAG  its language; without it zh-CN

The report is a redcat.report/1 document, plain or as .json.gz. Browsers: Chrome 91, Firefox 114, Safari 16.4 and later.
";

/// Answers what the page fetches out of the page.
const ANSWERS: &str = include_str!("offline.js");
const STYLE: &str = "body{margin:0;padding:16px}@media print{body{padding:0}}";
/// Under which name the page asks for its report.
const REPORT: &str = "report.json";

/// How the page begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// BCP 47 tag of its language.
    pub lang: String,
    /// One panel at a time, names masked.
    pub present: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    report: PathBuf,
    out: Option<PathBuf>,
    beginning: Beginning,
}

impl Options {
    /// `None` where help was asked for.
    fn read(args: &[String]) -> Result<Option<Self>, String> {
        let unknown = |error: lexopt::Error| format!("cargo xtask offline: {error}\n\n{HELP}");
        let (mut report, mut out) = (None, None);
        let mut beginning = Beginning { lang: "zh-CN".to_owned(), present: false };
        let mut words = lexopt::Parser::from_args(args);
        while let Some(word) = words.next().map_err(unknown)? {
            match word {
                lexopt::Arg::Long("out") => out = Some(PathBuf::from(words.value().map_err(unknown)?)),
                lexopt::Arg::Long("present") => beginning.present = true,
                lexopt::Arg::Long("lang") => {
                    let tag = words.value().map_err(unknown)?;
                    let known = tag.to_str().filter(|tag| ["zh-CN", "en"].contains(tag));
                    let known = known.ok_or_else(|| format!("{} is not zh-CN or en", tag.display()))?;
                    known.clone_into(&mut beginning.lang);
                }
                lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(None),
                lexopt::Arg::Value(path) if report.is_none() => report = Some(PathBuf::from(path)),
                other => return Err(unknown(other.unexpected())),
            }
        }
        let report = report.ok_or_else(|| format!("cargo xtask offline needs a report\n\n{HELP}"))?;
        Ok(Some(Self { report, out, beginning }))
    }
}

/// Runs the command.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let Some(options) = Options::read(args)? else {
        print!("{HELP}");
        return Ok(());
    };
    let bytes = read(&options.report)?;
    let site = layout::site();
    if !site.join(LOADER).is_file() {
        site::build(&setup::for_site(Optimiser::IfPresent)?)?;
    }
    let page = page(&site, &bytes, &options.beginning).map_err(|error| match error {
        Refusal::Report(error) => format!("{}: {error}", options.report.display()),
        Refusal::Site(error) => error,
    })?;
    let out = options.out.unwrap_or_else(|| named_after(&options.report));
    fs::write(&out, &page).map_err(|error| format!("{}: {error}", out.display()))?;
    println!("{}: {} bytes, of which the report takes {}", out.display(), page.len(), base64(&packed(&bytes)?).len());
    Ok(())
}

/// `beauty.html` of `data/beauty.json.gz`, in the present folder.
fn named_after(report: &Path) -> PathBuf {
    let name = report.file_name().and_then(|name| name.to_str()).unwrap_or("report");
    PathBuf::from(format!("{}.html", name.split('.').next().unwrap_or("report")))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// What the page cannot be made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The report.
    Report(String),
    /// The site.
    Site(String),
}

/// The page of a report, plain or packed, with the scripts of the built site in `site`.
pub fn page(site: &Path, report: &[u8], beginning: &Beginning) -> Result<String, Refusal> {
    let report = packed(report).map_err(Refusal::Report)?;
    let text =
        |file: &str| fs::read_to_string(site.join(file)).map_err(|error| Refusal::Site(format!("{file}: {error}")));
    let bytes = |file: &str| fs::read(site.join(file)).map_err(|error| Refusal::Site(format!("{file}: {error}")));
    let mut modules = Vec::new();
    for file in [GLUE, FETCH].into_iter().chain(ON_DEMAND) {
        modules.push((file, text(file)?));
    }
    let loader = whole(&text(LOADER)?, &modules).map_err(Refusal::Site)?;
    let mut blocks = String::new();
    for (file, media_type, packed) in [
        (WASM, "application/wasm", gzip(&bytes(WASM)?)),
        (LATER, "application/wasm", gzip(&bytes(LATER)?)),
        (REPORT, "application/json", Ok(report)),
    ] {
        let coded = base64(&packed.map_err(Refusal::Site)?);
        let _ = writeln!(
            blocks,
            "<script type=\"text/plain\" data-file=\"{file}\" data-type=\"{media_type}\">{coded}</script>"
        );
    }
    let hash = |text: &str| format!("'sha256-{}'", base64(&Sha256::digest(text)));
    // Modules can be had only by an address, and 'strict-dynamic' covers none that begins with data:.
    let policy = format!(
        "default-src 'none'; script-src {} {} data: 'wasm-unsafe-eval'; style-src {}; img-src blob:; \
         base-uri 'none'; form-action 'none'",
        hash(ANSWERS),
        hash(&loader),
        hash(STYLE)
    );
    let (lang, present) = (&beginning.lang, if beginning.present { "masked offer" } else { "offer" });
    // No name in the title: it stands over a stage.
    Ok(format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n<title>RedCat Report</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n\
         <redcat-report src=\"{REPORT}\" lang=\"{lang}\" present=\"{present}\"></redcat-report>\n{blocks}\
         <script>{ANSWERS}</script>\n<script type=\"module\">{loader}</script>\n</body>\n</html>\n"
    ))
}

/// The loader with the modules that it asks for written into it as addresses: files of a disk may not import each other.
fn whole(loader: &str, modules: &[(&str, String)]) -> Result<String, String> {
    let mut text = loader.to_owned();
    for (file, module) in modules {
        let asked = format!("\"./{file}\"");
        if text.matches(&asked).count() != 1 {
            return Err(format!("{LOADER} does not import {file} exactly once"));
        }
        let address = format!("\"data:text/javascript;base64,{}\"", base64(module.as_bytes()));
        text = text.replace(&asked, &address);
    }
    if text.contains("import(\"./") {
        return Err(format!("{LOADER} imports a module that the page would lack"));
    }
    if text.contains("</script") || text.contains("<!--") {
        return Err(format!("{LOADER} would end the script that it stands in"));
    }
    Ok(text)
}

/// A report packed, if it is one.
fn packed(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let is_packed = bytes.starts_with(&[0x1f, 0x8b]);
    let document: Result<serde_json::Value, _> = if is_packed {
        serde_json::from_reader(std::io::BufReader::new(flate2::read::GzDecoder::new(bytes)))
    } else {
        serde_json::from_slice(bytes)
    };
    let document = document.map_err(|error| format!("no JSON: {error}"))?;
    match document["schema"].as_str() {
        Some("redcat.report/1") if is_packed => Ok(bytes.to_vec()),
        Some("redcat.report/1") => gzip(bytes),
        other => Err(format!("its schema is {}, not \"redcat.report/1\"", other.unwrap_or("not said"))),
    }
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).and_then(|()| packer.finish()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Beginning, Options, gzip, named_after, packed, whole};

    fn read(words: &str) -> Result<Option<Options>, String> {
        let args: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
        Options::read(&args)
    }

    #[test]
    fn options_are_read_in_any_order_and_others_refused() {
        let beginning = Beginning { lang: "en".to_owned(), present: true };
        let wanted = Options { report: "a.json".into(), out: Some("b.html".into()), beginning };
        assert_eq!(read("--present --lang en a.json --out=b.html"), Ok(Some(wanted)));
        assert_eq!(read("--help"), Ok(None));
        for words in ["", "--present", "a.json b.json", "a.json --lang de", "a.json --size"] {
            assert!(read(words).is_err(), "{words}");
        }
        assert_eq!(named_after(Path::new("data/beauty.json.gz")), PathBuf::from("beauty.html"));
    }

    #[test]
    fn only_a_report_is_packed_and_not_twice() {
        let report = br#"{"schema": "redcat.report/1"}"#;
        let once = packed(report).expect("a report");
        assert_eq!(packed(&once), Ok(once.clone()));
        for other in [&b"{}"[..], b"[", br#"{"schema": "redcat.report/2"}"#, &gzip(b"{}").expect("packs")] {
            assert!(packed(other).is_err());
        }
    }

    #[test]
    fn a_loader_that_asks_for_more_than_there_is_is_refused() {
        let modules = [("a.js", "export const a = 1;".to_owned())];
        let text = whole("import(\"./a.js\")", &modules).expect("whole");
        assert_eq!(text, "import(\"data:text/javascript;base64,ZXhwb3J0IGNvbnN0IGEgPSAxOw==\")");
        for loader in
            ["import(\"./b.js\")", "import(\"./a.js\"),import(\"./b.js\")", "import(\"./a.js\");\"</script>\""]
        {
            assert!(whole(loader, &modules).is_err(), "{loader}");
        }
    }
}
