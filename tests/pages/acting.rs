//! Acting through the pages: what is offered, what it would bring about, and that it is done once.

use redress::appeal::{Actor, Command, Deed, Event, File, Note};
use redress::registry::{Answer as Done, Submission, WorkflowFiles};

use crate::served::{APPELLANT, Answer, ISSUER, OFFICIAL, Served, Visitor};
use crate::world::appeals::{day, filing};

pub const COLLEAGUE: &str = "yerlan.tulegenov@kgd.example";

/// A text as a page writes it.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
    text.replace('"', "&#34;").replace('\'', "&#39;")
}

/// A text as a page was meant to say it.
fn plain(text: &str) -> String {
    let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
    text.replace("&#38;", "&")
}

/// Fields that a form of a page hides, and those typed into it.
pub fn filled<'a>(answer: &Answer, typed: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let hidden = answer.body.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|after| {
        let (name, rest) = after.split_once("\" value=\"")?;
        Some((name.to_owned(), plain(rest.split_once('"')?.0)))
    });
    hidden.chain(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

pub async fn send(visitor: &Visitor<'_>, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    visitor.post(path, &fields).await
}

/// Fills the form of an action in and asks what would follow.
pub async fn preview(visitor: &Visitor<'_>, path: &str, typed: &[(&str, &str)]) -> Answer {
    let form = visitor.get(path).await;
    assert_eq!(form.status.as_u16(), 200, "{}", form.body);
    let typed: Vec<(&str, &str)> = typed.iter().copied().chain([("press", "preview")]).collect();
    send(visitor, path, &filled(&form, &typed)).await
}

/// Does it; answers with the fields of the confirmation and where it led.
pub async fn does(visitor: &Visitor<'_>, path: &str, typed: &[(&str, &str)]) -> Answer {
    let seen = preview(visitor, path, typed).await;
    let confirmed = send(visitor, path, &filled(&seen, &[("press", "confirm")])).await;
    assert_eq!(confirmed.status.as_u16(), 303, "{}", confirmed.body);
    confirmed
}

pub async fn acted(served: &Served, reference: &str) -> usize {
    let journal = served.world.journal(reference).await;
    journal.iter().filter(|entry| matches!(entry.event, Event::Acted { .. })).count()
}

#[tokio::test]
async fn an_official_is_offered_what_is_lawful_and_told_why_not_the_rest() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let case = format!("/appeals/{reference}");
    let official = served.signed_in(OFFICIAL).await;
    let page = official.get(&case).await.body;
    assert!(
        page.contains(&format!("href=\"{case}/do/annul\""))
            && page.contains(&format!("{case}/do/stop-clock"))
    );
    assert!(!page.contains(&format!("{case}/do/withdraw")), "that is the organisation's");
    assert!(!page.contains(&format!("{case}/do/restart-clock")) && page.contains("Start the clock again"));
    assert!(page.contains("The clock of this step is running") || page.contains("clock"), "with the reason");
    let issuer = served.signed_in(ISSUER).await;
    let page = issuer.get(&case).await.body;
    assert!(!page.contains(&format!("href=\"{case}/do/annul\"")), "it may not decide on its own act");
    let appellant = served.signed_in(APPELLANT).await;
    let page = appellant.get(&case).await.body;
    assert!(page.contains(&format!("{case}/do/withdraw")) && !page.contains(&format!("{case}/do/annul")));
}

#[tokio::test]
async fn the_letters_shown_before_are_the_letters_sent_after() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    let path = format!("/appeals/{reference}/do/annul");
    let before = served.world.letters(&reference).await.len();
    let seen =
        preview(&official, &path, &[("stated.reasons", "The <forms> held no false data & were in time.")])
            .await;
    assert_eq!(served.world.letters(&reference).await.len(), before, "nothing was written yet");
    assert_eq!(acted(&served, &reference).await, 0);
    let confirmed = send(&official, &path, &filled(&seen, &[("press", "confirm")])).await;
    assert!(confirmed.location().starts_with(&format!("/appeals/{reference}/done/")), "{confirmed:?}");
    let letters = served.world.letters(&reference).await;
    let sent = &letters[before..];
    assert_eq!(sent.len(), 3, "{sent:?}");
    for letter in sent {
        assert!(seen.body.contains(&escaped(&letter.subject)), "{}", letter.subject);
        assert!(seen.body.contains(&escaped(&letter.body)), "{}\n\n{}", letter.body, seen.body);
    }
    assert_eq!(seen.body.matches("<pre").count(), sent.len(), "and no other");
    let done = official.get(confirmed.location()).await;
    assert_eq!(done.status.as_u16(), 200);
}

#[tokio::test]
async fn a_double_press_acts_once() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    let path = format!("/appeals/{reference}/do/stop-clock");
    let typed = [("ground", "query-to-state-body"), ("stated.question", "The register of forms.")];
    let seen = preview(&official, &path, &typed).await;
    let fields = filled(&seen, &[("press", "confirm")]);
    let (first, second) = (send(&official, &path, &fields).await, send(&official, &path, &fields).await);
    assert_eq!(first.status.as_u16(), 303, "{}", first.body);
    assert_eq!(first.location(), second.location());
    assert_eq!(acted(&served, &reference).await, 1);
}

#[tokio::test]
async fn a_form_that_is_older_than_the_appeal_shows_what_changed_and_keeps_its_text() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    let path = format!("/appeals/{reference}/do/annul");
    let typed = [("stated.reasons", "A long text, thought over twice.")];
    let (form, seen) = (official.get(&path).await, preview(&official, &path, &typed).await);
    served.world.note(&reference, "A call came in from the district.").await;
    let late = send(&official, &path, &filled(&form, &[typed[0], ("press", "preview")])).await;
    let later = send(&official, &path, &filled(&seen, &[("press", "confirm")])).await;
    for answer in [&late, &later] {
        assert_eq!(answer.status.as_u16(), 200);
        assert!(answer.body.contains("A call came in from the district."), "{}", answer.body);
        assert!(answer.body.contains("A long text, thought over twice."));
    }
    assert_eq!(acted(&served, &reference).await, 0);
    let again = send(&official, &path, &filled(&late, &[typed[0], ("press", "preview")])).await;
    let done = send(&official, &path, &filled(&again, &[("press", "confirm")])).await;
    assert_eq!((done.status.as_u16(), acted(&served, &reference).await), (303, 1));
}

#[tokio::test]
async fn a_form_that_is_not_right_says_so_beside_its_field_and_loses_nothing() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    let path = format!("/appeals/{reference}/do/extend");
    let typed = [("extend-by", "400"), ("stated.ruling", "No. 7 of 27 January")];
    let wrong = preview(&official, &path, &typed).await;
    assert!(
        wrong.body.contains("<title>Error: ") && wrong.body.contains("href=\"#stated-reasons\""),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("aria-invalid=\"true\"") && wrong.body.contains("No. 7 of 27 January"));
    let typed = [typed[0], typed[1], ("stated.reasons", "A query is open.")];
    let too_long = preview(&official, &path, &typed).await;
    assert!(too_long.body.contains("class=\"error-summary\"") && too_long.body.contains("A query is open."));
    let shown = preview(&official, &path, &[("extend-by", "10"), typed[1], typed[2]]).await;
    assert!(shown.body.contains("instead of"), "the new date beside the old: {}", shown.body);
}

#[tokio::test]
async fn whoever_signed_out_in_the_middle_loses_nothing() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let path = format!("/appeals/{reference}/do/annul");
    let answer = served
        .anybody()
        .post(&path, &[("stated.reasons", "Long & thought over"), ("press", "preview")])
        .await;
    assert_eq!(answer.status.as_u16(), 401);
    assert!(answer.body.contains("Long &#38; thought over"), "{}", answer.body);
}

/// Adds the small workflow with second signatures and files under it.
async fn filed_under_two_signatures(served: &Served) -> String {
    let letters = [
        ("note.en.txt", "Subject: About {{ reference }}\n\nA note.\n"),
        ("frame.en.txt", "{{ body }}\n\nReference: {{ reference }}\n"),
    ];
    let files = WorkflowFiles {
        file: "complaint.yaml".to_owned(),
        text: include_str!("../procedure/complaint.yaml").to_owned(),
        letters: letters.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
    };
    let (registry, now) = (&served.world.registry, served.world.clock.now());
    registry.rulebook().store(registry.store(), &[files], &[], now).await.unwrap_or_else(|f| panic!("{f}"));
    let mut file = File { workflow: "complaint".to_owned(), with: "superior".to_owned(), ..filing() };
    file.stated.clear();
    file.decision.decided_on = day("2021-01-20");
    file.decision.served_on = day("2021-01-20");
    served.world.file(file).await
}

#[tokio::test]
async fn whoever_proposed_may_not_sign_and_a_colleague_may() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = filed_under_two_signatures(&served).await;
    let (first, second) = (served.signed_in(OFFICIAL).await, served.signed_in(COLLEAGUE).await);
    does(&first, &format!("/appeals/{reference}/do/send-back"), &[]).await;
    assert_eq!(acted(&served, &reference).await, 0, "it is only proposed");
    let path = format!("/appeals/{reference}/sign/send-back");
    let own = preview(&first, &path, &[("sign", "yes")]).await;
    assert!(
        own.body.contains("error-summary") && own.body.contains("not by whoever proposed it"),
        "{}",
        own.body
    );
    does(&second, &path, &[("sign", "yes")]).await;
    assert_eq!(acted(&served, &reference).await, 1);
}

#[tokio::test]
async fn a_signature_is_refused_with_a_reason_and_a_proposal_taken_back() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = filed_under_two_signatures(&served).await;
    let (first, second) = (served.signed_in(OFFICIAL).await, served.signed_in(COLLEAGUE).await);
    let (propose, sign) =
        (format!("/appeals/{reference}/do/send-back"), format!("/appeals/{reference}/sign/send-back"));
    does(&first, &propose, &[]).await;
    let silent = preview(&second, &sign, &[("sign", "no")]).await;
    assert!(silent.body.contains("href=\"#reason\""), "a reason is needed: {}", silent.body);
    does(&second, &sign, &[("sign", "no"), ("reason", "The file is complete.")]).await;
    does(&first, &propose, &[]).await;
    does(&first, &sign, &[("sign", "no"), ("reason", "Thought better of it.")]).await;
    assert_eq!(acted(&served, &reference).await, 0);
    let journal = served.world.journal(&reference).await;
    let unsigned = journal.iter().filter(|entry| matches!(entry.event, Event::Unsigned { .. })).count();
    assert_eq!(unsigned, 2);
}

#[tokio::test]
async fn a_rehearsal_writes_nothing_and_its_key_stays_free() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let command = Command::Note(Note { text: "Seen.".to_owned(), source: None, wish: None });
    let deed = Deed { actor: Actor::official("DGD-ALMATY", "Dana Akhmetova"), command };
    let submission = Submission { key: "once".to_owned(), reference: Some(reference.clone()), deed };
    let (registry, now) = (&served.world.registry, served.world.clock.now());
    let before = served.world.journal(&reference).await.len();
    registry.rehearse(&submission, now).await.unwrap();
    assert_eq!(served.world.journal(&reference).await.len(), before);
    assert_eq!(registry.answered(&submission).await.unwrap(), None);
    let answer = registry.submit(submission.clone(), now).await.unwrap();
    assert!(matches!(answer, Done::Done(_)));
    assert_eq!(registry.answered(&submission).await.unwrap(), Some(answer));
}

#[tokio::test]
async fn an_organisation_writes_to_whoever_has_its_appeal_and_is_written_to() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let message = format!("/appeals/{reference}/message");
    let appellant = served.signed_in(APPELLANT).await;
    assert!(appellant.get(&format!("/appeals/{reference}")).await.body.contains(&message));
    let due = served.world.due_on(&reference).await;
    let no_day = [("kind", "time"), ("text", "Our accountant is ill.")];
    assert!(preview(&appellant, &message, &no_day).await.body.contains("href=\"#until"));
    let day = [("until.day", "12"), ("until.month", "2"), ("until.year", "2021")];
    let asked: Vec<(&str, &str)> = no_day.into_iter().chain(day).collect();
    does(&appellant, &message, &asked).await;
    assert_eq!(served.world.due_on(&reference).await, due, "a message moves nothing");

    let noted = async || {
        let letters = served.world.letters(&reference).await.into_iter();
        let noted = letters.filter(|letter| letter.name == "noted");
        noted.map(|letter| (letter.recipient, letter.legal, letter.body)).collect::<Vec<_>>()
    };
    let letters = noted().await;
    let [(recipient, legal, body)] = &letters[..] else { panic!("{letters:?}") };
    assert_eq!((recipient.as_str(), *legal), ("DGD-ALMATY", false));
    let told = body.replace("\n> ", " ");
    assert!(told.contains("12 февраля 2021 г. Our accountant is ill."), "{body}");

    let official = served.signed_in(OFFICIAL).await;
    assert!(official.get(&format!("/appeals/{reference}")).await.body.contains("Our accountant is ill."));
    assert_eq!(official.get(&message).await.status.as_u16(), 404, "it is the organisation's page");
    let note = format!("/appeals/{reference}/note");
    does(&official, &note, &[("kind", "comment"), ("text", "Send the certificate.")]).await;
    let letters = noted().await;
    let [_, (recipient, _, body)] = &letters[..] else { panic!("{letters:?}") };
    assert!(recipient == "ECHO" && body.contains("Send the certificate."), "{body}");
}
