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
/// Of a browser that has shown the first factor.
const HALFWAY: &str = "redress-halfway";

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
pub(crate) fn session(jar: &CookieJar, secure: bool) -> Option<Vec<u8>> {
    read(jar, SESSION, secure).map(hash)
}

/// The hash by which the browser is known before anybody signs in.
pub(crate) fn browser(jar: &CookieJar, secure: bool) -> Option<Vec<u8>> {
    browser_secret(jar, secure).map(hash)
}

/// What that is the hash of, and only the browser has.
pub(super) fn browser_secret(jar: &CookieJar, secure: bool) -> Option<&str> {
    read(jar, BROWSER, secure)
}

/// The hash of the browser's cookie, which it is given if it has none.
pub(crate) fn known_browser(jar: CookieJar, secure: bool) -> (CookieJar, Vec<u8>) {
    match browser(&jar, secure) {
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

/// The hash of what a browser was given that has shown the first factor.
pub(super) fn halfway(jar: &CookieJar, secure: bool) -> Option<Vec<u8>> {
    read(jar, HALFWAY, secure).map(hash)
}

/// Gives it that.
pub(super) fn wait(jar: CookieJar, token: String, secure: bool) -> CookieJar {
    jar.add(cookie(HALFWAY, token, secure))
}

/// Takes it away again.
pub(super) fn arrive(jar: CookieJar, secure: bool) -> CookieJar {
    jar.remove(cookie(HALFWAY, String::new(), secure))
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
    Cookie::build((named(name, secure), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .build()
}

/// With TLS the name says that no other host, and nobody on the way, set the cookie (RFC 6265bis).
fn named(name: &str, secure: bool) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// Under its full name alone: a cookie that another host of the same domain planted is none of ours.
fn read<'j>(jar: &'j CookieJar, name: &str, secure: bool) -> Option<&'j str> {
    jar.get(&named(name, secure)).map(Cookie::value).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_tls_a_cookie_that_another_host_may_have_planted_counts_for_nothing() {
        let planted = CookieJar::new().add(Cookie::new(SESSION, "a")).add(Cookie::new(BROWSER, "b"));
        assert_eq!((session(&planted, true), browser(&planted, true)), (None, None));
        assert!(session(&planted, false).is_some());
        let ours = begin(CookieJar::new(), "a".to_owned(), true);
        assert_eq!(session(&ours, true), Some(hash("a")));
    }
}
