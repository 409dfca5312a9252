//! Idleness: what `redress up` costs while a million appeals wait for days to come.
//!
//! `make bench`, or `cargo bench --bench idle -- 1000000 60` (appeals, seconds). The program runs as it does
//! in production, beside a private Postgres with its default durability. The goal is under 0.5 % of a core and
//! under 60 MiB.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use redress::cluster::{Cluster, Kind, Settings};
use redress::store::Store;

const PROGRAM: &str = env!("CARGO_BIN_EXE_redress");

#[tokio::main]
async fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (appeals, seconds) =
        (numbers.first().copied().unwrap_or(1_000_000), numbers.get(1).copied().unwrap_or(60));
    let folder = std::env::temp_dir().join(format!("redress-idle-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let settings = Settings {
        keeper: PathBuf::from(PROGRAM),
        binaries: None,
        path: std::env::var_os("PATH"),
        data_home: None,
    };
    let cluster = Cluster::open(&folder.join("postgres"), Kind::Kept, &settings).await.unwrap();
    let options = cluster.ensure_database("idle").await.unwrap();
    let store = Store::connect(options, 2).await.unwrap();
    let url = cluster.url("idle");

    // Started once, so that the schema and the rules are there, and then filled.
    drop(Served::start(&url, &folder));
    let began = Instant::now();
    fill(&store, appeals).await;
    println!("\n{appeals} appeals wait (filled in {:.0} s)", began.elapsed().as_secs_f64());

    let served = Served::start(&url, &folder);
    let postmaster = cluster.postmaster_pid();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let before = (cpu(served.0.id()), server_cpu(postmaster));
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let after = (cpu(served.0.id()), server_cpu(postmaster));
    let share = |before: f64, after: f64| (after - before) / seconds as f64 * 100.0;
    println!(
        "  redress {:.2} % of a core, Postgres {:.2} %, over {seconds} s; redress holds {:.1} MiB",
        share(before.0, after.0),
        share(before.1, after.1),
        resident(served.0.id())
    );
    drop(served);
    store.close().await;
    cluster.close().await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The program serving; asked to stop when it is dropped.
struct Served(Child);

impl Served {
    /// Starts the program and waits until its health is well.
    fn start(url: &str, folder: &Path) -> Served {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = Command::new(PROGRAM)
            .args(["--data".as_ref(), folder.as_os_str(), "up".as_ref()])
            .args(["--port", &port.to_string()])
            .env("DATABASE_URL", url)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let began = Instant::now();
        while !is_well(port) {
            assert!(began.elapsed() < Duration::from_secs(60), "the program did not come up");
            std::thread::sleep(Duration::from_millis(50));
        }
        println!("  up and well after {} ms", began.elapsed().as_millis());
        Served(child)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let pid = nix::unistd::Pid::from_raw(self.0.id().try_into().unwrap());
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
        self.0.wait().unwrap();
    }
}

fn is_well(port: u16) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", port)) else { return false };
    stream.write_all(b"GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.0 200")
}

/// Appeals as rows only: idleness reads nothing else.
async fn fill(store: &Store, appeals: u64) {
    for statement in [
        "insert into office (code, name, kind, place, email, language)
         values ('IDLE', '{\"en\": \"Office\"}', 'district', 'Idle', 'office@idle.example', 'en') on conflict do nothing",
        "insert into organisation (code, name, email, language)
         values ('IDLE', '{\"en\": \"Organisation\"}', 'o@idle.example', 'en') on conflict do nothing",
    ] {
        sqlx::query(statement).execute(store.pool()).await.unwrap();
    }
    let rows = "insert into appeal (reference, workflow, appellant, issuer, seq, head, state, wake_at, step, holder, due_on, closed)
         select 'IDLE-' || n, (select digest from workflow limit 1), 'IDLE', 'IDLE', 3, sha256(n::text::bytea),
                json_build_object('reference', 'IDLE-' || n, 'filler', repeat('x', 800)),
                now() + interval '1 day' + n * interval '1 second', 'review', 'IDLE', now()::date + 1, false
         from generate_series(1::bigint, $1) n";
    sqlx::query(rows).bind(i64::try_from(appeals).unwrap()).execute(store.pool()).await.unwrap();
    sqlx::query("vacuum analyze appeal").execute(store.pool()).await.unwrap();
    sqlx::query("checkpoint").execute(store.pool()).await.unwrap();
}

/// CPU seconds of the connections and helpers of a server.
fn server_cpu(postmaster: u32) -> f64 {
    let children = std::fs::read_to_string(format!("/proc/{postmaster}/task/{postmaster}/children"));
    let children = children.unwrap_or_default();
    cpu(postmaster) + children.split_whitespace().filter_map(|pid| pid.parse().ok()).map(cpu).sum::<f64>()
}

fn cpu(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    (11..13).filter_map(|place| fields.get(place)?.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn resident(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
