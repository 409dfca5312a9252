//! DKIM: a signature over what is sent, which any receiver checks against a key in our domain's DNS.
//!
//! RFC 6376, `relaxed/relaxed`, with RSA-SHA-256 or Ed25519-SHA-256 (RFC 8463), by ring. Pure but for the
//! blinding of RSA. The headers that a reader relies on are signed once more than they occur, so that
//! none can be added.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use sha2::{Digest, Sha256};

use super::setup::MailSetup;

/// The headers signed where they occur.
const SIGNED: [&str; 13] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "mime-version",
    "content-type",
    "content-language",
    "auto-submitted",
    "list-id",
    "references",
    "in-reply-to",
];
/// Those of which none may be added.
const SEALED: [&str; 5] = ["from", "to", "subject", "date", "reply-to"];

/// A signer.
#[derive(Debug)]
pub struct Dkim {
    domain: String,
    selector: String,
    key: Key,
}

#[derive(Debug)]
enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Dkim {
    /// A signer with a private key in PEM (PKCS #8, or PKCS #1 for RSA), for a domain and a selector.
    ///
    /// # Errors
    /// A text that is no key, or a key of another kind or of less than 2048 bits.
    pub fn read(pem: &str, domain: &str, selector: &str) -> Result<Dkim, MailSetup> {
        let fault = |why: &str| MailSetup::Dkim(why.to_owned());
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|why| fault(&why.to_string()))?;
        let refused = |_| fault("it is neither an RSA key of 2048 bits or more nor an Ed25519 key");
        let key = match &key {
            PrivateKeyDer::Pkcs1(der) => {
                Key::Rsa(RsaKeyPair::from_der(der.secret_pkcs1_der()).map_err(refused)?)
            }
            PrivateKeyDer::Pkcs8(der) => match RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()) {
                Ok(key) => Key::Rsa(key),
                Err(_) => Key::Ed25519(
                    Ed25519KeyPair::from_pkcs8_maybe_unchecked(der.secret_pkcs8_der()).map_err(refused)?,
                ),
            },
            _ => return Err(fault("it is neither an RSA nor an Ed25519 key")),
        };
        Ok(Dkim { domain: domain.to_owned(), selector: selector.to_owned(), key })
    }

    /// The header for a message as it will be sent, with its line break; to be put before it.
    ///
    /// `at` goes into the signature, so that the same letter is signed the same way each time.
    pub fn header(&self, message: &[u8], at: Timestamp) -> String {
        let (headers, body) = parts(message);
        let names = signed_names(&headers);
        let mut header = format!(
            "DKIM-Signature: v=1; a={}; c=relaxed/relaxed; d={}; s={};\r\n t={}; bh={};\r\n h={};\r\n b=",
            self.algorithm(),
            self.domain,
            self.selector,
            at.as_second(),
            BASE64.encode(Sha256::digest(relaxed_body(body))),
            folded(&names.join(":"), ":"),
        );
        let mut signed = relaxed_headers(&headers, &names);
        signed.push_str(&relaxed_header(header.trim_end_matches("\r\n")));
        let signature = self.sign(signed.as_bytes());
        header.push_str(&folded(&BASE64.encode(signature), ""));
        header.push_str("\r\n");
        header
    }

    /// The name of the DNS record that receivers ask for.
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.selector, self.domain)
    }

    /// The text of that DNS record, with the public key.
    pub fn record(&self) -> String {
        match &self.key {
            Key::Rsa(key) => format!("v=DKIM1; k=rsa; p={}", BASE64.encode(rsa_public_key(key))),
            Key::Ed25519(key) => {
                format!("v=DKIM1; k=ed25519; p={}", BASE64.encode(key.public_key().as_ref()))
            }
        }
    }

    fn algorithm(&self) -> &'static str {
        match self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        }
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        match &self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature)
                    .expect("the signature has the length of the modulus");
                signature
            }
            // RFC 8463: what is signed is the SHA-256 of the text.
            Key::Ed25519(key) => key.sign(&Sha256::digest(text)).as_ref().to_vec(),
        }
    }
}

/// The headers, each with its continuation lines, and the body.
fn parts(message: &[u8]) -> (Vec<String>, &[u8]) {
    let end = message.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(message.len());
    let mut headers: Vec<String> = Vec::new();
    for line in String::from_utf8_lossy(&message[..end]).split("\r\n") {
        match headers.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line),
            _ => headers.push(line.to_owned()),
        }
    }
    (headers, message.get(end + 4..).unwrap_or_default())
}

fn name_of(header: &str) -> String {
    header.split(':').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn signed_names(headers: &[String]) -> Vec<&'static str> {
    let occurs = |name: &&str| headers.iter().any(|header| name_of(header) == *name);
    SIGNED.into_iter().filter(occurs).chain(SEALED).collect()
}

/// The headers under these names, each name taking the last one not yet taken (RFC 6376, 5.4.2).
fn relaxed_headers(headers: &[String], names: &[&str]) -> String {
    let mut left: Vec<&String> = headers.iter().collect();
    let mut text = String::new();
    for name in names {
        if let Some(place) = left.iter().rposition(|header| name_of(header) == *name) {
            text.push_str(&relaxed_header(left.remove(place)));
            text.push_str("\r\n");
        }
    }
    text
}

fn relaxed_header(header: &str) -> String {
    let (name, value) = header.split_once(':').unwrap_or((header, ""));
    let value: Vec<&str> = value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    format!("{}:{}", name.trim().to_ascii_lowercase(), value.join(" "))
}

/// White space within a line is one space, none at its end, no empty lines at the end (RFC 6376, 3.4.4).
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut relaxed = Vec::with_capacity(body.len());
    let mut empty = 0;
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let begins_white = line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        let words = line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
        let words: Vec<&[u8]> = words.collect();
        if words.is_empty() {
            empty += 1;
            continue;
        }
        relaxed.extend(b"\r\n".repeat(empty));
        empty = 0;
        if begins_white {
            relaxed.push(b' ');
        }
        relaxed.extend(words.join(&b' '));
        relaxed.extend(b"\r\n");
    }
    relaxed
}

/// Breaks a long value into lines, after `mark` or, without one, anywhere.
fn folded(text: &str, mark: &str) -> String {
    const WIDTH: usize = 70;
    if mark.is_empty() {
        let lines: Vec<&str> =
            (0..text.len()).step_by(WIDTH).map(|from| &text[from..text.len().min(from + WIDTH)]).collect();
        return lines.join("\r\n  ");
    }
    let mut folded = String::new();
    let mut width = 0;
    for piece in text.split_inclusive(mark) {
        if width + piece.len() > WIDTH {
            folded.push_str("\r\n  ");
            width = 0;
        }
        folded.push_str(piece);
        width += piece.len();
    }
    folded
}

/// The public key as DNS carries it: a SubjectPublicKeyInfo (RFC 5280) around ring's RSAPublicKey.
fn rsa_public_key(key: &RsaKeyPair) -> Vec<u8> {
    /// `SEQUENCE { OBJECT IDENTIFIER rsaEncryption, NULL }`
    const RSA_ENCRYPTION: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let mut bits = vec![0];
    bits.extend(key.public_key().as_ref());
    let mut content = RSA_ENCRYPTION.to_vec();
    content.extend(der(0x03, &bits));
    der(0x30, &content)
}

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().position(|byte| *byte > 0).unwrap_or(length.len() - 1)..];
    let mut der = vec![tag];
    if content.len() > 127 {
        der.push(0x80 | u8::try_from(length.len()).unwrap_or(8));
    }
    der.extend(length);
    der.extend(content);
    der
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_relaxed_as_in_the_example_of_rfc_6376() {
        assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
        assert_eq!(relaxed_body(b""), b"");
        assert_eq!(relaxed_body(b"a\r\n\r\nb"), b"a\r\n\r\nb\r\n");
    }

    #[test]
    fn headers_are_relaxed_as_in_the_example_of_rfc_6376() {
        let (headers, body) = parts(b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\n");
        assert_eq!(relaxed_headers(&headers, &["a", "b", "a"]), "a:X\r\nb:Y Z\r\n");
        assert_eq!(body, b" C \r\n");
    }

    #[test]
    fn what_is_no_key_is_refused_with_how_to_make_one() {
        let fault = Dkim::read("-----BEGIN NONSENSE-----", "redress.test", "mail").unwrap_err();
        assert!(fault.to_string().contains("openssl genpkey"), "{fault}");
    }
}
