//! Filing: drafts, the questions, papers, sending, and what stands in the way.

use axum::http::{StatusCode, header};
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use redress::appeal::Event;
use redress::letter::{Paper, paper};
use redress::store;
use redress::texts::Language;

use crate::served::{APPELLANT, Answer, OFFICIAL, OTHER_APPELLANT, Served, Visitor};

const NOON: &str = "2021-01-27 12:00";

/// A draft as somebody files it.
pub struct Draft<'v> {
    visitor: &'v Visitor<'v>,
    pub path: String,
}

impl<'v> Draft<'v> {
    pub async fn begin(visitor: &'v Visitor<'v>) -> Draft<'v> {
        let answer = visitor.post("/file", &[("workflow", "kz-koap-suspension")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        Draft { visitor, path: answer.location().to_owned() }
    }

    /// Answers the question of a task as its page asks it now.
    async fn answers(&self, task: &str, fields: &[(&str, &str)]) -> Answer {
        let path = format!("{}/q/{task}", self.path);
        let version = self.visitor.get(&path).await.field("version");
        let fields: Vec<_> = fields.iter().copied().chain([("version", version.as_str())]).collect();
        self.visitor.post(&path, &fields).await
    }

    async fn says(&self, task: &str, fields: &[(&str, &str)]) {
        let answer = self.answers(task, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{task}: {}", answer.body);
    }

    /// All that must be answered about the decision of 15 January 2021, served that day.
    pub async fn tells_the_decision(&self) {
        let day = |name: &str, day: &str| {
            ["day", "month", "year"]
                .map(|one| format!("{name}-{one}"))
                .into_iter()
                .zip(day.split(' ').map(str::to_owned).collect::<Vec<_>>())
                .collect::<Vec<_>>()
        };
        let dated = |pairs: &[(String, String)]| pairs.to_vec();
        self.says("acting", &[("acting", "self")]).await;
        self.says("workflow", &[("workflow", "kz-koap-suspension")]).await;
        self.says("office", &[("office", "UGD-ALMATY")]).await;
        for name in ["decided", "served"] {
            let typed = dated(&day(name, "15 1 2021"));
            let typed: Vec<_> = typed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            self.says(name, &typed).await;
        }
        self.says("article", &[("article", "KoAP 460-1(2)")]).await;
        self.says("fine", &[("fine", "1 166 800")]).await;
        let suspension = [
            ("suspended", "yes"),
            ("from-day", "15.01.2021"),
            ("until-day", "15"),
            ("until-month", "April"),
            ("until-year", "2021"),
        ];
        self.says("suspended", &suspension).await;
        self.says("ask-reasons", &[("ask-reasons", "The forms held no false data.\nNot one.")]).await;
        self.says("with", &[("with", "reviewer")]).await;
        self.says("language", &[("language", "ru")]).await;
    }

    pub async fn page(&self, place: &str) -> Answer {
        self.visitor.get(&format!("{}{place}", self.path)).await
    }

    /// Sends it; answers with the reference.
    pub async fn sends(&self) -> String {
        let answer = self.visitor.post(&format!("{}/send", self.path), &[]).await;
        assert_eq!(answer.location(), format!("{}/sent", self.path), "{}", answer.body);
        let sent = self.page("/sent").await;
        sent.body.split("href=\"/appeals/").nth(1).unwrap().split(['/', '"']).next().unwrap().to_owned()
    }

    /// Adds files, each with its name.
    pub async fn adds(&self, files: &[(&str, &[u8])]) -> Answer {
        self.visitor.post_files(&format!("{}/papers", self.path), files).await
    }
}

fn pdf() -> Vec<u8> {
    paper(&Paper {
        number: "R-1/1",
        written_on: jiff::civil::date(2021, 1, 15),
        language: Language::Ru,
        subject: "Постановление",
        body: "Приостановить деятельность.",
        entry: 1,
        entry_hash: "00",
        documents: &[],
        site: None,
    })
    .unwrap()
}

/// The same, to be opened with a password only.
fn locked_pdf() -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&pdf()).unwrap();
    let id = lopdf::Object::string_literal(*b"0123456789abcdef");
    document.trailer.set("ID", lopdf::Object::Array(vec![id.clone(), id]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "secret",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_draft_from_before_the_sign_in_is_sent_after_it() {
    let served = Served::at(NOON).await;
    let visitor = served.anybody();
    let draft = Draft::begin(&visitor).await;
    draft.tells_the_decision().await;
    let answer = visitor.post(&format!("{}/send", draft.path), &[]).await;
    assert!(answer.location().starts_with("/sign-in?to=%2Ffile%2F"), "{}", answer.location());
    // She asks for a link in this browser and follows it.
    visitor.signs_in(&served, APPELLANT).await;
    let check = draft.page("/check").await;
    assert!(check.body.contains("The forms held no false data."), "{}", check.body);
    assert!(!check.body.contains("error-summary"), "{}", check.body);
    let reference = draft.sends().await;
    let row = served.world.row(&reference).await;
    assert_eq!((row.appeal.appellant.as_str(), row.appeal.late), ("ECHO", true));
    assert_eq!(row.appeal.decision.fine, Some(1_166_800));
    assert_eq!(row.appeal.decision.suspension.unwrap().until.to_string(), "2021-04-15");
}

#[tokio::test]
async fn a_second_press_files_no_second_appeal_and_the_answer_stays_on_its_page() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    draft.tells_the_decision().await;
    let first = draft.sends().await;
    let sent = draft.page("/sent").await;
    let secret = sent.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_eq!(draft.sends().await, first);
    assert_eq!(draft.page("").await.location(), format!("{}/sent", draft.path));
    assert!(draft.page("/sent").await.body.contains(&secret));
    let appeals = store::appeal::count(served.world.store()).await.unwrap();
    assert_eq!(appeals, (1, 1));
    // Who has both finds the appeal on the public page.
    let tracked = served.anybody().post("/track", &[("reference", &first), ("secret", &secret)]).await;
    assert!(tracked.body.contains(&first) && !tracked.body.contains("error-summary"), "{}", tracked.body);
}

#[tokio::test]
async fn a_late_appeal_is_told_before_and_flagged_after() {
    // Served on 15 January, ten sutki: until 25 January.
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    draft.tells_the_decision().await;
    let check = draft.page("/check").await.body;
    assert!(check.contains("By law the last day to send it was 25 January 2021 (KoAP 826-2(2))."), "{check}");
    assert!(draft.page("/time").await.body.contains("<td>25 January 2021, Monday</td>"));
    let reference = draft.sends().await;
    assert!(served.world.row(&reference).await.appeal.late);
    assert!(draft.page("/sent").await.body.contains("marked as late"));
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_question_with_every_word_typed() {
    let served = Served::at(NOON).await;
    let visitor = served.anybody();
    let draft = Draft::begin(&visitor).await;
    for (typed, says) in [
        (["31", "2", "2021"], "There is no such day."),
        (["28", "1", "2021"], "This day has not come yet"),
        (["28", "", "2021"], "The date needs a day, a month and a year"),
    ] {
        let fields = [("served-day", typed[0]), ("served-month", typed[1]), ("served-year", typed[2])];
        let answer = draft.answers("served", &fields).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains(says), "{}", answer.body);
        assert!(answer.body.contains("<title>Error: ") && answer.body.contains("href=\"#served-day\""));
        assert!(answer.body.contains("value=\"2021\""));
    }
    let answer = draft.answers("organisation", &[("bin", "020740000003")]).await;
    assert!(answer.body.contains("does not fit the others"), "{}", answer.body);
    let script = "<script>alert(1)</script>\u{202e}";
    draft.says("ask-reasons", &[("ask-reasons", script)]).await;
    let page = draft.page("/q/ask-reasons").await.body;
    assert!(page.contains("&#60;script&#62;alert(1)") && !page.contains("<script>alert"), "{page}");
}

#[tokio::test]
async fn what_is_typed_is_kept_and_two_windows_do_not_undo_each_other() {
    let served = Served::at(NOON).await;
    let visitor = served.anybody();
    let draft = Draft::begin(&visitor).await;
    let (page, keep) = ("/q/ask-reasons", format!("{}/q/ask-reasons/keep", draft.path));
    let version = draft.page(page).await.field("version");
    let first = visitor.post(&keep, &[("ask-reasons", "Th"), ("version", &version)]).await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(draft.page(page).await.body.contains("Th</textarea>"));
    // Another window, opened before, knows nothing of it.
    let second = visitor.post(&keep, &[("ask-reasons", "Other"), ("version", &version)]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let path = format!("{}{page}", draft.path);
    let saved = visitor.post(&path, &[("ask-reasons", "Other"), ("version", &version)]).await;
    assert!(
        saved.body.contains("Other</textarea>") && saved.body.contains("There it says: Th."),
        "{}",
        saved.body
    );
    // Pressed again on the page that told of it, the second window's words stand.
    let version = saved.field("version");
    let saved = visitor.post(&path, &[("ask-reasons", "Other"), ("version", &version)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    // An answer to another question from an old page harms nothing.
    let number = format!("{}/q/number", draft.path);
    assert_eq!(
        visitor.post(&number, &[("number", "5"), ("version", "1")]).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn nothing_typed_is_lost_when_the_session_has_ended() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    visitor.post("/sign-out", &[]).await;
    let path = format!("{}/q/ask-reasons", draft.path);
    let answer = visitor.post(&path, &[("ask-reasons", "A long answer."), ("version", "1")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(
        answer.body.contains("value=\"A long answer.\"")
            && answer.body.contains(&format!("action=\"{path}\""))
    );
}

#[tokio::test]
async fn papers_are_told_by_their_bytes_and_useless_ones_refused_with_the_reason() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    let (whole, locked) = (pdf(), locked_pdf());
    let answer = draft
        .adds(&[
            ("Постановление.pdf", &whole),
            ("locked.pdf", &locked),
            ("broken.pdf", b"%PDF-1.7\nno more"),
            ("program.pdf", b"MZ\x90\0\x03"),
            ("big.txt", &vec![b'x'; (20 << 20) + 1]),
            ("note.txt", "Ескертпе".as_bytes()),
        ])
        .await;
    let body = &answer.body;
    assert!(body.contains("locked.pdf: the PDF opens with a password only."), "{body}");
    assert!(body.contains("broken.pdf: the PDF is broken"), "{body}");
    assert!(body.contains("program.pdf: this is no PDF"), "{body}");
    assert!(body.contains("big.txt: the file is larger than 20 MB."), "{body}");
    let hash = sha256(&whole);
    assert!(
        body.contains("Постановление.pdf") && body.contains(&hash) && body.contains("note.txt"),
        "{body}"
    );

    draft.tells_the_decision().await;
    let reference = draft.sends().await;
    // The journal knows the hash, and the file leaves as a download in a sandbox.
    let journal = served.world.journal(&reference).await;
    let named = |entry: &redress::appeal::Entry| match &entry.event {
        Event::MessageReceived(message) => message.attachments.iter().any(|one| one.digest == hash),
        _ => false,
    };
    assert!(journal.iter().any(named), "{journal:?}");
    let page = draft.page("/sent").await.body;
    let link = page.split("href=\"").map(|rest| rest.split('"').next().unwrap());
    let link = link.into_iter().find(|link| link.contains("/papers/")).unwrap();
    for email in [APPELLANT, OFFICIAL] {
        let file = served.signed_in(email).await.get(link).await;
        let header = |name: header::HeaderName| file.headers[name].to_str().unwrap();
        assert!(header(header::CONTENT_DISPOSITION).starts_with("attachment; filename="));
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(header(header::CONTENT_SECURITY_POLICY).starts_with("sandbox;"));
    }
    assert_eq!(served.signed_in(OTHER_APPELLANT).await.get(link).await.status, StatusCode::NOT_FOUND);
    let receipt = visitor.get(&format!("/appeals/{reference}/receipt")).await;
    assert!(receipt.body.starts_with("%PDF-1.7"));
    let zip = visitor.get(&format!("/appeals/{reference}/file.zip")).await;
    assert!(zip.body.contains("SHA256SUMS") && zip.body.contains(&hash));
}

#[tokio::test]
async fn a_draft_is_there_for_its_owner_alone() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    draft.adds(&[("note.txt", b"a note")]).await;
    for other in [served.anybody(), served.signed_in(OTHER_APPELLANT).await, served.signed_in(OFFICIAL).await]
    {
        for place in ["", "/check", "/papers", "/papers/1", "/q/office", "/discard", "/time"] {
            let answer = other.get(&format!("{}{place}", draft.path)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{place}");
        }
        // Whoever is not signed in may have been until a moment ago, whatever the name: she is asked to sign in.
        let removed = other.post(&format!("{}/papers/1/remove", draft.path), &[]).await.status;
        assert!([StatusCode::NOT_FOUND, StatusCode::UNAUTHORIZED].contains(&removed), "{removed}");
    }
    assert!(draft.page("/papers").await.body.contains("note.txt"));
    let listed = visitor.get("/appeals").await.body;
    assert!(listed.contains(&draft.path), "{listed}");
    visitor.post(&format!("{}/papers/1/remove", draft.path), &[]).await;
    assert!(!draft.page("/papers").await.body.contains("note.txt"));
    visitor.post(&format!("{}/discard", draft.path), &[]).await;
    assert_eq!(draft.page("").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_answer_is_changed_from_the_last_page_and_leads_back_to_it() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    let sent = visitor.post(&format!("{}/send", draft.path), &[]).await;
    assert!(
        sent.body.contains("error-summary") && sent.body.contains("/q/office?from=check"),
        "{}",
        sent.body
    );
    draft.tells_the_decision().await;
    assert!(draft.page("/q/number?from=check").await.body.contains("name=\"from\" value=\"check\""));
    let saved = draft.answers("number", &[("number", "17-2"), ("from", "check")]).await;
    assert_eq!(saved.location(), format!("{}/check", draft.path));
    let check = draft.page("/check").await.body;
    assert!(
        check.contains("17-2") && check.contains("Almaty City Department of State Revenue gets the appeal"),
        "{check}"
    );
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn letters_about_an_appeal_come_in_the_language_chosen_for_it() {
    let served = Served::at(NOON).await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    draft.tells_the_decision().await;
    draft.says("organisation", &[("organisation", "ECHO")]).await;
    draft.says("language", &[("language", "kk")]).await;
    let reference = draft.sends().await;
    let letters = served.world.letters(&reference).await;
    let languages = |to: &str| {
        let theirs = letters.iter().filter(|letter| letter.recipient == to);
        theirs.map(|letter| letter.language.clone()).collect::<Vec<_>>()
    };
    assert_eq!(languages("ECHO"), ["kk"], "the organisation, though it is entered with Russian");
    assert_eq!(languages("DGD-ALMATY"), ["ru"], "the office in its own");
}
