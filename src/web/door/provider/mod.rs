//! The provider that officials sign in with (OpenID Connect Core 1.0: the authorization code flow, with PKCE of RFC 7636).
//!
//! It knows endpoints and keys of one issuer, which it asks for when they are first needed and again every hour, or when
//! a token names a key it does not know. It promises that an identity it gives was asked for by the same browser, is
//! signed by the issuer for us, and is not older than its way here. Tokens live in this module and nowhere else: not in a
//! log, an address, a message or the database. `office` calls it for readers, the terminal's doctor to see whether it answers.

mod connection;
mod endpoints;
mod signature;
mod token;

use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{StatusCode, header};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;

use self::connection::{Connection, form, get};
use self::endpoints::Endpoints;
use self::token::{Claims, Expected, Refusal};
use super::cookies;
use crate::texts::{Language, Texts};
use jsonwebtoken::jwk::Jwk;

/// How long endpoints and keys are kept before they are asked for again.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// How long nobody asks again after the provider did not answer, or after keys were asked for.
const REST: SignedDuration = SignedDuration::from_secs(10);

/// A provider of identities.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    issuer: String,
    client: String,
    secret: String,
    name: Texts,
    connection: Connection,
    known: Mutex<Memory>,
}

impl fmt::Debug for Provider {
    /// Its issuer; its secret is nobody's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Provider").field(&self.0.issuer).finish()
    }
}

/// What the settings say of a provider.
#[derive(Clone)]
pub struct Registration<'s> {
    /// Its issuer, as it writes it itself.
    pub issuer: &'s str,
    /// Who we are to it.
    pub client: &'s str,
    /// The secret that proves it.
    pub secret: &'s str,
    /// Its name on the button, in each language that it has one in.
    pub name: &'s Texts,
    /// Authorities in PEM that its certificate may come from, besides those of the system.
    pub ca: Option<&'s [u8]>,
}

#[derive(Default)]
struct Memory {
    known: Option<Known>,
    /// When the provider last did not answer, and why.
    failed: Option<(Timestamp, String)>,
}

/// What is known of the provider.
#[derive(Clone)]
struct Known {
    since: Timestamp,
    endpoints: Arc<Endpoints>,
    keys: Arc<[Jwk]>,
}

/// Why there is no identity, for the log: no word of it comes from a token.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// The provider does not answer as it should.
    Away(String),
    /// What came from it cannot be trusted.
    Wrong(String),
}

/// What a provider says of somebody.
#[derive(Debug)]
pub(super) struct Identity {
    /// Her address, if the provider says that it is hers.
    pub email: Option<String>,
    /// Whether she proved herself there by more than one factor (`amr` holds `mfa`, RFC 8176).
    pub second_factor: bool,
}

/// One way over to the provider and back. All of it follows from the state, which travels, and the secret of the browser,
/// which does not: nobody but this browser can come back, and nothing needs keeping that would be worth stealing.
#[derive(Debug)]
pub(super) struct Crossing {
    pub state: String,
    nonce: String,
    verifier: String,
}

impl Crossing {
    /// The way with this state from the browser with this secret.
    pub fn new(browser: &str, state: &str) -> Crossing {
        let derived = |what: &str| hex::encode(cookies::hash(&format!("{what} {browser} {state}")));
        Crossing { state: state.to_owned(), nonce: derived("nonce"), verifier: derived("verifier") }
    }
}

impl Provider {
    /// A provider, not asked yet.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(registration: &Registration<'_>) -> Result<Provider, String> {
        let Registration { issuer, client, secret, name, ca } = registration.clone();
        let text = |text: &str| text.trim().to_owned();
        if secret.trim().is_empty() {
            return Err("the client's secret is empty".to_owned());
        }
        let connection = Connection::new(connection::is_secure(issuer)?, ca)?;
        let (issuer, client, secret, name) = (text(issuer), text(client), text(secret), name.clone());
        Ok(Provider(Arc::new(Inner { issuer, client, secret, name, connection, known: Mutex::default() })))
    }

    /// Its name on the button.
    pub fn name(&self, language: Language) -> &str {
        self.0.name.get(language)
    }

    /// Its issuer.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Whether it answers, with keys by which tokens can be checked.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub async fn check(&self, now: Timestamp) -> Result<(), String> {
        match self.known(now).await {
            Ok(known) if known.keys.is_empty() => Err("it publishes no key that can be read".to_owned()),
            Ok(_) => Ok(()),
            Err(Fault::Away(why) | Fault::Wrong(why)) => Err(why),
        }
    }

    /// The address over to the provider.
    pub(super) async fn way(&self, back: &str, crossing: &Crossing, now: Timestamp) -> Result<String, Fault> {
        let known = self.known(now).await?;
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(crossing.verifier.as_bytes()));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("response_type", "code"),
                ("client_id", &self.0.client),
                ("redirect_uri", back),
                ("scope", "openid email"),
                ("state", &crossing.state),
                ("nonce", &crossing.nonce),
                ("code_challenge", &challenge),
                ("code_challenge_method", "S256"),
            ])
            .finish();
        let address = &known.endpoints.authorization;
        Ok(format!("{address}{}{query}", if address.contains('?') { '&' } else { '?' }))
    }

    /// Who came back with a code. The crossing was checked to be this browser's, and not to have been used before.
    pub(super) async fn identity(
        &self,
        code: &str,
        back: &str,
        crossing: &Crossing,
        now: Timestamp,
    ) -> Result<Identity, Fault> {
        let known = self.known(now).await?;
        let tokens = self.redeem(&known, code, back, crossing).await?;
        let claims = self.verified(known.clone(), &tokens.id_token, crossing, now).await?;
        let second_factor = claims.amr.iter().flatten().any(|method| method == "mfa");
        let (email, is_verified) = match (&claims.email, &tokens.access_token, &known.endpoints.userinfo) {
            (None, Some(access), Some(address)) => self.told_of(&claims, access, address).await?,
            _ => (claims.email.clone(), claims.email_verified()),
        };
        Ok(Identity { email: email.filter(|_| is_verified), second_factor })
    }

    /// Exchanges the code for tokens (OpenID Connect Core 1.0, section 3.1.3).
    async fn redeem(
        &self,
        known: &Known,
        code: &str,
        back: &str,
        crossing: &Crossing,
    ) -> Result<Tokens, Fault> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", &crossing.verifier),
        ];
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let Inner { client, secret, connection, .. } = &*self.0;
        let basic = BASE64_STANDARD.encode(format!("{}:{}", encoded(client), encoded(secret)));
        let basic = known.endpoints.takes_basic.then(|| format!("Basic {basic}"));
        if basic.is_none() {
            fields.extend([("client_id", client.as_str()), ("client_secret", secret.as_str())]);
        }
        let request = form(&known.endpoints.token, &fields, basic.as_deref())?;
        let (status, body) = connection.ask(request).await.map_err(Fault::Away)?;
        match status {
            StatusCode::OK => read(&body, "tokens"),
            status if status.is_server_error() => {
                Err(Fault::Away(format!("the provider answered {status} for a code")))
            }
            status => {
                let why = read::<Declined>(&body, "a reason").map_or(String::new(), |said| said.error());
                Err(Fault::Wrong(format!("the provider took no code: {status} {why}")))
            }
        }
    }

    /// The claims of a token. A key that is not known may be a new one, so keys are asked for once more.
    async fn verified(
        &self,
        known: Known,
        token: &str,
        crossing: &Crossing,
        now: Timestamp,
    ) -> Result<Claims, Fault> {
        let Inner { issuer, client, .. } = &*self.0;
        let expected = Expected { issuer, client, nonce: &crossing.nonce };
        let refused = |refusal: Refusal| Fault::Wrong(format!("its token is refused: {refusal}"));
        match token::claims(token, &known.keys, &expected, now) {
            Err(Refusal::Key) => {
                let known = self.known_since(known.since, now).await?;
                token::claims(token, &known.keys, &expected, now).map_err(refused)
            }
            read => read.map_err(refused),
        }
    }

    /// The address that the provider tells of a person whose token does not name it.
    async fn told_of(
        &self,
        claims: &Claims,
        access: &str,
        address: &str,
    ) -> Result<(Option<String>, bool), Fault> {
        let mut request = get(address)?;
        let bearer = format!("Bearer {access}").parse();
        let bearer = bearer.map_err(|_| Fault::Wrong("its access token is no header".to_owned()))?;
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
        let (status, body) = self.0.connection.ask(request).await.map_err(Fault::Away)?;
        if status != StatusCode::OK {
            return Err(Fault::Away(format!("the provider answered {status} for an address")));
        }
        let told: token::Told = read(&body, "who a person is")?;
        // Of somebody else, it would be hers to give (section 5.3.2).
        if told.sub != claims.sub {
            return Err(Fault::Wrong("it told of another person than its token".to_owned()));
        }
        let is_verified = told.email_verified();
        Ok((told.email, is_verified))
    }

    /// Endpoints and keys as they are kept.
    async fn known(&self, now: Timestamp) -> Result<Known, Fault> {
        let mut memory = self.0.known.lock().await;
        let is_fresh = |known: &&Known| now.duration_since(known.since).abs() < KEPT;
        if let Some(known) = memory.known.as_ref().filter(is_fresh) {
            return Ok(known.clone());
        }
        self.learn(&mut memory, now).await
    }

    /// Endpoints and keys that are newer than those, unless they were asked for a moment ago: a flood of tokens with
    /// invented keys shall not become a flood of questions.
    async fn known_since(&self, seen: Timestamp, now: Timestamp) -> Result<Known, Fault> {
        let mut memory = self.0.known.lock().await;
        let is_newer = |known: &&Known| known.since > seen || now.duration_since(known.since).abs() < REST;
        if let Some(known) = memory.known.as_ref().filter(is_newer) {
            return Ok(known.clone());
        }
        self.learn(&mut memory, now).await
    }

    async fn learn(&self, memory: &mut Memory, now: Timestamp) -> Result<Known, Fault> {
        // Readers who wait for a provider that is away do not wait one after the other.
        if let Some((at, why)) = &memory.failed
            && now.duration_since(*at).abs() < REST
        {
            return Err(Fault::Away(why.clone()));
        }
        match endpoints::discover(&self.0.connection, &self.0.issuer).await {
            Ok((endpoints, keys)) => {
                let known = Known { since: now, endpoints: Arc::new(endpoints), keys: keys.into() };
                *memory = Memory { known: Some(known.clone()), failed: None };
                Ok(known)
            }
            Err(why) => {
                memory.failed = Some((now, why.clone()));
                Err(Fault::Away(why))
            }
        }
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

/// Why a provider did not do what it was asked (RFC 6749, section 5.2).
#[derive(Deserialize)]
struct Declined {
    error: String,
}

impl Declined {
    fn error(&self) -> String {
        code_of(&self.error)
    }
}

/// A reason that came from outside, as a log may hold it.
pub(super) fn code_of(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect()
}

/// Reads an answer. What the parser says of one that is wrong may repeat what is in it, so it is not told on.
fn read<'b, T: Deserialize<'b>>(body: &'b Bytes, what: &str) -> Result<T, Fault> {
    serde_json::from_slice(body)
        .map_err(|_| Fault::Wrong(format!("the provider's answer does not hold {what}")))
}
