//! The daemon's schedule, guard and health, over the real registry and Postgres.

// A helper that fails is a failed test, and says where.
#![allow(clippy::unwrap_used)]

mod world;

use axum::http::StatusCode;
use jiff::Timestamp;
use redress::clock::Clock;
use redress::cluster::{Cluster, Kind};
use redress::daemon::guard::Guarded;
use redress::daemon::schedule::{self, Job, Missed, Schedule, Times};
use redress::daemon::supervisor::Daemon;
use redress::registry::{Registry, Rulebook};
use redress::store::{self, Store};
use redress::web::{self, Examiner, Pages, Site};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use world::appeals::{World, instant};
use world::cluster::settings;

fn daily(name: &'static str, missed: Missed, job: Job) -> Schedule {
    Schedule { name, times: Times::new("0 0 9 * * *", "Asia/Almaty").unwrap(), missed, job }
}

/// What is done at a time, by their names.
async fn at(world: &World, schedules: &[Schedule], time: &str) -> Vec<&'static str> {
    schedule::look(schedules, &world.registry, instant(time)).await.unwrap().done
}

#[tokio::test]
async fn a_schedule_runs_once_a_time_and_a_new_one_counts_from_when_it_is_first_seen() {
    let world = World::at("2021-01-27 10:00").await;
    let schedules = [daily("daily", Missed::Once, Job::WarnOfCalendar)];
    let first = schedule::look(&schedules, &world.registry, instant("2021-01-27 10:00")).await.unwrap();
    assert_eq!(first.done, [""; 0]);
    assert_eq!(first.next, Some(instant("2021-01-28 09:00")));
    assert_eq!(at(&world, &schedules, "2021-01-28 08:59").await, [""; 0]);
    assert_eq!(at(&world, &schedules, "2021-01-28 09:00").await, ["daily"]);
    assert_eq!(at(&world, &schedules, "2021-01-28 09:00").await, [""; 0], "looking twice changes nothing");
}

#[tokio::test]
async fn runs_missed_while_down_are_made_up_for_once_or_passed_over() {
    let world = World::at("2021-01-27 10:00").await;
    let schedules =
        [daily("once", Missed::Once, Job::WarnOfCalendar), daily("skip", Missed::Skip, Job::WarnOfCalendar)];
    assert_eq!(at(&world, &schedules, "2021-01-27 10:00").await, [""; 0]);
    assert_eq!(at(&world, &schedules, "2021-02-17 16:00").await, ["once"]);
    assert_eq!(at(&world, &schedules, "2021-02-17 16:01").await, [""; 0]);
    assert_eq!(at(&world, &schedules, "2021-02-18 09:01").await, ["once", "skip"]);
}

#[tokio::test]
async fn two_processes_do_a_run_once() {
    let world = World::at("2021-01-27 10:00").await;
    let schedules = [daily("daily", Missed::Once, Job::ForgetReceipts)];
    at(&world, &schedules, "2021-01-27 10:00").await;
    let look = || at(&world, &schedules, "2021-01-28 09:00");
    let (one, two, three) = tokio::join!(look(), look(), look());
    assert_eq!(one.len() + two.len() + three.len(), 1);
}

#[tokio::test]
async fn a_run_whose_job_fails_is_not_taken_and_done_later() {
    let world = World::at("2021-01-27 10:00").await;
    let schedules =
        [daily("daily", Missed::Once, Job::ForgetReceipts), daily("other", Missed::Once, Job::ForgetRuns)];
    at(&world, &schedules, "2021-01-27 10:00").await;
    let pool = world.store().pool();
    sqlx::query("alter table receipt rename to away").execute(pool).await.unwrap();
    schedule::look(&schedules, &world.registry, instant("2021-01-28 09:00")).await.unwrap_err();
    sqlx::query("alter table away rename to receipt").execute(pool).await.unwrap();
    let taken = store::schedule::last(world.store()).await.unwrap();
    assert_eq!(taken["other"], instant("2021-01-28 09:00"), "the others are done all the same");
    assert_eq!(at(&world, &schedules, "2021-01-28 09:02").await, ["daily"]);
}

#[tokio::test]
async fn receipts_are_forgotten_after_ninety_days_and_runs_after_four_hundred_but_for_the_last() {
    let world = World::at("2021-01-27 10:00").await;
    world.file_appeal().await;
    let count = async |table| {
        let sql = sqlx::AssertSqlSafe(format!("select count(*) from {table}"));
        sqlx::query_scalar::<_, i64>(sql).fetch_one(world.store().pool()).await.unwrap()
    };
    let receipts = [daily("receipts", Missed::Once, Job::ForgetReceipts)];
    at(&world, &receipts, "2021-01-27 10:00").await;
    assert_eq!(at(&world, &receipts, "2021-04-27 09:00").await, ["receipts"]);
    assert_eq!(count("receipt").await, 1, "it is not yet ninety days old");
    assert_eq!(at(&world, &receipts, "2021-04-28 09:00").await, ["receipts"]);
    assert_eq!(count("receipt").await, 0);
    let runs = [daily("runs", Missed::Once, Job::ForgetRuns)];
    at(&world, &runs, "2021-01-27 10:00").await;
    assert_eq!(count("schedule_run").await, 4);
    assert_eq!(at(&world, &runs, "2025-01-01 09:00").await, ["runs"]);
    let left = store::schedule::last(world.store()).await.unwrap();
    assert_eq!(left["receipts"], instant("2021-04-28 09:00"));
    assert_eq!(count("schedule_run").await, 2);
}

#[tokio::test]
async fn the_shipped_schedules_are_read_and_have_names_of_their_own() {
    let mut names: Vec<_> = schedule::all().iter().map(|schedule| schedule.name).collect();
    names.dedup();
    assert_eq!(names.len(), 8, "{names:?}");
}

#[tokio::test]
async fn a_calendar_is_missed_from_1_december_of_the_last_year_that_it_knows() {
    let world = World::at("2021-01-27 10:00").await;
    let missing = |time: &str| {
        let missing = world.registry.rulebook().missing_years(time.parse::<Timestamp>().unwrap());
        // Each by its own last year and its own midnight; here that of Kazakhstan.
        missing.iter().map(ToString::to_string).filter(|one| one.contains("calendar kz")).collect::<Vec<_>>()
    };
    assert_eq!(missing("2021-12-15T00:00:00Z"), [""; 0]);
    // Midnight in Almaty, UTC+5 by then.
    assert_eq!(missing("2027-11-30T18:59:59Z"), [""; 0]);
    let [warning] = missing("2027-11-30T19:00:00Z").try_into().unwrap();
    assert!(warning.contains("calendar kz does not know 2028"), "{warning}");
    assert!(missing("2029-05-01T00:00:00Z")[0].contains("2029"));
}

/// The pages of a world beside this daemon.
async fn pages(world: &World, daemon: &Daemon) -> Pages {
    let (registry, mail, clock) = (world.registry.clone(), world.mail.clone(), world.clock.clone());
    let site = Site::new("http://127.0.0.1");
    let examiner = Examiner::new(env!("CARGO_BIN_EXE_redress").as_ref());
    Pages::open(registry, mail, daemon.vitals(), clock, site, examiner).await.unwrap()
}

/// What `/health` answers.
async fn health(pages: Pages) -> (u16, serde_json::Value) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move { web::serve(listener, pages).await });
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(b"GET /health HTTP/1.0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    server.abort();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap())
}

#[tokio::test]
async fn health_tells_of_the_loops_the_letters_and_the_appeals() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let letters = world.letters(&appeal).await.len();
    let daemon = Daemon::start(&world.registry, &world.mail, &world.clock);
    let (status, health) = health(pages(&world, &daemon).await).await;
    assert_eq!(status, StatusCode::OK.as_u16(), "{health}");
    assert_eq!(health["status"], "well");
    let names: Vec<_> = health["loops"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["listen", "post", "schedule", "watch"]);
    assert!(health["loops"].as_array().unwrap().iter().all(|one| one["restarts"] == 0), "{health}");
    assert!(health["letters"]["waiting"].as_u64().unwrap() <= letters as u64, "{health}");
    assert_eq!(health["appeals"]["with_a_fault"], 0);
    assert_eq!(health["calendars"], serde_json::json!([]));
    daemon.stop().await;
}

#[tokio::test]
async fn health_tells_how_late_the_most_overdue_appeal_is_and_what_waits_for_a_person() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.file_appeal().await;
    let due = world.row(&appeal).await.wake_at.unwrap();
    world.clock.set(due + jiff::SignedDuration::from_secs(90));
    sqlx::query("update letter set status = 'held', next_at = null where id = 1")
        .execute(world.store().pool())
        .await
        .unwrap();
    sqlx::query("update appeal set fault = 'test' where id = 2").execute(world.store().pool()).await.unwrap();
    // A daemon that has been stopped: nothing has been dealt with.
    let daemon = Daemon::start(&world.registry, &world.mail, &Clock::standing_at(Timestamp::UNIX_EPOCH));
    let (status, health) = health(pages(&world, &daemon).await).await;
    daemon.stop().await;
    assert_eq!(status, 200);
    assert_eq!(health["appeals"]["greatest_lateness"], 90);
    assert_eq!(health["appeals"]["with_a_fault"], 1);
    assert_eq!(health["letters"]["held"], 1);
}

#[tokio::test]
async fn health_is_unwell_while_the_database_is_away() {
    let world = World::at("2021-01-27 10:00").await;
    let daemon = Daemon::start(&world.registry, &world.mail, &world.clock);
    let pages = pages(&world, &daemon).await;
    world.store().close().await;
    let (status, health) = health(pages).await;
    assert_eq!((status, &health["database"]), (503, &"does not answer".into()), "{health}");
    daemon.stop().await;
}

#[tokio::test]
async fn a_private_database_whose_server_was_killed_is_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let cluster = Cluster::open(&folder.path().join("postgres"), Kind::Kept, &settings()).await.unwrap();
    let server = i32::try_from(cluster.postmaster_pid()).unwrap();
    let options = cluster.ensure_database("redress").await.unwrap();
    let store = Store::connect(options, 4).await.unwrap();
    store.migrate().await.unwrap();
    let guarded = Guarded::new(cluster, settings());
    let registry = Registry::new(store.clone(), std::sync::Arc::new(Rulebook::default()), "redress.test");
    let mail =
        redress::mail::Mail::memory(redress::mail::Identity::new("appeals@redress.test", &[7; 32]).unwrap());
    let daemon = Daemon::start(&registry, &mail, &Clock::Real);
    daemon.guard(&guarded, &store);

    nix::sys::signal::kill(nix::unistd::Pid::from_raw(server), nix::sys::signal::Signal::SIGKILL).unwrap();
    // The daemon notices by itself; this only waits for it, and fails the test if it does not.
    let back = async {
        while !guarded.was_found().await.unwrap().contains("unclean stop") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), back).await.unwrap();
    assert!(store.answers(std::time::Duration::from_secs(10)).await);
    daemon.stop().await;
    store.close().await;
    guarded.close().await.unwrap();
}
