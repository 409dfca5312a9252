//! Forms, queries and headers: what pages read from them is within its limits, and what they write back reads the same.

use redress::law::{self, Basis};
use redress::registry::Reference;
use redress::web::Heard;

use super::rules;

pub fn read(bytes: &[u8]) {
    let heard = Heard::of(bytes);
    for (name, text) in &heard.fields {
        let is_text = |text: &str| !text.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t'));
        assert!(is_text(name) && is_text(text), "{name:?} {text:?}");
        referred(text);
    }
    filtered(&heard);
    handed_out(&heard);
    assert!(heard.day.is_none_or(|day| (1990..=2100).contains(&day.year())), "{:?}", heard.day);
    assert_eq!(heard.secret.len(), 32);
    assert!(heard.session.is_none_or(|hash| hash.len() == 32));
    if heard.is_address {
        let email = heard.fields.iter().find(|(name, _)| name == "email").map_or("", |(_, text)| text.trim());
        assert!(email.len() <= 254 && !email.contains(char::is_whitespace), "{email:?}");
        assert_eq!(email.matches('@').count(), 1, "{email:?}");
    }
    if let Some((rule, from)) = heard.term {
        let calendar = rules::calendar();
        let basis = Basis::new(rule, from, &calendar);
        let (counted, explained) = (law::deadline(&basis, &calendar), law::explain(&basis, &calendar));
        assert_eq!(counted.is_ok(), explained.is_ok(), "{basis:?}");
    }
}

/// A reference is read as it is written, also when it is typed in small letters.
fn referred(text: &str) {
    let Some(reference) = Reference::read(text) else { return };
    assert_eq!(reference.as_str().len(), "R-7KQ4-XWPM-C2VF".len());
    for typed in [reference.to_string(), reference.as_str().to_lowercase()] {
        assert_eq!(Reference::read(&typed), Some(reference.clone()));
    }
}

/// The address of a queue leads to the same queue.
fn filtered(heard: &Heard) {
    assert!(heard.words.len() <= 8);
    assert!(heard.words.iter().all(|word| word.chars().all(char::is_alphanumeric)), "{:?}", heard.words);
    let again = Heard::of(heard.queue.as_bytes());
    assert_eq!((&again.queue, &again.words), (&heard.queue, &heard.words));
    if let Some((_, query)) = heard.further.as_ref().and_then(|address| address.split_once('?')) {
        assert_eq!(Heard::of(query.as_bytes()).further, heard.further);
    }
}

/// A file leaves under a name that no browser and no disk takes for another.
fn handed_out(heard: &Heard) {
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\' | '"' | '<' | '>' | ':');
    assert!(heard.file.ends_with(".pdf") || heard.file.to_lowercase().ends_with(".pdf"), "{:?}", heard.file);
    assert!(!heard.file.contains(odd) && !heard.file.starts_with('.'), "{:?}", heard.file);
    assert!(heard.file.chars().count() <= 104, "{:?}", heard.file);
    let disposition = heard.handed_out["content-disposition"].to_str().unwrap_or_default();
    assert!(disposition.starts_with("attachment; filename=\"") && disposition.matches('"').count() == 2);
    let (_, encoded) = disposition.split_once("filename*=UTF-8''").unwrap_or_default();
    // A name may have as they are what would part the fields of a form, or stand there for a space (RFC 8187).
    let encoded = encoded.replace('&', "%26").replace('+', "%2B");
    assert_eq!(Heard::of(format!("file={encoded}").as_bytes()).file, heard.file);
}
