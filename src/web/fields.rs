//! What a form sends: names and texts, read without ever failing on what a browser or an attacker may send.

use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;

use super::trouble::Trouble;

/// The fields of a form, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

/// The longest text that a field takes, in characters; a page says so before.
pub(super) const LONGEST: usize = 20_000;

impl Fields {
    /// The fields of a query or of an encoded form. What is not UTF-8 becomes the sign for that; NUL and other control
    /// characters, which no text holds, are left out; line ends become one sort.
    pub fn read(encoded: &[u8]) -> Fields {
        let pairs = form_urlencoded::parse(encoded);
        Fields(pairs.map(|(name, value)| (clean(&name), clean(&value))).collect())
    }

    /// Fields that came in another way, cleaned in the same.
    pub fn of(pairs: Vec<(String, String)>) -> Fields {
        Fields(pairs.into_iter().map(|(name, value)| (clean(&name), clean(&value))).collect())
    }

    /// The text of a field, just as it was sent; empty if it was not sent.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The text of a field, without space around it; empty if it was not sent. Of a field sent twice, the first.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    /// Every text sent under a name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| value.trim()).collect()
    }

    /// All of them.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

/// Whether a text can be an e-mail address.
pub(super) fn is_address(text: &str) -> bool {
    let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.contains('@'));
    let has_host = parts
        .is_some_and(|(_, host)| host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty()));
    has_host && text.len() <= 254 && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// The fields of a page's address.
pub(super) struct Query(pub Fields);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Query, Infallible> {
        Ok(Query(Fields::read(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Fields, Trouble> {
        let body = Bytes::from_request(request, state).await.map_err(|_| Trouble::Unreadable)?;
        Ok(Fields::read(&body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_sent_is_read_as_text() {
        let fields = Fields::read(b"a=%00x%0D%0Ay&a=second&b=%FF&c&=d&%zz=1");
        assert_eq!(fields.text("a"), "x\ny");
        assert_eq!(fields.all("a"), ["x\ny", "second"]);
        assert_eq!(fields.text("b"), "\u{fffd}");
        assert_eq!((fields.text("c"), fields.text("nothing")), ("", ""));
    }
}
