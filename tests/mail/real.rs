//! Letters through a real mail server, read by other means than they were made with.

use redress::mail::{Dkim, Identity, Mail, Purpose, Server};
use serde_json::Value;

use crate::python::{RealServer, header, read};
use crate::world::appeals::World;

fn identity() -> Identity {
    Identity::new("appeals@redress.test", &[7; 32]).unwrap()
}

fn to(server: &RealServer, scheme: &str, login: &str, authority: Option<&str>) -> Mail {
    let tls = if scheme == "smtp" { "?tls=required" } else { "" };
    let url = format!("{scheme}://{login}127.0.0.1:{}{tls}", server.port);
    Mail::smtp(Server::new(&url, authority.map(str::as_bytes), "redress.test").unwrap(), identity())
}

/// A world with an appeal filed, its letters not yet sent.
async fn world() -> (World, String) {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    (world, appeal)
}

const LOGIN: &str = "appeals:s3cret%20word@";

#[tokio::test]
async fn letters_arrive_with_starttls_and_a_login_and_the_servers_answer_is_kept() {
    let server = RealServer::start("starttls", "mail");
    let (mut world, appeal) = world().await;
    world.mail = to(&server, "smtp", LOGIN, Some(&server.authority));
    let sent = world.sends_letters().await;
    let taken = server.taken();
    assert_eq!((sent, taken.len()), (world.letters(&appeal).await.len(), sent));
    for letter in world.letters(&appeal).await {
        assert_eq!(letter.status, "accepted");
        assert!(letter.answer.as_deref().unwrap().starts_with("250 2.0.0 taken as "), "{letter:?}");
        assert_eq!(letter.settled_at, Some(world.clock.now()));
    }
    for mail in taken {
        let envelope = server.envelope(&mail);
        assert_eq!((&envelope["tls"], &envelope["login"]), (&Value::Bool(true), &Value::Bool(true)));
        let from = envelope["from"].as_str().unwrap();
        assert!(matches!(identity().purpose(from), Some(Purpose::Return { .. })), "{from}");
    }
}

#[tokio::test]
async fn letters_arrive_with_tls_from_the_first_byte() {
    let server = RealServer::start("tls", "mail");
    let (mut world, _) = world().await;
    world.mail = to(&server, "smtps", LOGIN, Some(&server.authority));
    assert_eq!(server.taken().len(), 0);
    assert_eq!(world.sends_letters().await, server.taken().len());
}

#[tokio::test]
async fn a_wrong_password_or_an_unknown_authority_fails_no_letter() {
    let server = RealServer::start("starttls", "mail");
    let (mut world, appeal) = world().await;
    let wrong_password = to(&server, "smtp", "appeals:wrong@", Some(&server.authority));
    let unknown_authority = to(&server, "smtp", LOGIN, None);
    for (mail, why) in [(wrong_password, "535"), (unknown_authority, "certificate")] {
        world.mail = mail;
        world.sends_letters().await;
        for letter in world.letters(&appeal).await {
            let answer = letter.answer.unwrap();
            assert_eq!(letter.status, "deferred", "{answer}");
            assert!(answer.contains("is not ready") && answer.to_lowercase().contains(why), "{answer}");
        }
        let next = redress::store::outbox::next(world.store()).await.unwrap().unwrap();
        world.clock.set(next.checked_add(jiff::SignedDuration::from_mins(5)).unwrap());
    }
    assert_eq!(server.taken().len(), 0);
}

#[tokio::test]
async fn a_letter_reads_as_it_was_written_in_text_and_html_and_names_its_case() {
    let server = RealServer::start("starttls", "mail");
    let (mut world, appeal) = world().await;
    world.mail = to(&server, "smtp", LOGIN, Some(&server.authority));
    world.sends_letters().await;
    world.lives_until("2021-02-10 10:00").await;
    world.sends_letters().await;
    let letters = world.letters(&appeal).await;
    let mails: Vec<Value> = server.taken().iter().map(|mail| read(mail, None)).collect();
    assert!(mails.len() > 4, "{}", mails.len());
    for mail in &mails {
        let id = header(mail, "message-id");
        let letter = letters.iter().find(|letter| [letter.message_id.as_str()] == id[..]).unwrap();
        assert_eq!(mail["defects"].as_array().unwrap().len(), 0, "{mail:#}");
        assert_eq!(header(mail, "subject"), [&letter.subject]);
        assert_eq!(header(mail, "to"), [&letter.address]);
        assert_eq!(header(mail, "from"), ["redress <appeals@redress.test>"]);
        assert_eq!(header(mail, "auto-submitted"), ["auto-generated"]);
        assert_eq!(header(mail, "content-language"), [&letter.language]);
        assert_eq!(header(mail, "list-id"), [format!("<{}.cases.redress.test>", appeal.to_lowercase())]);
        assert_eq!(header(mail, "reply-to"), [identity().reply_address(&appeal, &letter.recipient)]);
        assert_eq!(header(mail, "date").len(), 1);
        assert_eq!(mail["ascii"], true);
        assert!(mail["longest"].as_u64().unwrap() <= 998);
        let tree = &mail["tree"];
        assert_eq!(tree["type"], "multipart/alternative");
        let [text, html] = [&tree["parts"][0], &tree["parts"][1]];
        assert_eq!((&text["type"], &text["charset"]), (&"text/plain".into(), &"utf-8".into()));
        assert_eq!(text["text"], letter.body.as_str());
        assert_eq!((&html["type"], &html["charset"]), (&"text/html".into(), &"utf-8".into()));
        assert!(html["text"].as_str().unwrap().contains(&format!("<html lang=\"{}\">", letter.language)));
    }
}

#[tokio::test]
async fn letters_of_a_case_to_one_recipient_are_one_thread_and_of_others_another() {
    let server = RealServer::start("starttls", "mail");
    let (mut world, appeal) = world().await;
    world.file_appeal().await;
    world.mail = to(&server, "smtp", LOGIN, Some(&server.authority));
    world.lives_until("2021-02-10 10:00").await;
    world.sends_letters().await;
    let letters = world.letters(&appeal).await;
    let mails: Vec<Value> = server.taken().iter().map(|mail| read(mail, None)).collect();
    for recipient in ["ECHO", "DGD-ALMATY"] {
        let ids: Vec<&str> = letters
            .iter()
            .filter(|letter| letter.recipient == recipient)
            .map(|letter| letter.message_id.as_str())
            .collect();
        assert!(ids.len() > 1, "{recipient}");
        for (place, id) in ids.iter().enumerate() {
            let Some(mail) = mails.iter().find(|mail| header(mail, "message-id") == [*id]) else { continue };
            let mut references = vec![ids[0], ids[place.saturating_sub(1)]];
            references.dedup();
            match place {
                0 => assert_eq!(header(mail, "references"), [] as [&str; 0]),
                _ => {
                    assert_eq!(header(mail, "references"), [references.join(" ")]);
                    assert_eq!(header(mail, "in-reply-to"), [ids[place - 1]]);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_signature_of_either_kind_is_found_good_and_falls_with_any_change() {
    let elliptic = rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap().serialize_pem();
    for key in [include_str!("dkim-rsa.pem"), &elliptic] {
        let dkim = || Dkim::read(key, "redress.test", "mail").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (mut world, _) = world().await;
        world.mail = Mail::memory(identity().signing(dkim()));
        world.sends_letters().await;
        let record = (dkim().record_name(), dkim().record());
        for (number, bytes) in world.mail.sent().iter().enumerate() {
            let path = folder.path().join(number.to_string());
            std::fs::write(&path, bytes).unwrap();
            let mail = read(&path, Some((&record.0, &record.1)));
            let head = String::from_utf8_lossy(bytes);
            assert_eq!(mail["dkim"], true, "{}", head.split("\r\n\r\n").next().unwrap());
            assert_eq!((&mail["dkim_changed"], &mail["dkim_added"]), (&false.into(), &false.into()));
        }
        assert!(!world.mail.sent().is_empty());
    }
}

#[tokio::test]
async fn an_address_beyond_ascii_is_written_to_where_the_server_can_and_refused_where_it_cannot() {
    for (folder, status) in [("utf8", "accepted"), ("mail", "failed")] {
        let server = RealServer::start("starttls", folder);
        let (mut world, appeal) = world().await;
        let sql = "update letter set address = 'эхо@ngo.example' where recipient = 'ECHO'";
        sqlx::query(sql).execute(world.store().pool()).await.unwrap();
        world.mail = to(&server, "smtp", LOGIN, Some(&server.authority));
        world.sends_letters().await;
        let letters = world.letters(&appeal).await;
        let letter = letters.iter().find(|letter| letter.recipient == "ECHO").unwrap();
        assert_eq!(letter.status, status, "{letter:?}");
        let mut taken = server.taken().into_iter();
        let mail = taken.find(|mail| server.envelope(mail)["to"][0] == "эхо@ngo.example");
        assert_eq!(mail.is_some(), status == "accepted");
        if let Some(mail) = mail {
            assert_eq!(header(&read(&mail, None), "to"), ["эхо@ngo.example"]);
        }
    }
}
