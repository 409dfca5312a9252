//! The pages of a world, asked without a network or served to a browser.

use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use redress::daemon::supervisor::Daemon;
use redress::daemon::vitals::Vitals;
use redress::store::people::store_people;
use redress::web::{Clamd, Examiner, Pages, Provider, Site, routes, serve};
use redress::{ladder, shipped};
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::world::appeals::World;

/// The pages of a world.
pub struct Served {
    pub world: World,
    pub pages: Pages,
    router: Router,
}

/// People of the sample, one of each kind.
pub const APPELLANT: &str = "aigerim@ngo.example";
pub const OTHER_APPELLANT: &str = "marat@ngo.example";
pub const OFFICIAL: &str = "dana.akhmetova@kgd.example";
pub const ISSUER: &str = "bolat.sadykov@kgd.example";
pub const MINISTER: &str = "timur.kassymov@minfin.example";
pub const KEEPER: &str = "olzhas@redress.example";

impl Served {
    /// A world with the sample's people, at a time in Almaty.
    pub async fn at(time: &str) -> Served {
        Served::of(World::at(time).await, "http://127.0.0.1").await
    }

    /// The same in a world that stands already, at an address.
    pub async fn of(world: World, site: &str) -> Served {
        let people = ladder::people(shipped::text("samples/people.csv").unwrap()).unwrap();
        store_people(world.store(), &people, world.clock.now()).await.unwrap();
        let (registry, mail, clock) = (world.registry.clone(), world.mail.clone(), world.clock.clone());
        let site = Site::new(site);
        let examiner = Examiner::new(env!("CARGO_BIN_EXE_redress").as_ref());
        let pages = Pages::open(registry, mail, Vitals::default(), clock, site, examiner).await.unwrap();
        let router = routes(pages.clone());
        Served { world, pages, router }
    }

    /// The same, where officials can sign in with a provider.
    pub fn with_provider(self, provider: Provider) -> Served {
        let pages = self.pages.with_provider(Some(provider));
        Served { router: routes(pages.clone()), pages, ..self }
    }

    /// The same, whose papers a daemon checks for viruses.
    pub fn checked_by(self, clamd: Clamd) -> Served {
        let pages = self.pages.checked_by(Some(clamd));
        Served { router: routes(pages.clone()), pages, ..self }
    }

    /// The same, whose open pages are rung by a daemon.
    pub fn beside(self, daemon: &Daemon) -> Served {
        let pages = self.pages.clone().rung_by(daemon.bell());
        Served { router: routes(pages.clone()), pages, ..self }
    }

    /// Somebody who has not signed in.
    pub fn anybody(&self) -> Visitor<'_> {
        Visitor { served: self, cookies: Mutex::default(), address: None }
    }

    /// Somebody who has.
    pub async fn signed_in(&self, email: &str) -> Visitor<'_> {
        let visitor = self.anybody();
        let (link, code) = self.pages.invitation(email).await.unwrap().expect("the person is known");
        let path = link.strip_prefix("http://127.0.0.1").unwrap();
        let answer = visitor.post(path, &[("code", &code)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        visitor
    }

    /// Serves the pages on a port of this machine; answers with its address.
    pub async fn address(&self) -> String {
        self.listens(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// Serves them on a port that is taken already.
    pub fn listens(&self, listener: TcpListener) -> String {
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(listener, self.pages.clone()));
        address
    }
}

/// A browser without windows.
pub struct Visitor<'s> {
    served: &'s Served,
    cookies: Mutex<Vec<(String, String)>>,
    /// Where she asks from; without it each time from another network, so that no limit is met by chance.
    address: Option<IpAddr>,
}

/// What a page answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where it sends the reader.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |location| location.to_str().unwrap())
    }

    /// The value of the first field of this name in a form of the page.
    pub fn field(&self, name: &str) -> String {
        let (_, after) =
            self.body.split_once(&format!("name=\"{name}\" value=\"")).expect("the field is there");
        after.split('"').next().unwrap().to_owned()
    }
}

impl Visitor<'_> {
    /// The same, asking from one address only.
    pub fn from(self, address: &str) -> Self {
        Visitor { address: Some(address.parse().unwrap()), ..self }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path), Body::empty()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post_raw(path, "application/x-www-form-urlencoded", encoded.into_bytes()).await
    }

    pub async fn post_raw(&self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        self.ask(Request::post(path).header(header::CONTENT_TYPE, kind), Body::from(body)).await
    }

    /// Posts files as a form does, each under `files` with its name.
    pub async fn post_files(&self, path: &str, files: &[(&str, &[u8])]) -> Answer {
        const BETWEEN: &str = "----between-the-files";
        let mut body = Vec::new();
        for (name, content) in files {
            let head = format!(
                "--{BETWEEN}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend([head.as_bytes(), content, b"\r\n"].concat());
        }
        body.extend(format!("--{BETWEEN}--\r\n").into_bytes());
        self.post_raw(path, &format!("multipart/form-data; boundary={BETWEEN}"), body).await
    }

    /// Asks for a mail to sign in, in this browser, and follows its link.
    pub async fn signs_in(&self, served: &Served, email: &str) {
        self.post("/sign-in", &[("email", email)]).await;
        served.pages.settle().await;
        let sent = served.world.mail.sent();
        let mail = String::from_utf8_lossy(sent.last().unwrap()).replace("=\r\n", "").replace("=3D", "=");
        let link = mail.split("http://127.0.0.1").nth(1).unwrap().split_whitespace().next().unwrap();
        let answer = self.post(link, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    }

    /// Posts an empty form as if a page of another site held it.
    pub async fn post_from(&self, path: &str, origin: &str) -> Answer {
        let request =
            Request::post(path).header(header::ORIGIN, origin).header("sec-fetch-site", "cross-site");
        self.ask(request, Body::empty()).await
    }

    /// Puts a cookie into the browser, as somebody who could would.
    pub fn plants(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().push((name.to_owned(), value.to_owned()));
    }

    /// The cookies as a browser sends them.
    pub fn cookies(&self) -> Vec<(String, String)> {
        self.cookies.lock().unwrap().clone()
    }

    async fn ask(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let cookies: Vec<String> =
            self.cookies().iter().map(|(name, value)| format!("{name}={value}")).collect();
        static ASKED: AtomicU32 = AtomicU32::new(u32::from_be_bytes([10, 0, 0, 0]));
        let another = || IpAddr::from(ASKED.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        let peer = SocketAddr::new(self.address.unwrap_or_else(another), 4711);
        let request = request.header(header::COOKIE, cookies.join("; ")).extension(ConnectInfo(peer));
        let request = request.body(body).unwrap();
        let response = self.served.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        self.keep(&parts.headers);
        // A stream of events has no end to wait for.
        if parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream") {
            return Answer {
                status: parts.status,
                headers: parts.headers,
                body: String::new(),
                bytes: Vec::new(),
            };
        }
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body, bytes }
    }

    fn keep(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for set in headers.get_all(header::SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}
