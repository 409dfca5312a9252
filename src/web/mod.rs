//! The door to browsers: pages for the public, for organisations, officials and ministers, and for who keeps the house.
//!
//! Every page is made here from what one person may see: appeals are read through `store::sight`, as the role that
//! row-level security holds back, and changed through the registry alone. Pages work without a script.

mod act;
mod appeals;
mod assets;
mod case;
mod day;
mod desk;
mod door;
mod explained;
mod factor;
mod fields;
mod file;
mod health;
mod heard;
mod here;
mod house;
mod limits;
mod me;
mod page;
mod papers;
mod public;
mod refusal;
mod remembered;
mod sheet;
mod start;
mod tracking;
mod trouble;
mod words;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use self::remembered::Remembered;
use crate::clock::Clock;
use crate::daemon::bell::Bell;
use crate::daemon::vitals::Vitals;
use crate::mail::Mail;
use crate::registry::Registry;
use crate::store::sight::Reading;
use crate::store::{Store, StoreFault};

pub use door::{Provider, Registration};
pub use heard::Heard;
pub use limits::Proxies;
pub use papers::{Clamd, Examiner, look};

/// The largest form, in bytes; papers have a limit of their own.
const FORM: usize = 512 * 1024;

/// Connections for reading pages.
const CONNECTIONS: u32 = 8;

/// What the pages are made from.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The one way to change an appeal.
    registry: Registry,
    /// People, sessions and drafts.
    store: Store,
    /// Appeals, as one person sees them.
    reading: Reading,
    mail: Mail,
    /// The daemon's loops in this process.
    vitals: Vitals,
    /// What rings when open pages should look again.
    bell: Bell,
    clock: Clock,
    site: Site,
    /// Who looks into papers.
    examiner: Examiner,
    /// Who looks for viruses in papers, if anybody does.
    clamd: Option<Clamd>,
    /// The proxies before the pages.
    proxies: Proxies,
    /// Whom officials sign in with, besides the link by mail.
    provider: Option<Provider>,
    /// What is done behind an answer; a stop waits for it.
    errands: TaskTracker,
    /// What the administrator's pages keep between two looks.
    house: house::Kept,
    /// The public's statistics, as they were last counted.
    counted: Remembered<public::Counted>,
    /// How long appeals can take at the worst.
    proven: public::Proven,
}

/// The address of the pages as others reach them.
#[derive(Debug, Clone)]
pub struct Site(Arc<str>);

impl Site {
    /// A site such as `https://appeals.example.kz`.
    pub fn new(address: &str) -> Site {
        Site(address.trim_end_matches('/').into())
    }

    /// Whether it is reached by TLS, so that cookies may ask for it.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The full address of a path.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl Pages {
    /// Pages over a registry, whose papers the examiner looks into.
    ///
    /// # Errors
    /// The database's.
    pub async fn open(
        registry: Registry,
        mail: Mail,
        vitals: Vitals,
        clock: Clock,
        site: Site,
        examiner: Examiner,
    ) -> Result<Pages, StoreFault> {
        let store = registry.store().clone();
        let reading = Reading::beside(&store, CONNECTIONS).await?;
        let (errands, house) = (TaskTracker::new(), house::Kept::default());
        let counted = Remembered::fresh_for(public::FRESH);
        let (proven, clamd, bell) = (Arc::default(), None, Bell::default());
        let (proxies, provider) = (Proxies::default(), None);
        Ok(Pages {
            registry,
            store,
            reading,
            mail,
            vitals,
            bell,
            clock,
            site,
            examiner,
            clamd,
            proxies,
            provider,
            errands,
            house,
            counted,
            proven,
        })
    }

    /// The same, whose open pages look again when this rings; without it they look now and then.
    pub fn rung_by(self, bell: Bell) -> Pages {
        Pages { bell, ..self }
    }

    /// The same with somebody who looks for viruses in papers.
    pub fn checked_by(self, clamd: Option<Clamd>) -> Pages {
        Pages { clamd, ..self }
    }

    /// The same with a provider that officials can sign in with.
    pub fn with_provider(self, provider: Option<Provider>) -> Pages {
        Pages { provider, ..self }
    }

    /// The same behind proxies whose word on a reader's address counts.
    pub fn behind(self, proxies: Proxies) -> Pages {
        Pages { proxies, ..self }
    }

    /// A link and six digits by which the person with this address signs in, for an operator to hand over.
    ///
    /// # Errors
    /// The database's.
    pub async fn invitation(&self, email: &str) -> Result<Option<(String, String)>, StoreFault> {
        door::invitation(self, email).await
    }

    /// Waits until what is under way behind answers is done.
    pub async fn settle(&self) {
        self.errands.close();
        self.errands.wait().await;
        self.errands.reopen();
    }

    /// Waits until what is under way behind answers is done, and closes the pages' connections.
    pub async fn close(&self) {
        self.bell.close();
        self.house.stop();
        self.errands.close();
        self.errands.wait().await;
        self.reading.close().await;
    }

    /// The day it is at an instant in that zone.
    fn today(&self, now: Timestamp) -> Date {
        self.zone().to_datetime(now).date()
    }

    /// The zone in which pages write the time of day: that of the calendar of Kazakhstan, or the first there is.
    fn zone(&self) -> TimeZone {
        let calendar = self.registry.rulebook().calendar("kz");
        calendar.map_or(TimeZone::UTC, |calendar| calendar.zone().clone())
    }
}

/// Serves the pages until serving fails; the caller stops it by letting go of it.
///
/// # Errors
/// Those of the listener.
pub async fn serve(listener: TcpListener, pages: Pages) -> std::io::Result<()> {
    let service = routes(pages).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).await
}

/// The routes. Where they are served otherwise than by [`serve`], limits know of no addresses, and count all readers as
/// one.
pub fn routes(pages: Pages) -> Router {
    let framed = Router::new()
        .merge(start::routes())
        .merge(public::routes())
        .merge(door::routes())
        .merge(case::routes())
        .merge(appeals::routes())
        .merge(file::routes())
        .merge(act::routes())
        .merge(desk::routes())
        .merge(house::routes())
        .merge(me::routes())
        .fallback(|| async { trouble::Trouble::NotFound })
        .layer(DefaultBodyLimit::max(FORM))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(pages.clone(), here::recognise));
    Router::new()
        .route("/health", get(health::health))
        .route("/assets/{version}/{name}", get(assets::serve))
        .merge(framed)
        .layer(CompressionLayer::new())
        .with_state(pages)
}
