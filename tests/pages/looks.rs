//! How the pages look and read: in each language, held against axe-core, at 320 pixels, in the dark.

use crate::browser::{Browser, Habits};
use crate::served::{APPELLANT, KEEPER, Served};

/// Pages that anybody can open.
const PUBLIC: &[(&str, &str)] = &[
    ("start", "/"),
    ("sign-in", "/sign-in"),
    ("sign-in-sent", "/sign-in/sent"),
    ("sign-in-link", "/sign-in/link/0123"),
    ("not-found", "/nothing-here"),
    ("calculator", "/deadline"),
    ("calculator-result", "/deadline?amount=20&unit=working-days&day=13&month=12&year=2021&calendar=kz"),
    ("calculator-wrong", "/deadline?amount=0&unit=working-days&day=31&month=2&year=2021&calendar=kz"),
    ("rules", "/rules"),
    ("rule", "/rules/kz-koap-suspension"),
    ("statistics", "/statistics"),
    ("track", "/track"),
    ("verify", "/verify"),
];

async fn held_against_the_rules(browser: &Browser, name: &str, path: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for language in ["en", "ru", "kk"] {
        let to: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
        browser.goto(&format!("/language/{language}?to={to}")).await;
        let found = browser.axe().await;
        faults.extend(found.into_iter().map(|fault| format!("{path} in {language}: {fault}")));
        browser.picture(&format!("{name}.{language}")).await;
    }
    browser.client.set_window_size(500, 800).await.unwrap();
    // Chromium makes no window narrower than 500 pixels; its frame for small screens does.
    browser.narrow(true).await;
    browser.goto(path).await;
    let overhang = browser.overhang().await;
    if overhang > 0 {
        faults.push(format!("{path} is {overhang} pixels wider than a screen of 320"));
    }
    browser.picture(&format!("{name}.narrow")).await;
    browser.narrow(false).await;
    browser.client.set_window_size(1366, 900).await.unwrap();
    faults
}

#[tokio::test]
async fn public_pages_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = Served::at("2021-01-27 10:00").await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    let mut faults = Vec::new();
    for (name, path) in PUBLIC {
        faults.extend(held_against_the_rules(&browser, &format!("public-{name}"), path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn public_pages_pass_axe_in_the_dark() {
    let served = Served::at("2021-01-27 10:00").await;
    let browser = Browser::open(&served.address().await, Habits { dark: true, ..Habits::default() }).await;
    let mut faults = Vec::new();
    for (name, path) in PUBLIC {
        browser.goto(path).await;
        faults.extend(browser.axe().await.into_iter().map(|fault| format!("{path}: {fault}")));
        browser.picture(&format!("public-{name}-dark")).await;
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn an_appellants_pages_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&served.signed_in(APPELLANT).await).await;
    let mut faults = Vec::new();
    for (name, path) in [
        ("appellant-case", format!("/appeals/{reference}")),
        ("appellant-dates", format!("/appeals/{reference}/dates")),
        ("appellant-sessions", "/sessions".to_owned()),
    ] {
        faults.extend(held_against_the_rules(&browser, name, &path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn an_administrators_pages_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let keeper = served.signed_in(KEEPER).await;
    keeper.post("/house/doctor", &[]).await;
    served.pages.settle().await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&keeper).await;
    let mut faults = Vec::new();
    for (name, path) in [
        ("house", "/house"),
        ("house-letters", "/house/letters?status=waiting"),
        ("house-workflows", "/house/workflows"),
        ("house-try", "/house/workflows/try"),
        ("house-calendars", "/house/calendars"),
        ("house-calendar", "/house/calendars/kz?year=2021"),
        ("house-offices", "/house/offices"),
        ("house-people", "/house/people"),
        ("house-add", "/house/people/add"),
        ("house-person", "/house/people/1"),
        ("house-doctor", "/house/doctor"),
    ] {
        faults.extend(held_against_the_rules(&browser, name, path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn what_a_dry_run_and_a_preview_answer_passes_axe() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let workflows = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows");
    let fcra = std::fs::read_to_string(workflows.join("in-fcra.yaml")).unwrap();
    let feed = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20210101T000000Z\n\
        DTSTART;VALUE=DATE:20210208\nSUMMARY:Day of quiet\nDESCRIPTION:Decree 1\nEND:VEVENT\nEND:VCALENDAR\n";
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&served.signed_in(KEEPER).await).await;
    let mut faults = Vec::new();
    for (name, path, text) in [
        ("house-try-sound", "/house/workflows/try", fcra.clone()),
        (
            "house-try-wrong",
            "/house/workflows/try",
            fcra.replacen("version:", "verzion:", 1).replace("within:", "withim:"),
        ),
        ("house-preview", "/house/calendars/kz?year=2021", feed.to_owned()),
        ("house-preview-wrong", "/house/calendars/kz?year=2021", "name: kz\nzone: 7\n".to_owned()),
    ] {
        browser.goto(path).await;
        let fill =
            "const text = document.getElementById('text'); text.value = arguments[0]; text.form.submit();";
        browser.client.execute(fill, vec![text.into()]).await.unwrap();
        browser
            .client
            .wait()
            .for_element(fantoccini::Locator::Css("[role=status], [role=alert]"))
            .await
            .unwrap();
        faults.extend(browser.axe().await.into_iter().map(|fault| format!("{name}: {fault}")));
        browser.picture(name).await;
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn axe_finds_what_is_wrong_with_a_page() {
    let browser = Browser::open("http://127.0.0.1:1", Habits::default()).await;
    browser.client.goto("data:text/html,<img src=x><p style='color:%23ddd'>pale</p>").await.unwrap();
    let found = browser.axe().await.join("\n");
    browser.close().await;
    assert!(found.contains("image-alt") && found.contains("color-contrast"), "{found}");
}
