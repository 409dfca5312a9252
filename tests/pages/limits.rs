//! How often a network may knock, and what it is told then.

use axum::http::{StatusCode, header};
use jiff::SignedDuration;

use crate::served::{APPELLANT, Answer, Served};

/// What a form sends.
type Typed = &'static [(&'static str, &'static str)];

/// A door: where to knock, with what, and how often in an hour.
const DOORS: &[(&str, Typed, usize)] = &[
    ("/sign-in", &[("email", "nobody@ngo.example"), ("to", "")], 60),
    ("/sign-in/sent", &[("code", "012345"), ("to", "")], 120),
    ("/sign-in/link/0123", &[("code", "012345")], 120),
    ("/track", &[("reference", "R-7KQ4-XWPM-C3AF"), ("secret", "x")], 60),
    ("/file", &[("workflow", "kz-koap-suspension")], 60),
];

fn is_put_off(answer: &Answer, seconds: &str) {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{}", answer.body);
    assert_eq!(answer.headers[header::RETRY_AFTER], seconds);
}

#[tokio::test]
async fn a_network_that_knocks_too_often_is_told_when_to_come_again_and_others_are_not() {
    let served = Served::at("2021-01-27 10:00").await;
    for (door, typed, an_hour) in DOORS {
        for _ in 0..*an_hour {
            let answer = served.anybody().from("2001:db8:1:2::7").post(door, typed).await;
            assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{door}");
        }
        // Another address of the same subscriber, with or without cookies, is the same network.
        let answer = served.anybody().from("2001:db8:1:2:ffff::8").post(door, typed).await;
        is_put_off(&answer, &(3600 / an_hour).to_string());
        assert!(answer.body.contains("Try again in 1 minute."), "{}", answer.body);
        for (name, value) in *typed {
            assert!(answer.body.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name} is lost");
        }
        let elsewhere = served.anybody().from("2001:db8:1:3::7").post(door, typed).await;
        assert_ne!(elsewhere.status, StatusCode::TOO_MANY_REQUESTS, "{door}");
        served.world.clock.set(served.world.clock.now() + SignedDuration::from_hours(2));
    }
}

#[tokio::test]
async fn after_its_wait_a_network_may_knock_once_and_after_an_hour_as_often_as_before() {
    let served = Served::at("2021-01-27 10:00").await;
    let asks =
        async || served.anybody().from("203.0.113.7").post("/track", &[("reference", "R")]).await.status;
    let wait =
        |seconds| served.world.clock.set(served.world.clock.now() + SignedDuration::from_secs(seconds));
    for _ in 0..60 {
        asks().await;
    }
    wait(59);
    assert_eq!(asks().await, StatusCode::TOO_MANY_REQUESTS);
    wait(1);
    assert_eq!(asks().await, StatusCode::OK);
    assert_eq!(asks().await, StatusCode::TOO_MANY_REQUESTS);
    wait(3600);
    for _ in 0..60 {
        assert_eq!(asks().await, StatusCode::OK);
    }
    assert_eq!(asks().await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_limit_tells_nothing_about_who_is_known() {
    let served = Served::at("2021-01-27 10:00").await;
    let asks = async |email| {
        served.anybody().from("203.0.113.7").post("/sign-in", &[("email", email), ("to", "")]).await
    };
    for _ in 0..60 {
        assert_eq!(asks("nobody@ngo.example").await.status, StatusCode::SEE_OTHER);
    }
    let (known, unknown) = (asks(APPELLANT).await, asks("nobody@ngo.example").await);
    assert_eq!(known.body.replace(APPELLANT, ""), unknown.body.replace("nobody@ngo.example", ""));
    served.pages.settle().await;
    assert!(served.world.mail.sent().is_empty());
}

#[tokio::test]
async fn drafts_are_counted_before_signing_in_alone() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.signed_in(APPELLANT).await.from("203.0.113.7");
    for _ in 0..70 {
        let answer = visitor.post("/file", &[("workflow", "kz-koap-suspension")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
}
