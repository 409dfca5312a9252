//! What comes back: reports of delivery, answers of participants, and everything else.

use jiff::civil::date;
use redress::appeal::{Actor, Command, Deed, Event, NoticeOf, Refusal, Served};
use redress::daemon::inbox;
use redress::registry::{Answer, Submission};
use redress::store;

use crate::hostile::{Hostile, Mood};
use crate::hostility;
use crate::world::appeals::World;

/// A world with an appeal whose letters are out.
async fn world() -> (World, String) {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.sends_letters().await;
    (world, appeal)
}

pub async fn take(world: &World, authority: Option<&str>, mail: &str) -> Vec<(String, String)> {
    let raw = mail.replace('\n', "\r\n");
    let now = world.clock.now();
    let verdicts = inbox::take(&world.registry, &world.mail, authority, raw.as_bytes(), now).await.unwrap();
    verdicts.into_iter().map(|verdict| (verdict.what.to_owned(), verdict.reasons)).collect()
}

pub async fn letter_to(world: &World, appeal: &str, recipient: &str) -> store::letter::Letter {
    let mut letters = world.letters(appeal).await.into_iter();
    letters.find(|letter| letter.recipient == recipient && letter.legal).unwrap()
}

pub fn bounce(to: &str, message_id: &str) -> String {
    format!(
        "Return-Path: <>\nDelivered-To: {to}\nFrom: MAILER-DAEMON@mx.example\nTo: {to}\nAuto-Submitted: auto-replied\n\
         Subject: Undelivered\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nIt did not work.\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; echo@ngo.example\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 no such mailbox\n\n--b\nContent-Type: text/rfc822-headers\n\n\
         Message-ID: {message_id}\nSubject: x\n\n--b--\n"
    )
}

async fn undelivered(world: &World, appeal: &str) -> Vec<(NoticeOf, Option<String>)> {
    let journal = world.journal(appeal).await.into_iter();
    let undelivered = journal.filter_map(|entry| match entry.event {
        Event::Undelivered { notice, office, .. } => Some((notice, office)),
        _ => None,
    });
    undelivered.collect()
}

#[tokio::test]
async fn a_bounced_legal_notice_gives_the_office_a_task_and_moves_no_date() {
    let (world, appeal) = world().await;
    let letter = letter_to(&world, &appeal, "ECHO").await;
    let due = world.due_on(&appeal).await;
    let to = world.mail.identity().return_address(letter.id);
    let verdicts = take(&world, None, &bounce(&to, "<unknown@x>")).await;
    assert_eq!(verdicts, [("bounce".to_owned(), "5.1.1 smtp; 550 no such mailbox".to_owned())]);
    let bounced = letter_to(&world, &appeal, "ECHO").await;
    assert_eq!(bounced.status, "bounced");
    assert!(bounced.answer.unwrap().ends_with("; then: 5.1.1 smtp; 550 no such mailbox"));
    let notice = NoticeOf { seq: letter.seq, letter: letter.name, recipient: "ECHO".to_owned() };
    assert_eq!(undelivered(&world, &appeal).await, [(notice, Some("DGD-ALMATY".to_owned()))]);
    assert_eq!(world.due_on(&appeal).await, due);
    assert_eq!(world.row(&appeal).await.appeal.unserved.len(), 1);
    assert_eq!(take(&world, None, &bounce(&to, "<unknown@x>")).await[0].0, "known");
    assert_eq!(undelivered(&world, &appeal).await.len(), 1);
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_report_without_the_letters_address_is_known_by_its_message_id() {
    let (world, appeal) = world().await;
    let letter = letter_to(&world, &appeal, "ECHO").await;
    let verdicts = take(&world, None, &bounce("appeals@redress.test", &letter.message_id)).await;
    assert_eq!(verdicts[0].0, "bounce");
    assert_eq!(letter_to(&world, &appeal, "ECHO").await.status, "bounced");
}

#[tokio::test]
async fn nobody_can_make_up_a_report() {
    let (world, appeal) = world().await;
    let letter = letter_to(&world, &appeal, "ECHO").await;
    let forged = format!("appeals+b{}.aaaaaaaaaaaaaaaa@redress.test", letter.id);
    let verdicts = take(&world, None, &bounce(&forged, "<made@up>")).await;
    assert_eq!(verdicts[0].0, "automatic");
    assert_eq!(letter_to(&world, &appeal, "ECHO").await.status, "accepted");
}

#[tokio::test]
async fn a_notice_refused_at_once_gives_the_task_too_and_is_served_only_by_whose_task_it_is() {
    let server = Hostile::start(|to, _| match to.contains("echo") {
        true => Mood::AtRecipient("550 5.1.1 no such mailbox"),
        false => Mood::Take,
    })
    .await;
    let (world, appeal) = hostility::world(&server).await;
    world.sends_letters().await;
    let [(notice, office)] = &undelivered(&world, &appeal).await[..] else { panic!() };
    assert_eq!(office.as_deref(), Some("DGD-ALMATY"));
    let serve = |office: &str, on| {
        let served = Served { notice: notice.clone(), how: "by courier".to_owned(), on };
        let deed = Deed { actor: Actor::Office(office.to_owned()), command: Command::Served(served) };
        world.submit(Submission { key: format!("{office} {on}"), reference: Some(appeal.clone()), deed })
    };
    let day = date(2021, 1, 27);
    assert!(matches!(serve("KGD", day).await, Answer::Refused(Refusal::NotYours { .. })));
    assert!(matches!(
        serve("DGD-ALMATY", date(2021, 1, 28)).await,
        Answer::Refused(Refusal::FutureDate { .. })
    ));
    assert!(matches!(serve("DGD-ALMATY", day).await, Answer::Done(_)));
    assert!(world.row(&appeal).await.appeal.unserved.is_empty());
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

/// An answer of ECHO, whose address the sample table has.
pub fn answer(world: &World, appeal: &str, from: &str, head: &str) -> String {
    let to = world.mail.identity().reply_address(appeal, "ECHO");
    format!(
        "{head}From: {from}\nTo: {to}\nSubject: Re: your letter\nMessage-ID: <1@echo>\nMIME-Version: 1.0\n\
         Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nHere it is.\n\
         --b\nContent-Type: application/pdf; name=decision.pdf\nContent-Disposition: attachment; filename=decision.pdf\n\n\
         %PDF-1.4\n--b--\n"
    )
}

async fn address_of_echo(world: &World, appeal: &str) -> String {
    letter_to(world, appeal, "ECHO").await.address
}

#[tokio::test]
async fn an_answer_of_a_participant_becomes_a_message_with_its_files_and_once() {
    let (world, appeal) = world().await;
    let from = address_of_echo(&world, &appeal).await;
    let verdicts = take(&world, None, &answer(&world, &appeal, &format!("Echo <{from}>"), "")).await;
    assert_eq!(verdicts[0].0, "message", "{verdicts:?}");
    let journal = world.journal(&appeal).await;
    let last = journal.last().unwrap();
    let Event::MessageReceived(message) = &last.event else { panic!("{last:?}") };
    assert_eq!((message.from.as_str(), message.subject.as_str()), ("ECHO", "Re: your letter"));
    assert_eq!(last.actor, Actor::Organisation("ECHO".to_owned()));
    assert_eq!((message.attachments.len(), message.attachments[0].name.as_str()), (1, "decision.pdf"));
    let sql = "select a.content from attachment a join incoming_attachment i using (digest)";
    let stored: Vec<u8> = sqlx::query_scalar(sql).fetch_one(world.store().pool()).await.unwrap();
    assert_eq!(stored.len() as u64, message.attachments[0].size);
    assert!(stored.starts_with(b"%PDF-1.4"));
    // The same mail by another way: another header above it changes nothing.
    let again = answer(&world, &appeal, &from, "Received: from elsewhere\n");
    assert_eq!(take(&world, None, &again).await[0].0, "known");
    assert_eq!(world.journal(&appeal).await.len(), journal.len());
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn whatever_is_doubtful_is_held_with_the_reasons_and_moves_nothing() {
    let (world, appeal) = world().await;
    let from = address_of_echo(&world, &appeal).await;
    let entries = world.journal(&appeal).await.len();
    let stranger = answer(&world, &appeal, "stranger@elsewhere.example", "");
    let unknown = answer(&world, "R-4444-4444-4444", &from, "");
    let nowhere =
        format!("From: {from}\nTo: appeals@redress.test\nSubject: x\nMessage-ID: <2@echo>\n\nHello\n");
    let large = format!("From: {from}\nX: {}\n\nx\n", "a".repeat(200 * 1024));
    for (mail, why) in [
        (stranger, "its sender `stranger@elsewhere.example` is not the address of ECHO"),
        (unknown, "not known here"),
        (nowhere, "no address that a letter names"),
        (large, "headers are longer"),
    ] {
        let verdicts = take(&world, None, &mail).await;
        assert_eq!(verdicts[0].0, "held");
        assert!(verdicts[0].1.contains(why), "{verdicts:?}");
    }
    let held = store::incoming::list(world.store(), 0, true).await.unwrap();
    assert_eq!(held.len(), 4);
    assert_eq!(world.journal(&appeal).await.len(), entries);
    assert!(world.mail.sent().len() == world.letters(&appeal).await.len(), "nothing was answered");
}

#[tokio::test]
async fn where_the_receiving_server_checks_senders_only_a_genuine_one_counts() {
    let (world, appeal) = world().await;
    let from = address_of_echo(&world, &appeal).await;
    let found = |finding: &str| format!("Authentication-Results: mx.redress.test; dmarc={finding}\n");
    let forged = take(&world, Some("mx.redress.test"), &answer(&world, &appeal, &from, &found("fail"))).await;
    assert_eq!(forged[0].0, "held");
    assert!(forged[0].1.contains("DMARC: fail"), "{forged:?}");
    let mail = answer(&world, &appeal, &from, &found("pass")).replace("<1@echo>", "<2@echo>");
    assert_eq!(take(&world, Some("mx.redress.test"), &mail).await[0].0, "message");
}

#[tokio::test]
async fn an_absence_note_and_a_revoked_address_reach_no_appeal() {
    let (world, appeal) = world().await;
    let from = address_of_echo(&world, &appeal).await;
    let away = answer(&world, &appeal, &from, "Auto-Submitted: auto-replied\n");
    assert_eq!(take(&world, None, &away).await[0].0, "automatic");
    let row = world.row(&appeal).await.id;
    assert_eq!(store::incoming::revoke(world.store(), row, "ECHO", world.clock.now()).await.unwrap(), 1);
    let late = answer(&world, &appeal, &from, "").replace("<1@echo>", "<3@echo>");
    let verdicts = take(&world, None, &late).await;
    assert_eq!(verdicts, [("held".to_owned(), "the address that it came to was revoked".to_owned())]);
}
