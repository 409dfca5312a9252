//! What an organisation does beside filing: its receipt, a withdrawal that can be undone, its people, its settings.

use std::process::Command;

use axum::http::StatusCode;
use redress::daemon::schedule::{self, Job, Missed, Schedule, Times};
use redress::daemon::watch;
use redress::ladder::Courtesy;
use redress::store;
use redress::workflow::Outcome;

use crate::acting::{acted, does, filled, preview, send};
use crate::filing::Draft;
use crate::served::{APPELLANT, KEEPER, MINISTER, OFFICIAL, OTHER_APPELLANT, Served, Visitor};
use crate::world::appeals::{act, instant};
use crate::world::tools::provided;

const NOON: &str = "2021-01-29 12:00";
const REPRESENTATIVE: &str = "saule@ngo.example";

/// What the QR code of a PDF says, as a reader of codes reads it from its picture.
fn code_on(pdf: &[u8]) -> String {
    provided("mail");
    let folder = tempfile::tempdir().unwrap();
    let [paper, picture] = ["paper.pdf", "paper"].map(|name| folder.path().join(name));
    std::fs::write(&paper, pdf).unwrap();
    let drawn =
        Command::new("pdftoppm").args(["-r", "200", "-png"]).args([&paper, &picture]).status().unwrap();
    assert!(drawn.success());
    let pictures = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let pictures = pictures.filter(|path| path.extension().is_some_and(|kind| kind == "png"));
    let read = Command::new("zbarimg").args(["--quiet", "--raw"]).args(pictures).output().unwrap();
    String::from_utf8(read.stdout).unwrap().trim().to_owned()
}

#[tokio::test]
async fn the_code_on_a_receipt_leads_to_the_page_that_says_it_is_genuine() {
    let served = Served::at(NOON).await;
    let reference = served.world.file_appeal().await;
    let visitor = served.signed_in(APPELLANT).await;
    for language in ["en", "kk"] {
        visitor.get(&format!("/language/{language}")).await;
        let receipt = visitor.get(&format!("/appeals/{reference}/receipt")).await;
        let address = code_on(&receipt.bytes);
        let path = address.strip_prefix("http://127.0.0.1").expect(&address);
        assert!(path.starts_with(&format!("/verify/{reference}/receipt?")), "{path}");
        let says = served.anybody().get(path).await.body;
        assert!(says.contains("Genuine") && says.contains("made exactly this receipt"), "{says}");
        let (start, hash) = path.rsplit_once('=').unwrap();
        let hash: String = hash.chars().rev().collect();
        let says = served.anybody().get(&format!("{start}={hash}")).await.body;
        assert!(says.contains("Not found"), "{says}");
    }
}

#[tokio::test]
async fn the_desk_lists_the_documents_of_an_appeal() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    draft.tells_the_decision().await;
    draft.adds(&[("The minutes.txt", b"minutes")]).await;
    let reference = draft.sends().await;
    let official = served.signed_in(OFFICIAL).await;
    let page = official.get(&format!("/appeals/{reference}")).await.body;
    let link = page.split("href=\"").map(|rest| rest.split('"').next().unwrap());
    let link = link.into_iter().find(|link| link.contains("/papers/")).expect("the document is listed");
    assert!(page.contains("The minutes.txt") && !page.contains(&format!("/appeals/{reference}/papers\"")));
    assert_eq!(official.get(link).await.body, "minutes");
}

fn withdrawal(reference: &str) -> String {
    format!("/appeals/{reference}/do/withdraw")
}

async fn undoes(visitor: &Visitor<'_>, reference: &str) -> StatusCode {
    visitor.post(&format!("/appeals/{reference}/withdrawal/undo"), &[]).await.status
}

#[tokio::test]
async fn a_withdrawal_is_explained_first_and_can_be_undone_until_the_next_working_day_is_over() {
    // A Friday.
    let served = Served::at(NOON).await;
    let reference = served.world.file_appeal().await;
    let letters = served.world.letters(&reference).await.len();
    let visitor = served.signed_in(APPELLANT).await;
    let path = withdrawal(&reference);
    assert!(visitor.get(&path).await.body.contains("The appeal ends when you withdraw it."));
    let seen = preview(&visitor, &path, &[]).await;
    assert!(seen.body.contains("until the end of 1 February 2021 you can undo this"), "{}", seen.body);
    let confirmation = filled(&seen, &[("press", "confirm")]);
    for _ in 0..2 {
        let confirmed = send(&visitor, &path, &confirmation).await;
        assert_eq!(confirmed.location(), format!("/appeals/{reference}"), "{}", confirmed.body);
    }
    let case = format!("/appeals/{reference}");
    let page = visitor.get(&case).await.body;
    assert!(page.contains("You have withdrawn this appeal.") && !page.contains(&path), "{page}");
    // The office knows nothing of it.
    assert_eq!(served.world.letters(&reference).await.len(), letters);
    assert_eq!(acted(&served, &reference).await, 0);
    let desk = served.signed_in(OFFICIAL).await.get(&case).await.body;
    assert!(!desk.contains("/withdrawal/undo") && !desk.contains("You have withdrawn"), "{desk}");
    for other in [OFFICIAL, OTHER_APPELLANT, MINISTER] {
        assert_eq!(undoes(&served.signed_in(other).await, &reference).await, StatusCode::NOT_FOUND);
    }
    // Undone, it never happened.
    served.world.becomes("2021-02-01 23:59").await;
    let visitor = served.signed_in(APPELLANT).await;
    assert_eq!(undoes(&visitor, &reference).await, StatusCode::SEE_OTHER);
    served.world.becomes("2021-02-02 00:01").await;
    let page = visitor.get(&case).await.body;
    assert!(!page.contains("You have withdrawn") && page.contains(&path), "{page}");
    assert!(served.world.row(&reference).await.appeal.is_open());
    assert_eq!(served.world.faults().await, [""; 0]);
}

#[tokio::test]
async fn a_withdrawal_is_entered_once_when_its_time_to_be_undone_is_over() {
    let served = Served::at(NOON).await;
    let reference = served.world.file_appeal().await;
    does(&served.signed_in(APPELLANT).await, &withdrawal(&reference), &[]).await;
    served.world.becomes("2021-02-01 23:59").await;
    assert!(served.world.row(&reference).await.appeal.is_open());
    served.world.clock.set(instant("2021-02-02 00:00"));
    // Too late, even where nobody has looked yet.
    undoes(&served.signed_in(APPELLANT).await, &reference).await;
    let look = || watch::catch_up(&served.world.registry, &served.world.clock);
    let (one, two) = tokio::join!(look(), look());
    one.and(two).unwrap();
    look().await.unwrap();
    let (outcome, on) = served.world.row(&reference).await.appeal.closed.unwrap();
    assert_eq!((outcome, on.to_string().as_str()), (Outcome::Withdrawn, "2021-02-02"));
    assert_eq!(acted(&served, &reference).await, 1);
}

#[tokio::test]
async fn a_withdrawal_that_comes_after_the_decision_changes_nothing_and_says_so() {
    let served = Served::at(NOON).await;
    let reference = served.world.file_appeal().await;
    does(&served.signed_in(APPELLANT).await, &withdrawal(&reference), &[]).await;
    let reasons = &[("reasons", "The forms held false data.")];
    served.world.does(&reference, "DGD-ALMATY", act("leave-unchanged", reasons)).await;
    served.world.becomes("2021-02-02 00:00").await;
    assert!(served.world.row(&reference).await.appeal.is_open());
    let page = served.signed_in(APPELLANT).await.get(&format!("/appeals/{reference}")).await.body;
    assert!(page.contains("Your withdrawal could not be entered"), "{page}");
}

/// Adds somebody to an organisation.
async fn adds(visitor: &Visitor<'_>, name: &str, email: &str, role: &str, until: &str) -> String {
    let fields = [("name", name), ("email", email), ("role", role), ("until.day", until)];
    let answer = visitor.post("/colleagues", &fields).await;
    if answer.status == StatusCode::SEE_OTHER { String::new() } else { answer.body }
}

/// The key of the membership of a person who is listed.
async fn membership(visitor: &Visitor<'_>, email: &str) -> String {
    let page = visitor.get("/colleagues").await.body;
    let (_, after) = page.split_once(email).unwrap_or_else(|| panic!("{email} is not in {page}"));
    let (_, after) = after.split_once("name=\"membership\" value=\"").unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_member_adds_a_representative_who_sees_the_appeals_until_her_last_day() {
    let served = Served::at(NOON).await;
    let reference = served.world.file_appeal().await;
    let member = served.signed_in(APPELLANT).await;
    assert_eq!(adds(&member, "Asel Nur", "asel@law.example", "representative", "30.01.2021").await, "");
    let listed = member.get("/colleagues").await.body;
    assert!(listed.contains("Asel Nur") && listed.contains("until 30 January 2021"), "{listed}");
    let [welcome] = &store::bulletin::list(served.world.store(), 0).await.unwrap()[..] else {
        panic!("one welcome is written");
    };
    assert_eq!(welcome.address, "asel@law.example");
    for words in ["representative of ECHO", "/sign-in", "30 January 2021"] {
        assert!(welcome.body.contains(words), "{words}: {}", welcome.body);
    }
    let case = format!("/appeals/{reference}");
    assert_eq!(served.signed_in("asel@law.example").await.get(&case).await.status, StatusCode::OK);
    assert!(adds(&member, "Asel Nur", "ASEL@law.example", "representative", "").await.contains("already"));
    let taken = adds(&member, "Asel Nur", "other@law.example", "representative", "").await;
    assert!(taken.contains("Add a middle name") && taken.contains("value=\"other@law.example\""), "{taken}");
    let wrong = adds(&member, "", "nobody", "minister", "28.01.2021").await;
    for id in ["name", "email", "role-member", "until-day"] {
        assert!(wrong.contains(&format!("href=\"#{id}\"")), "{id}: {wrong}");
    }
    served.world.clock.set(instant("2021-01-31 00:00"));
    let late = served.signed_in("asel@law.example").await;
    assert_eq!(late.get(&case).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_serves_in_an_office_or_keeps_the_house_cannot_be_made_a_member() {
    let served = Served::at(NOON).await;
    let member = served.signed_in(APPELLANT).await;
    for email in [OFFICIAL, MINISTER, KEEPER] {
        let answer = adds(&member, "Anybody", email, "representative", "").await;
        assert!(answer.contains("it would be a conflict of interest"), "{answer}");
    }
}

#[tokio::test]
async fn only_members_change_who_acts_for_their_own_organisation_and_the_last_stays() {
    let served = Served::at(NOON).await;
    let (member, representative) =
        (served.signed_in(APPELLANT).await, served.signed_in(REPRESENTATIVE).await);
    let page = representative.get("/colleagues").await.body;
    assert!(page.contains(APPELLANT) && !page.contains("<form method=\"post\" action=\"/colleagues"));
    let answer = representative.post("/colleagues", &[("name", "A B"), ("email", "a@b.example")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let own = membership(&member, APPELLANT).await;
    for other in [&representative, &served.signed_in(OTHER_APPELLANT).await] {
        let ended = other.post("/colleagues/end", &[("membership", &own)]).await;
        assert_eq!(ended.status, StatusCode::NOT_FOUND);
    }
    // A second member whose time ends is none who could go on alone.
    adds(&member, "Asel Nur", "asel@ngo.example", "member", "1.3.2021").await;
    let stays = member.post("/colleagues/end", &[("membership", &own)]).await;
    assert!(stays.body.contains("The last member without a last day cannot leave"), "{}", stays.body);
    adds(&member, "Dias Nur", "dias@ngo.example", "member", "").await;
    let left = member.post("/colleagues/end", &[("membership", &own)]).await;
    assert_eq!(left.location(), "/me", "{}", left.body);
    assert_eq!(member.get("/colleagues").await.status, StatusCode::NOT_FOUND);
    let next = served.signed_in("dias@ngo.example").await;
    let ends = membership(&next, REPRESENTATIVE).await;
    assert_eq!(next.post("/colleagues/end", &[("membership", &ends)]).await.location(), "/colleagues");
    assert_eq!(representative.get("/appeals").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_person_chooses_her_language_and_an_official_her_digest() {
    let served = Served::at(NOON).await;
    let member = served.signed_in(APPELLANT).await;
    assert!(!member.get("/me").await.body.contains("name=\"digest\""));
    assert_eq!(member.post("/me", &[("language", "kk")]).await.location(), "/me?kept");
    assert!(member.get("/me?kept").await.body.contains("Сақталды."));
    let official = served.signed_in(OFFICIAL).await;
    for (chosen, is_checked) in [("yes", true), ("", false)] {
        official.post("/me", &[("language", "en"), ("digest", chosen)]).await;
        let page = official.get("/me").await.body;
        assert_eq!(page.contains("value=\"yes\" checked"), is_checked, "{page}");
    }
}

#[tokio::test]
async fn members_choose_how_courtesy_letters_come_to_their_organisation_and_nobody_else_does() {
    let served = Served::at(NOON).await;
    let wanted = async || {
        let wanted = store::ladder::courtesies(served.world.store(), &["ECHO".to_owned()]).await.unwrap();
        wanted.get("ECHO").copied().unwrap_or_default()
    };
    let member = served.signed_in(APPELLANT).await;
    assert!(member.get("/me").await.body.contains("value=\"at-once\" checked"));
    member.post("/me", &[("language", "en"), ("courtesy.ECHO", "together")]).await;
    assert_eq!(wanted().await, Courtesy::Together);
    assert!(member.get("/me").await.body.contains("value=\"together\" checked"));
    adds(&member, "Saule Omarova", REPRESENTATIVE, "representative", "").await;
    for person in [OTHER_APPELLANT, OFFICIAL, REPRESENTATIVE] {
        let person = served.signed_in(person).await;
        assert!(!person.get("/me").await.body.contains("courtesy.ECHO"));
        person.post("/me", &[("language", "en"), ("courtesy.ECHO", "never")]).await;
        assert_eq!(wanted().await, Courtesy::Together);
    }
}

async fn contents(served: &Served) -> i64 {
    let sql = "select count(*) from attachment";
    sqlx::query_scalar(sql).fetch_one(served.world.store().pool()).await.unwrap()
}

#[tokio::test]
async fn a_draft_that_is_thrown_away_leaves_nothing_behind_but_what_another_has_too() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let (one, two) = (Draft::begin(&visitor).await, Draft::begin(&visitor).await);
    one.adds(&[("a.txt", b"the same"), ("b.txt", b"another")]).await;
    two.adds(&[("c.txt", b"the same")]).await;
    assert_eq!(contents(&served).await, 2);
    visitor.post(&format!("{}/discard", one.path), &[]).await;
    assert_eq!(contents(&served).await, 1);
    assert_eq!(visitor.get(&format!("{}/papers", two.path)).await.status, StatusCode::OK);
    visitor.post(&format!("{}/discard", two.path), &[]).await;
    assert_eq!(contents(&served).await, 0);
}

#[tokio::test]
async fn the_draft_of_a_browser_is_forgotten_after_thirty_days_and_that_of_a_person_never() {
    let served = Served::at(NOON).await;
    let (anybody, person) = (served.anybody(), served.signed_in(APPELLANT).await);
    let (forgotten, kept) = (Draft::begin(&anybody).await, Draft::begin(&person).await);
    let times = Times::new("0 0 9 * * *", "Asia/Almaty").unwrap();
    let daily = [Schedule { name: "drafts", times, missed: Missed::Once, job: Job::ForgetDrafts }];
    for (time, there) in [("2021-01-29 12:00", true), ("2021-02-28 11:00", true), ("2021-03-01 11:00", false)]
    {
        served.world.clock.set(instant(time));
        schedule::look(&daily, &served.world.registry, instant(time)).await.unwrap();
        let status = anybody.get(&forgotten.path).await.status;
        assert_eq!(status, if there { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{time}");
    }
    let person = served.signed_in(APPELLANT).await;
    assert_eq!(person.get(&kept.path).await.status, StatusCode::OK);
}
