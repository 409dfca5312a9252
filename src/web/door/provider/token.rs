//! The ID token: who somebody is, signed by the provider (OpenID Connect Core 1.0, section 3.1.3.7).

use std::fmt;

use jiff::Timestamp;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::Value;

use super::signature::{self, ALGORITHMS};

/// By how many seconds the provider's clock may differ from ours.
const LEEWAY: i64 = 60;

/// What a token must say to be for us.
pub(super) struct Expected<'e> {
    pub issuer: &'e str,
    pub client: &'e str,
    pub nonce: &'e str,
}

/// What a token says.
#[derive(Debug, Deserialize)]
pub(super) struct Claims {
    /// One, where the library would be content with a list that names it.
    iss: String,
    pub sub: String,
    exp: i64,
    iat: i64,
    nbf: Option<i64>,
    aud: Audience,
    azp: Option<String>,
    nonce: Option<String>,
    pub email: Option<String>,
    email_verified: Option<Value>,
    /// How she proved herself.
    pub amr: Option<Vec<String>>,
}

/// What a provider tells when it is asked who a token is about.
#[derive(Deserialize)]
pub(super) struct Told {
    pub sub: String,
    pub email: Option<String>,
    email_verified: Option<Value>,
}

impl Claims {
    /// Whether the provider says that the address is hers.
    pub fn email_verified(&self) -> bool {
        is_true(self.email_verified.as_ref())
    }
}

impl Told {
    /// The same.
    pub fn email_verified(&self) -> bool {
        is_true(self.email_verified.as_ref())
    }
}

/// True, and nothing that looks like it.
fn is_true(value: Option<&Value>) -> bool {
    value == Some(&Value::Bool(true))
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Why a token is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is signed by a key that is not known.
    Key,
    /// Something else.
    Because(&'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Key => "it is signed by none of the provider's keys",
            Refusal::Because(why) => why,
        })
    }
}

/// The claims of a token that one of these keys signed, for us, in answer to this question, and that is still good.
pub(super) fn claims(
    token: &str,
    keys: &[Jwk],
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<Claims, Refusal> {
    signature::install();
    let header =
        decode_header(token).map_err(|_| Refusal::Because("it is not signed in a way known here"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Refusal::Because("it is signed by a shared secret"));
    }
    if header.crit.is_some() {
        return Err(Refusal::Because("it asks for an extension that is not known here"));
    }
    let claims = signed(token, &header, keys, expected)?;
    let now = now.as_second();
    let is_audience = match &claims.aud {
        Audience::One(one) => one == expected.client,
        // Several may use a token that names the one it was made for.
        Audience::Several(several) => {
            several.iter().any(|one| one == expected.client) && (several.len() == 1 || claims.azp.is_some())
        }
    };
    let because = if claims.iss != expected.issuer {
        "it is of another issuer"
    } else if !is_audience || claims.azp.as_ref().is_some_and(|azp| azp != expected.client) {
        "it is for another client"
    } else if claims.exp <= now - LEEWAY {
        "it has expired"
    } else if claims.iat > now + LEEWAY || claims.nbf.is_some_and(|nbf| nbf > now + LEEWAY) {
        "it is from the future: compare the clocks of this machine and of the provider"
    } else if claims.nonce.as_deref() != Some(expected.nonce) {
        "it answers another question (nonce)"
    } else {
        return Ok(claims);
    };
    Err(Refusal::Because(because))
}

/// The claims, if a key that may have signed them did.
fn signed(token: &str, header: &Header, keys: &[Jwk], expected: &Expected<'_>) -> Result<Claims, Refusal> {
    let mut wanted = Validation::new(header.alg);
    wanted.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    wanted.set_issuer(&[expected.issuer]);
    wanted.set_audience(&[expected.client]);
    // By the clock of the house, above.
    wanted.validate_exp = false;
    for key in keys.iter().filter(|key| may_have_signed(key, header)) {
        let Ok(key) = DecodingKey::from_jwk(key) else { continue };
        match decode::<Claims>(token, &key, &wanted) {
            Ok(read) => return Ok(read.claims),
            Err(fault) => match fault.kind() {
                ErrorKind::InvalidSignature | ErrorKind::InvalidKeyFormat | ErrorKind::InvalidAlgorithm => {}
                ErrorKind::InvalidIssuer => return Err(Refusal::Because("it is of another issuer")),
                ErrorKind::InvalidAudience => return Err(Refusal::Because("it is for another client")),
                _ => return Err(Refusal::Because("it does not say what a token must")),
            },
        }
    }
    Err(Refusal::Key)
}

fn may_have_signed(key: &Jwk, header: &Header) -> bool {
    let common = &key.common;
    let is_named = header.kid.is_none() || common.key_id == header.kid;
    let is_for_signing = !matches!(common.public_key_use, Some(PublicKeyUse::Encryption));
    let fits = common.key_algorithm.is_none_or(|way| way.to_string().parse::<Algorithm>() == Ok(header.alg));
    is_named && is_for_signing && fits
}
