//! The desk of an official: what may be done, what it would bring about, who works on what, the queue.

use std::collections::BTreeSet;

use redress::appeal::{Actor, Command, Deed, Event, File, Note};
use redress::registry::{Answer as Done, Submission, WorkflowFiles};

use crate::served::{APPELLANT, Answer, ISSUER, MINISTER, OFFICIAL, Served, Visitor};
use crate::world::appeals::{day, filing};

const COLLEAGUE: &str = "yerlan.tulegenov@kgd.example";

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
fn filled<'a>(answer: &Answer, typed: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let hidden = answer.body.split("<input type=\"hidden\" name=\"").skip(1).filter_map(|after| {
        let (name, rest) = after.split_once("\" value=\"")?;
        Some((name.to_owned(), plain(rest.split_once('"')?.0)))
    });
    hidden.chain(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}

async fn send(visitor: &Visitor<'_>, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    visitor.post(path, &fields).await
}

/// Fills the form of an action in and asks what would follow.
async fn preview(visitor: &Visitor<'_>, path: &str, typed: &[(&str, &str)]) -> Answer {
    let form = visitor.get(path).await;
    assert_eq!(form.status.as_u16(), 200, "{}", form.body);
    let typed: Vec<(&str, &str)> = typed.iter().copied().chain([("press", "preview")]).collect();
    send(visitor, path, &filled(&form, &typed)).await
}

/// Does it; answers with the fields of the confirmation and where it led.
async fn does(visitor: &Visitor<'_>, path: &str, typed: &[(&str, &str)]) -> Answer {
    let seen = preview(visitor, path, typed).await;
    let confirmed = send(visitor, path, &filled(&seen, &[("press", "confirm")])).await;
    assert_eq!(confirmed.status.as_u16(), 303, "{}", confirmed.body);
    confirmed
}

async fn acted(served: &Served, reference: &str) -> usize {
    let journal = served.world.journal(reference).await;
    journal.iter().filter(|entry| matches!(entry.event, Event::Acted { .. })).count()
}

async fn key_of(served: &Served, email: &str) -> i64 {
    let known = redress::store::people::by_email(served.world.store(), email, served.world.clock.now()).await;
    known.unwrap().unwrap().id
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
async fn a_deputy_has_the_appeals_of_who_is_away_and_acts_under_both_names() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let (deputy, absent) = (served.signed_in(OFFICIAL).await, served.signed_in(COLLEAGUE).await);
    let me = key_of(&served, OFFICIAL).await.to_string();
    let taken = absent
        .post(
            &format!("/appeals/{reference}/assignment"),
            &[("to", &key_of(&served, COLLEAGUE).await.to_string())],
        )
        .await;
    assert_eq!(taken.location(), format!("/appeals/{reference}"), "{}", taken.body);
    assert!(!deputy.get("/queue?tab=mine").await.body.contains(&reference));
    let days = [
        ("since.day", "27"),
        ("since.month", "1"),
        ("since.year", "2021"),
        ("until.day", "29.01.2021"),
        ("deputy", &me),
    ];
    let entered = absent.post("/absence", &days).await;
    assert_eq!(entered.location(), "/absence", "{}", entered.body);
    assert!(deputy.get("/queue?tab=mine").await.body.contains(&reference));
    assert!(
        deputy.get(&format!("/appeals/{reference}")).await.body.contains("You stand in for Yerlan Tulegenov")
    );
    does(&deputy, &format!("/appeals/{reference}/note"), &[("kind", "comment"), ("text", "Seen.")]).await;
    let noted = served.world.journal(&reference).await.pop().unwrap();
    let both = Actor::Official {
        office: "DGD-ALMATY".to_owned(),
        person: "Dana Akhmetova".to_owned(),
        stands_in_for: Some("Yerlan Tulegenov".to_owned()),
    };
    assert_eq!(noted.actor, both);
    let theirs =
        [days[0], days[1], days[2], days[3], ("deputy", &*key_of(&served, COLLEAGUE).await.to_string())]
            .map(|(a, b)| (a, b.to_owned()));
    let theirs: Vec<(&str, &str)> = theirs.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let circle = deputy.post("/absence", &theirs).await;
    assert!(circle.body.contains("href=\"#deputy\""), "each would stand in for the other: {}", circle.body);
}

#[tokio::test]
async fn handing_over_needs_a_reason_and_whoever_was_slower_is_told() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let path = format!("/appeals/{reference}/assignment");
    let (first, second) = (served.signed_in(OFFICIAL).await, served.signed_in(COLLEAGUE).await);
    let keys = (key_of(&served, OFFICIAL).await.to_string(), key_of(&served, COLLEAGUE).await.to_string());
    let due = served.world.due_on(&reference).await;
    assert_eq!(first.post(&path, &[("to", &keys.0)]).await.status.as_u16(), 303);
    let slower = second.post(&path, &[("to", &keys.1)]).await;
    assert!(
        slower.body.contains("Somebody else") || slower.body.contains("error-summary"),
        "{}",
        slower.body
    );
    let silent = first.post(&path, &[("from", &keys.0), ("to", &keys.1)]).await;
    assert!(silent.body.contains("href=\"#reason\""), "{}", silent.body);
    let given =
        first.post(&path, &[("from", &keys.0), ("to", &keys.1), ("reason", "He knows the case.")]).await;
    assert_eq!(given.status.as_u16(), 303);
    assert!(second.get("/queue").await.body.contains(&reference), "it is his now");
    assert_eq!(served.world.due_on(&reference).await, due, "and no date has changed");
    let stranger = served.signed_in(MINISTER).await.post(&path, &[("to", &keys.0)]).await;
    assert_eq!(stranger.status.as_u16(), 404);
}

/// The references that a page of the queue lists, in their order.
fn listed(page: &Answer) -> Vec<String> {
    let rows = page.body.split("<th scope=\"row\"><a href=\"/appeals/").skip(1);
    rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_queue_shows_what_the_office_must_do_and_nobody_else_sees_it() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let (official, issuer) = (served.signed_in(OFFICIAL).await, served.signed_in(ISSUER).await);
    assert_eq!(listed(&official.get("/queue?tab=office").await), [reference.clone()]);
    assert_eq!(listed(&official.get("/queue?tab=unassigned").await), [reference.clone()]);
    assert_eq!(listed(&official.get("/queue?tab=stopped").await), [] as [&str; 0]);
    assert_eq!(listed(&issuer.get("/queue?tab=office").await), [] as [&str; 0], "it must do nothing");
    assert_eq!(listed(&issuer.get("/queue?tab=seen").await), [reference.clone()], "and knows of it");
    let minister = served.signed_in(MINISTER).await;
    for tab in ["office", "seen", "done", "mine"] {
        let page = minister.get(&format!("/queue?tab={tab}&q=ECHO")).await;
        assert_eq!((page.status.as_u16(), listed(&page)), (200, vec![]), "{tab}");
    }
    for path in ["/queue", "/queue.csv"] {
        assert_eq!(served.signed_in(APPELLANT).await.get(path).await.status.as_u16(), 404);
    }
}

#[tokio::test]
async fn a_search_finds_names_texts_and_references_in_every_language() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    for text in ["echo", "ЭХО", "эх", "false forms", "460-1", &reference, &reference.to_lowercase()] {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        let page = official.get(&format!("/queue?tab=office&{query}")).await;
        assert_eq!(listed(&page), [reference.clone()], "{text}");
    }
    let nothing = official.get("/queue?tab=office&q=bananas%27%3A*+%26+%28").await;
    assert_eq!((nothing.status.as_u16(), listed(&nothing)), (200, vec![]));
}

#[tokio::test]
async fn pages_of_a_queue_neither_skip_nor_repeat() {
    let served = Served::at("2021-01-27 10:00").await;
    let mut filed = BTreeSet::new();
    for days in [0, 2, 4] {
        filed.extend(served.world.filed_days_ago(days, 41).await);
    }
    let official = served.signed_in(OFFICIAL).await;
    for tab in ["office", "unassigned", "seen"] {
        let (mut seen, mut path) = (Vec::new(), format!("/queue?tab={tab}"));
        loop {
            let page = official.get(&path).await;
            seen.extend(listed(&page));
            let Some((_, next)) = page.body.split_once("<a class=\"button second\" href=\"") else { break };
            path = next.split('"').next().unwrap().replace("&#38;", "&");
        }
        assert_eq!(seen.len(), filed.len(), "{tab}");
        assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), filed, "{tab}");
    }
    let page = official.get("/queue?tab=office").await.body;
    assert!(page.contains("<span class=\"count\">123</span>"), "{page}");
}

#[tokio::test]
async fn a_file_for_spreadsheets_has_its_mark_iso_days_and_no_formula() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let due = served.world.due_on(&reference).await;
    let csv = served.signed_in(OFFICIAL).await.get("/queue.csv?tab=office").await;
    assert!(csv.body.starts_with('\u{feff}'), "{}", csv.body);
    assert!(
        csv.body.contains(&format!("{reference},ECHO,")) && csv.body.contains(&due.to_string()),
        "{}",
        csv.body
    );
}

#[tokio::test]
async fn several_appeals_are_assigned_and_reminded_each_with_its_result() {
    let served = Served::at("2021-01-27 10:00").await;
    let (ours, closed) = (served.world.file_appeal().await, served.world.file_appeal().await);
    let colleague = key_of(&served, COLLEAGUE).await.to_string();
    let official = served.signed_in(OFFICIAL).await;
    does(&official, &format!("/appeals/{closed}/do/leave-unchanged"), &[("stated.reasons", "As it was.")])
        .await;
    let pick = [("pick", ours.as_str()), ("pick", closed.as_str())];
    let page =
        official.post("/queue/bulk", &[pick[0], pick[1], ("press", "assign"), ("to", &colleague)]).await;
    assert!(
        page.body.contains("Yerlan Tulegenov works on it now.")
            && page.body.contains("Your office does not have it now."),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("tag green").count(), 1);
    for _ in 0..2 {
        official.post("/queue/bulk", &[pick[0], ("press", "remind"), ("key", "once")]).await;
    }
    let journal = served.world.journal(&ours).await;
    let notes = journal.iter().filter(|entry| matches!(entry.event, Event::Noted { .. })).count();
    assert_eq!(notes, 1, "pressed twice, reminded once");
}

#[tokio::test]
async fn a_saved_view_leads_back_to_its_filter() {
    let served = Served::at("2021-01-27 10:00").await;
    let official = served.signed_in(OFFICIAL).await;
    let saved =
        official.post("/queue/views", &[("name", "Late ones"), ("query", "tab=office&state=late&x=1")]).await;
    assert_eq!(saved.location(), "/queue?tab=office&state=late");
    let page = official.get("/queue").await.body;
    assert!(page.contains("<a href=\"/queue?tab=office&#38;state=late\">Late ones</a>"), "{page}");
    assert!(!served.signed_in(COLLEAGUE).await.get("/queue").await.body.contains("Late ones"));
}

#[tokio::test]
async fn a_rehearsal_writes_nothing_and_its_key_stays_free() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let command = Command::Note(Note { text: "Seen.".to_owned(), source: None });
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
