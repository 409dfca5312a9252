//! Papers: files that people add to a draft or an appeal, and how they are handed out again.
//!
//! A file is read in pieces up to its limit, told by its bytes in a process beside the pages, refused at once with the
//! reason where it is of no use, and kept once by its SHA-256. It leaves as a download only, in a sandbox, whoever sent it.

mod examiner;
pub(super) mod kind;
mod look;
mod pdf;
mod virus;

use axum::extract::Multipart;
use axum::extract::multipart::Field;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use self::kind::Kind;
use self::look::Fault;
use super::Pages;
use super::trouble::Trouble;
use super::words;
use crate::store::paper::{self, Checked, New, Of, Paper};
use crate::texts::Language;

pub use examiner::Examiner;
pub use look::look;
pub use virus::Clamd;

/// The most in one file, in bytes.
const FILE: usize = 20 << 20;
/// The most files of a draft or an appeal.
const FILES: usize = 20;
/// The most in all of them, in bytes.
const ALL: usize = 100 << 20;
/// The most that one form may send, in bytes: all files with what the form puts around them.
pub(super) const FORM: usize = ALL + (1 << 20);

/// What came of a form with files.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The papers that are kept now.
    pub kept: Vec<Added>,
    /// The others, in words.
    pub refused: Vec<String>,
}

/// A paper that was kept.
#[derive(Debug, Clone)]
pub(super) struct Added {
    pub name: String,
    pub kind: &'static str,
    pub size: u64,
    pub digest: Vec<u8>,
}

/// A file that is good.
struct Good {
    name: String,
    kind: Kind,
    digest: Vec<u8>,
    content: Vec<u8>,
    checked: Checked,
}

/// Takes the files of a form into a draft or an appeal that already has some.
pub(super) async fn take(
    pages: &Pages,
    mut form: Multipart,
    of: Of,
    have: &[Paper],
    (by, now, language): (Option<i64>, Timestamp, Language),
) -> Result<Taken, Trouble> {
    let mut taken = Taken::default();
    let (mut count, mut size) = (have.len(), have.iter().map(|paper| paper.size).sum::<i64>());
    while let Some(field) = form.next_field().await.map_err(|_| Trouble::Unreadable)? {
        let Some(given) = field.file_name().map(str::to_owned) else { continue };
        let read = read(field).await.map_err(|_| Trouble::Unreadable)?;
        // A form without a choice of file sends one without a name.
        if given.is_empty() && matches!(&read, Ok(content) if content.is_empty()) {
            continue;
        }
        let good = match read {
            _ if count >= FILES => Err(Fault::TooMany),
            Ok(content) if size + long(content.len()) > long(ALL) => Err(Fault::TooMuch),
            Ok(content) => examine(pages, &given, content).await?,
            Err(fault) => Err(fault),
        };
        match good {
            Ok(good) => {
                count += 1;
                size += long(good.content.len());
                taken.kept.push(keep(pages, of, good, by, now).await?);
            }
            Err(fault) => {
                let name = kind::name(&given, Kind::Text);
                let name =
                    given.rsplit(['/', '\\']).next().filter(|last| name.starts_with(last)).unwrap_or(&name);
                taken.refused.push(words::say(language, fault.words(), &[("name", name.into())]));
            }
        }
    }
    Ok(taken)
}

fn long(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// Reads a file, up to its limit; what is beyond is passed over, so that the files after it can be read.
async fn read(
    mut field: Field<'_>,
) -> Result<Result<Vec<u8>, Fault>, axum::extract::multipart::MultipartError> {
    let (mut content, mut is_too_large) = (Vec::new(), false);
    while let Some(piece) = field.chunk().await? {
        is_too_large |= content.len() + piece.len() > FILE;
        if is_too_large {
            content = Vec::new();
        } else {
            content.extend_from_slice(&piece);
        }
    }
    Ok(if is_too_large { Err(Fault::TooLarge) } else { Ok(content) })
}

/// Has a file looked into, and checked for viruses.
async fn examine(pages: &Pages, given: &str, content: Vec<u8>) -> Result<Result<Good, Fault>, Trouble> {
    let looked = pages.examiner.look(&content).await;
    let kind = match looked.map_err(|fault| Trouble::Fault(fault.to_string()))? {
        Ok(kind) => kind,
        Err(fault) => return Ok(Err(fault)),
    };
    let checked = match &pages.clamd {
        Some(clamd) => clamd.check(&content).await,
        None => Checked::NotChecked,
    };
    if checked == Checked::Infected {
        return Ok(Err(Fault::Infected));
    }
    let digest = Sha256::digest(&content).to_vec();
    Ok(Ok(Good { name: kind::name(given, kind), kind, digest, content, checked }))
}

async fn keep(pages: &Pages, of: Of, good: Good, by: Option<i64>, now: Timestamp) -> Result<Added, Trouble> {
    let new = New {
        digest: &good.digest,
        name: &good.name,
        kind: good.kind.media(),
        content: &good.content,
        checked: good.checked,
    };
    paper::add(&pages.store, of, &new, by, now).await?;
    let size = u64::try_from(good.content.len()).unwrap_or(u64::MAX);
    Ok(Added { name: good.name, kind: good.kind.media(), size, digest: good.digest })
}

/// A paper as a download.
pub(super) async fn hand_out(pages: &Pages, paper: &Paper) -> Result<Response, Trouble> {
    Ok(download(&paper.name, &paper.kind, content(pages, paper).await?))
}

/// What is in a paper. Where papers are checked, one that was not is checked now; one in which a virus was found, or that
/// cannot be checked, is not handed out.
pub(super) async fn content(pages: &Pages, paper: &Paper) -> Result<Vec<u8>, Trouble> {
    let content = paper::content(&pages.store, &paper.digest).await?.ok_or(Trouble::NotFound)?;
    let mut checked = paper.checked;
    if let (Checked::Waits | Checked::NotChecked, Some(clamd)) = (checked, &pages.clamd) {
        checked = clamd.check(&content).await;
        paper::note_checked(&pages.store, &paper.digest, checked).await?;
    }
    match checked {
        Checked::Infected => Err(Trouble::Infected),
        Checked::Waits if pages.clamd.is_some() => Err(Trouble::Unchecked),
        Checked::Waits | Checked::Clean | Checked::NotChecked => Ok(content),
    }
}

/// What may stand as it is in the name of a download (RFC 8187, attr-char).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// A file that a browser saves and never shows: whatever is in it does nothing here.
pub(super) fn download(name: &str, kind: &str, content: Vec<u8>) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._ ".contains(c) { c } else { '_' }).collect();
    let disposition =
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, PLAIN));
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, value(kind)),
        (header::CONTENT_DISPOSITION, value(&disposition)),
        (header::X_CONTENT_TYPE_OPTIONS, value("nosniff")),
        (header::CONTENT_SECURITY_POLICY, value("sandbox; default-src 'none'; frame-ancestors 'none'")),
        (header::CACHE_CONTROL, value("private, no-store")),
    ];
    (headers, content).into_response()
}

/// The words for a paper in which a virus was found.
const INFECTED: &str = "paper-is-infected";

/// A paper as a page shows it.
#[derive(Debug)]
pub(super) struct Shown {
    pub id: i64,
    pub name: String,
    pub size: String,
    pub hash: String,
    /// The name of the words for what the check for viruses said; none where nobody need be told.
    pub checked: Option<&'static str>,
}

impl Shown {
    /// Whether it is infected, and so not to be had.
    pub fn is_kept_back(&self) -> bool {
        self.checked == Some(INFECTED)
    }

    /// Papers with their sizes in a language's figures.
    pub fn all(papers: &[Paper], language: Language) -> Vec<Shown> {
        let shown = |paper: &Paper| Shown {
            id: paper.id,
            name: paper.name.clone(),
            size: size(paper.size, language),
            hash: hex::encode(&paper.digest),
            checked: match paper.checked {
                Checked::NotChecked | Checked::Clean => None,
                Checked::Waits => Some("paper-waits"),
                Checked::Infected => Some(INFECTED),
            },
        };
        papers.iter().map(shown).collect()
    }
}

/// A size for people: `1.5 MB`, `1,5 МБ`.
fn size(bytes: i64, language: Language) -> String {
    let [kilo, mega] = match language {
        Language::En => ["kB", "MB"],
        Language::Ru | Language::Kk => ["КБ", "МБ"],
    };
    let tenths = |unit: i64| {
        let tenths = (bytes * 10 + unit / 2) / unit;
        let comma = if language == Language::En { "." } else { "," };
        if tenths % 10 == 0 {
            (tenths / 10).to_string()
        } else {
            format!("{}{comma}{}", tenths / 10, tenths % 10)
        }
    };
    if bytes >= 1_000_000 {
        format!("{} {mega}", tenths(1_000_000))
    } else {
        format!("{} {kilo}", (bytes + 999) / 1000)
    }
}
