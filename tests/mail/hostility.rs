//! Whatever a mail server does, nothing is lost, and what comes twice comes under one Message-ID.

use std::collections::BTreeMap;
use std::time::Duration;

use redress::mail::{Identity, Mail, Server};
use redress::store;

use crate::hostile::{Hostile, Mood};
use crate::world::appeals::World;

pub fn to(server: &Hostile) -> Mail {
    let server = Server::new(&server.url(), None, "redress.test").unwrap();
    let server = server.patient_for(Duration::from_millis(400));
    Mail::smtp(server, Identity::new("appeals@redress.test", &[7; 32]).unwrap())
}

/// A world with letters to be sent to this server, and how many there are.
pub async fn world(server: &Hostile) -> (World, String) {
    let mut world = World::at("2021-01-27 10:00").await;
    world.mail = to(server);
    let appeal = world.file_appeal().await;
    (world, appeal)
}

/// Lets time pass until no letter waits any more.
async fn until_none_waits(world: &World) {
    while let Some(next) = store::outbox::next(world.store()).await.unwrap() {
        world.clock.set(next.max(world.clock.now()));
        world.sends_letters().await;
    }
}

/// How often each letter was taken, by its Message-ID.
fn copies(server: &Hostile) -> BTreeMap<String, usize> {
    let mut copies = BTreeMap::new();
    for taken in server.taken() {
        *copies.entry(taken.message_id).or_default() += 1;
    }
    copies
}

async fn statuses(world: &World, appeal: &str) -> Vec<(String, i32)> {
    world.letters(appeal).await.into_iter().map(|letter| (letter.status, letter.attempts)).collect()
}

#[tokio::test]
async fn a_server_that_says_later_for_a_while_gets_each_letter_once_in_the_end() {
    for words in ["451 4.7.1 come back", "421 4.3.2 shutting down"] {
        let server = Hostile::start(move |_, before| match before {
            0..3 => Mood::AtRecipient(words),
            _ => Mood::Take,
        })
        .await;
        let (world, appeal) = world(&server).await;
        until_none_waits(&world).await;
        assert!(statuses(&world, &appeal).await.iter().all(|(status, _)| status == "accepted"));
        assert_eq!(copies(&server).len(), world.letters(&appeal).await.len());
        assert!(copies(&server).values().all(|copies| *copies == 1), "{:?}", copies(&server));
    }
}

#[tokio::test]
async fn a_recipient_refused_for_good_fails_alone_with_the_servers_words() {
    let server = Hostile::start(|to, _| match to.contains("echo") {
        true => Mood::AtRecipient("550 5.1.1 no such mailbox"),
        false => Mood::Take,
    })
    .await;
    let (world, appeal) = world(&server).await;
    until_none_waits(&world).await;
    for letter in world.letters(&appeal).await {
        match letter.recipient.as_str() {
            "ECHO" => {
                assert_eq!((letter.status.as_str(), letter.attempts), ("failed", 1));
                assert!(letter.answer.unwrap().contains("550 5.1.1 no such mailbox"));
            }
            _ => assert_eq!(letter.status, "accepted"),
        }
    }
    assert!(server.taken().iter().all(|taken| !taken.to.contains("echo")));
    assert_eq!(server.taken().len() + 1, world.letters(&appeal).await.len());
}

#[tokio::test]
async fn an_answer_lost_after_the_letter_repeats_it_to_the_byte_under_one_message_id() {
    for mood in [Mood::TakeAndDrop, Mood::TakeAndSilence] {
        let server = Hostile::start(move |_, before| if before == 0 { mood } else { Mood::Take }).await;
        let (world, appeal) = world(&server).await;
        until_none_waits(&world).await;
        let letters = world.letters(&appeal).await;
        let taken = server.taken();
        for letter in &letters {
            let copies: Vec<_> = taken.iter().filter(|one| one.message_id == letter.message_id).collect();
            assert_eq!((letter.status.as_str(), copies.len()), ("accepted", 2));
            assert_eq!(copies[0].bytes, copies[1].bytes);
        }
        assert_eq!(taken.len(), letters.len() * 2);
    }
}

#[tokio::test]
async fn a_connection_lost_inside_the_letter_repeats_nothing() {
    let server = Hostile::start(|_, before| if before == 0 { Mood::DropInside } else { Mood::Take }).await;
    let (world, appeal) = world(&server).await;
    until_none_waits(&world).await;
    assert_eq!(copies(&server).len(), world.letters(&appeal).await.len());
    assert!(copies(&server).values().all(|copies| *copies == 1));
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up_and_its_letters_wait() {
    let server = Hostile::start(|_, _| Mood::Silence).await;
    let (world, appeal) = world(&server).await;
    world.sends_letters().await;
    for letter in world.letters(&appeal).await {
        assert_eq!((letter.status.as_str(), letter.attempts), ("deferred", 1));
        assert!(letter.answer.unwrap().contains("no answer within"));
        assert!(letter.next_at.unwrap() > world.clock.now());
    }
}

#[tokio::test]
async fn a_slow_server_gets_each_letter_once_and_its_connections_are_used_again() {
    let server = Hostile::start(|_, _| Mood::Slowly(Duration::from_millis(20))).await;
    let (world, appeal) = world(&server).await;
    for _ in 0..19 {
        world.file_appeal().await;
    }
    let sent = world.sends_letters().await;
    assert_eq!(sent, world.letters(&appeal).await.len() * 20);
    assert_eq!((server.taken().len(), copies(&server).len()), (sent, sent));
    assert!(server.connections() <= 16, "{}", server.connections());
}

#[tokio::test]
async fn after_the_last_attempt_a_letter_is_held_for_a_person_and_can_be_sent_again() {
    let server = Hostile::start(|_, before| match before {
        0..16 => Mood::AtEnd("452 4.2.2 mailbox full"),
        _ => Mood::Take,
    })
    .await;
    let (world, appeal) = world(&server).await;
    until_none_waits(&world).await;
    let held: Vec<_> = world.letters(&appeal).await;
    for letter in &held {
        assert_eq!((letter.status.as_str(), letter.attempts), ("held", 16));
        assert!(letter.answer.as_deref().unwrap().contains("452 4.2.2 mailbox full"));
    }
    let waited = world.clock.now().duration_since(held[0].written_at);
    assert!((24..72).contains(&waited.as_hours()), "{waited:?}");
    assert_eq!(server.taken().len(), 0);
    let ids: Vec<i64> = held.iter().map(|letter| letter.id).collect();
    assert_eq!(store::outbox::retry(world.store(), &ids, world.clock.now()).await.unwrap(), ids.len() as u64);
    until_none_waits(&world).await;
    assert_eq!(copies(&server).len(), held.len());
}

#[tokio::test]
async fn two_daemons_send_every_letter_once() {
    let server = Hostile::start(|_, _| Mood::Take).await;
    let (world, appeal) = world(&server).await;
    for _ in 0..29 {
        world.file_appeal().await;
    }
    let (one, two) = tokio::join!(world.sends_letters(), world.sends_letters());
    assert_eq!(one + two, world.letters(&appeal).await.len() * 30);
    assert!(copies(&server).values().all(|copies| *copies == 1));
    assert_eq!(copies(&server).len(), one + two);
}

#[tokio::test]
async fn a_daemon_that_died_while_sending_leaves_letters_that_another_sends_after_the_lease() {
    let server = Hostile::start(|_, _| Mood::Take).await;
    let (world, appeal) = world(&server).await;
    let now = world.clock.now();
    let until = now.checked_add(jiff::SignedDuration::from_mins(15)).unwrap();
    let leased = store::outbox::lease(world.store(), now, until, 100).await.unwrap();
    assert_eq!(world.sends_letters().await, 0, "they are on lease");
    world.clock.set(until);
    assert_eq!(world.sends_letters().await, leased.len());
    assert_eq!(copies(&server).len(), world.letters(&appeal).await.len());
}
