//! The desk of an official: who works on what, who stands in for whom, the queue.

use std::collections::BTreeSet;

use redress::appeal::{Actor, Event};

use crate::acting::{COLLEAGUE, does};
use crate::served::{APPELLANT, Answer, ISSUER, MINISTER, OFFICIAL, Served};

pub async fn key_of(served: &Served, email: &str) -> i64 {
    let known = redress::store::people::by_email(served.world.store(), email, served.world.clock.now()).await;
    known.unwrap().unwrap().id
}

#[tokio::test]
async fn a_deputy_has_the_appeals_of_who_is_away_and_acts_under_both_names() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let (deputy, absent) = (served.signed_in(OFFICIAL).await, served.signed_in(COLLEAGUE).await);
    let me = key_of(&served, OFFICIAL).await.to_string();
    let taken = absent
        .post(
            &format!("/appeals/{reference}/assignment"),
            &[("to", &key_of(&served, COLLEAGUE).await.to_string())],
        )
        .await;
    assert_eq!(taken.location(), format!("/appeals/{reference}"), "{}", taken.body);
    assert!(!deputy.get("/queue?tab=mine").await.body.contains(&reference));
    let days = [
        ("since.day", "27"),
        ("since.month", "1"),
        ("since.year", "2021"),
        ("until.day", "29.01.2021"),
        ("deputy", &me),
    ];
    let entered = absent.post("/absence", &days).await;
    assert_eq!(entered.location(), "/absence", "{}", entered.body);
    assert!(deputy.get("/queue?tab=mine").await.body.contains(&reference));
    assert!(
        deputy.get(&format!("/appeals/{reference}")).await.body.contains("You stand in for Yerlan Tulegenov")
    );
    does(&deputy, &format!("/appeals/{reference}/note"), &[("kind", "comment"), ("text", "Seen.")]).await;
    let noted = served.world.journal(&reference).await.pop().unwrap();
    let both = Actor::Official {
        office: "DGD-ALMATY".to_owned(),
        person: "Dana Akhmetova".to_owned(),
        stands_in_for: Some("Yerlan Tulegenov".to_owned()),
    };
    assert_eq!(noted.actor, both);
    let theirs =
        [days[0], days[1], days[2], days[3], ("deputy", &*key_of(&served, COLLEAGUE).await.to_string())]
            .map(|(a, b)| (a, b.to_owned()));
    let theirs: Vec<(&str, &str)> = theirs.iter().map(|(a, b)| (*a, b.as_str())).collect();
    let circle = deputy.post("/absence", &theirs).await;
    assert!(circle.body.contains("href=\"#deputy\""), "each would stand in for the other: {}", circle.body);
}

#[tokio::test]
async fn handing_over_needs_a_reason_and_whoever_was_slower_is_told() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let path = format!("/appeals/{reference}/assignment");
    let (first, second) = (served.signed_in(OFFICIAL).await, served.signed_in(COLLEAGUE).await);
    let keys = (key_of(&served, OFFICIAL).await.to_string(), key_of(&served, COLLEAGUE).await.to_string());
    let due = served.world.due_on(&reference).await;
    assert_eq!(first.post(&path, &[("to", &keys.0)]).await.status.as_u16(), 303);
    let slower = second.post(&path, &[("to", &keys.1)]).await;
    assert!(
        slower.body.contains("Somebody else") || slower.body.contains("error-summary"),
        "{}",
        slower.body
    );
    let silent = first.post(&path, &[("from", &keys.0), ("to", &keys.1)]).await;
    assert!(silent.body.contains("href=\"#reason\""), "{}", silent.body);
    let given =
        first.post(&path, &[("from", &keys.0), ("to", &keys.1), ("reason", "He knows the case.")]).await;
    assert_eq!(given.status.as_u16(), 303);
    assert!(second.get("/queue").await.body.contains(&reference), "it is his now");
    assert_eq!(served.world.due_on(&reference).await, due, "and no date has changed");
    let stranger = served.signed_in(MINISTER).await.post(&path, &[("to", &keys.0)]).await;
    assert_eq!(stranger.status.as_u16(), 404);
}

/// The references that a page of the queue lists, in their order.
pub fn listed(page: &Answer) -> Vec<String> {
    let rows = page.body.split("<th scope=\"row\"><a href=\"/appeals/").skip(1);
    rows.map(|row| row.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_queue_shows_what_the_office_must_do_and_nobody_else_sees_it() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let (official, issuer) = (served.signed_in(OFFICIAL).await, served.signed_in(ISSUER).await);
    assert_eq!(listed(&official.get("/queue?tab=office").await), [&*reference]);
    assert_eq!(listed(&official.get("/queue?tab=unassigned").await), [&*reference]);
    assert_eq!(listed(&official.get("/queue?tab=stopped").await), [] as [&str; 0]);
    assert_eq!(listed(&issuer.get("/queue?tab=office").await), [] as [&str; 0], "it must do nothing");
    assert_eq!(listed(&issuer.get("/queue?tab=seen").await), [&*reference], "and knows of it");
    let minister = served.signed_in(MINISTER).await;
    for tab in ["office", "seen", "done", "mine"] {
        let page = minister.get(&format!("/queue?tab={tab}&q=ECHO")).await;
        assert_eq!((page.status.as_u16(), listed(&page)), (200, vec![]), "{tab}");
    }
    for path in ["/queue", "/queue.csv"] {
        assert_eq!(served.signed_in(APPELLANT).await.get(path).await.status.as_u16(), 404);
    }
}

#[tokio::test]
async fn a_search_finds_names_texts_and_references_in_every_language() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    for text in ["echo", "ЭХО", "эх", "false forms", "460-1", &reference, &reference.to_lowercase()] {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        let page = official.get(&format!("/queue?tab=office&{query}")).await;
        assert_eq!(listed(&page), [&*reference], "{text}");
    }
    let nothing = official.get("/queue?tab=office&q=bananas%27%3A*+%26+%28").await;
    assert_eq!((nothing.status.as_u16(), listed(&nothing)), (200, vec![]));
}

#[tokio::test]
async fn pages_of_a_queue_neither_skip_nor_repeat() {
    let served = Served::at("2021-01-27 10:00").await;
    let mut filed = BTreeSet::new();
    for days in [0, 2, 4] {
        filed.extend(served.world.filed_days_ago(days, 41).await);
    }
    let official = served.signed_in(OFFICIAL).await;
    for tab in ["office", "unassigned", "seen"] {
        let (mut seen, mut path) = (Vec::new(), format!("/queue?tab={tab}"));
        loop {
            let page = official.get(&path).await;
            seen.extend(listed(&page));
            let Some((_, next)) = page.body.split_once("<a class=\"button second\" href=\"") else { break };
            path = next.split('"').next().unwrap().replace("&#38;", "&");
        }
        assert_eq!(seen.len(), filed.len(), "{tab}");
        assert_eq!(seen.iter().cloned().collect::<BTreeSet<_>>(), filed, "{tab}");
    }
    let page = official.get("/queue?tab=office").await.body;
    assert!(page.contains("<span class=\"count\">123</span>"), "{page}");
}

#[tokio::test]
async fn a_file_for_spreadsheets_has_its_mark_iso_days_and_no_formula() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let due = served.world.due_on(&reference).await;
    let csv = served.signed_in(OFFICIAL).await.get("/queue.csv?tab=office").await;
    assert!(csv.body.starts_with('\u{feff}'), "{}", csv.body);
    assert!(
        csv.body.contains(&format!("{reference},ECHO,")) && csv.body.contains(&due.to_string()),
        "{}",
        csv.body
    );
}

#[tokio::test]
async fn several_appeals_are_assigned_and_reminded_each_with_its_result() {
    let served = Served::at("2021-01-27 10:00").await;
    let (ours, closed) = (served.world.file_appeal().await, served.world.file_appeal().await);
    let colleague = key_of(&served, COLLEAGUE).await.to_string();
    let official = served.signed_in(OFFICIAL).await;
    does(&official, &format!("/appeals/{closed}/do/leave-unchanged"), &[("stated.reasons", "As it was.")])
        .await;
    let pick = [("pick", ours.as_str()), ("pick", closed.as_str())];
    let page =
        official.post("/queue/bulk", &[pick[0], pick[1], ("press", "assign"), ("to", &colleague)]).await;
    assert!(
        page.body.contains("Yerlan Tulegenov works on it now.")
            && page.body.contains("Your office does not have it now."),
        "{}",
        page.body
    );
    assert_eq!(page.body.matches("tag green").count(), 1);
    for _ in 0..2 {
        official.post("/queue/bulk", &[pick[0], ("press", "remind"), ("key", "once")]).await;
    }
    let journal = served.world.journal(&ours).await;
    let notes = journal.iter().filter(|entry| matches!(entry.event, Event::Reminded { .. })).count();
    assert_eq!(notes, 1, "pressed twice, reminded once");
}

#[tokio::test]
async fn a_saved_view_leads_back_to_its_filter() {
    let served = Served::at("2021-01-27 10:00").await;
    let official = served.signed_in(OFFICIAL).await;
    let saved =
        official.post("/queue/views", &[("name", "Late ones"), ("query", "tab=office&state=late&x=1")]).await;
    assert_eq!(saved.location(), "/queue?tab=office&state=late");
    let page = official.get("/queue").await.body;
    assert!(page.contains("<a href=\"/queue?tab=office&#38;state=late\">Late ones</a>"), "{page}");
    assert!(!served.signed_in(COLLEAGUE).await.get("/queue").await.body.contains("Late ones"));
}

#[tokio::test]
async fn the_filters_of_a_queue_are_closed_until_they_narrow_something() {
    let served = Served::at("2021-01-27 10:00").await;
    served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    for (query, is_open) in [
        ("", false),
        ("tab=seen", false),
        ("tab=office&state=late", true),
        ("tab=office&q=echo", true),
        ("tab=seen&issuer=UGD-ALMATY", true),
    ] {
        let page = official.get(&format!("/queue?{query}")).await.body;
        let (open, closed) = ("<details class=\"narrow\" open>", "<details class=\"narrow\">");
        assert_eq!((page.contains(open), page.contains(closed)), (is_open, !is_open), "{query}: {page}");
    }
}

#[tokio::test]
async fn a_minister_sees_sums_of_the_offices_below_and_opens_only_what_has_reached_hers() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let minister = served.signed_in(MINISTER).await;
    let page = minister.get("/overview").await;
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    let before = page.body;
    assert!(before.contains("<strong>1</strong> В работе"), "one below is open: {before}");
    assert!(before.contains("Департамент государственных доходов по городу Алматы"), "by office: {before}");
    assert!(!before.contains(&reference), "and it is not hers to open");
    served.world.lives_until("2021-02-16 10:00").await;
    assert_eq!(served.world.stands(&reference).await.1, "MF");
    let minister = served.signed_in(MINISTER).await;
    let after = minister.get("/overview").await.body;
    assert!(after.contains(&format!("href=\"/appeals/{reference}\"")), "now it has reached her: {after}");
    assert!(after.contains("<strong>1</strong> Передано мне") && after.contains("<polyline"), "{after}");
    assert_eq!(listed(&minister.get("/queue?tab=office").await), [reference]);
    let live = minister.get("/live").await;
    assert_eq!(
        (live.status.as_u16(), live.headers["content-type"].to_str().unwrap()),
        (200, "text/event-stream")
    );
}
