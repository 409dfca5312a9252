//! What strangers send, with all that pages read from it before they ask anybody: the door for whoever tests these
//! readers with whatever bytes. Pages themselves read what they need.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::CookieJar;
use jiff::civil::Date;

use super::desk::Filter;
use super::door::cookies;
use super::fields::{Fields, is_address};
use super::limits::Proxies;
use super::papers::kind::{self, Kind};
use super::{day, here, papers, public, tracking};
use crate::law::Rule;
use crate::store::sight::After;
use crate::texts::Language;

/// An encoded form or query, as pages read it, and the same bytes as headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Its fields in their order.
    pub fields: Vec<(String, String)>,
    /// The filter of a queue, written as an address again, without its place in the list.
    pub queue: String,
    /// The same with its place, if it has one.
    pub further: Option<String>,
    /// The words that the queue is searched for.
    pub words: Vec<String>,
    /// The day typed into `day`, `month` and `year`.
    pub day: Option<Date>,
    /// Whether `email` can be an address.
    pub is_address: bool,
    /// What the calculator is asked to count, and from when.
    pub term: Option<(Rule, Date)>,
    /// The hash of the `secret` of a receipt.
    pub secret: Vec<u8>,
    /// The name under which a paper called `file` is kept.
    pub file: String,
    /// The headers with which it is handed out.
    pub handed_out: HeaderMap,
    /// The language of `Accept-Language` and of the cookie.
    pub language: Language,
    /// The hash of the session in the cookies.
    pub session: Option<Vec<u8>>,
    /// Where the request comes from, by `X-Forwarded-For` of a trusted proxy.
    pub network: IpAddr,
}

impl Heard {
    /// Reads all of it.
    pub fn of(encoded: &[u8]) -> Heard {
        let fields = Fields::read(encoded);
        let filter = Filter::read(&fields);
        let [day, month, year] = ["day", "month", "year"].map(|name| fields.text(name));
        let file = kind::name(fields.raw("file"), Kind::Pdf);
        let handed_out = papers::download(&file, Kind::Pdf.media(), Vec::new()).headers().clone();
        let headers = headers(encoded);
        let jar = CookieJar::from_headers(&headers);
        Heard {
            queue: filter.query(),
            further: filter.after.map(|After { due_on, id }| filter.further(After { due_on, id })),
            words: filter.words(),
            day: day::read(day, month, year).ok(),
            is_address: is_address(fields.text("email")),
            term: public::asked(&fields),
            secret: tracking::hash(fields.text("secret")),
            file,
            handed_out,
            language: here::language(&jar, &headers),
            session: cookies::session(&jar, false),
            network: network(headers),
            fields: fields.pairs().to_vec(),
        }
    }
}

/// The bytes as each header of which pages read more than the name.
fn headers(bytes: &[u8]) -> HeaderMap {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return HeaderMap::new() };
    let forwarded = header::HeaderName::from_static("x-forwarded-for");
    [header::ACCEPT_LANGUAGE, header::COOKIE, forwarded]
        .map(|name| (name, value.clone()))
        .into_iter()
        .collect()
}

/// As of a connection from a proxy that is trusted.
fn network(headers: HeaderMap) -> IpAddr {
    let mut request = Request::new(Body::empty());
    *request.headers_mut() = headers;
    let proxy = SocketAddr::from((Ipv4Addr::LOCALHOST, 4711));
    request.extensions_mut().insert(ConnectInfo(proxy));
    Proxies::read("127.0.0.0/8, ::1").unwrap_or_default().network(&request).0
}
