//! Reports of delivery (RFC 3464): what became of a letter on its further way.
//!
//! Pure. A report names the letter by the address that it comes back to, or by the Message-ID in the headers
//! that it returns; both are beyond guessing.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// What a report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What became of the letter.
    pub fate: Fate,
    /// The status and the words of the server that reports.
    pub words: String,
    /// The Message-ID of the letter, in `<>`, if its headers came back.
    pub letter: Option<String>,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It could not be delivered.
    Failed,
    /// It is not yet delivered.
    Delayed,
    /// It was delivered, or passed on to a server that reports no more.
    Delivered,
}

/// The report in a mail.
pub(super) fn find(message: &Message) -> Option<Report> {
    let kind = message.content_type()?;
    if !kind.ctype().eq_ignore_ascii_case("multipart") || !kind.subtype()?.eq_ignore_ascii_case("report") {
        return None;
    }
    let status = message.parts.iter().find(|part| is(part, "message", "delivery-status"))?;
    let fields = String::from_utf8_lossy(status.contents()).into_owned();
    let field = |name: &str| {
        let mut lines = fields.lines();
        lines.find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let fate = match field("Action")?.to_ascii_lowercase().as_str() {
        "failed" => Fate::Failed,
        "delayed" => Fate::Delayed,
        "delivered" | "relayed" | "expanded" => Fate::Delivered,
        _ => return None,
    };
    let words: Vec<String> = ["Status", "Diagnostic-Code"].into_iter().filter_map(field).collect();
    let words = super::one_line(&words.join(" "), 500);
    let letter = returned(message).map(|id| super::bracketed(&id));
    Some(Report { fate, words, letter })
}

fn is(part: &mail_parser::MessagePart, kind: &str, subtype: &str) -> bool {
    part.content_type().is_some_and(|found| {
        found.ctype().eq_ignore_ascii_case(kind)
            && found.subtype().is_some_and(|found| found.eq_ignore_ascii_case(subtype))
    })
}

/// The Message-ID of the mail, or of the headers alone, that came back.
fn returned(message: &Message) -> Option<String> {
    message.parts.iter().find_map(|part| match &part.body {
        PartType::Message(inner) => inner.message_id().map(str::to_owned),
        _ if is(part, "text", "rfc822-headers") || is(part, "message", "rfc822-headers") => {
            let inner = MessageParser::default().parse(part.contents())?;
            inner.message_id().map(str::to_owned)
        }
        _ => None,
    })
}
