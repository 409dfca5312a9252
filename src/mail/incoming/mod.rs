//! A mail that came in, read within limits: who sent it, to which of our addresses, and what it is.
//!
//! Pure. Whatever a stranger writes is read, or refused as a whole with the reason; nothing in it is
//! followed, loaded or run. What a mail means for an appeal is decided by the daemon's `inbox`.

mod report;

use mail_parser::{Address, HeaderValue, Message, MessageParser, MimeHeaders, PartType};
use sha2::{Digest, Sha256};

use super::identity::{Identity, Purpose};
pub use report::{Fate, Report};

/// The largest mail that is read, in bytes.
pub const LARGEST: usize = 25 * 1024 * 1024;
/// The most parts, and so the most depth, of a mail.
const MOST_PARTS: usize = 200;
/// The most lines that may part it: a part needs no header of its own, and a text may have dashes.
const MOST_DASHES: usize = 20_000;
/// The most files.
const MOST_FILES: usize = 50;
/// The longest headers, in bytes: parsers of addresses are slow on long ones.
const LONGEST_HEAD: usize = 128 * 1024;
/// The longest text that is kept beside the mail itself, in characters.
const LONGEST_TEXT: usize = 100_000;

/// A mail that came in.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Its Message-ID, in `<>`.
    pub message_id: Option<String>,
    /// The address it says that it comes from.
    pub sender: Option<String>,
    /// The subject, on one line.
    pub subject: String,
    /// What the addresses of ours that it names were made for.
    pub purposes: Vec<Purpose>,
    /// The Message-IDs that it answers, in `<>`.
    pub answers: Vec<String>,
    /// Why nobody wrote it by hand, if a machine did.
    pub automatic: Option<String>,
    /// What it reports of a delivery.
    pub report: Option<Report>,
    /// What the receiving server found of DMARC, if the server with this name said something.
    pub dmarc: Option<String>,
    /// The text.
    pub text: String,
    /// The files.
    pub files: Vec<File>,
    /// The SHA-256 of text and files.
    pub content: [u8; 32],
}

/// A file that came along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, without a path and on one line.
    pub name: String,
    /// Its media type, as the sender says.
    pub kind: String,
    /// What is in it.
    pub content: Vec<u8>,
}

impl Incoming {
    /// Reads a mail. `authority` is the name under which our own receiving server writes
    /// `Authentication-Results` (RFC 8601); without it nothing in that header is believed.
    ///
    /// # Errors
    /// A mail beyond the limits, or none, with the reason.
    pub fn read(raw: &[u8], identity: &Identity, authority: Option<&str>) -> Result<Incoming, String> {
        within_limits(raw)?;
        let message = MessageParser::default().parse(raw).ok_or("it is no mail")?;
        if message.parts.len() > MOST_PARTS {
            return Err(format!("it has more than {MOST_PARTS} parts"));
        }
        let files: Vec<File> = message.attachments().map(file).collect();
        if files.len() > MOST_FILES {
            return Err(format!("it has more than {MOST_FILES} files"));
        }
        let text = message.body_text(0).unwrap_or_default();
        let text: String = text.chars().filter(|char| *char != '\0').take(LONGEST_TEXT).collect();
        let mut content = Sha256::new_with_prefix(text.as_bytes());
        for file in &files {
            content.update(Sha256::digest(&file.content));
        }
        Ok(Incoming {
            message_id: message.message_id().map(bracketed),
            sender: message
                .from()
                .and_then(Address::first)
                .and_then(|from| from.address())
                .map(str::to_lowercase),
            subject: one_line(message.subject().unwrap_or_default(), 300),
            purposes: purposes(&message, identity),
            answers: answers(&message),
            automatic: automatic(&message),
            report: report::find(&message),
            dmarc: authority.and_then(|authority| dmarc(&message, authority)),
            text,
            files,
            content: content.finalize().into(),
        })
    }
}

/// Looks at the bytes before any parser does.
fn within_limits(raw: &[u8]) -> Result<(), String> {
    if raw.len() > LARGEST {
        return Err(format!("it is larger than {} MiB", LARGEST / 1024 / 1024));
    }
    let head = raw
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .or_else(|| raw.windows(2).position(|two| two == b"\n\n"));
    if head.unwrap_or(raw.len()) > LONGEST_HEAD {
        return Err(format!("its headers are longer than {} KiB", LONGEST_HEAD / 1024));
    }
    let lines = || raw.split(|byte| *byte == b'\n');
    let is_type = |line: &&[u8]| line.len() > 13 && line[..13].eq_ignore_ascii_case(b"content-type:");
    let may_part = lines().filter(|line| line.starts_with(b"--")).count();
    match lines().filter(is_type).count() > MOST_PARTS || may_part > MOST_DASHES {
        true => Err(format!("it has more than {MOST_PARTS} parts")),
        false => Ok(()),
    }
}

fn file(part: &mail_parser::MessagePart) -> File {
    let kind = part.content_type().map_or_else(
        || "application/octet-stream".to_owned(),
        |kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("octet-stream")),
    );
    let name = part.attachment_name().unwrap_or("unnamed");
    let name = name.rsplit(['/', '\\']).next().unwrap_or("unnamed");
    let content = match &part.body {
        PartType::Message(inner) => inner.raw_message().to_vec(),
        _ => part.contents().to_vec(),
    };
    File { name: one_line(name, 200), kind: one_line(&kind, 100), content }
}

/// The addresses to which it was delivered, as servers and senders note them.
fn purposes(message: &Message, identity: &Identity) -> Vec<Purpose> {
    let mut purposes = Vec::new();
    for name in ["Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc"] {
        for value in message.header_values(name) {
            let addresses: Vec<String> = match value {
                HeaderValue::Address(address) => {
                    address.iter().filter_map(|one| one.address()).map(str::to_owned).collect()
                }
                value => value
                    .as_text()
                    .into_iter()
                    .map(|text| text.trim().trim_matches(['<', '>']).to_owned())
                    .collect(),
            };
            purposes.extend(addresses.iter().filter_map(|address| identity.purpose(address)));
        }
    }
    let mut distinct: Vec<Purpose> = Vec::new();
    for purpose in purposes {
        if !distinct.contains(&purpose) {
            distinct.push(purpose);
        }
    }
    distinct
}

fn answers(message: &Message) -> Vec<String> {
    let lists = [message.in_reply_to(), message.references()];
    let ids = lists.into_iter().filter_map(HeaderValue::as_text_list).flatten();
    ids.take(100).map(|id| bracketed(id)).collect()
}

/// Why a mail was made by a machine (RFC 3834 and what machines did before it).
fn automatic(message: &Message) -> Option<String> {
    let header = |name: &'static str| {
        message
            .header_values(name)
            .find_map(HeaderValue::as_text)
            .map(|value| value.trim().to_ascii_lowercase())
    };
    if let Some(value) = header("Auto-Submitted").filter(|value| !value.starts_with("no")) {
        return Some(format!("Auto-Submitted: {}", one_line(&value, 100)));
    }
    if let Some(value) =
        header("Precedence").filter(|value| ["bulk", "list", "junk", "auto_reply"].contains(&value.as_str()))
    {
        return Some(format!("Precedence: {value}"));
    }
    let marks = [
        "List-Id",
        "List-Unsubscribe",
        "X-Autoreply",
        "X-Autorespond",
        "X-Auto-Response-Suppress",
        "X-Failed-Recipients",
    ];
    if let Some(mark) = marks.into_iter().find(|mark| message.header(*mark).is_some()) {
        return Some(format!("it has a header {mark}"));
    }
    let null_sender = message.header_raw("Return-Path").is_some_and(|path| path.trim() == "<>");
    null_sender.then(|| "it has no sender to answer to".to_owned())
}

/// What our own receiving server found; it writes its header above whatever the sender wrote.
fn dmarc(message: &Message, authority: &str) -> Option<String> {
    let (_, value) =
        message.headers_raw().find(|(name, _)| name.eq_ignore_ascii_case("Authentication-Results"))?;
    let value = one_line(value, 2000).to_ascii_lowercase();
    let (server, findings) = value.trim().split_once(';')?;
    let ours = server.split_whitespace().next() == Some(authority.to_ascii_lowercase().as_str());
    let finding = findings.split(';').find_map(|finding| finding.trim().strip_prefix("dmarc="))?;
    ours.then(|| finding.split_whitespace().next().unwrap_or_default().to_owned())
}

fn bracketed(id: &str) -> String {
    format!("<{}>", one_line(id.trim().trim_matches(['<', '>']), 500))
}

fn one_line(text: &str, longest: usize) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).take(longest).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn identity() -> Identity {
        Identity::new("appeals@redress.test", &[7; 32]).unwrap()
    }

    fn read(text: &str) -> Incoming {
        Incoming::read(text.replace('\n', "\r\n").as_bytes(), &identity(), Some("mx.redress.test")).unwrap()
    }

    #[test]
    fn a_reply_is_read_with_its_address_its_text_and_its_files() {
        let address = identity().reply_address("R-1", "ECHO");
        let mail = read(&format!(
            "From: Echo <Office@Echo.example>\nTo: x@y.example, <{address}>\nSubject: =?utf-8?B?0KLQtdC80LA=?=\n\
             Message-ID: <1@echo>\nIn-Reply-To: <a@redress.test>\nMIME-Version: 1.0\n\
             Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=windows-1251\n\
             Content-Transfer-Encoding: quoted-printable\n\n=C4=E0\n--b\nContent-Type: application/pdf\n\
             Content-Disposition: attachment; filename=\"../../etc/passwd\"\nContent-Transfer-Encoding: base64\n\n\
             JVBERg==\n--b--\n"
        ));
        assert_eq!(mail.sender.as_deref(), Some("office@echo.example"));
        assert_eq!((mail.subject.as_str(), mail.text.trim()), ("Тема", "Да"));
        assert_eq!(
            (mail.message_id.as_deref(), mail.answers.as_slice()),
            (Some("<1@echo>"), ["<a@redress.test>".to_owned()].as_slice())
        );
        assert!(matches!(mail.purposes[..], [Purpose::Reply { .. }]));
        let [file] = &mail.files[..] else { panic!("{:?}", mail.files) };
        assert_eq!(
            (file.name.as_str(), file.kind.as_str(), file.content.as_slice()),
            ("passwd", "application/pdf", b"%PDF".as_slice())
        );
        assert_eq!((mail.automatic, mail.report), (None, None));
    }

    #[test]
    fn what_machines_write_is_known() {
        for header in [
            "Auto-Submitted: auto-replied",
            "Precedence: bulk",
            "List-Id: <a.b>",
            "X-Autoreply: yes",
            "Return-Path: <>",
        ] {
            let mail = read(&format!("From: a@b.example\n{header}\n\nAway.\n"));
            assert!(mail.automatic.is_some(), "{header}");
        }
        assert_eq!(read("From: a@b.example\nAuto-Submitted: no\n\nHere.\n").automatic, None);
    }

    #[test]
    fn only_our_own_server_is_believed_about_a_sender() {
        let said = |server: &str| {
            read(&format!("Authentication-Results: {server}; spf=pass; dmarc=pass header.from=b.example\nFrom: a@b.example\n\nx\n")).dmarc
        };
        assert_eq!(said("mx.redress.test").as_deref(), Some("pass"));
        assert_eq!(said("mx.elsewhere.test"), None);
    }

    #[test]
    fn mail_beyond_the_limits_is_refused_with_the_reason() {
        let refused = |raw: Vec<u8>| Incoming::read(&raw, &identity(), None).unwrap_err();
        assert!(refused(vec![b'a'; LARGEST + 1]).contains("larger"));
        assert!(refused(vec![b'a'; LONGEST_HEAD + 1]).contains("headers"));
        let part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n";
        let mail =
            format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", part.repeat(MOST_PARTS + 1));
        assert!(refused(mail.into_bytes()).contains("parts"));
        let bare =
            format!("Content-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\n\n".repeat(MOST_DASHES + 1));
        assert!(refused(bare.into_bytes()).contains("parts"));
        let nested: String = (0..MOST_PARTS + 1)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n"))
            .collect();
        assert!(refused(nested.into_bytes()).contains("parts"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_fail_otherwise_than_with_a_reason(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let _ = Incoming::read(&raw, &identity(), Some("mx"));
        }
    }
}
