//! Where the provider is to be asked what, and its keys (OpenID Connect Discovery 1.0).

use axum::http::StatusCode;
use jsonwebtoken::jwk::Jwk;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Fault;
use super::connection::{Connection, get, is_secure};

/// The addresses of a provider.
pub(super) struct Endpoints {
    pub authorization: String,
    pub token: String,
    pub userinfo: Option<String>,
    /// Whether the client's secret goes in a header, as unless it says otherwise; else in the form.
    pub takes_basic: bool,
}

/// What it publishes of itself.
#[derive(Deserialize)]
struct Published {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: Option<String>,
    jwks_uri: String,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Keys {
    keys: Vec<Value>,
}

/// Asks for both.
pub(super) async fn discover(connection: &Connection, issuer: &str) -> Result<(Endpoints, Vec<Jwk>), String> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let published: Published = ask(connection, &address).await?;
    if published.issuer != issuer {
        return Err("it calls itself by another issuer than REDRESS_OIDC_ISSUER".to_owned());
    }
    let addresses = [&published.authorization_endpoint, &published.token_endpoint, &published.jwks_uri];
    for address in addresses.into_iter().chain(&published.userinfo_endpoint) {
        // Whoever speaks TLS to us does not send us to anybody who does not.
        if is_secure(address) != is_secure(issuer) {
            return Err("one of its addresses is without TLS".to_owned());
        }
    }
    let Keys { keys } = ask(connection, &published.jwks_uri).await?;
    // A key of a kind that is not known here is not ours to judge.
    let keys = keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
    let methods = published.token_endpoint_auth_methods_supported;
    let takes =
        |method: &str| methods.as_ref().is_some_and(|methods| methods.iter().any(|one| one == method));
    let endpoints = Endpoints {
        takes_basic: !takes("client_secret_post") || takes("client_secret_basic"),
        authorization: published.authorization_endpoint,
        token: published.token_endpoint,
        userinfo: published.userinfo_endpoint,
    };
    Ok((endpoints, keys))
}

async fn ask<T: DeserializeOwned>(connection: &Connection, address: &str) -> Result<T, String> {
    let request = get(address).map_err(|fault| match fault {
        Fault::Away(why) | Fault::Wrong(why) => why,
    })?;
    let (status, body) = connection.ask(request).await?;
    if status != StatusCode::OK {
        return Err(format!("{address} answered {status}"));
    }
    serde_json::from_slice(&body).map_err(|why| format!("{address} does not publish what it should: {why}"))
}
