//! The pages with a keyboard alone, and on paper.

use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::browser::{Browser, Habits};
use crate::filing::Draft;
use crate::journeys::{CHOSEN, TYPED};
use crate::served::{APPELLANT, KEEPER, MINISTER, OFFICIAL, Served};
use crate::world::tools::provided;

/// What the tabulator should reach on this page, in order, each under a number. Of a group of radio buttons the browser
/// stops at one.
const NUMBERED: &str = "
    const groups = new Set();
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
    const reached = all.filter((one) => {
        if (one.tabIndex < 0 || one.disabled || one.type === 'hidden') return false;
        if (one.getClientRects().length === 0 || getComputedStyle(one).visibility === 'hidden') return false;
        if (one.type !== 'radio') return true;
        const group = [...document.getElementsByName(one.name)];
        const stop = group.find((radio) => radio.checked) ?? group[0];
        return one === stop;
    });
    reached.forEach((one, place) => { one.dataset.stop = place; });
    window.scrollTo(0, 0); document.activeElement.blur();
    return reached.length";

/// Where the focus is: its number, and whether a reader sees it there.
const STOP: &str = "
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    const shown = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return [Number(one.dataset.stop ?? -1), marked, shown, one.outerHTML.slice(0, 120)]";

/// Somebody who has no mouse.
struct Hands<'b>(&'b Browser);

impl Hands<'_> {
    async fn press(&self, key: Key) {
        self.types(&key.to_string()).await;
    }

    async fn types(&self, text: &str) {
        self.0.client.active_element().await.unwrap().send_keys(text).await.unwrap();
    }

    async fn says(&self, script: &str) -> Value {
        self.0.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Presses what the focus is on, and has the page that it leads to.
    async fn enters(&self) {
        self.0.leaves(async || self.press(Key::Enter).await).await;
    }

    /// Goes on with the tabulator to the element that a selector names.
    async fn reaches(&self, css: &str) {
        let there = format!("return document.activeElement.matches({})", json!(css));
        for _ in 0..120 {
            self.press(Key::Tab).await;
            if self.says(&there).await == Value::Bool(true) {
                return;
            }
        }
        panic!("the tabulator does not reach {css} at {}", self.path().await);
    }

    async fn path(&self) -> String {
        self.0.client.current_url().await.unwrap().path().to_owned()
    }

    /// Answers what stands on this page and goes on to the next one.
    async fn answers(&self) {
        let asked =
            "return [...document.querySelectorAll('main form[method=post] :is(input, select, textarea)')]
            .filter((one) => one.type !== 'hidden' && one.offsetParent)
            .map((one) => [one.tagName.toLowerCase(), one.name, one.type])";
        let asked: Vec<(String, String, String)> = serde_json::from_value(self.says(asked).await).unwrap();
        let mut done: Vec<&str> = Vec::new();
        for (tag, name, kind) in &asked {
            if done.contains(&&**name) {
                continue;
            }
            done.push(name);
            match (&**tag, &**kind) {
                (_, "radio") => self.chooses(name).await,
                ("select", _) => {
                    self.reaches(&format!("[name='{name}']")).await;
                    self.types("District State Revenue Office in Almaty").await;
                }
                _ => {
                    let Some((_, text)) = TYPED.iter().find(|(field, _)| field == name) else { continue };
                    self.reaches(&format!("[name='{name}']")).await;
                    self.types(text).await;
                }
            }
        }
        self.reaches("main form[method=post] button").await;
        self.enters().await;
    }

    /// Chooses one of the radio buttons of this name, with the arrows.
    async fn chooses(&self, name: &str) {
        let css = format!("input[name='{name}']");
        let Some(wanted) = CHOSEN.iter().find(|choice| choice.starts_with(&format!("input[name={name}]")))
        else {
            return;
        };
        self.reaches(&css).await;
        let chosen = format!("return document.querySelector({}).checked", json!(wanted));
        self.types(" ").await;
        for _ in 0..20 {
            if self.says(&chosen).await == Value::Bool(true) {
                return;
            }
            self.types(&Key::Down.to_string()).await;
        }
        panic!("the arrows do not reach {wanted}");
    }
}

/// Walks a page with the tabulator and tells what is wrong with the walk.
async fn walk(browser: &Browser, path: &str) -> Vec<String> {
    let hands = Hands(browser);
    browser.goto(path).await;
    let all = hands.says(NUMBERED).await.as_u64().unwrap();
    let mut faults = Vec::new();
    for place in 0..all {
        hands.press(Key::Tab).await;
        let stop = hands.says(STOP).await;
        let Ok((at, marked, shown, what)) = serde_json::from_value::<(i64, bool, bool, String)>(stop) else {
            faults.push(format!("{path}: the focus is lost after {place} of {all}"));
            break;
        };
        if u64::try_from(at) != Ok(place) {
            faults.push(format!("{path}: stop {place} of {all} is {at}, {what}"));
            break;
        }
        if !marked || !shown {
            faults.push(format!("{path}: the focus is not to be seen on {what}"));
        }
    }
    faults
}

#[tokio::test]
async fn the_tabulator_reaches_everything_in_order_and_shows_where_it_is() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let case = format!("/appeals/{reference}");
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    let mut faults = Vec::new();
    let draft = Draft::begin(&served.signed_in(APPELLANT).await).await.path;
    let pages: [(Option<&str>, &[String]); 5] = [
        (
            None,
            &["/", "/sign-in", "/deadline", "/rules/kz-koap-suspension", "/track", "/verify"]
                .map(str::to_owned),
        ),
        (Some(APPELLANT), &[case.clone(), draft.clone(), format!("{draft}/q/served"), "/me".to_owned()]),
        (Some(OFFICIAL), &["/queue".to_owned(), case.clone(), format!("{case}/do/annul")]),
        (Some(MINISTER), &["/overview".to_owned()]),
        (Some(KEEPER), &["/house".to_owned(), "/house/people".to_owned(), "/house/letters".to_owned()]),
    ];
    for (who, paths) in pages {
        if let Some(who) = who {
            browser.becomes(&served.signed_in(who).await).await;
        }
        for path in paths {
            faults.extend(walk(&browser, path).await);
        }
    }
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn an_appeal_is_filed_and_decided_with_the_keyboard_alone() {
    let served = Served::at("2021-01-27 12:00").await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    let hands = Hands(&browser);
    browser.becomes(&served.signed_in(APPELLANT).await).await;
    browser.goto("/file").await;
    hands.reaches("main form button").await;
    hands.enters().await;
    let list = hands.path().await;
    for _ in 0..40 {
        if !hands.path().await.contains("/q/") {
            let next = "return document.querySelector('main .tasks li:has(.tag) a')?.getAttribute('href')";
            let Value::String(next) = hands.says(next).await else { break };
            hands.reaches(&format!("main .tasks a[href='{next}']")).await;
            hands.enters().await;
        }
        hands.answers().await;
    }
    assert_eq!(hands.path().await, list);
    hands.reaches("main a[href$='/check']").await;
    hands.enters().await;
    hands.reaches("form[action$='/send'] button").await;
    hands.enters().await;
    assert!(hands.path().await.ends_with("/sent"));
    let text = hands.says("return document.querySelector('main').innerText").await;
    let reference = text.as_str().unwrap().split_whitespace().find(|word| word.starts_with("R-")).unwrap();
    let reference = reference.trim_end_matches(['.', ',']).to_owned();

    browser.becomes(&served.signed_in(OFFICIAL).await).await;
    browser.goto("/queue?tab=office").await;
    hands.reaches(&format!("main a[href='/appeals/{reference}']")).await;
    hands.enters().await;
    hands.reaches("a[href$='/do/annul']").await;
    hands.enters().await;
    hands.reaches("main textarea").await;
    hands.types("All charges are dropped.").await;
    for _ in ["preview", "confirm"] {
        hands.reaches("main form[method=post] button").await;
        hands.enters().await;
    }
    browser.close().await;
    let row = redress::store::appeal::find(served.world.store(), &reference).await.unwrap().unwrap();
    assert!(row.appeal.decided.is_some());
}

/// What a page says on paper.
async fn printed(browser: &Browser, path: &str, name: &str) -> String {
    provided("mail");
    browser.goto(path).await;
    let pdf = browser.devtools("Page.printToPDF", json!({"printBackground": false})).await;
    let pdf = STANDARD.decode(pdf["data"].as_str().unwrap()).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    std::fs::create_dir_all(&folder).unwrap();
    let paper = folder.join(format!("{name}.pdf"));
    std::fs::write(&paper, pdf).unwrap();
    let text = Command::new("pdftotext")
        .args(["-layout".as_ref(), paper.as_os_str(), "-".as_ref()])
        .output()
        .unwrap();
    String::from_utf8(text.stdout).unwrap()
}

#[tokio::test]
async fn on_paper_a_page_keeps_what_it_says_and_loses_what_can_only_be_pressed() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&served.signed_in(APPELLANT).await).await;
    let case = printed(&browser, &format!("/appeals/{reference}"), "paper-case").await;
    let dates = printed(&browser, &format!("/appeals/{reference}/dates"), "paper-dates").await;
    let count = "/deadline?amount=20&unit=working-days&day=13&month=12&year=2021&calendar=kz";
    let count = printed(&browser, count, "paper-calculator").await;
    browser.close().await;
    // The reasons lie folded on the screen.
    for words in [&*reference, "8 February 2021", "ECHO", "What has happened", "The forms held no false data"]
    {
        assert!(case.contains(words), "{words}: {case}");
    }
    for words in ["Sign out", "Leave this page quickly", "Add a document", "To take away", "Қазақша"] {
        assert!(!case.contains(words), "{words}: {case}");
    }
    assert!(dates.contains("8 February 2021") && dates.contains("KoAP 826-3"), "{dates}");
    assert!(count.contains("January 2022"), "{count}");
}
