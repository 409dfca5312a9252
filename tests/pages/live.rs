//! An open overview: told when something has changed, in a real browser and beside a real daemon.

use redress::daemon::supervisor::Daemon;
use redress::daemon::watch;
use redress::store;

use crate::browser::{Browser, Habits};
use crate::served::{MINISTER, Served};
use crate::world::appeals::World;

/// Lets the world live to the next thing that time asks.
async fn step(world: &World) {
    let next = store::appeal::next_wake(world.store()).await.unwrap().expect("time asks something");
    world.clock.set(next);
    watch::catch_up(&world.registry, &world.clock).await.unwrap();
}

#[tokio::test]
async fn an_escalation_appears_on_an_open_overview_without_reloading() {
    let rehearsed = World::at("2021-01-27 10:00").await;
    let reference = rehearsed.file_appeal().await;
    let mut steps = 0;
    while rehearsed.stands(&reference).await.1 != "MF" {
        step(&rehearsed).await;
        steps += 1;
    }
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    for _ in 1..steps {
        step(&served.world).await;
    }
    let daemon = Daemon::start(&served.world.registry, &served.world.mail, &served.world.clock);
    let served = served.beside(&daemon);
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    // Signed in when the day comes: a session does not outlast an idle night.
    let next = store::appeal::next_wake(served.world.store()).await.unwrap().unwrap();
    served.world.clock.set(next - jiff::SignedDuration::from_mins(5));
    browser.becomes(&served.signed_in(MINISTER).await).await;
    browser.goto("/overview").await;
    browser.client.execute("window.here = true", Vec::new()).await.unwrap();
    let is_there = format!("return document.body.textContent.includes('{reference}')");
    let before = browser.client.execute(&is_there, Vec::new()).await.unwrap();
    assert_eq!(before, false, "it is with an office below");
    step(&served.world).await;
    browser.until(&is_there).await;
    browser.until("return window.here === true").await;
    browser.close().await;
    served.pages.close().await;
    daemon.stop().await;
}
