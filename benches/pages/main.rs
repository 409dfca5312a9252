//! Pages over a million appeals: how long the server takes for each page of each role.
//!
//! `make bench`, or `cargo bench --bench pages -- 1000000 100 FOLDER` (appeals, requests of each page, and where to keep
//! the database for the next run). Pages are asked through the real router, one after the other, without a network; the
//! goal is a p95 under 100 ms for each. What is printed belongs to this machine and its load.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

mod asked;
mod fill;
mod templates;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use redress::clock::Clock;
use redress::cluster::{Cluster, Kind, Settings};
use redress::daemon::vitals::Vitals;
use redress::ladder::{self, Ladder};
use redress::mail::{Identity, Mail};
use redress::registry::{Registry, Rulebook};
use redress::store::{self, Store};
use redress::web::{Examiner, Pages, Site};
use redress::{shipped, web};

use crate::asked::Visitor;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The goal.
const GOAL: Duration = Duration::from_millis(100);

/// When the pages are asked: 16 February 2021, ten o'clock in Almaty.
pub fn now() -> Timestamp {
    "2021-02-16T04:00:00Z".parse().unwrap()
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| !one.starts_with("--")).collect();
    let number =
        |place: usize, otherwise| arguments.get(place).map_or(otherwise, |text| text.parse().unwrap());
    let (appeals, requests) = (number(0, 1_000_000), number(1, 100));
    let kept = arguments.get(2).map(PathBuf::from);
    let own = std::env::temp_dir().join(format!("redress-pages-{}", std::process::id()));
    let folder = kept.clone().unwrap_or_else(|| own.clone());
    std::fs::create_dir_all(&folder).unwrap();
    let cluster = Cluster::open(&folder.join("postgres"), Kind::Kept, &settings()).await.unwrap();
    let store = Store::connect(cluster.ensure_database("pages").await.unwrap(), 8).await.unwrap();
    store.migrate().await.unwrap();
    let registry = furnish(&store).await;
    fill::up_to(&registry, appeals).await;
    println!("the database is at {}", cluster.url("pages"));

    let mail = Mail::memory(Identity::new("appeals@redress.example", &[7; 32]).unwrap());
    let (clock, site) = (Clock::standing_at(now()), Site::new("http://127.0.0.1"));
    let examiner = Examiner::new(&settings().keeper);
    let pages = Pages::open(registry, mail, Vitals::default(), clock, site, examiner).await.unwrap();
    measure(&store, &pages, requests).await;
    pages.close().await;
    store.close().await;
    cluster.close().await.unwrap();
    if kept.is_none() {
        std::fs::remove_dir_all(&own).unwrap();
    }
}

fn settings() -> Settings {
    let keeper = option_env!("CARGO_BIN_EXE_redress").map_or_else(|| PathBuf::from("redress"), PathBuf::from);
    Settings { keeper, binaries: None, path: std::env::var_os("PATH"), data_home: None }
}

async fn furnish(store: &Store) -> Registry {
    // A database that was kept goes on with the rules under which it was filled.
    let rulebook = Arc::new(Rulebook::load(store).await.unwrap());
    if rulebook.names().is_empty() {
        let files = shipped::rules();
        rulebook.store(store, &files.workflows, &files.calendars, now()).await.unwrap();
    }
    let sample = |name| shipped::text(name).unwrap();
    let offices = ladder::offices(sample("samples/offices.csv"), &Ladder::default()).unwrap();
    store::ladder::store_offices(store, &offices).await.unwrap();
    let organisations = ladder::organisations(sample("samples/organisations.csv")).unwrap();
    store::ladder::store_organisations(store, &organisations).await.unwrap();
    let people = ladder::people(sample("samples/people.csv")).unwrap();
    store::people::store_people(store, &people, now()).await.unwrap();
    Registry::new(store.clone(), rulebook, "redress.example")
}

async fn measure(store: &Store, pages: &Pages, requests: usize) {
    let router = web::routes(pages.clone());
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("\n{requests} requests of each page; load of the machine {}", load.trim());
    println!("{:>8} {:>8} {:>8}   page (milliseconds)", "p50", "p95", "max");
    let mut over = Vec::new();
    for (who, email) in asked::READERS {
        println!("{who}");
        let visitor = Visitor::signed_in(&router, pages, *email).await;
        for (name, path) in asked::pages_of(who, store).await {
            let (mut took, mut is_well) = (Vec::with_capacity(requests), true);
            for _ in 0..requests {
                let began = Instant::now();
                let status = visitor.get(&path).await;
                took.push(began.elapsed());
                is_well &= status == 200;
            }
            took.sort_unstable();
            let at =
                |share: usize| took[(took.len() * share / 100).min(took.len() - 1)].as_secs_f64() * 1000.0;
            let well = if is_well { "" } else { "  NOT ANSWERED" };
            println!("{:8.1} {:8.1} {:8.1}   {name}  {path}{well}", at(50), at(95), at(100));
            if !is_well || at(95) > GOAL.as_secs_f64() * 1000.0 {
                over.push(name);
            }
        }
    }
    println!("\n{} of the pages took longer than {GOAL:?} (p95): {over:?}", over.len());
}
