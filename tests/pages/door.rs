//! Signing in: links, digits, sessions.

use axum::http::StatusCode;
use jiff::SignedDuration;

use crate::served::{APPELLANT, Served, Visitor};

/// What the last mail says: the path of its link, and its digits.
async fn mailed(served: &Served) -> (String, String) {
    served.pages.settle().await;
    let sent = served.world.mail.sent();
    let mail = String::from_utf8(sent.last().expect("a mail was sent").clone()).unwrap();
    let text = decoded(&mail);
    let link = text.split("http://127.0.0.1").nth(1).unwrap().split_whitespace().next().unwrap();
    let code = text.lines().find(|line| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit())).unwrap();
    (link.to_owned(), code.to_owned())
}

/// The plain text of a mail in quoted-printable.
fn decoded(mail: &str) -> String {
    mail.replace("=\r\n", "").replace("=3D", "=").replace("\r\n", "\n")
}

async fn asks(visitor: &Visitor<'_>, email: &str) {
    let answer = visitor.post("/sign-in", &[("email", email), ("to", "/sessions")]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in/sent?to=%2Fsessions"));
}

#[tokio::test]
async fn a_link_signs_in_once_and_only_at_the_press_of_its_button() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.anybody();
    asks(&visitor, APPELLANT).await;
    let (link, _) = mailed(&served).await;
    // A scanner follows the link as often as it likes.
    for _ in 0..3 {
        let answer = visitor.get(&link).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(visitor.get("/sessions").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(visitor.post(&link, &[]).await.location(), "/home");
    assert_eq!(visitor.get("/sessions").await.status, StatusCode::OK);
    let again = served.anybody();
    again.post(&link, &[]).await;
    assert_eq!(again.get("/sessions").await.location(), "/sign-in?to=%2Fsessions");
}

#[tokio::test]
async fn in_another_browser_the_link_asks_for_the_digits_too() {
    let served = Served::at("2021-01-27 10:00").await;
    asks(&served.anybody(), APPELLANT).await;
    let (link, code) = mailed(&served).await;
    let other = served.anybody();
    assert!(other.get(&link).await.body.contains("name=\"code\""));
    assert_eq!(other.post(&link, &[]).await.status, StatusCode::OK);
    assert_eq!(other.post(&link, &[("code", &code)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn six_digits_cannot_be_guessed() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.anybody();
    asks(&visitor, APPELLANT).await;
    let (_, code) = mailed(&served).await;
    let wrong = format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000);
    for _ in 0..5 {
        assert!(visitor.post("/sign-in/sent", &[("code", &wrong)]).await.body.contains("error-summary"));
    }
    // After five, not even the right ones.
    assert_eq!(visitor.post("/sign-in/sent", &[("code", &code)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn digits_sign_in_where_they_were_asked_for_and_lead_where_one_wanted_to_go() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.anybody();
    asks(&visitor, APPELLANT).await;
    let (_, code) = mailed(&served).await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let answer = visitor.post("/sign-in/sent", &[("code", &spaced), ("to", "/sessions")]).await;
    assert_eq!(answer.location(), "/sessions");
    let stranger = visitor.post("/sign-in", &[("email", APPELLANT), ("to", "//evil.example")]).await;
    assert_eq!(stranger.location(), "/sign-in/sent?to=");
}

#[tokio::test]
async fn an_unknown_address_gets_the_same_answer_and_no_mail() {
    let served = Served::at("2021-01-27 10:00").await;
    asks(&served.anybody(), "nobody@ngo.example").await;
    served.pages.settle().await;
    assert!(served.world.mail.sent().is_empty());
}

#[tokio::test]
async fn a_link_is_dead_after_a_quarter_of_an_hour_and_a_session_after_a_day_of_rest() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.anybody();
    asks(&visitor, APPELLANT).await;
    let (link, _) = mailed(&served).await;
    served.world.clock.set(served.world.clock.now() + SignedDuration::from_mins(16));
    assert_eq!(visitor.post(&link, &[]).await.status, StatusCode::OK);
    let visitor = served.signed_in(APPELLANT).await;
    assert_eq!(visitor.get("/sessions").await.status, StatusCode::OK);
    served.world.clock.set(served.world.clock.now() + SignedDuration::from_hours(21));
    assert_eq!(visitor.get("/sessions").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_from_another_one() {
    let served = Served::at("2021-01-27 10:00").await;
    let (here, elsewhere) = (served.signed_in(APPELLANT).await, served.signed_in(APPELLANT).await);
    let id = here.get("/sessions").await.field("session");
    here.post("/sessions", &[("session", &id)]).await;
    assert_eq!(elsewhere.get("/sessions").await.status, StatusCode::SEE_OTHER);
    assert_eq!(here.get("/sessions").await.status, StatusCode::OK);
    here.post("/sign-out", &[]).await;
    assert_eq!(here.get("/sessions").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.signed_in(APPELLANT).await;
    let answer = visitor.post_from("/sign-out", "https://evil.example").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(visitor.get("/sessions").await.status, StatusCode::OK);
}

#[tokio::test]
async fn thirty_wrong_digits_a_day_are_all_a_person_bears_and_the_link_where_it_was_asked_for_works_on() {
    let served = Served::at("2021-01-27 10:00").await;
    let invited = async || {
        let (link, code) = served.pages.invitation(APPELLANT).await.unwrap().unwrap();
        (link.strip_prefix("http://127.0.0.1").unwrap().to_owned(), code)
    };
    for _ in 0..6 {
        let (path, code) = invited().await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            assert_eq!(served.anybody().post(&path, &[("code", wrong)]).await.status, StatusCode::OK);
        }
    }
    let enters = async || {
        let (path, code) = invited().await;
        served.anybody().post(&path, &[("code", &code)]).await.status
    };
    assert_eq!(enters().await, StatusCode::OK, "the right digits of a new link come too late");
    let later = |hours| served.world.clock.set(served.world.clock.now() + SignedDuration::from_hours(hours));
    later(2);
    assert_eq!(enters().await, StatusCode::OK, "nor two hours later");
    let visitor = served.anybody();
    visitor.signs_in(&served, APPELLANT).await;
    assert_eq!(visitor.get("/sessions").await.status, StatusCode::OK);
    later(25);
    assert_eq!(enters().await, StatusCode::SEE_OTHER);
}
