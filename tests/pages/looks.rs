//! How the pages look and read: in each language, held against axe-core, at 320 pixels, in the dark.

use fantoccini::Locator;
use redress::web::{Provider, Registration};

use crate::acting::does;
use crate::browser::{Browser, Habits};
use crate::filing::Draft;
use crate::provider::the_ministry;
use crate::served::{APPELLANT, KEEPER, MINISTER, OFFICIAL, Served};

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

pub async fn held_against_the_rules(browser: &Browser, name: &str, path: &str) -> Vec<String> {
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
async fn the_pages_of_a_provider_pass_axe_in_every_language_and_fit_a_small_screen() {
    let registration = Registration {
        issuer: "http://127.0.0.1:9",
        client: "redress",
        secret: "a secret",
        name: &the_ministry(),
        ca: None,
    };
    let served = Served::at("2021-01-27 10:00").await.with_provider(Provider::new(&registration).unwrap());
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    let mut faults = Vec::new();
    for (name, path) in [
        ("office-sign-in", "/sign-in"),
        ("office-away", "/sign-in/office"),
        ("office-stale", "/sign-in/office/back?state=0123"),
    ] {
        faults.extend(held_against_the_rules(&browser, name, path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn an_appellants_pages_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let withdrawn = served.world.file_appeal().await;
    let visitor = served.signed_in(APPELLANT).await;
    does(&visitor, &format!("/appeals/{withdrawn}/do/withdraw"), &[]).await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&visitor).await;
    let mut faults = Vec::new();
    for (name, path) in [
        ("appellant-case", format!("/appeals/{reference}")),
        ("appellant-dates", format!("/appeals/{reference}/dates")),
        ("appellant-sessions", "/sessions".to_owned()),
        ("appellant-me", "/me".to_owned()),
        ("appellant-colleagues", "/colleagues".to_owned()),
        ("appellant-withdraw", format!("/appeals/{reference}/do/withdraw")),
        ("appellant-withdrawn", format!("/appeals/{withdrawn}")),
    ] {
        faults.extend(held_against_the_rules(&browser, name, &path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn an_officials_pages_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    let official = served.signed_in(OFFICIAL).await;
    let report = [("kind", "report"), ("by.day", "1.2.2021"), ("text", "How far is it?")];
    does(&official, &format!("/appeals/{reference}/note"), &report).await;
    browser.becomes(&official).await;
    let mut faults = Vec::new();
    for (name, path) in [
        ("official-queue", "/queue".to_owned()),
        ("official-queue-empty", "/queue?tab=done".to_owned()),
        ("official-case", format!("/appeals/{reference}")),
        ("official-annul", format!("/appeals/{reference}/do/annul")),
        ("official-extend", format!("/appeals/{reference}/do/extend")),
        ("official-assignment", format!("/appeals/{reference}/assignment")),
        ("official-absence", "/absence".to_owned()),
        ("official-me", "/me".to_owned()),
    ] {
        faults.extend(held_against_the_rules(&browser, name, &path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn the_filters_of_a_queue_stand_open_beside_it_and_closed_above_it() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&served.signed_in(OFFICIAL).await).await;
    browser.goto("/queue?tab=office").await;
    let seen = async || {
        let script = "const of = (css) => document.querySelector(css).getBoundingClientRect();
            return [document.querySelector('#state').checkVisibility(), of('aside').left < of('.listed').left,
                of('.narrow').left < of('.listed').left, of('.listed').top < 800]";
        browser.client.execute(script, Vec::new()).await.unwrap()
    };
    assert_eq!(seen().await, serde_json::json!([true, true, true, true]), "beside the list");
    browser.narrow(true).await;
    assert_eq!(seen().await, serde_json::json!([false, false, false, true]), "above it, closed");
    browser.client.find(Locator::Css(".narrow > summary")).await.unwrap().click().await.unwrap();
    let opened = seen().await;
    assert_eq!(opened[0], true, "and a press opens it");
    browser.close().await;
}

#[tokio::test]
async fn the_pages_of_a_filing_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.signed_in(APPELLANT).await;
    let (empty, draft) = (Draft::begin(&visitor).await, Draft::begin(&visitor).await);
    draft.tells_the_decision().await;
    draft.adds(&[("A decision with a rather long name, scanned.txt", b"text")]).await;
    let sent = Draft::begin(&visitor).await;
    sent.tells_the_decision().await;
    sent.sends().await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&visitor).await;
    let mut faults = Vec::new();
    for (name, path) in [
        ("appeals", "/appeals".to_owned()),
        ("start", "/file".to_owned()),
        ("tasks", draft.path.clone()),
        ("organisation", format!("{}/q/organisation", draft.path)),
        ("served", format!("{}/q/served", draft.path)),
        ("suspended", format!("{}/q/suspended", draft.path)),
        ("reasons", format!("{}/q/ask-reasons", draft.path)),
        ("with", format!("{}/q/with", draft.path)),
        ("time", format!("{}/time", draft.path)),
        ("papers", format!("{}/papers", draft.path)),
        ("check", format!("{}/check", draft.path)),
        ("check-empty", format!("{}/check", empty.path)),
        ("discard", format!("{}/discard", draft.path)),
        ("sent", format!("{}/sent", sent.path)),
    ] {
        faults.extend(held_against_the_rules(&browser, &format!("filing-{name}"), &path).await);
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn pages_behind_the_door_pass_axe_in_the_dark() {
    let served = Served::at("2021-01-27 10:00").await;
    let case = format!("/appeals/{}", served.world.file_appeal().await);
    let browser = Browser::open(&served.address().await, Habits { dark: true, ..Habits::default() }).await;
    let mut faults = Vec::new();
    for (who, role, paths) in [
        (APPELLANT, "appellant", [&case, "/appeals", "/me"]),
        (OFFICIAL, "official", [&case, "/queue", "/absence"]),
        (MINISTER, "minister", [&case, "/overview", "/queue"]),
        (KEEPER, "keeper", ["/house", "/house/calendars/kz", "/house/letters"]),
    ] {
        browser.becomes(&served.signed_in(who).await).await;
        for (place, path) in paths.iter().enumerate() {
            browser.goto(path).await;
            faults.extend(browser.axe().await.into_iter().map(|fault| format!("{role} {path}: {fault}")));
            browser.picture(&format!("dark-{role}-{place}")).await;
        }
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn what_a_press_leads_to_passes_axe_in_every_language() {
    let served = Served::at("2021-01-27 10:00").await;
    let form = format!("/appeals/{}/do/annul", served.world.file_appeal().await);
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&served.signed_in(OFFICIAL).await).await;
    let mut faults = Vec::new();
    let mut looks = async |name: String| {
        faults.extend(browser.axe().await.into_iter().map(|fault| format!("{name}: {fault}")));
        browser.picture(&name).await;
    };
    for language in ["en", "ru", "kk"] {
        browser.goto(&format!("/language/{language}?to={form}")).await;
        browser.presses("main form[method=post] button").await;
        looks(format!("press-missing.{language}")).await;
        let reasons = browser.client.find(Locator::Css("main textarea")).await.unwrap();
        reasons.send_keys("All charges are dropped.").await.unwrap();
        browser.presses("main form[method=post] button").await;
        looks(format!("press-preview.{language}")).await;
    }
    browser.presses("main form[method=post] button").await;
    looks("press-done.kk".to_owned()).await;
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn in_a_browser_every_key_is_kept_and_files_are_added_without_leaving_the_page() {
    let served = Served::at("2021-01-27 10:00").await;
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&visitor).await;
    browser.goto(&format!("{}/q/ask-reasons", draft.path)).await;
    let box_ = browser.client.find(Locator::Css("textarea")).await.unwrap();
    box_.send_keys("The forms held no false data.").await.unwrap();
    let kept = "return document.querySelector('[data-keeping]').textContent === 'Saved'";
    browser.until(kept).await;
    let page = visitor.get(&format!("{}/q/ask-reasons", draft.path)).await;
    assert!(page.body.contains("The forms held no false data.</textarea>"), "{}", page.body);
    // The version has moved on with it, so the button still saves.
    browser.client.find(Locator::Css("form[data-keep] button")).await.unwrap().click().await.unwrap();
    browser.until("return !location.pathname.endsWith('/q/ask-reasons')").await;

    browser.goto(&format!("{}/papers", draft.path)).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("note.txt");
    std::fs::write(&file, "a note").unwrap();
    let input = browser.client.find(Locator::Css("input[type=file]")).await.unwrap();
    input.send_keys(file.to_str().unwrap()).await.unwrap();
    browser.client.find(Locator::Css("form[data-upload] button")).await.unwrap().click().await.unwrap();
    browser.until("return document.querySelector('.papers')?.textContent.includes('note.txt')").await;
    browser.close().await;
}

#[tokio::test]
async fn axe_finds_what_is_wrong_with_a_page() {
    let browser = Browser::open("http://127.0.0.1:1", Habits::default()).await;
    browser.client.goto("data:text/html,<img src=x><p style='color:%23ddd'>pale</p>").await.unwrap();
    let found = browser.axe().await.join("\n");
    browser.close().await;
    assert!(found.contains("image-alt") && found.contains("color-contrast"), "{found}");
}
