//! The truth about delivery with the daemon at work: refused at once, and come back later.

use std::time::Duration;

use redress::appeal::Event;
use redress::daemon::collect::Maildir;
use redress::daemon::supervisor::Daemon;

use crate::back::{bounce, letter_to};
use crate::hostile::{Hostile, Mood};
use crate::hostility;
use crate::world::appeals::World;

/// Waits for the daemon to bring this about, and fails the test if it does not.
async fn until(what: impl AsyncFn() -> bool) {
    let waiting = async {
        while !what().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.unwrap();
}

/// The office that has the task to serve the notice that did not arrive.
async fn task(world: &World, appeal: &str) -> Option<String> {
    let unserved = world.row(appeal).await.appeal.unserved.into_iter().next()?;
    unserved.office
}

#[tokio::test]
async fn a_notice_that_comes_back_into_the_maildir_gives_the_office_a_task() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let daemon = Daemon::start(&world.registry, &world.mail, &world.clock);
    until(async || letter_to(&world, &appeal, "ECHO").await.status == "accepted").await;
    let letter = letter_to(&world, &appeal, "ECHO").await;
    let due = world.due_on(&appeal).await;

    let folder = tempfile::tempdir().unwrap();
    for part in ["new", "cur", "tmp"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
    }
    let report = bounce(&world.mail.identity().return_address(letter.id), "<unknown@x>");
    std::fs::write(folder.path().join("new/1.M1.mx"), report.replace('\n', "\r\n")).unwrap();
    std::fs::write(folder.path().join("new/2.M2.mx"), "no mail at all").unwrap();
    let maildir = Maildir::open(folder.path().to_owned(), None).unwrap();
    daemon.collect(&maildir, &world.registry, &world.mail);
    until(async || std::fs::read_dir(folder.path().join("cur")).unwrap().count() == 2).await;
    daemon.stop().await;

    assert!(folder.path().join("cur/1.M1.mx:2,S").exists());
    assert_eq!(letter_to(&world, &appeal, "ECHO").await.status, "bounced");
    assert_eq!(task(&world, &appeal).await.as_deref(), Some("DGD-ALMATY"));
    assert_eq!(world.due_on(&appeal).await, due, "no date moved");
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_notice_refused_by_the_mail_server_gives_the_office_a_task_once() {
    let server = Hostile::start(|to, _| match to.contains("echo") {
        true => Mood::AtRecipient("550 5.1.1 no such mailbox"),
        false => Mood::Take,
    })
    .await;
    let (world, appeal) = hostility::world(&server).await;
    let start = || Daemon::start(&world.registry, &world.mail, &world.clock);
    let daemons = [start(), start()];
    until(async || task(&world, &appeal).await.is_some()).await;
    until(async || letter_to(&world, &appeal, "ECHO").await.status == "failed").await;
    for daemon in daemons {
        daemon.stop().await;
    }
    let told = world.journal(&appeal).await.into_iter();
    assert_eq!(told.filter(|entry| matches!(entry.event, Event::Undelivered { .. })).count(), 1);
    assert_eq!(task(&world, &appeal).await.as_deref(), Some("DGD-ALMATY"));
}

#[test]
fn a_folder_that_is_no_maildir_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    Maildir::open(folder.path().to_owned(), None).unwrap_err();
}
