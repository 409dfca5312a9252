//! Asking the provider over HTTP: with TLS unless it is on this machine, within ten seconds, following nobody elsewhere.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use super::Fault;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may be, in bytes.
const LONGEST: usize = 1 << 20;

/// Connections to the provider.
pub(super) struct Connection(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Connection {
    /// Connections, with TLS alone or also without, that trust the system's authorities and those of a PEM file.
    pub fn new(secure: bool, ca: Option<&[u8]>) -> Result<Connection, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if let Some(pem) = ca {
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate = certificate.map_err(|why| format!("its authorities are no PEM: {why}"))?;
                roots.add(certificate).map_err(|why| format!("its authorities cannot be used: {why}"))?;
            }
        }
        let ring = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(ring)
            .with_safe_default_protocol_versions()
            .map_err(|why| format!("TLS cannot be prepared: {why}"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls);
        let connector = match secure {
            true => connector.https_only().enable_http1().build(),
            false => connector.https_or_http().enable_http1().build(),
        };
        Ok(Connection(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// What the provider answers; whatever it sends elsewhere for is no answer.
    pub async fn ask(&self, request: Request<Full<Bytes>>) -> Result<(StatusCode, Bytes), String> {
        let path = request.uri().path().to_owned();
        let answered = async {
            let response = self.0.request(request).await.map_err(|why| reasons(&why))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, LONGEST).collect().await.map_err(|why| why.to_string())?;
            Ok((parts.status, body.to_bytes()))
        };
        let late = |_| Err("no answer within ten seconds".to_owned());
        let answer: Result<_, String> = tokio::time::timeout(PATIENCE, answered).await.unwrap_or_else(late);
        answer.map_err(|why| format!("{path}: {why}"))
    }
}

/// Whether an issuer is reached by TLS; without, only on this machine.
pub(super) fn is_secure(issuer: &str) -> Result<bool, String> {
    let host = |rest: &str| rest.split(['/', ':']).next().unwrap_or_default().to_owned();
    match issuer.split_once("://") {
        Some(("https", rest)) if !host(rest).is_empty() => Ok(true),
        Some(("http", rest)) if ["127.0.0.1", "localhost"].contains(&&*host(rest)) => Ok(false),
        _ => Err("its issuer must be an address such as https://id.example.kz".to_owned()),
    }
}

/// A question.
pub(super) fn get(address: &str) -> Result<Request<Full<Bytes>>, Fault> {
    let request = Request::get(address).header(header::ACCEPT, "application/json");
    request.body(Full::default()).map_err(|_| Fault::Wrong(format!("{address} is no address")))
}

/// A form.
pub(super) fn form(
    address: &str,
    fields: &[(&str, &str)],
    authorization: Option<&str>,
) -> Result<Request<Full<Bytes>>, Fault> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = Request::post(address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json");
    if let Some(authorization) = authorization.and_then(|text| HeaderValue::from_str(text).ok()) {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    request.body(Full::from(body)).map_err(|_| Fault::Wrong(format!("{address} is no address")))
}

/// A fault with what is behind it: the outermost alone says "client error".
fn reasons(fault: &dyn std::error::Error) -> String {
    let behind = std::iter::successors(fault.source(), |fault| fault.source());
    behind.fold(fault.to_string(), |text, fault| format!("{text}: {fault}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_tls_a_provider_is_on_this_machine_or_nowhere() {
        assert_eq!(is_secure("https://id.example.kz/realms/a"), Ok(true));
        assert_eq!(is_secure("http://127.0.0.1:8080"), Ok(false));
        for wrong in
            ["http://id.example.kz", "http://localhost.example.kz", "https://", "id.example.kz", "ftp://x"]
        {
            assert!(is_secure(wrong).is_err(), "{wrong}");
        }
    }
}
