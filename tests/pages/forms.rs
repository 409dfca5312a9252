//! Forms under attack, and forms under accident: whatever is sent, there is a page that says so, nothing of it is
//! taken for HTML, and not a word is lost.
//!
//! The routes that take forms are read from the sources, so that a new one without a line here fails.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use jiff::SignedDuration;

use crate::filing::Draft;
use crate::leaks::{filled, named_routes, routes_in_sources};
use crate::served::{APPELLANT, Answer, KEEPER, OFFICIAL, Served, Visitor};

/// A form: its route, who sends it, its fields with values that are right, and those of them in which people write
/// words of their own, which must come back if anything is wrong.
struct Form {
    route: &'static str,
    who: Option<&'static str>,
    right: &'static [(&'static str, &'static str)],
    words: &'static [&'static str],
}

#[rustfmt::skip]
const FORMS: &[Form] = &[
    Form { route: "/sign-in", who: None, right: &[("email", "nobody@ngo.example"), ("to", "/sessions")], words: &["email"] },
    Form { route: "/sign-in/sent", who: None, right: &[("code", "012345"), ("to", "/sessions")], words: &[] },
    Form { route: "/sign-in/link/{token}", who: None, right: &[("code", "012345")], words: &[] },
    Form { route: "/sign-in/second", who: None, right: &[("code", "012345")], words: &[] },
    Form { route: "/sign-out", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/sessions", who: Some(APPELLANT), right: &[("session", "0")], words: &[] },
    Form { route: "/track", who: None, right: &[("reference", "R-7KQ4-XWPM-C3AF"), ("secret", "x")], words: &["reference"] },
    Form { route: "/verify", who: None, right: &[("reference", "R-7KQ4-XWPM-C3AF"), ("hash", "0123456789abcdef")], words: &["reference", "hash"] },
    Form { route: "/appeals/{reference}/papers", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/file/{draft}/q/{task}", who: Some(APPELLANT), right: &[("version", "1"), ("from", ""), ("then", ""), ("ask-reasons", "The forms held no false data.")], words: &["ask-reasons"] },
    Form { route: "/file/{draft}/q/{task}/keep", who: Some(APPELLANT), right: &[("version", "1"), ("ask-reasons", "The forms held no false data.")], words: &[] },
    Form { route: "/file/{draft}/papers", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/file/{draft}/papers/{paper}/remove", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/file/{draft}/send", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/file/{draft}/secret", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/file/{draft}/discard", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/file", who: Some(APPELLANT), right: &[("workflow", "kz-koap-suspension")], words: &[] },
    Form { route: "/appeals/{reference}/sign/{action}", who: Some(OFFICIAL), right: &[("key", "a"), ("seen", "2"), ("press", "preview")], words: &[] },
    Form { route: "/appeals/{reference}/silence", who: Some(OFFICIAL), right: &[("key", "b"), ("seen", "2"), ("press", "preview")], words: &[] },
    Form { route: "/appeals/{reference}/remind", who: Some(OFFICIAL), right: &[("key", "r"), ("seen", "2"), ("press", "preview")], words: &[] },
    Form { route: "/appeals/{reference}/note", who: Some(OFFICIAL), right: &[("key", "c"), ("press", "confirm"), ("kind", "comment"), ("by.day", ""), ("text", "A call came in.")], words: &["text"] },
    Form { route: "/appeals/{reference}/message", who: Some(APPELLANT), right: &[("key", "m"), ("press", "confirm"), ("kind", "other"), ("until.day", ""), ("text", "A call came in.")], words: &["text"] },
    Form { route: "/appeals/{reference}/assignment", who: Some(OFFICIAL), right: &[("to", "0"), ("from", ""), ("reason", "She knows the case.")], words: &["reason"] },
    Form { route: "/appeals/{reference}/do/{action}", who: Some(OFFICIAL), right: &[("key", "d"), ("press", "preview"), ("stated.reasons", "No ground.")], words: &["stated.reasons"] },
    Form { route: "/absence", who: Some(OFFICIAL), right: &[("since.day", "1"), ("since.month", "2"), ("since.year", "2021"), ("until.day", "5"), ("until.month", "2"), ("until.year", "2021"), ("deputy", "")], words: &["since.day", "since.month", "since.year", "until.day", "until.month", "until.year"] },
    Form { route: "/absence/back", who: Some(OFFICIAL), right: &[("absence", "0")], words: &[] },
    Form { route: "/queue/bulk", who: Some(OFFICIAL), right: &[("press", "remind"), ("key", "e"), ("pick", "R-7KQ4-XWPM-C3AF"), ("query", ""), ("to", "0")], words: &[] },
    Form { route: "/queue/views", who: Some(OFFICIAL), right: &[("name", "Mine"), ("query", "tab=mine")], words: &["name"] },
    Form { route: "/queue/views/forget", who: Some(OFFICIAL), right: &[("view", "0")], words: &[] },
    Form { route: "/appeals/{reference}/do/{action}", who: Some(OFFICIAL), right: &[("key", "f"), ("seen", "2"), ("press", "confirm"), ("stated.reasons", "No ground.")], words: &["stated.reasons"] },
    Form { route: "/house/letters", who: Some(KEEPER), right: &[("status", "waiting"), ("letter", "0"), ("deed", "hold"), ("why", "The address is wrong")], words: &["why"] },
    Form { route: "/house/mail", who: Some(KEEPER), right: &[("mail", "0"), ("how", "Advertising")], words: &["how"] },
    Form { route: "/house/workflows/try", who: Some(KEEPER), right: &[("file", "a.yaml"), ("text", "workflow: a")], words: &["text"] },
    Form { route: "/house/workflows/stories", who: Some(KEEPER), right: &[], words: &[] },
    Form { route: "/house/calendars/{calendar}", who: Some(KEEPER), right: &[("text", "name: kz"), ("decree", "Law 1"), ("complete_for", "2028")], words: &["text", "decree", "complete_for"] },
    Form { route: "/house/people/add", who: Some(KEEPER), right: &[("name", "Asel Nur"), ("email", "asel@kgd.example"), ("language", "kk")], words: &["name", "email"] },
    Form { route: "/house/people/{person}", who: Some(KEEPER), right: &[("deed", "give"), ("role", "official"), ("side", "KGD"), ("since", "2021-01-27"), ("until", "")], words: &["side", "since", "until"] },
    Form { route: "/appeals/{reference}/withdrawal/undo", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/me", who: Some(APPELLANT), right: &[("language", "en")], words: &[] },
    Form { route: "/me/second-factor/begin", who: Some(APPELLANT), right: &[], words: &[] },
    Form { route: "/me/second-factor", who: Some(APPELLANT), right: &[("code", "012345")], words: &[] },
    Form { route: "/me/second-factor/codes", who: Some(APPELLANT), right: &[("code", "012345")], words: &[] },
    Form { route: "/me/second-factor/off", who: Some(APPELLANT), right: &[("code", "012345")], words: &[] },
    Form { route: "/colleagues", who: Some(APPELLANT), right: &[("name", "Asel Nur"), ("email", "asel@law.example"), ("role", "member"), ("until.day", "1"), ("until.month", "3"), ("until.year", "2021")], words: &["name", "email", "until.day", "until.month", "until.year"] },
    Form { route: "/colleagues/end", who: Some(APPELLANT), right: &[("membership", "0")], words: &[] },
    Form { route: "/house/doctor", who: Some(KEEPER), right: &[], words: &[] },
];

/// What nobody should send and somebody will.
fn hostile() -> Vec<String> {
    vec![
        "<script>alert(\"1\")</script>".to_owned(),
        "</textarea></title>\"'><img src=x onerror=alert(1)>&amp;".to_owned(),
        "\u{202e}مرحبا بالعالم שלום\u{2066}\u{200f}".to_owned(),
        "a\0b\u{1b}[31m\u{7}c".to_owned(),
        "x\r\nSet-Cookie: a=b\r\n\r\n<html>".to_owned(),
        "'; drop table person; -- {{7*7}} ${7*7} %s%n =HYPERLINK(1)".to_owned(),
        "9223372036854775808".to_owned(),
        "-1".to_owned(),
        "2021-02-30".to_owned(),
        "Ұзақ сөз 🏛️ ".repeat(2_000),
    ]
}

/// The words as a page may keep them: without what no text holds, and without space around them.
fn kept(words: &str) -> String {
    let text = words.replace("\r\n", "\n");
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    text.trim().to_owned()
}

/// What a browser makes of a page's text. The sign by which the others are written comes last.
fn read(body: &str) -> String {
    let signs = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    signs.iter().fold(body.to_owned(), |text, (written, sign)| text.replace(written, sign))
}

/// The page is one of ours, whole, and nothing that was sent has become a part of it.
fn is_sound(form: &str, answer: &Answer) {
    let status = answer.status;
    assert!(!status.is_server_error(), "{form}: {status}\n{}", answer.body);
    let is_for_script = answer.headers.get("content-type").is_some_and(|kind| kind == "application/json");
    let is_page = status.is_redirection() || answer.body.contains("</main>");
    assert!(is_page || is_for_script, "{form}: {status} without a page");
    for raw in ["<script>alert", "<img src=x", "</title>\"", "\0", "\u{1b}"] {
        assert!(!answer.body.contains(raw), "{form}: `{raw}` went through unescaped");
    }
    assert!(
        answer.location().is_empty() || answer.location().starts_with('/'),
        "{form}: {}",
        answer.location()
    );
    assert!(answer.headers.get("set-cookie").is_none_or(|set| !set.to_str().unwrap().starts_with("a=b")));
}

struct Bench {
    served: Served,
    reference: String,
    letter: i64,
}

impl Bench {
    async fn new() -> Bench {
        let served = Served::at("2021-01-27 10:00").await;
        let reference = served.world.file_appeal().await;
        let letter = served.world.letters(&reference).await[0].id;
        Bench { served, reference, letter }
    }

    /// Where the form goes, with a draft of the sender's own.
    async fn path(&self, form: &Form, sender: &Visitor<'_>) -> String {
        let path = filled(form.route, &self.reference, self.letter);
        match path.strip_prefix("/file/{draft}") {
            Some(rest) => format!("{}{rest}", Draft::begin(sender).await.path),
            None => path,
        }
    }

    /// Sends what is right; where files are taken, a file.
    async fn sends(&self, form: &Form, path: &str, fields: &[(&str, &str)], sender: &Visitor<'_>) -> Answer {
        match form.route.ends_with("/papers") {
            true => sender.post_files(path, &[("decision.txt", b"text")]).await,
            false => sender.post(path, fields).await,
        }
    }

    async fn sender(&self, form: &Form) -> Visitor<'_> {
        match form.who {
            Some(email) => self.served.signed_in(email).await,
            None => self.served.anybody(),
        }
    }
}

#[test]
fn every_route_that_takes_a_form_has_a_line_here() {
    let taking = routes_in_sources()
        .into_iter()
        .filter(|(_, said)| said.contains("post(") || said.contains(".merge("));
    let taking: BTreeSet<String> = taking.map(|(path, _)| path).collect();
    let here: BTreeSet<String> = FORMS.iter().map(|form| form.route.to_owned()).collect();
    assert_eq!(taking, here);
}

#[tokio::test]
async fn hostile_words_do_no_harm_and_come_back_as_they_were() {
    let bench = Bench::new().await;
    for form in FORMS {
        let mut sender = bench.sender(form).await;
        let path = bench.path(form, &sender).await;
        for words in hostile() {
            // One field at a time among right ones, then all of them.
            for (field, _) in form.right {
                let fields: Vec<(&str, &str)> = form
                    .right
                    .iter()
                    .map(|(name, right)| (*name, if name == field { words.as_str() } else { *right }))
                    .collect();
                is_sound(form.route, &sender.post(&path, &fields).await);
            }
            let all: Vec<(&str, &str)> = form.right.iter().map(|(name, _)| (*name, words.as_str())).collect();
            let answer = sender.post(&path, &all).await;
            is_sound(form.route, &answer);
            if form.route == "/sign-out" {
                sender = bench.sender(form).await;
            }
            if answer.status != StatusCode::OK {
                continue;
            }
            let page = read(&answer.body);
            for field in form.words {
                assert!(page.contains(&kept(&words)), "{}: {field} lost {words:.80}", form.route);
            }
        }
    }
}

#[tokio::test]
async fn missing_repeated_and_unknown_fields_get_a_page() {
    let bench = Bench::new().await;
    for form in FORMS {
        let sender = bench.sender(form).await;
        let path = bench.path(form, &sender).await;
        for left_out in form.right {
            let fields: Vec<_> = form.right.iter().filter(|field| *field != left_out).copied().collect();
            is_sound(form.route, &sender.post(&path, &fields).await);
        }
        let often: Vec<_> = form.right.iter().cycle().take(form.right.len() * 3).copied().collect();
        is_sound(form.route, &sender.post(&path, &often).await);
        let empty: Vec<_> = form.right.iter().map(|(name, _)| (*name, " ")).collect();
        is_sound(form.route, &sender.post(&path, &empty).await);
        let strange: Vec<_> =
            (0..5_000).map(|_| ("\u{0}<b>", "x")).chain([("", ""), ("__proto__", "1")]).collect();
        is_sound(form.route, &sender.post(&path, &strange).await);
        is_sound(form.route, &sender.post(&path, &[]).await);
    }
}

#[tokio::test]
async fn what_is_no_form_or_in_no_encoding_gets_a_page() {
    let bench = Bench::new().await;
    let field = |name: &str| format!("{name}=%FF%FE%C0%80&{name}=%zz%&={name}&");
    for form in FORMS {
        let sender = bench.sender(form).await;
        let path = bench.path(form, &sender).await;
        let bytes: String = form.right.iter().map(|(name, _)| field(name)).collect();
        let raw: Vec<u8> = bytes.bytes().chain([0xff, 0x00, 0xed, 0xa0, 0x80, b'&', b'=']).collect();
        for kind in [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded; charset=windows-1251",
            "application/json",
            "text/plain",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "\u{7f}".escape_default().to_string().as_str(),
        ] {
            is_sound(form.route, &sender.post_raw(&path, kind, raw.clone()).await);
        }
        let parts = "--x\r\nContent-Disposition: form-data; name=\"text\"; filename=\"<script>alert(1)</script>.txt\"\r\n\r\n\0<script>alert(1)</script>\r\n--x--";
        is_sound(form.route, &sender.post_raw(&path, "multipart/form-data; boundary=x", parts.into()).await);
        let broken = parts.replace("--x--", "");
        is_sound(form.route, &sender.post_raw(&path, "multipart/form-data; boundary=x", broken.into()).await);
        let huge = vec![b'a'; 3 << 20];
        let answer = sender.post_raw(&path, "application/x-www-form-urlencoded", huge).await;
        is_sound(form.route, &answer);
    }
}

#[tokio::test]
async fn a_button_pressed_twice_gets_the_same_answer_twice() {
    let bench = Bench::new().await;
    for form in FORMS.iter().filter(|form| form.route != "/sign-out") {
        let sender = bench.sender(form).await;
        let path = bench.path(form, &sender).await;
        let first = bench.sends(form, &path, form.right, &sender).await;
        let second = bench.sends(form, &path, form.right, &sender).await;
        is_sound(form.route, &first);
        assert_eq!(first.status, second.status, "{}", form.route);
        // A draft more is no harm; everything else leads to the same place.
        if form.route != "/file" {
            assert_eq!(first.location(), second.location(), "{}", form.route);
        }
    }
}

#[tokio::test]
async fn words_survive_the_end_of_a_session_and_arrive_after_signing_in_again() {
    let bench = Bench::new().await;
    for form in FORMS.iter().filter(|form| form.who.is_some()) {
        let sender = bench.sender(form).await;
        let path = bench.path(form, &sender).await;
        bench.served.world.clock.set(bench.served.world.clock.now() + SignedDuration::from_hours(21));
        let words = "Не теряйте <b>ни слова</b>\u{202e} & \"кавычки\"\nи строки";
        let fields: Vec<(&str, &str)> = form
            .right
            .iter()
            .map(|(name, right)| (*name, if form.words.contains(name) { words } else { *right }))
            .collect();
        let answer = bench.sends(form, &path, &fields, &sender).await;
        is_sound(form.route, &answer);
        if form.words.is_empty() {
            let is_asked =
                answer.status == StatusCode::UNAUTHORIZED || answer.status == StatusCode::SEE_OTHER;
            assert!(is_asked, "{}: {}", form.route, answer.status);
            continue;
        }
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", form.route);
        let page = read(&answer.body);
        assert!(page.contains(&format!("action=\"{path}\"")), "{}: the form comes back", form.route);
        for (name, value) in &fields {
            let field = format!("name=\"{name}\" value=\"{value}\"");
            assert!(page.contains(&field), "{}: {name} is lost", form.route);
        }
        let again = bench.sender(form).await;
        let arrived = again.post(&path, &fields).await;
        is_sound(form.route, &arrived);
        assert_ne!(arrived.status, StatusCode::UNAUTHORIZED, "{}", form.route);
    }
}

#[tokio::test]
async fn no_address_makes_the_program_stumble() {
    let bench = Bench::new().await;
    let visitor = bench.served.signed_in(KEEPER).await;
    let long = "a".repeat(5_000);
    for route in named_routes().iter().filter(|route| route.contains('{')) {
        for place in
            ["%00", "%FF", "%0d%0aSet-Cookie:a=b", "..%2f..%2fetc", "%3Cscript%3Ealert(1)", "-1", &long]
        {
            let mut path = String::new();
            for part in route.split('/').skip(1) {
                path.push('/');
                path.push_str(if part.starts_with('{') { place } else { part });
            }
            let answer = visitor.get(&path).await;
            assert!(!answer.status.is_server_error(), "GET {path:.80}: {}", answer.status);
            assert!(!answer.body.contains("<script>alert"), "GET {path:.80}");
            let answer = visitor.post(&path, &[]).await;
            assert!(!answer.status.is_server_error(), "POST {path:.80}: {}", answer.status);
        }
        for query in ["?q=%00%FF&beyond=%00", "?year=99999999999999&status=%00", "?to=%0d%0a//evil.example"] {
            let path = filled(route, &bench.reference, bench.letter);
            let answer = visitor.get(&format!("{path}{query}")).await;
            assert!(!answer.status.is_server_error(), "{path}{query}: {}", answer.status);
        }
    }
}
