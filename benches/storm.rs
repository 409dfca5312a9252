//! A storm of deadlines: appeals that all fall due at one instant, each moved one step by the real watch
//! and registry, against the same rows written by plain SQL in batches, in the same run.
//!
//! `make bench`, or `cargo bench --bench storm -- 10000 100000`. Postgres is a private cluster with its
//! default durability. What is printed belongs to this machine; the ratio carries.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use redress::appeal::{Actor, Command, DecisionAppealed, Deed, File, Suspension};
use redress::clock::Clock;
use redress::cluster::{Cluster, Kind, Settings};
use redress::ladder::{self, Ladder, Organisation};
use redress::registry::{Answer, BATCH, Registry, Rulebook, Submission};
use redress::shipped;
use redress::store::{self, Store};
use redress::texts::{Language, Texts};

const WORKERS: usize = 3;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![10_000, 100_000] } else { sizes };
    for size in sizes {
        storm(size).await;
    }
}

async fn storm(size: usize) {
    let folder = std::env::temp_dir().join(format!("redress-storm-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let cluster = Cluster::open(&folder.join("postgres"), Kind::Kept, &settings()).await.unwrap();
    let options = cluster.ensure_database("storm").await.unwrap();
    let store = Store::connect(options, 8).await.unwrap();
    store.migrate().await.unwrap();
    let filed_at: Timestamp = "2021-01-27T04:00:00Z".parse().unwrap();
    let registry = furnish(&store, filed_at).await;

    println!("\n{size} appeals due at one instant, {WORKERS} workers, batches of {BATCH}");
    let began = Instant::now();
    file(&registry, size, filed_at).await;
    println!("  filed at {:.0} appeals/s", size as f64 / began.elapsed().as_secs_f64());
    sql(&store, "delete from letter").await;
    sql(&store, "create unlogged table before_appeal as table appeal").await;
    sql(&store, "create unlogged table before_entry as table entry").await;
    settle(&store).await;

    let pid = cluster.postmaster_pid();
    let redress = measured(&store, pid, size, "redress", || by_redress(&registry)).await;
    let after = counts(&store).await;
    prepare_raw(&store).await;
    let raw = measured(&store, pid, size, "plain SQL", || by_plain_sql(&store, size)).await;
    assert_eq!(after, counts(&store).await, "both wrote the same rows");
    println!(
        "  ratio to plain SQL: {:.2}   rows compared: {after:?} (entries, letters, moved appeals)",
        redress / raw
    );
    store.close().await;
    cluster.close().await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

fn settings() -> Settings {
    let keeper = option_env!("CARGO_BIN_EXE_redress").map_or_else(|| PathBuf::from("redress"), PathBuf::from);
    Settings { keeper, binaries: None, path: std::env::var_os("PATH"), data_home: None }
}

async fn furnish(store: &Store, now: Timestamp) -> Registry {
    let files = shipped::rules();
    let rulebook = Arc::new(Rulebook::default());
    rulebook.store(store, &files.workflows, &files.calendars, now).await.unwrap();
    let offices = ladder::offices(shipped::text("samples/offices.csv").unwrap(), &Ladder::default()).unwrap();
    store::ladder::store_offices(store, &offices).await.unwrap();
    let organisations: Vec<Organisation> = (0..1000).map(organisation).collect();
    store::ladder::store_organisations(store, &organisations).await.unwrap();
    Registry::new(store.clone(), rulebook, "redress.example")
}

fn organisation(number: usize) -> Organisation {
    let language = Language::ALL[number % 3];
    let name = Texts { en: format!("Organisation {number}"), ru: None, kk: None };
    Organisation {
        code: format!("O{number}"),
        name,
        bin: None,
        email: format!("o{number}@ngo.example"),
        language,
    }
}

async fn file(registry: &Registry, size: usize, now: Timestamp) {
    let day = |text: &str| text.parse().unwrap();
    let submission = |number: usize| {
        let appellant = format!("O{}", number % 1000);
        let decision = DecisionAppealed {
            issuer: "UGD-ALMATY".to_owned(),
            decided_on: day("2021-01-25"),
            served_on: day("2021-01-25"),
            article: Some("KoAP 460-1(2)".to_owned()),
            fine: Some(1_166_800),
            suspension: Some(Suspension { from: day("2021-01-25"), until: day("2021-04-25") }),
            ..DecisionAppealed::default()
        };
        let file = File {
            workflow: "kz-koap-suspension".to_owned(),
            appellant: appellant.clone(),
            with: "reviewer".to_owned(),
            language: Language::Ru,
            decision,
            stated: [("reasons".to_owned(), "The forms held no false data.".to_owned())].into(),
        };
        let deed = Deed { actor: Actor::Organisation(appellant), command: Command::File(Box::new(file)) };
        Submission { key: format!("storm {number}"), reference: None, deed }
    };
    let numbers: Vec<usize> = (0..size).collect();
    for part in numbers.chunks(BATCH) {
        let answers = registry.submit_all(part.iter().copied().map(submission).collect(), now).await.unwrap();
        assert!(answers.iter().all(|answer| matches!(answer, Answer::Done(_))));
    }
    // The reminder two days before is sent first, so that what is left at the deadline is the deadline.
    let clock = Clock::standing_at("2021-02-08T12:00:00Z".parse().unwrap());
    redress::daemon::watch::catch_up(registry, &clock).await.unwrap();
}

/// Moves every appeal by the real registry; answers with when each batch was done and how many it held.
async fn by_redress(registry: &Registry) -> Vec<(Duration, usize)> {
    let now: Timestamp = "2021-02-08T18:00:00Z".parse().unwrap();
    let began = Instant::now();
    let worker = || {
        let registry = registry.clone();
        tokio::spawn(async move {
            let (mut done, mut place) = (Vec::new(), None);
            loop {
                let passed = registry.pass_time(now, BATCH, place).await.unwrap();
                if passed.due == 0 {
                    return done;
                }
                place = passed.place;
                done.push((began.elapsed(), passed.due));
            }
        })
    };
    gather((0..WORKERS).map(|_| worker()).collect()).await
}

/// Writes the same rows again by set-based statements, batch by batch.
async fn by_plain_sql(store: &Store, size: usize) -> Vec<(Duration, usize)> {
    let began = Instant::now();
    let worker = |first: usize| {
        let pool = store.pool().clone();
        tokio::spawn(async move {
            let mut done = Vec::new();
            for low in (first * BATCH..size).step_by(BATCH * WORKERS) {
                let mut tx = pool.begin().await.unwrap();
                for statement in RAW {
                    let (low, high) = (low as i64, (low + BATCH) as i64);
                    sqlx::query(statement).bind(low).bind(high).execute(&mut *tx).await.unwrap();
                }
                tx.commit().await.unwrap();
                done.push((began.elapsed(), BATCH.min(size - low)));
            }
            done
        })
    };
    gather((0..WORKERS).map(worker).collect()).await
}

const RAW: [&str; 3] = [
    "update appeal a set seq = s.seq, head = s.head, state = s.state, wake_at = s.wake_at, step = s.step,
            holder = s.holder, due_on = s.due_on, closed = s.closed
     from after_appeal s where a.id = s.id and s.place > $1 and s.place <= $2",
    "insert into entry select e.* from after_appeal s join after_entry e on e.appeal = s.id
     where s.place > $1 and s.place <= $2",
    "insert into letter (appeal, seq, party, recipient, address, language, name, legal, subject, body, message_id,
            written_at, next_at)
     select l.appeal, l.seq, l.party, l.recipient, l.address, l.language, l.name, l.legal, l.subject, l.body,
            l.message_id, l.written_at, l.next_at
     from after_appeal s join after_letter l on l.appeal = s.id where s.place > $1 and s.place <= $2",
];

/// Keeps what redress wrote aside and puts the tables back to where they were before.
async fn prepare_raw(store: &Store) {
    for statement in [
        "create unlogged table after_appeal as select *, row_number() over (order by id) as place from appeal",
        "create index on after_appeal (place)",
        "create unlogged table after_entry as
            select e.* from entry e where not exists
                (select 1 from before_entry b where b.appeal = e.appeal and b.seq = e.seq)",
        "create index on after_entry (appeal)",
        // Uncompressed, as a client would send them: compressing is part of storing letters.
        "create unlogged table after_letter (like letter) with (toast_tuple_target = 8160)",
        "alter table after_letter alter column body set storage external",
        "insert into after_letter select * from letter",
        "update after_letter set body = body || ''",
        "vacuum full after_letter",
        "create index on after_letter (appeal)",
        "truncate letter, entry, appeal",
        "insert into appeal overriding system value select * from before_appeal order by id",
        "insert into entry select * from before_entry order by appeal, seq",
    ] {
        sql(store, statement).await;
    }
    settle(store).await;
}

async fn settle(store: &Store) {
    sql(store, "vacuum analyze").await;
    sql(store, "checkpoint").await;
}

async fn gather(workers: Vec<tokio::task::JoinHandle<Vec<(Duration, usize)>>>) -> Vec<(Duration, usize)> {
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    all.sort_unstable();
    all
}

/// Runs one side, prints what it took and answers with its appeals per second.
async fn measured<F>(store: &Store, pid: u32, size: usize, name: &str, run: impl FnOnce() -> F) -> f64
where
    F: Future<Output = Vec<(Duration, usize)>>,
{
    let (wal, server, client) = (wal(store).await, server_cpu(pid), cpu("/proc/self/stat", false));
    let done = run().await;
    let took = done.last().unwrap().0;
    let wal = (self::wal(store).await - wal) / size as f64;
    let server = (server_cpu(pid) - server) / size as f64 * 1000.0;
    let client = (cpu("/proc/self/stat", false) - client) / size as f64 * 1000.0;
    let mut left = size / 100;
    let p99 = done.iter().rev().find(|(_, count)| {
        let found = *count > left;
        left = left.saturating_sub(*count);
        found
    });
    let rate = size as f64 / took.as_secs_f64();
    println!(
        "  {name:<10} {rate:>7.0} appeals/s   p99 lateness {:>6.0} ms   CPU s per 1,000: Postgres {server:.3}, client {client:.3}   WAL {wal:.0} bytes per appeal",
        p99.unwrap().0.as_secs_f64() * 1000.0,
    );
    rate
}

async fn counts(store: &Store) -> (i64, i64, i64) {
    let sql = "select (select count(*) from entry), (select count(*) from letter),
                      (select count(*) from appeal where step = 'overdue')";
    sqlx::query_as(sql).fetch_one(store.pool()).await.unwrap()
}

async fn sql(store: &Store, statement: &'static str) {
    sqlx::query(statement).execute(store.pool()).await.unwrap();
}

async fn wal(store: &Store) -> f64 {
    let sql = "select (pg_current_wal_lsn() - '0/0')::float8";
    sqlx::query_scalar(sql).fetch_one(store.pool()).await.unwrap()
}

/// CPU seconds of the server: the postmaster, its children and those it has already buried.
fn server_cpu(postmaster: u32) -> f64 {
    let children =
        std::fs::read_to_string(format!("/proc/{postmaster}/task/{postmaster}/children")).unwrap_or_default();
    let children = children.split_whitespace().map(|child| cpu(format!("/proc/{child}/stat"), false));
    cpu(format!("/proc/{postmaster}/stat"), true) + children.sum::<f64>()
}

fn cpu(stat: impl AsRef<Path>, with_buried: bool) -> f64 {
    let stat = std::fs::read_to_string(stat).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let last = if with_buried { 15 } else { 13 };
    let ticks: f64 = (11..last).filter_map(|place| fields.get(place)?.parse::<f64>().ok()).sum();
    ticks / 100.0
}
