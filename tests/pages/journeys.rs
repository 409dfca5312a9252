//! The case of 2021 lived through the pages, in a browser, with its scripts and without them: an organisation files, the
//! department annuls, the organisation reads that it is over.

use fantoccini::Locator;
use fantoccini::key::Key;

use crate::browser::{Browser, Habits};
use crate::served::{APPELLANT, OFFICIAL, Served};

/// What ECHO types into the questions, by the names of the fields.
pub const TYPED: &[(&str, &str)] = &[
    ("decided-day", "15"),
    ("decided-month", "1"),
    ("decided-year", "2021"),
    ("served-day", "15"),
    ("served-month", "1"),
    ("served-year", "2021"),
    ("article", "KoAP 460-1(2)"),
    ("fine", "1166800"),
    ("from-day", "15"),
    ("from-month", "1"),
    ("from-year", "2021"),
    ("until-day", "15"),
    ("until-month", "4"),
    ("until-year", "2021"),
    ("ask-reasons", "The forms held no false data."),
    ("ask-late-reasons", "The Dialogue Platform advised this complaint on 26 January."),
];

/// What it chooses.
pub const CHOSEN: &[&str] = &[
    "input[name=acting][value=self]",
    "input[name=workflow][value=kz-koap-suspension]",
    "input[name=suspended][value=yes]",
    "input[name=with][value=reviewer]",
    "input[name=language][value=ru]",
];

/// A reader at the window.
struct Reader {
    browser: Browser,
}

impl Reader {
    async fn presses(&self, css: &str) {
        self.browser.presses(css).await;
    }

    /// Answers whatever of the questions stands on this page.
    async fn answers_what_is_asked(&self) {
        let client = &self.browser.client;
        for css in CHOSEN {
            if let Ok(choice) = client.find(Locator::Css(css)).await {
                choice.click().await.unwrap();
            }
        }
        for css in ["select[name=office] option[value=UGD-ALMATY]", "input[name=office][value=UGD-ALMATY]"] {
            if let Ok(choice) = client.find(Locator::Css(css)).await {
                choice.click().await.unwrap();
            }
        }
        for (name, text) in TYPED {
            if let Ok(field) = client.find(Locator::Css(&format!("main [name={name}]"))).await {
                field.clear().await.unwrap();
                field.send_keys(text).await.unwrap();
            }
        }
    }

    async fn path(&self) -> String {
        self.browser.client.current_url().await.unwrap().path().to_owned()
    }

    async fn text(&self) -> String {
        self.browser.client.find(Locator::Css("main")).await.unwrap().text().await.unwrap()
    }
}

/// The addresses of the questions that a list of tasks leads to.
async fn questions(reader: &Reader) -> Vec<String> {
    let mut found = Vec::new();
    for link in reader.browser.client.find_all(Locator::Css("main .tasks a")).await.unwrap() {
        found.push(link.attr("href").await.unwrap().unwrap());
    }
    found
}

async fn the_case_of_2021(habits: Habits, name: &str) {
    let served = Served::at("2021-01-27 12:00").await;
    let reader = Reader { browser: Browser::open(&served.address().await, habits).await };
    reader.browser.becomes(&served.signed_in(APPELLANT).await).await;
    reader.browser.goto("/file").await;
    reader.answers_what_is_asked().await;
    reader.presses("main form button").await;
    let list = reader.path().await;
    for question in questions(&reader).await {
        if question.ends_with("/check") || question.ends_with("/papers") {
            continue;
        }
        reader.browser.goto(&question).await;
        // A question may have more behind it, one to a page.
        for _ in 0..12 {
            if !reader.path().await.contains("/q/") {
                break;
            }
            reader.answers_what_is_asked().await;
            reader.presses("main form[method=post] button").await;
        }
    }
    reader.browser.goto(&format!("{list}/check")).await;
    reader.browser.picture(&format!("journey-{name}-1-check")).await;
    reader.presses("form[action$='/send'] button").await;
    assert!(reader.path().await.ends_with("/sent"), "{}", reader.text().await);
    reader.browser.picture(&format!("journey-{name}-2-sent")).await;
    let text = reader.text().await;
    let reference = text.split_whitespace().find(|word| word.starts_with("R-")).unwrap();
    let reference = reference.trim_end_matches(['.', ',']).to_owned();

    // A week later the department annuls.
    served.world.clock.set(crate::world::appeals::instant("2021-02-03 11:00"));
    reader.browser.becomes(&served.signed_in(OFFICIAL).await).await;
    reader.browser.goto(&format!("/appeals/{reference}")).await;
    reader.presses("a[href$='/do/annul']").await;
    let reasons = reader.browser.client.find(Locator::Css("main textarea")).await.unwrap();
    reasons.send_keys("All charges are dropped.").await.unwrap();
    reader.presses("main form[method=post] button").await;
    assert!(reader.text().await.contains("ECHO"), "{}", reader.text().await);
    reader.browser.picture(&format!("journey-{name}-3-preview")).await;
    // The keyboard is enough.
    let confirm = reader.browser.client.find(Locator::Css("main form[method=post] button")).await.unwrap();
    confirm.send_keys(&Key::Enter.to_string()).await.unwrap();
    reader.browser.until("return location.pathname.includes('/done/')").await;
    reader.browser.picture(&format!("journey-{name}-4-done")).await;

    reader.browser.becomes(&served.signed_in(APPELLANT).await).await;
    reader.browser.goto(&format!("/appeals/{reference}")).await;
    let text = reader.text().await;
    reader.browser.picture(&format!("journey-{name}-5-annulled")).await;
    reader.browser.close().await;
    assert!(text.contains("annulled"), "{text}");
    let row = redress::store::appeal::find(served.world.store(), &reference).await.unwrap().unwrap();
    assert_eq!(row.appeal.decided.map(|(_, day)| day), Some(crate::world::appeals::day("2021-02-03")));
    assert_eq!(row.appeal.days_suspended(crate::world::appeals::day("2021-02-10")), Some(19));
}

#[tokio::test]
async fn the_case_of_2021_is_lived_through_the_pages() {
    the_case_of_2021(Habits::default(), "script").await;
}

#[tokio::test]
async fn the_case_of_2021_is_lived_through_the_pages_without_a_script() {
    the_case_of_2021(Habits { without_script: true, ..Habits::default() }, "plain").await;
}
