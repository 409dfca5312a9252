//! Courtesy mail waits, gathers and is withdrawn; legal notices are sent as they are.

use redress::appeal::{Actor, Command, Deed, Note};
use redress::ladder::Courtesy;
use redress::mail::Habits;
use redress::registry::{Answer, Submission};
use redress::store::{self, letter::Letter};

use crate::world::appeals::{World, act, instant};

async fn courtesy(world: &World, appeal: &str, name: &str) -> Letter {
    let mut letters = world.letters(appeal).await.into_iter();
    letters.find(|letter| letter.name == name && !letter.legal).unwrap_or_else(|| panic!("no {name}"))
}

/// Lives until the reminder of the reviewer has been written, two days before its date.
async fn reminded() -> (World, String) {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.sends_letters().await;
    world.lives_until("2021-02-05 18:00").await;
    (world, appeal)
}

#[tokio::test]
async fn a_letter_leads_to_the_page_of_its_appeal_where_the_pages_have_an_address() {
    let mut world = World::at("2021-01-27 10:00").await;
    let before = world.file_appeal().await;
    assert!(world.letters(&before).await.iter().all(|letter| !letter.body.contains("http")));
    world.registry = world.registry.clone().with_site("https://appeals.example.kz/");
    world.does(&before, "DGD-ALMATY", act("annul", &[("reasons", "no offence")])).await;
    let letters = world.letters(&before).await;
    let told = letters.iter().find(|letter| letter.name == "annulled").unwrap();
    let link = format!("https://appeals.example.kz/appeals/{before}");
    assert!(told.body.lines().any(|line| line.trim().ends_with(&link)), "{}", told.body);
}

#[tokio::test]
async fn a_reminder_of_a_decided_case_is_withdrawn_with_the_reason_and_the_decision_is_sent() {
    let (world, appeal) = reminded().await;
    world.does(&appeal, "DGD-ALMATY", act("annul", &[("reasons", "no offence")])).await;
    world.sends_letters().await;
    let reminder = courtesy(&world, &appeal, "decide-soon").await;
    assert_eq!(reminder.status, "withdrawn");
    assert!(reminder.answer.unwrap().contains("the step `review` is over"));
    for letter in world.letters(&appeal).await.iter().filter(|letter| letter.legal) {
        assert_eq!(letter.status, "accepted", "{letter:?}");
    }
}

#[tokio::test]
async fn a_reminder_that_still_holds_is_sent() {
    let (world, appeal) = reminded().await;
    world.sends_letters().await;
    assert_eq!(courtesy(&world, &appeal, "decide-soon").await.status, "accepted");
}

#[tokio::test]
async fn at_night_a_reminder_waits_for_the_morning_and_a_legal_notice_does_not() {
    let (world, appeal) = reminded().await;
    world.clock.set(instant("2021-02-05 22:30"));
    world.file_appeal().await;
    let before = world.mail.sent().len();
    world.sends_letters().await;
    let reminder = courtesy(&world, &appeal, "decide-soon").await;
    assert_eq!((reminder.status.as_str(), reminder.next_at), ("queued", Some(instant("2021-02-06 08:00"))));
    assert!(world.mail.sent().len() > before, "the legal notices of the new appeal went out");
    world.clock.set(instant("2021-02-06 08:00"));
    world.sends_letters().await;
    assert_eq!(courtesy(&world, &appeal, "decide-soon").await.status, "accepted");
}

#[tokio::test]
async fn a_reminder_written_late_waits_for_offices_to_open() {
    let world = World::at("2021-02-01 10:00").await;
    let appeal = world.file_appeal().await;
    world.sends_letters().await;
    // The program was down when the reminder was due, and is back in the evening.
    world.becomes("2021-02-09 19:30").await;
    world.sends_letters().await;
    let reminder = courtesy(&world, &appeal, "decide-soon").await;
    assert_eq!((reminder.status.as_str(), reminder.next_at), ("queued", Some(instant("2021-02-10 09:00"))));
    assert_eq!(reminder.answer.as_deref(), Some("offices are closed"));
    world.clock.set(instant("2021-02-10 09:00"));
    world.sends_letters().await;
    assert_eq!(courtesy(&world, &appeal, "decide-soon").await.status, "accepted");
}

#[tokio::test]
async fn legal_notices_know_no_hours_no_number_and_no_digest() {
    let mut world = World::at("2021-01-27 23:30").await;
    world.mail = world.mail.clone().with_habits(Habits { courtesy_a_day: 0, ..Habits::default() });
    for _ in 0..4 {
        world.file_appeal().await;
    }
    let written = world.sends_letters().await;
    assert!(written >= 8, "{written}");
    assert_eq!(world.mail.sent().len(), written, "each by itself, at once");
}

#[tokio::test]
async fn beyond_the_days_number_courtesy_letters_come_together_the_next_morning() {
    let mut world = World::at("2021-01-27 10:00").await;
    world.mail = world.mail.clone().with_habits(Habits { courtesy_a_day: 2, ..Habits::default() });
    let mut appeals = Vec::new();
    for _ in 0..5 {
        appeals.push(world.file_appeal().await);
    }
    world.sends_letters().await;
    world.lives_until("2021-02-05 18:00").await;
    let before = world.mail.sent().len();
    world.sends_letters().await;
    let mut told = Vec::new();
    for appeal in &appeals {
        told.push(courtesy(&world, appeal, "decide-soon").await.status);
    }
    assert_eq!(told, ["accepted", "accepted", "queued", "queued", "queued"]);
    assert_eq!(world.mail.sent().len(), before + 2);
    world.clock.set(instant("2021-02-06 08:00"));
    world.sends_letters().await;
    let sent = world.mail.sent();
    assert_eq!(sent.len(), before + 3, "three letters in one digest");
    let digest = mail_parser::MessageParser::default()
        .parse(sent.last().unwrap())
        .unwrap()
        .body_text(0)
        .unwrap()
        .into_owned();
    for appeal in &appeals[2..] {
        assert!(digest.contains(appeal.as_str()), "{appeal} in {digest}");
        assert_eq!(courtesy(&world, appeal, "decide-soon").await.status, "accepted");
    }
}

/// ECHO wants this of courtesy letters; a message of its official is one, and what comes of it is told.
async fn told_of_a_remark(wanted: Courtesy) -> (World, String, Letter) {
    let world = World::at("2021-01-27 10:00").await;
    store::ladder::choose_courtesy(world.store(), "ECHO", wanted).await.unwrap();
    let appeal = world.file_appeal().await;
    let text = "We have asked for the file.".to_owned();
    let command = Command::Note(Note { text, source: None, wish: None });
    let deed = Deed { actor: Actor::Office("DGD-ALMATY".to_owned()), command };
    let submission = Submission { key: "remark".to_owned(), reference: Some(appeal.clone()), deed };
    assert!(matches!(world.submit(submission).await, Answer::Done(_)));
    world.sends_letters().await;
    let noted = courtesy(&world, &appeal, "noted").await;
    assert_eq!(noted.recipient, "ECHO");
    (world, appeal, noted)
}

#[tokio::test]
async fn an_organisation_that_wants_no_courtesy_letters_still_gets_every_legal_notice() {
    let (world, appeal, noted) = told_of_a_remark(Courtesy::Never).await;
    assert_eq!(noted.status, "withdrawn");
    assert!(noted.answer.unwrap().contains("legal notices alone"));
    let legal = world.letters(&appeal).await.into_iter().filter(|one| one.legal && one.recipient == "ECHO");
    let statuses: Vec<String> = legal.map(|one| one.status).collect();
    assert!(!statuses.is_empty() && statuses.iter().all(|one| one == "accepted"), "{statuses:?}");
}

#[tokio::test]
async fn an_organisation_may_get_its_courtesy_letters_together_the_next_morning() {
    let (world, appeal, noted) = told_of_a_remark(Courtesy::Together).await;
    assert_eq!(noted.status, "queued");
    world.clock.set(instant("2021-01-28 08:00"));
    world.sends_letters().await;
    assert_eq!(courtesy(&world, &appeal, "noted").await.status, "accepted");
    let (world, appeal, noted) = told_of_a_remark(Courtesy::AtOnce).await;
    assert_eq!((noted.status.as_str(), world.letters(&appeal).await.is_empty()), ("accepted", false));
}
