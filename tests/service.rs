//! `redress up` as a service manager meets it: started, stopped, killed, doubled, and left without its database.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail it")]

mod world;

use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use redress::store;

use world::appeals::World;
use world::program::{Program, eventually, postmaster};

/// How many appeals missed the same deadline: enough for several batches.
const MANY: usize = 900;

/// How many appeals have had their deadline acted on, and how many entries say so: the same, if each was once.
async fn escalated(world: &World) -> (i64, i64) {
    let sql = "select count(distinct appeal), count(*) from entry where kind = 'escalated'";
    sqlx::query_as(sql).fetch_one(world.store().pool()).await.unwrap()
}

/// Letters that a process has taken and not settled.
async fn letters_being_sent(world: &World) -> i64 {
    let counts = store::letter::count(world.store()).await.unwrap();
    counts.iter().find(|(status, _)| status == "sending").map_or(0, |(_, count)| *count)
}

async fn letters_not_sent(world: &World) -> i64 {
    let counts = store::letter::count(world.store()).await.unwrap();
    counts.iter().filter(|(status, _)| status != "accepted").map(|(_, count)| count).sum()
}

#[tokio::test]
async fn after_three_weeks_down_the_next_start_acts_on_everything_that_fell_due() {
    let world = World::of_today().await;
    let appeals = world.filed_days_ago(35, 3).await;
    let program = Program::on(&world);
    let up = program.up();
    eventually("each deadline is acted on", async || escalated(&world).await == (3, 3)).await;
    eventually("each letter is sent", async || letters_not_sent(&world).await == 0).await;
    for appeal in &appeals {
        assert_eq!(world.stands(appeal).await, ("overdue".to_owned(), "KGD".to_owned()));
        assert_eq!(world.missed_by(appeal).await, ["DGD-ALMATY"]);
        assert!(world.due_on(appeal).await > world.days_ago(0), "the next office has its full time");
    }
    assert!(std::fs::read_dir(program.path("letters")).unwrap().count() >= 9);
    up.stop().0.done();
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_stop_in_the_middle_of_the_work_is_quick_and_leaves_nothing_half_done() {
    let world = World::of_today().await;
    world.filed_days_ago(35, MANY).await;
    let program = Program::on(&world);
    let up = program.up();
    eventually("the work has begun", async || escalated(&world).await.0 > 0).await;
    let (said, took) = up.stop();
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    let (moved, acted) = escalated(&world).await;
    assert!(moved < MANY as i64, "it was stopped in the middle");
    assert_eq!(moved, acted);
    assert_eq!(letters_being_sent(&world).await, 0, "no letter is left with a process that is gone");
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_batch_loses_nothing_and_doubles_nothing() {
    let world = World::of_today().await;
    world.filed_days_ago(35, MANY).await;
    let program = Program::on(&world);
    let up = program.up();
    eventually("the work has begun", async || escalated(&world).await.0 > 0).await;
    up.kill();
    let (moved, _) = escalated(&world).await;
    assert!(moved < MANY as i64, "it was killed in the middle");

    let up = program.up();
    let all = (MANY as i64, MANY as i64);
    eventually("the rest is done", async || escalated(&world).await == all).await;
    assert_eq!(up.stop().0.status, Some(0));
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn two_processes_on_one_database_share_the_work_and_do_everything_once() {
    let world = World::of_today().await;
    world.filed_days_ago(35, MANY).await;
    let (here, there) = (Program::on(&world), Program::on(&world));
    let (one, two) = (here.up(), there.up());
    let all = (MANY as i64, MANY as i64);
    eventually("each deadline is acted on", async || escalated(&world).await == all).await;
    assert!(one.is_well() && two.is_well());
    for up in [one, two] {
        assert_eq!(up.stop().0.status, Some(0));
    }
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_second_up_on_the_same_data_folder_joins_the_first_and_outlives_it() {
    let program = Program::alone();
    let one = program.up();
    let two = program.up();
    assert!(one.is_well() && two.is_well());
    let server = postmaster(&program.data());
    one.stop().0.done();
    assert!(two.is_well());
    assert_eq!(postmaster(&program.data()), server, "the server stays for who is left");
    two.stop().0.done();
    assert!(!program.path("postgres/data/postmaster.pid").exists(), "the last one stops the server");
}

#[tokio::test]
async fn a_private_server_that_is_killed_is_brought_back_and_the_work_goes_on() {
    let program = Program::alone();
    let up = program.up();
    let died = postmaster(&program.data());
    kill(Pid::from_raw(died), Signal::SIGKILL).unwrap();
    let brought_back = "the private database did not answer and was opened anew";
    eventually("the server is back", async || up.log().contains(brought_back) && up.is_well()).await;
    assert_ne!(postmaster(&program.data()), died);
    program.run(&["list"]).done();
    let (said, took) = up.stop();
    assert_eq!(said.status, Some(0), "{said:?}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert!(!program.path("postgres/data/postmaster.pid").exists());
}

#[tokio::test]
async fn a_database_of_ones_own_that_goes_away_is_told_by_the_health_page_and_waited_for() {
    let keeper = Program::alone();
    let holder = keeper.up();
    let socket = keeper.path("postgres/socket");
    let url = format!("postgres://redress@localhost/redress?host={}&sslmode=disable", socket.display());
    let program = Program::alone().with("DATABASE_URL", url);
    let up = program.up();
    assert!(up.is_well());
    holder.stop().0.done();
    eventually("it says that its database does not answer", async || {
        up.page("/health").is_some_and(|(status, said)| status == 503 && said.contains("does not answer"))
    })
    .await;
    let holder = keeper.up();
    eventually("it goes on when the database is back", async || up.is_well()).await;
    assert_eq!(up.stop().0.status, Some(0));
    drop(holder);
}
