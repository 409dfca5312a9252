//! The private cluster, on real Postgres: opened, shared, broken in every way we could think of, and cleaned up.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail it")]

#[path = "cluster/refusals.rs"]
mod refusals;
mod world;

use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, User, geteuid};
use redress::cluster::{Cluster, ClusterError, Kind, State};
use redress::store::admin;
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use world::cluster::{database, settings, variable};

/// A folder for one test. Open to others, or as root the server's account would not reach what is in it.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let mut builder = tempfile::Builder::new();
        Self(builder.prefix("redress-").permissions(Permissions::from_mode(0o711)).tempdir().unwrap())
    }
    fn cluster(&self) -> PathBuf {
        self.0.path().join("cluster")
    }
    fn pid_file(&self) -> PathBuf {
        self.cluster().join("data/postmaster.pid")
    }
    async fn open(&self, kind: Kind) -> Cluster {
        self.try_open(kind).await.unwrap_or_else(|error| panic!("{error}"))
    }
    async fn try_open(&self, kind: Kind) -> Result<Cluster, ClusterError> {
        Cluster::open(&self.cluster(), kind, &settings()).await
    }
    /// A process that has opened the cluster and holds it until it is killed.
    fn opener(&self, kind: &str) -> Child {
        let mut opener = self.opening(kind);
        let says = BufReader::new(opener.stdout.take().unwrap()).lines();
        assert!(says.map_while(Result::ok).any(|line| line.contains("the cluster is open")));
        opener
    }
    /// A process that is opening the cluster.
    fn opening(&self, kind: &str) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["an_opener", "--exact", "--ignored", "--nocapture"])
            .env("REDRESS_TEST_OPENER", self.cluster())
            .env("REDRESS_TEST_OPENER_KIND", kind)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

/// Not a test: what [`Place::opener`] runs.
#[tokio::test]
#[ignore = "a part of other tests, which start it"]
#[allow(clippy::print_stdout, reason = "the test that started it listens")]
async fn an_opener() {
    let Some(dir) = variable("REDRESS_TEST_OPENER") else { return };
    let kind = match variable("REDRESS_TEST_OPENER_KIND") {
        Some(kind) if kind == Path::new("kept") => Kind::Kept,
        _ => Kind::ThrowAway,
    };
    let cluster = Cluster::open(&dir, kind, &settings()).await.unwrap();
    println!("the cluster is open");
    std::io::stdin().lines().count();
    drop(cluster);
}

/// Waits for what must become true, and fails if it has not in half a minute.
async fn eventually(what: &str, is_true: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !is_true() {
        assert!(Instant::now() < end, "not in half a minute: {what}");
        sleep(Duration::from_millis(10)).await;
    }
}

fn is_locked(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| file.try_lock().is_err())
}

fn kill_hard(pid: u32) {
    kill(Pid::from_raw(pid.cast_signed()), Signal::SIGKILL).unwrap();
}

async fn answers(options: &PgConnectOptions) -> bool {
    let Ok(mut connection) = options.connect().await else { return false };
    admin::database_exists(&mut connection, "postgres").await.unwrap()
}

#[tokio::test]
async fn a_cluster_is_made_where_there_is_none_and_keeps_its_data_when_reopened() {
    let place = Place::new();
    let cluster = place.open(Kind::Kept).await;
    assert_eq!(cluster.was_found().state, State::Created);
    assert!(cluster.was_found().to_string().ends_with(": created"));
    assert!(answers(&cluster.ensure_database("appeals").await.unwrap()).await);
    cluster.close().await.unwrap();
    assert!(!place.pid_file().exists());
    assert!(!is_locked(&place.cluster().join("server")));

    let cluster = place.open(Kind::Kept).await;
    assert_eq!(cluster.was_found().state, State::Started);
    assert!(answers(&cluster.options("appeals")).await);
    assert!(answers(&cluster.ensure_database("appeals").await.unwrap()).await);
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn the_url_reaches_the_same_database_as_the_options() {
    let place = Place::new();
    let cluster = place.open(Kind::ThrowAway).await;
    cluster.ensure_database("с пробелом/?").await.unwrap();
    let parsed: PgConnectOptions = cluster.url("с пробелом/?").parse().unwrap();
    assert_eq!(parsed.get_database(), Some("с пробелом/?"));
    assert!(answers(&parsed).await);
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn nobody_reaches_the_server_but_through_a_socket_in_a_closed_folder() {
    let place = Place::new();
    let cluster = place.open(Kind::Kept).await;
    let socket = cluster.options("postgres").get_socket().unwrap().clone();
    assert_eq!(fs::metadata(socket).unwrap().permissions().mode() & 0o777, 0o700);
    let addresses = fs::read_to_string(place.pid_file()).unwrap().lines().nth(5).unwrap().to_owned();
    assert_eq!(addresses, "", "addresses it listens on");
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn a_second_opener_joins_and_the_server_runs_until_both_have_closed() {
    let place = Place::new();
    let first = place.open(Kind::Kept).await;
    let second = place.open(Kind::Kept).await;
    assert_eq!(second.was_found().state, State::Joined);
    assert_eq!(second.postmaster_pid(), first.postmaster_pid());
    first.close().await.unwrap();
    assert!(answers(&second.options("postgres")).await);
    second.close().await.unwrap();
    assert!(!place.pid_file().exists());
}

#[tokio::test]
async fn many_who_open_at_once_share_one_server_that_one_of_them_made() {
    let place = Place::new();
    let mut openers = JoinSet::new();
    for _ in 0..8 {
        let dir = place.cluster();
        openers.spawn(async move { Cluster::open(&dir, Kind::ThrowAway, &settings()).await.unwrap() });
    }
    let clusters = openers.join_all().await;
    let created = clusters.iter().filter(|cluster| cluster.was_found().state == State::Created).count();
    assert_eq!(created, 1);
    assert!(clusters.iter().all(|cluster| cluster.postmaster_pid() == clusters[0].postmaster_pid()));
    let mut closers: JoinSet<_> = clusters.into_iter().map(Cluster::close).collect();
    while let Some(closed) = closers.join_next().await {
        closed.unwrap().unwrap();
    }
    assert!(!place.cluster().exists());
}

#[tokio::test]
async fn a_killed_server_is_recovered_with_what_was_committed() {
    let place = Place::new();
    let cluster = place.open(Kind::Kept).await;
    cluster.ensure_database("appeals").await.unwrap();
    kill_hard(cluster.postmaster_pid());

    let again = place.open(Kind::Kept).await;
    assert_eq!(again.was_found().state, State::Recovered);
    assert_ne!(again.postmaster_pid(), cluster.postmaster_pid());
    assert!(answers(&again.options("appeals")).await);
    drop(cluster);
    again.close().await.unwrap();
}

#[tokio::test]
async fn the_server_stops_in_good_order_when_its_only_opener_is_killed() {
    let place = Place::new();
    let mut opener = place.opener("kept");
    opener.kill().unwrap();
    opener.wait().unwrap();
    eventually("the server stops", || !is_locked(&place.cluster().join("server"))).await;
    eventually("the keeper ends", || !is_locked(&place.cluster().join("keeper"))).await;

    let cluster = place.open(Kind::Kept).await;
    assert_eq!(cluster.was_found().state, State::Started);
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn nothing_is_left_of_a_throw_away_cluster_whose_only_opener_is_killed() {
    let place = Place::new();
    let mut opener = place.opener("throw-away");
    opener.kill().unwrap();
    opener.wait().unwrap();
    eventually("the folder is gone", || !place.cluster().exists()).await;
}

#[tokio::test]
async fn the_server_of_a_killed_opener_is_joined_by_one_who_comes_at_once() {
    let place = Place::new();
    let mut opener = place.opener("throw-away");
    opener.kill().unwrap();
    opener.wait().unwrap();
    let cluster = place.open(Kind::ThrowAway).await;
    assert_eq!(cluster.was_found().state, State::Joined);
    cluster.close().await.unwrap();
    assert!(!place.cluster().exists());
}

#[tokio::test]
async fn a_killed_keeper_is_replaced_by_the_next_opener() {
    let place = Place::new();
    let first = place.open(Kind::ThrowAway).await;
    kill_hard(keeper_of(&place));
    let keeper = place.cluster().join("keeper");
    eventually("the keeper is dead", || !is_locked(&keeper)).await;
    let second = place.open(Kind::ThrowAway).await;
    assert_eq!(second.was_found().state, State::Joined);
    assert!(is_locked(&keeper));
    drop((first, second));
    eventually("the folder is gone", || !place.cluster().exists()).await;
}

/// The keeper's process number, by its command line.
fn keeper_of(place: &Place) -> u32 {
    let found = Command::new("ps").args(["-eo", "pid=,args="]).output().unwrap();
    let found = String::from_utf8(found.stdout).unwrap();
    let wanted = format!("cluster-keeper {}", place.cluster().canonicalize().unwrap().display());
    let line = found.lines().find(|line| line.ends_with(&wanted)).expect("the keeper runs");
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_interrupted_creation_leaves_nothing_in_the_way() {
    let place = Place::new();
    fs::create_dir_all(place.cluster().join("data.new/base")).unwrap();
    fs::write(place.cluster().join("data.new/PG_VERSION"), "1").unwrap();
    let cluster = place.open(Kind::Kept).await;
    assert_eq!(cluster.was_found().state, State::Created);
    assert!(!place.cluster().join("data.new").exists());
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn an_opener_killed_while_it_makes_the_cluster_leaves_nothing_in_the_way() {
    let place = Place::new();
    let mut opener = place.opening("kept");
    eventually("initdb is at work", || place.cluster().join("data.new/base").exists()).await;
    opener.kill().unwrap();
    opener.wait().unwrap();
    let cluster = place.open(Kind::Kept).await;
    assert_eq!(cluster.was_found().state, State::Created);
    assert!(answers(&cluster.options("postgres")).await);
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn a_process_file_that_names_somebody_else_by_now_does_not_keep_the_server_from_starting() {
    let place = Place::new();
    place.open(Kind::Kept).await.close().await.unwrap();
    let stale = format!("{}\n{}\n", std::process::id(), place.cluster().join("data").display());
    fs::write(place.pid_file(), stale).unwrap();
    let owner = fs::metadata(place.cluster().join("data")).unwrap();
    chown(place.pid_file(), Some(owner.uid()), Some(owner.gid())).unwrap();
    let cluster = place.open(Kind::Kept).await;
    assert_eq!(cluster.was_found().state, State::Recovered);
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_gets_a_short_one_that_is_removed_again() {
    let place = Place::new();
    let dir = place.0.path().join("a-very-long-name,\"".repeat(8)).join("cluster");
    let cluster =
        Cluster::open(&dir, Kind::Kept, &settings()).await.unwrap_or_else(|error| panic!("{error}"));
    let joined = Cluster::open(&dir, Kind::Kept, &settings()).await.unwrap();
    assert_eq!(joined.was_found().state, State::Joined);
    assert!(answers(&joined.options("postgres")).await);
    let socket = joined.options("postgres").get_socket().unwrap().clone();
    assert!(socket.as_os_str().len() < 50, "{}", socket.display());
    joined.close().await.unwrap();
    cluster.close().await.unwrap();
    assert!(!socket.exists());
}

#[tokio::test]
async fn a_throw_away_cluster_takes_nothing_with_it_that_is_not_its_own() {
    let place = Place::new();
    fs::create_dir(place.cluster()).unwrap();
    fs::write(place.cluster().join("letter"), "keep me").unwrap();
    place.open(Kind::ThrowAway).await.close().await.unwrap();
    let left: Vec<_> =
        fs::read_dir(place.cluster()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["letter"]);
}

#[tokio::test]
async fn the_same_holds_for_an_ordinary_user() {
    const THE_SAME: [&str; 5] = [
        "a_cluster_is_made_where_there_is_none_and_keeps_its_data_when_reopened",
        "a_killed_server_is_recovered_with_what_was_committed",
        "nothing_is_left_of_a_throw_away_cluster_whose_only_opener_is_killed",
        "refusals::somebody_elses_folder_is_refused",
        "refusals::a_folder_that_cannot_be_used_is_named_with_who_cannot_use_it",
    ];
    if !geteuid().is_root() {
        return; // As an ordinary user, all the other tests were this one.
    }
    let nobody = User::from_name("nobody").unwrap().expect("this machine has a user `nobody`");
    // Built in a folder that `nobody` may not be able to reach.
    let place = Place::new();
    fs::set_permissions(place.0.path(), Permissions::from_mode(0o777)).unwrap();
    let (tests, redress) = (place.0.path().join("tests"), place.0.path().join("redress"));
    fs::copy(std::env::current_exe().unwrap(), &tests).unwrap();
    fs::copy(settings().keeper, &redress).unwrap();
    let ran = Command::new(&tests)
        .arg("--exact")
        .args(THE_SAME)
        .env_clear()
        .env("REDRESS_TEST_KEEPER", &redress)
        .uid(nobody.uid.as_raw())
        .gid(nobody.gid.as_raw())
        .current_dir("/")
        .output()
        .unwrap();
    let says = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{says}");
    assert!(says.contains("5 passed; 0 failed"), "{says}");
}

#[tokio::test]
async fn each_test_has_a_database_of_its_own_that_goes_when_the_test_goes() {
    let (one, two) = (database().await, database().await);
    let name = one.options.get_database().unwrap().to_owned();
    assert_ne!(Some(name.as_str()), two.options.get_database());
    assert!(answers(&one.url.parse().unwrap()).await);
    drop(one);
    let mut connection = two.options.connect().await.unwrap();
    assert!(!admin::database_exists(&mut connection, &name).await.unwrap());
}
