//! Letters through `post` to a mail server on this machine that takes them at once.
//!
//! `cargo bench --bench post -- 10000`. Postgres, the server and post share the machine's cores. What is
//! printed belongs to this machine.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use jiff::Timestamp;
use redress::appeal::{Actor, Command, DecisionAppealed, Deed, File};
use redress::clock::Clock;
use redress::cluster::{Cluster, Kind, Settings};
use redress::daemon::post;
use redress::ladder::{self, Ladder};
use redress::mail::{Dkim, Identity, Mail, Server};
use redress::registry::{Answer, Registry, Rulebook, Submission};
use redress::shipped;
use redress::store::{self, Store};
use redress::texts::Language;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

const KEYS: [(&str, Option<&str>); 3] = [
    ("unsigned", None),
    (
        "signed, Ed25519",
        Some(
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n",
        ),
    ),
    ("signed, RSA 2048", Some(include_str!("../tests/mail/dkim-rsa.pem"))),
];

#[tokio::main]
async fn main() {
    let size = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(10_000);
    let folder = std::env::temp_dir().join(format!("redress-post-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let keeper = option_env!("CARGO_BIN_EXE_redress").map_or_else(|| PathBuf::from("redress"), PathBuf::from);
    let settings = Settings { keeper, binaries: None, path: std::env::var_os("PATH"), data_home: None };
    let cluster = Cluster::open(&folder.join("postgres"), Kind::Kept, &settings).await.unwrap();
    let store = Store::connect(cluster.ensure_database("post").await.unwrap(), 8).await.unwrap();
    store.migrate().await.unwrap();
    let now: Timestamp = "2021-01-27T04:00:00Z".parse().unwrap();
    let registry = furnish(&store, now).await;
    let clock = Clock::standing_at(now);
    for (name, key) in KEYS {
        let letters = file(&registry, size, name, now).await;
        let (port, taken) = server().await;
        let mut identity = Identity::new("appeals@redress.example", &[7; 32]).unwrap();
        if let Some(key) = key {
            identity = identity.signing(Dkim::read(key, "redress.example", "bench").unwrap());
        }
        let server = Server::new(&format!("smtp://127.0.0.1:{port}"), None, "redress.example").unwrap();
        let mail = Mail::smtp(server, identity);
        let began = Instant::now();
        assert_eq!(post::empty(&registry, &mail, &clock).await.unwrap(), letters);
        let took = began.elapsed();
        assert_eq!(taken.load(Ordering::Relaxed), letters);
        println!("{letters} letters, {name}: {:.0} a second", letters as f64 / took.as_secs_f64());
    }
    store.close().await;
    cluster.close().await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

async fn furnish(store: &Store, now: Timestamp) -> Registry {
    let files = shipped::rules();
    let rulebook = Arc::new(Rulebook::default());
    rulebook.store(store, &files.workflows, &files.calendars, now).await.unwrap();
    let offices = ladder::offices(shipped::text("samples/offices.csv").unwrap(), &Ladder::default()).unwrap();
    store::ladder::store_offices(store, &offices).await.unwrap();
    let organisations = ladder::organisations(shipped::text("samples/organisations.csv").unwrap()).unwrap();
    store::ladder::store_organisations(store, &organisations).await.unwrap();
    Registry::new(store.clone(), rulebook, "redress.example")
}

/// Files appeals until at least so many letters wait; answers with how many do.
async fn file(registry: &Registry, size: usize, name: &str, now: Timestamp) -> usize {
    let day = |text: &str| text.parse().unwrap();
    let submission = |number: usize| {
        let decision = DecisionAppealed {
            issuer: "UGD-ALMATY".to_owned(),
            number: None,
            decided_on: day("2021-01-25"),
            served_on: day("2021-01-25"),
            sent_on: None,
            published_on: None,
            learned_on: None,
            article: None,
            fine: None,
            suspension: None,
            parts: Vec::new(),
            taken_by: Vec::new(),
        };
        let file = File {
            workflow: "kz-koap-suspension".to_owned(),
            appellant: "ECHO".to_owned(),
            with: "reviewer".to_owned(),
            language: Language::Ru,
            decision,
            stated: [("reasons".to_owned(), "The forms held no false data.".to_owned())].into(),
        };
        let actor = Actor::Organisation("ECHO".to_owned());
        let deed = Deed { actor, command: Command::File(Box::new(file)) };
        Submission { key: format!("{name} {number}"), reference: None, deed }
    };
    let waiting = async || store::letter::waiting(registry.store()).await.unwrap().waiting;
    let mut filed = 0;
    while usize::try_from(waiting().await).unwrap() < size {
        let part = (filed..filed + 400).map(submission).collect();
        let answers = registry.submit_all(part, now).await.unwrap();
        assert!(answers.iter().all(|answer| matches!(answer, Answer::Done(_))), "{:?}", answers[0]);
        filed += 400;
    }
    usize::try_from(waiting().await).unwrap()
}

/// A server that takes whatever comes; its port and how many letters it took.
async fn server() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, taken) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            tokio::spawn(converse(stream, Arc::clone(&counted)));
        }
    });
    (port, taken)
}

async fn converse(stream: TcpStream, taken: Arc<AtomicUsize>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 here\r\n").await?;
    let (mut line, mut inside) = (String::new(), false);
    while stream.read_line(&mut line).await? > 0 {
        match (inside, line.as_str()) {
            (true, ".\r\n") => {
                inside = false;
                taken.fetch_add(1, Ordering::Relaxed);
                stream.write_all(b"250 taken\r\n").await?;
            }
            (true, _) => {}
            (false, "DATA\r\n") => {
                inside = true;
                stream.write_all(b"354 go\r\n").await?;
            }
            (false, _) => stream.write_all(b"250 fine\r\n").await?,
        }
        line.clear();
    }
    Ok(())
}
