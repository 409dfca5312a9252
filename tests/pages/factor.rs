//! The second factor: set up, asked for, used once, switched off.

use std::process::Command;

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;
use totp_rs::{Builder, Secret, Totp};

use crate::browser::{Browser, Habits};
use crate::looks::held_against_the_rules;
use crate::office::Ministry;
use crate::served::{APPELLANT, Answer, OFFICIAL, OTHER_APPELLANT, Served, Visitor};
use crate::world::tools::provided;

/// A phone with the app.
struct Phone(Totp);

impl Phone {
    /// One that has scanned the page.
    fn scanning(page: &str) -> Phone {
        let typed = page.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
        let secret = Secret::try_from_base32(typed.replace(' ', "")).unwrap();
        Phone(Builder::new().with_secret(secret).build().unwrap())
    }

    /// What it shows when it is so many seconds later than now.
    fn shows(&self, served: &Served, later: i64) -> String {
        let second = served.world.clock.now().as_second() + later;
        self.0.generate(second.cast_unsigned()).to_string()
    }
}

/// Codes that are shown as such on a page.
fn codes(page: &str) -> Vec<String> {
    page.split("<code>").skip(1).map(|after| after.split('<').next().unwrap().to_owned()).collect()
}

/// Switches it on; answers with the phone and the recovery codes.
async fn set_up(served: &Served, visitor: &Visitor<'_>) -> (Phone, Vec<String>) {
    assert_eq!(visitor.post("/me/second-factor/begin", &[]).await.location(), "/me/second-factor");
    let phone = Phone::scanning(&visitor.get("/me/second-factor").await.body);
    let wrong = visitor.post("/me/second-factor", &[("code", "000000")]).await;
    assert!(wrong.body.contains("href=\"#confirm-code\""), "{}", wrong.body);
    let answer = visitor.post("/me/second-factor", &[("code", &phone.shows(served, 0))]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let codes = codes(&visitor.get("/me/second-factor").await.body);
    assert_eq!(codes.len(), 10);
    later(served, 60);
    (phone, codes)
}

fn later(served: &Served, seconds: i64) {
    served.world.clock.set(served.world.clock.now() + SignedDuration::from_secs(seconds));
}

/// Shows the first factor, and is asked for the second.
async fn halfway<'s>(served: &'s Served, email: &str) -> Visitor<'s> {
    let visitor = served.anybody();
    let (link, code) = served.pages.invitation(email).await.unwrap().unwrap();
    let path = link.strip_prefix("http://127.0.0.1").unwrap();
    let answer = visitor.post(path, &[("code", &code)]).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in/second"));
    assert_eq!(visitor.get("/sessions").await.location(), "/sign-in?to=%2Fsessions");
    visitor
}

async fn shows(visitor: &Visitor<'_>, code: &str) -> Answer {
    visitor.post("/sign-in/second", &[("code", code)]).await
}

#[tokio::test]
async fn after_the_digits_the_code_is_asked_for_and_leads_where_one_wanted_to_go() {
    let served = Served::at("2021-01-27 10:00").await;
    let (phone, _) = set_up(&served, &served.signed_in(APPELLANT).await).await;
    let visitor = served.anybody();
    visitor.post("/sign-in", &[("email", APPELLANT), ("to", "/sessions")]).await;
    served.pages.settle().await;
    let mail = String::from_utf8_lossy(served.world.mail.sent().last().unwrap()).into_owned();
    let digits =
        mail.lines().map(str::trim).find(|line| line.len() == 6 && line.parse::<u32>().is_ok()).unwrap();
    let answer = visitor.post("/sign-in/sent", &[("code", digits), ("to", "/sessions")]).await;
    assert_eq!(answer.location(), "/sign-in/second");
    assert!(visitor.get("/sign-in/second").await.body.contains("name=\"code\""));
    assert!(shows(&visitor, "").await.body.contains("error-summary"));
    let answer = shows(&visitor, &phone.shows(&served, 0)).await;
    assert_eq!(answer.location(), "/sessions");
    assert_eq!(visitor.get("/sessions").await.status, StatusCode::OK);
    // The way is gone with it, and others have no second factor to show.
    assert_eq!(visitor.get("/sign-in/second").await.location(), "/sign-in");
    served.signed_in(OTHER_APPELLANT).await;
}

#[tokio::test]
async fn a_code_works_once_and_one_step_early_or_late() {
    let served = Served::at("2021-01-27 10:00").await;
    let (phone, _) = set_up(&served, &served.signed_in(APPELLANT).await).await;
    for (off, works) in [(-60, false), (60, false), (-30, true), (-30, false), (30, true), (0, false)] {
        let visitor = halfway(&served, APPELLANT).await;
        let answer = shows(&visitor, &phone.shows(&served, off)).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, works, "{off}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_however_it_is_typed() {
    let served = Served::at("2021-01-27 10:00").await;
    let (_, codes) = set_up(&served, &served.signed_in(APPELLANT).await).await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    let visitor = halfway(&served, APPELLANT).await;
    assert_eq!(shows(&visitor, &typed).await.location(), "/home");
    assert!(visitor.get("/me/second-factor").await.body.contains("9 recovery codes are left"));
    let again = halfway(&served, APPELLANT).await;
    assert_eq!(shows(&again, &codes[3]).await.status, StatusCode::OK);
    assert_eq!(shows(&again, &codes[4]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn tries_are_limited_by_person_over_all_browsers_and_the_wait_is_told() {
    let served = Served::at("2021-01-27 10:00").await;
    let (phone, _) = set_up(&served, &served.signed_in(APPELLANT).await).await;
    for _ in 0..10 {
        let visitor = halfway(&served, APPELLANT).await;
        assert_eq!(shows(&visitor, "000000").await.status, StatusCode::OK);
    }
    let visitor = halfway(&served, APPELLANT).await;
    let answer = shows(&visitor, &phone.shows(&served, 0)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(
        answer.body.contains("in 6 minutes") && !answer.body.contains("name=\"code\""),
        "{}",
        answer.body
    );
    later(&served, 360);
    assert_eq!(shows(&visitor, &phone.shows(&served, 0)).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_patient_guesser_gets_twenty_tries_and_then_fewer_than_one_an_hour() {
    let served = Served::at("2021-01-27 10:00").await;
    set_up(&served, &served.signed_in(APPELLANT).await).await;
    let mut tried = 0;
    for _hour in 0..12 {
        let visitor = halfway(&served, APPELLANT).await;
        for _ in 0..10 {
            tried += usize::from(shows(&visitor, "000000").await.status == StatusCode::OK);
        }
        later(&served, 3600);
    }
    assert!((20..=30).contains(&tried), "{tried} tries in twelve hours");
}

#[tokio::test]
async fn the_second_factor_is_waited_for_ten_minutes_in_one_browser() {
    let served = Served::at("2021-01-27 10:00").await;
    let (phone, codes) = set_up(&served, &served.signed_in(APPELLANT).await).await;
    let visitor = halfway(&served, APPELLANT).await;
    let stranger = served.anybody();
    assert_eq!(shows(&stranger, &codes[0]).await.location(), "/sign-in");
    later(&served, 601);
    assert_eq!(shows(&visitor, &phone.shows(&served, 0)).await.location(), "/sign-in");
    assert_eq!(visitor.get("/sessions").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_the_provider_it_is_asked_for_unless_the_provider_did() {
    let ministry = Ministry::new().await;
    set_up(&ministry.served, &ministry.served.signed_in(OFFICIAL).await).await;
    for (methods, path) in [
        (json!(["pwd"]), "/sign-in/second"),
        (json!(null), "/sign-in/second"),
        (json!(["pwd", "otp", "mfa"]), "/sessions"),
    ] {
        let visitor = ministry.served.anybody();
        let answer = ministry.crosses(&visitor, OFFICIAL, |claims| claims["amr"] = methods).await;
        assert_eq!(answer.location(), path);
    }
}

#[tokio::test]
async fn it_is_switched_off_and_its_recovery_codes_made_anew_by_a_code_alone_and_she_is_told() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.signed_in(APPELLANT).await;
    let (phone, old) = set_up(&served, &visitor).await;
    for path in ["/me/second-factor/codes", "/me/second-factor/off"] {
        assert!(visitor.post(path, &[("code", "000000")]).await.body.contains("error-summary"), "{path}");
    }
    visitor.post("/me/second-factor/codes", &[("code", &phone.shows(&served, 0))]).await;
    let new = codes(&visitor.get("/me/second-factor").await.body);
    assert!(new.len() == 10 && !new.contains(&old[0]));
    assert!(visitor.post("/me/second-factor/off", &[("code", &old[0])]).await.body.contains("error-summary"));
    // Nobody begins another while it is on.
    visitor.post("/me/second-factor/begin", &[]).await;
    assert!(visitor.get("/me/second-factor").await.body.contains("off-code"));
    let answer = visitor.post("/me/second-factor/off", &[("code", &new[0])]).await;
    assert_eq!(answer.location(), "/me/second-factor");
    assert!(visitor.get("/me/second-factor").await.body.contains("Set up an app"));
    served.signed_in(APPELLANT).await;
    served.pages.settle().await;
    let subjects: Vec<String> = served.world.mail.sent().iter().map(|mail| subject(mail)).collect();
    assert_eq!(
        subjects,
        ["A second factor protects your sign-in", "Your sign-in is without a second factor"]
    );
}

fn subject(mail: &[u8]) -> String {
    let text = String::from_utf8_lossy(mail).into_owned();
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("Subject: ")).collect();
    lines[0].to_owned()
}

#[tokio::test]
async fn the_database_holds_no_secret_that_makes_codes_and_none_that_serves_another() {
    let served = Served::at("2021-01-27 10:00").await;
    let (phone, codes) = set_up(&served, &served.signed_in(APPELLANT).await).await;
    let pool = sqlx::PgPool::connect_with(served.world.database.options.clone()).await.unwrap();
    let sealed: Vec<u8> =
        sqlx::query_scalar("select secret from second_factor").fetch_one(&pool).await.unwrap();
    assert!(!sealed.windows(20).any(|part| part == phone.0.secret().as_bytes()));
    let kept: Vec<Vec<u8>> =
        sqlx::query_scalar("select code_hash from recovery_code").fetch_all(&pool).await.unwrap();
    assert!(kept.iter().all(|hash| hash.len() == 32 && !codes.iter().any(|code| code.as_bytes() == hash)));
    // Moved to another person, the row opens nothing.
    let sql =
        "insert into second_factor (person, secret, since) select id, $1, now() from person where email = $2";
    sqlx::query(sql).bind(&sealed).bind(OTHER_APPELLANT).execute(&pool).await.unwrap();
    pool.close().await;
    let visitor = halfway(&served, OTHER_APPELLANT).await;
    assert_eq!(shows(&visitor, &phone.shows(&served, 0)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_pages_of_the_second_factor_pass_axe_and_a_phone_can_scan_the_code() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.signed_in(APPELLANT).await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&visitor).await;
    let mut faults = held_against_the_rules(&browser, "factor-off", "/me/second-factor").await;
    visitor.post("/me/second-factor/begin", &[]).await;
    faults.extend(held_against_the_rules(&browser, "factor-begun", "/me/second-factor").await);
    provided("mail");
    let picture = provided("pages").join("target/pages/factor-begun.en.png");
    let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(picture).output().unwrap();
    let read = String::from_utf8_lossy(&read.stdout).into_owned();
    let page = visitor.get("/me/second-factor").await.body;
    let phone = Phone::scanning(&page);
    assert!(read.starts_with("otpauth://totp/redress:aigerim%40ngo.example?secret="), "{read}");
    assert!(read.contains(&phone.0.secret().to_base32()), "{read}");
    visitor.post("/me/second-factor", &[("code", &phone.shows(&served, 0))]).await;
    browser.becomes(&visitor).await;
    faults.extend(held_against_the_rules(&browser, "factor-on", "/me/second-factor").await);
    browser.becomes(&halfway(&served, APPELLANT).await).await;
    faults.extend(held_against_the_rules(&browser, "factor-asked", "/sign-in/second").await);
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn the_pages_of_the_second_factor_pass_axe_in_the_dark() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.signed_in(APPELLANT).await;
    let browser = Browser::open(&served.address().await, Habits { dark: true, ..Habits::default() }).await;
    let looks = async |name: &str, path: &str| {
        browser.goto(path).await;
        browser.picture(&format!("dark-{name}")).await;
        browser.axe().await.into_iter().map(|fault| format!("{name}: {fault}")).collect::<Vec<_>>()
    };
    browser.becomes(&visitor).await;
    let mut faults = looks("factor-off", "/me/second-factor").await;
    visitor.post("/me/second-factor/begin", &[]).await;
    faults.extend(looks("factor-begun", "/me/second-factor").await);
    set_up(&served, &visitor).await;
    browser.becomes(&visitor).await;
    faults.extend(looks("factor-on", "/me/second-factor").await);
    browser.becomes(&halfway(&served, APPELLANT).await).await;
    faults.extend(looks("factor-asked", "/sign-in/second").await);
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}
