//! The minister's one look, in Chromium as a laptop shows it: nothing to scroll, in any language, light and dark.

use crate::acting::does;
use crate::browser::{Browser, Habits};
use crate::looks::held_against_the_rules;
use crate::served::{MINISTER, Served};
use crate::world::appeals::act;

/// A world that has lived three weeks: appeals at every height of the ladder, decided, stopped and late, and two of which
/// the minister asked something by a day.
async fn busy_ladder() -> Served {
    let served = Served::at("2021-01-27 10:00").await;
    let mut references = Vec::new();
    for (day, many) in
        [("2021-01-27 10:00", 7), ("2021-02-02 10:00", 3), ("2021-02-08 10:00", 9), ("2021-02-12 10:00", 6)]
    {
        served.world.lives_until(day).await;
        for _ in 0..many {
            references.push(served.world.file_appeal().await);
        }
    }
    let annul = act("annul", &[("reasons", "The forms held no false data.")]);
    served.world.does(&references[11], "DGD-ALMATY", annul).await;
    served.world.lives_until("2021-02-13 10:00").await;
    let minister = served.signed_in(MINISTER).await;
    for (reference, kind, day) in
        [(&references[0], "report", "15.2.2021"), (&references[1], "control", "26.2.2021")]
    {
        let asked = [("kind", kind), ("by.day", day), ("text", "Until it is decided.")];
        does(&minister, &format!("/appeals/{reference}/note"), &asked).await;
    }
    served.world.lives_until("2021-02-16 10:00").await;
    served
}

#[tokio::test]
async fn a_minister_sees_everything_in_one_look_on_a_laptop() {
    let served = busy_ladder().await;
    let mut faults = Vec::new();
    for dark in [false, true] {
        let browser = Browser::open(&served.address().await, Habits { dark, ..Habits::default() }).await;
        browser.becomes(&served.signed_in(MINISTER).await).await;
        browser.laptop().await;
        for language in ["en", "ru", "kk"] {
            browser.goto(&format!("/language/{language}?to=%2Foverview")).await;
            let script = "return document.querySelector('.glance').getBoundingClientRect().bottom";
            let bottom = browser.client.execute(script, Vec::new()).await.unwrap().as_f64().unwrap();
            browser.shot(&format!("minister-laptop-{language}{}", if dark { "-dark" } else { "" })).await;
            if bottom > 768.0 {
                faults.push(format!("{language}: {bottom} pixels of 768"));
            }
            faults.extend(browser.axe().await);
        }
        browser.close().await;
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[tokio::test]
async fn a_ministers_pages_pass_axe_in_every_language_and_fit_a_small_screen() {
    let served = busy_ladder().await;
    let browser = Browser::open(&served.address().await, Habits::default()).await;
    browser.becomes(&served.signed_in(MINISTER).await).await;
    let mut faults = held_against_the_rules(&browser, "minister-overview", "/overview").await;
    faults.extend(held_against_the_rules(&browser, "minister-late", "/queue?tab=seen&state=late").await);
    browser.close().await;
    assert!(faults.is_empty(), "{faults:#?}");
}
