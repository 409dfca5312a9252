//! A provider of identities that says whatever a test wants; and a real one, by others, on Node.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use redress::web::{Provider, Registration};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::world::tools::provided;

pub const CLIENT: &str = "redress";
const SECRET: &str = "a secret of / the client";

/// A key that signs tokens, with its name.
pub struct Key {
    pub name: String,
    pair: EcdsaKeyPair,
}

impl Key {
    pub fn new(name: &str) -> Key {
        let chance = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &chance).unwrap();
        Key { name: name.to_owned(), pair }
    }

    fn published(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        let [x, y] = [x, y].map(|half| BASE64_URL_SAFE_NO_PAD.encode(half));
        json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.name, "x": x, "y": y})
    }

    /// A token of these claims.
    pub fn signs(&self, claims: &Value) -> String {
        let head = json!({"alg": "ES256", "kid": self.name, "typ": "JWT"});
        let text = unsigned(&head, claims);
        let signature = self.pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Head and claims of a token, without a signature.
pub fn unsigned(head: &Value, claims: &Value) -> String {
    [head, claims].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part.to_string())).join(".")
}

/// What the provider says next.
#[derive(Default)]
struct Deeds {
    keys: Vec<Value>,
    /// The challenge that came with the reader.
    challenge: String,
    token: String,
    userinfo: Value,
    /// How often its keys were asked for.
    asked: usize,
}

/// The provider.
#[derive(Clone)]
pub struct Invented {
    pub issuer: String,
    deeds: Arc<Mutex<Deeds>>,
}

impl Invented {
    /// Starts one with this key.
    pub async fn with(key: &Key) -> Invented {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let invented = Invented { issuer, deeds: Arc::default() };
        invented.publishes(&[key]);
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .with_state(invented.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        invented
    }

    /// As redress is set up to know it.
    pub fn known(&self) -> Provider {
        provider_at(&self.issuer)
    }

    /// Publishes these keys from now on.
    pub fn publishes(&self, keys: &[&Key]) {
        self.deeds.lock().unwrap().keys = keys.iter().map(|key| key.published()).collect();
    }

    /// How often its keys were asked for.
    pub fn asked(&self) -> usize {
        self.deeds.lock().unwrap().asked
    }

    /// Gives this token for the next code, to whoever answers this challenge.
    pub fn gives(&self, token: String, challenge: &str) {
        let mut deeds = self.deeds.lock().unwrap();
        (deeds.token, deeds.challenge) = (token, challenge.to_owned());
    }

    /// Tells this of whoever holds its access token.
    pub fn tells(&self, userinfo: Value) {
        self.deeds.lock().unwrap().userinfo = userinfo;
    }
}

async fn configuration(State(provider): State<Invented>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": at("/authorize?tenant=1"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/keys"),
    }))
}

async fn keys(State(provider): State<Invented>) -> Json<Value> {
    let mut deeds = provider.deeds.lock().unwrap();
    deeds.asked += 1;
    Json(json!({"keys": deeds.keys}))
}

async fn token(State(provider): State<Invented>, headers: HeaderMap, body: String) -> Response {
    let deeds = provider.deeds.lock().unwrap();
    let encoded: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{encoded}")));
    let field = |name: &str| {
        form_urlencoded::parse(body.as_bytes()).find(|(field, _)| field == name).map(|(_, value)| value)
    };
    let verifier = field("code_verifier").unwrap();
    let is_answer = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == deeds.challenge;
    if headers[header::AUTHORIZATION] != basic || !is_answer || field("code").as_deref() != Some("the-code") {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response();
    }
    Json(json!({"id_token": deeds.token, "access_token": "an-access-token", "token_type": "Bearer"}))
        .into_response()
}

async fn userinfo(State(provider): State<Invented>, headers: HeaderMap) -> Json<Value> {
    assert_eq!(headers[header::AUTHORIZATION], "Bearer an-access-token");
    Json(provider.deeds.lock().unwrap().userinfo.clone())
}

/// The certified provider of npm's `oidc-provider`, where everybody signs in as whom she says she is.
pub struct Certified {
    pub issuer: String,
    process: Child,
}

impl Certified {
    /// Starts it for pages at an address; none where Node is too old for it, as for the tools that read the drawings.
    pub fn start(site: &str) -> Option<Certified> {
        let node = Command::new("node").arg("--version").output().ok()?;
        let version = String::from_utf8_lossy(&node.stdout).into_owned();
        let major: u32 = version.trim_start_matches('v').split('.').next()?.parse().ok()?;
        if major < 20 {
            return None;
        }
        let folder = provided("oidc").join("tests/oidc");
        let mut process = Command::new("node")
            .arg(folder.join("provider.mjs"))
            .args([CLIENT, SECRET, &format!("{site}/sign-in/office/back")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let issuer = lines.next().expect("it says where it listens").unwrap();
        // It must find somebody who listens, whatever else it says.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Certified { issuer, process })
    }

    /// As redress is set up to know it.
    pub fn known(&self) -> Provider {
        provider_at(&self.issuer)
    }
}

/// A provider as redress is set up to know it.
fn provider_at(issuer: &str) -> Provider {
    let registration =
        Registration { issuer, client: CLIENT, secret: SECRET, name: "the Ministry", ca: None };
    Provider::new(&registration).unwrap()
}

impl Drop for Certified {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
