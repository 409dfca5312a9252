//! The cookies: the session, the browser that asked to sign in, the language. Secrets are random, sent to the browser
//! alone, and known to us by their SHA-256.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use rand::RngExt;
use sha2::{Digest, Sha256};

/// The cookie of the language, which is no secret.
pub(crate) const LANGUAGE: &str = "language";

const SESSION: &str = "redress-session";
const BROWSER: &str = "redress-browser";

/// A secret with its hash.
#[derive(Debug)]
pub(crate) struct Secret {
    /// 256 random bits, in hexadecimal.
    pub text: String,
    /// SHA-256 of the text.
    pub hash: Vec<u8>,
}

impl Secret {
    /// A new one.
    pub fn new() -> Secret {
        let text = hex::encode(rand::rng().random::<[u8; 32]>());
        Secret { hash: hash(&text), text }
    }
}

/// SHA-256 of a secret, by which the database knows it.
pub(crate) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// The hash of the session's token, if the browser has one.
pub(crate) fn session(jar: &CookieJar) -> Option<Vec<u8>> {
    read(jar, SESSION)
}

/// The hash by which the browser is known before anybody signs in.
pub(crate) fn browser(jar: &CookieJar) -> Option<Vec<u8>> {
    read(jar, BROWSER)
}

/// The hash of the browser's cookie, which it is given if it has none.
pub(crate) fn known_browser(jar: CookieJar, secure: bool) -> (CookieJar, Vec<u8>) {
    match browser(&jar) {
        Some(hash) => (jar, hash),
        None => {
            let secret = Secret::new();
            (jar.add(cookie(BROWSER, secret.text, secure)), secret.hash)
        }
    }
}

/// Gives the browser its session.
pub(crate) fn begin(jar: CookieJar, token: String, secure: bool) -> CookieJar {
    jar.add(cookie(SESSION, token, secure))
}

/// Takes it away.
pub(crate) fn end(jar: CookieJar, secure: bool) -> CookieJar {
    // A cookie is taken away under the name it was given.
    jar.remove(cookie(SESSION, String::new(), secure))
}

/// Remembers the language.
pub(crate) fn speak(jar: CookieJar, language: &str, secure: bool) -> CookieJar {
    let mut cookie = Cookie::build((LANGUAGE, language.to_owned()))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(secure)
        .build();
    cookie.make_permanent();
    jar.add(cookie)
}

fn cookie(name: &str, value: String, secure: bool) -> Cookie<'static> {
    // With TLS the name says that no other host set it (RFC 6265bis).
    let name = if secure { format!("__Host-{name}") } else { name.to_owned() };
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).secure(secure).build()
}

fn read(jar: &CookieJar, name: &str) -> Option<Vec<u8>> {
    let cookie = jar.get(&format!("__Host-{name}")).or_else(|| jar.get(name))?;
    Some(cookie.value()).filter(|value| !value.is_empty()).map(hash)
}
