//! A letter as a message: headers, plain text and HTML (RFC 5322, 2045 to 2047, 3834, 2919).
//!
//! Pure: the same letter makes the same bytes each time, so that a repetition is one. No value can begin a
//! header of its own: every text is put on one line before lettre encodes it.

use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::identity::Identity;
use crate::letter;

/// A letter, or a digest of several, ready to be sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The Message-ID, the same at each attempt.
    pub message_id: String,
    /// The recipient's address.
    pub address: String,
    /// The language's code.
    pub language: String,
    /// The subject.
    pub subject: String,
    /// The plain text, in lines of 72 columns.
    pub body: String,
    /// When it was written.
    pub written_at: Timestamp,
    /// Where an answer goes.
    pub reply_to: String,
    /// Where it returns if it cannot be delivered.
    pub return_path: String,
    /// What it belongs to, a word: the appeal's reference.
    pub about: String,
    /// The Message-IDs of earlier letters of the same case to the same recipient, the first one first.
    pub earlier: Vec<String>,
    /// A name for it as a file.
    pub file: String,
}

/// A message as it goes to a server.
#[derive(Debug, Clone)]
pub struct Composed {
    /// From where and to whom.
    pub envelope: Envelope,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The message that a letter makes, signed if the sender signs.
///
/// # Errors
/// An address that is none, in words.
pub fn compose(outgoing: &Outgoing, identity: &Identity) -> Result<Composed, String> {
    let address = ascii_domain(&outgoing.address)?;
    let html = letter::html(&outgoing.subject, &outgoing.body, &outgoing.language);
    // lettre takes quoted-printable or base64, whichever is shorter: for Cyrillic the second by half.
    let part = |kind, text: String| SinglePart::builder().header(kind).body(text);
    let parts = MultiPart::alternative()
        .boundary(boundary(&outgoing.message_id))
        .singlepart(part(ContentType::TEXT_PLAIN, outgoing.body.clone()))
        .singlepart(part(ContentType::TEXT_HTML, html));
    let reply_to: Address =
        outgoing.reply_to.parse().map_err(|why| format!("{}: {why}", outgoing.reply_to))?;
    let mut builder = Message::builder()
        .from(identity.from().clone())
        .to(Mailbox::new(None, address.clone()))
        .reply_to(Mailbox::new(None, reply_to))
        .message_id(Some(one_line(&outgoing.message_id)))
        .date(system_time(outgoing.written_at))
        .subject(one_line(&outgoing.subject))
        .header(Plain::<AutoSubmitted>::new("auto-generated"))
        .header(Plain::<AutoResponseSuppress>::new("OOF, AutoReply"))
        .header(Plain::<ContentLanguage>::new(&outgoing.language))
        .header(Plain::<ListId>::new(&list_id(&outgoing.about, identity)));
    if let Some(last) = outgoing.earlier.last() {
        let references: Vec<String> = outgoing.earlier.iter().map(|id| one_line(id)).collect();
        builder = builder.in_reply_to(one_line(last)).references(references.join(" "));
    }
    let message = builder.multipart(parts).map_err(|why| why.to_string())?;
    let mut bytes = message.formatted();
    if let Some(dkim) = identity.dkim() {
        let mut signed = dkim.header(&bytes, outgoing.written_at).into_bytes();
        signed.append(&mut bytes);
        bytes = signed;
    }
    let from = outgoing.return_path.parse().map_err(|why| format!("{}: {why}", outgoing.return_path))?;
    let envelope = Envelope::new(Some(from), vec![address]).map_err(|why| why.to_string())?;
    Ok(Composed { envelope, bytes })
}

/// An address with its domain in the form that DNS knows (`xn--…`), which every mail server takes.
fn ascii_domain(address: &str) -> Result<Address, String> {
    let parsed: Address = address.parse().map_err(|why| format!("`{address}` is no address: {why}"))?;
    let domain = match url::Host::parse(parsed.domain()) {
        Ok(url::Host::Domain(domain)) if !parsed.domain().is_ascii() => domain,
        _ => return Ok(parsed),
    };
    Address::new(parsed.user(), domain).map_err(|why| format!("`{address}` is no address: {why}"))
}

/// `R-7KQ4-XWPM-C2VF` is the list `<r-7kq4-xwpm-c2vf.cases.example.kz>` (RFC 2919).
fn list_id(about: &str, identity: &Identity) -> String {
    let about = about.to_ascii_lowercase();
    let label: String = about.chars().filter(|char| char.is_ascii_alphanumeric() || *char == '-').collect();
    format!("<{label}.cases.{}>", identity.domain())
}

/// A boundary that belongs to this message and occurs in no encoded text.
fn boundary(message_id: &str) -> String {
    let id: String = message_id.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    format!("=_{id}")
}

fn one_line(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or_default())
}

/// A header of ASCII words that lettre has no type for.
#[derive(Debug, Clone)]
struct Plain<N> {
    value: String,
    name: std::marker::PhantomData<N>,
}

trait Named {
    const NAME: &'static str;
}

macro_rules! headers {
    ($($(#[$about:meta])* $type:ident = $name:literal;)*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone)]
        struct $type;
        impl Named for $type {
            const NAME: &'static str = $name;
        }
    )*};
}

headers! {
    /// RFC 3834: no machine answers.
    AutoSubmitted = "Auto-Submitted";
    /// The same for Exchange.
    AutoResponseSuppress = "X-Auto-Response-Suppress";
    /// RFC 3282.
    ContentLanguage = "Content-Language";
    /// RFC 2919: mail programs sort by it.
    ListId = "List-Id";
}

impl<N> Plain<N> {
    fn new(value: &str) -> Plain<N> {
        let value = value.chars().filter(|char| char.is_ascii_graphic() || *char == ' ').collect();
        Plain { value, name: std::marker::PhantomData }
    }
}

impl<N: Named + Clone + 'static> Header for Plain<N> {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str(N::NAME)
    }

    fn parse(value: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Plain::new(value))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.value.clone())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn identity() -> Identity {
        Identity::new("appeals@redress.test", &[7; 32]).unwrap()
    }

    fn outgoing() -> Outgoing {
        Outgoing {
            message_id: "<abc@redress.test>".to_owned(),
            address: "echo@ngo.example".to_owned(),
            language: "ru".to_owned(),
            subject: "[R-1] Жалоба".to_owned(),
            body: "Текст.\n".to_owned(),
            written_at: "2021-01-27T04:00:00Z".parse().unwrap(),
            reply_to: identity().reply_address("R-1", "ECHO"),
            return_path: identity().return_address(1),
            about: "R-1".to_owned(),
            earlier: Vec::new(),
            file: "1.eml".to_owned(),
        }
    }

    fn header_lines(bytes: &[u8]) -> Vec<String> {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let head = text.split("\r\n\r\n").next().unwrap().to_owned();
        head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).map(str::to_owned).collect()
    }

    #[test]
    fn the_same_letter_makes_the_same_bytes() {
        let [one, two] = [(); 2].map(|()| compose(&outgoing(), &identity()).unwrap().bytes);
        assert_eq!(one, two);
    }

    #[test]
    fn a_national_domain_is_written_as_dns_knows_it() {
        let letter = Outgoing { address: "info@эхо.қаз".to_owned(), ..outgoing() };
        let composed = compose(&letter, &identity()).unwrap();
        assert_eq!(composed.envelope.to()[0].to_string(), "info@xn--n1anx.xn--80ao21a");
        assert!(composed.bytes.is_ascii());
    }

    proptest! {
        #[test]
        fn no_text_begins_a_header_of_its_own(text in "\\PC{0,20}(\r\n|\n|\r|\u{2028}|\u{85})(Bcc: x@y.z|\r\n\r\nbody)\\PC{0,120}") {
            let letter = Outgoing {
                subject: text.clone(),
                message_id: format!("<{text}@redress.test>"),
                language: text.clone(),
                about: text.clone(),
                earlier: vec![text.clone(), text.clone()],
                ..outgoing()
            };
            let names = |letter: &Outgoing| -> Vec<String> {
                let composed = compose(letter, &identity()).unwrap();
                let lines = header_lines(&composed.bytes).into_iter();
                lines.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
            };
            let usual = names(&Outgoing { earlier: vec!["<a@b>".to_owned()], ..outgoing() });
            prop_assert_eq!(names(&letter), usual);
        }

        #[test]
        fn an_address_that_would_break_the_envelope_is_refused(text in "[a-z]{1,5}(\r\n|\n| |>)[ -~]{0,20}@ngo.example") {
            let letter = Outgoing { address: text, ..outgoing() };
            prop_assert!(compose(&letter, &identity()).is_err());
        }
    }
}
