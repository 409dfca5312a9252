//! What a minister asks for by a day: how officials see it, answer it, and are let off.

use redress::store::sight::Reading;

use crate::acting::does;
use crate::desk::{key_of, listed};
use crate::served::{APPELLANT, ISSUER, MINISTER, OFFICIAL, Served, Visitor};
use crate::world::appeals::{act, day};

#[tokio::test]
async fn a_report_and_control_stand_with_their_days_in_the_case_and_the_queue_until_they_end() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    served.world.lives_until("2021-02-16 10:00").await;
    let due = served.world.due_on(&reference).await;
    let (minister, official) = (served.signed_in(MINISTER).await, served.signed_in(OFFICIAL).await);
    let (case, note) = (format!("/appeals/{reference}"), format!("/appeals/{reference}/note"));
    assert!(!official.get(&note).await.body.contains("value=\"reported\""), "nobody asked for a report");
    let asks = async |kind, day, text| {
        let typed = [("kind", kind), ("by.day", day), ("by.month", "2"), ("by.year", "2021"), ("text", text)];
        does(&minister, &note, &typed).await;
    };
    asks("report", "22", "Why was nothing decided?").await;
    asks("report", "18", "A day more.").await;
    asks("control", "26", "Until it is decided.").await;

    let seen = official.get(&case).await.body;
    assert!(seen.contains("Ministry of Finance asks for a report"), "{seen}");
    assert!(seen.contains("<strong>18 February 2021</strong>"), "{seen}");
    assert!(!seen.contains("<strong>22 February 2021</strong>"), "the newer takes the older's place");
    assert!(seen.contains("Under control: Ministry of Finance"), "{seen}");
    let queue = official.get("/queue?tab=seen").await.body;
    assert!(queue.contains("report asked for") && queue.contains("under control"), "{queue}");
    assert_eq!(served.world.due_on(&reference).await, due, "no date of the law has moved");

    does(&official, &note, &[("kind", "reported"), ("text", "The file came late.")]).await;
    let seen = official.get(&case).await.body;
    assert!(!seen.contains("asks for a report") && seen.contains("Under control: "), "{seen}");
    assert!(!official.get(&note).await.body.contains("value=\"lift\""), "it asked for nothing itself");
    does(&minister, &note, &[("kind", "lift"), ("text", "Thank you.")]).await;
    assert!(!official.get(&case).await.body.contains("Under control: "));
    assert!(served.world.faults().await.is_empty());
}

/// Asks for a report, or takes under control, by a day of February.
async fn asks(visitor: &Visitor<'_>, reference: &str, kind: &str, day: &str) {
    let typed =
        [("kind", kind), ("by.day", day), ("by.month", "2"), ("by.year", "2021"), ("text", "Please.")];
    does(visitor, &format!("/appeals/{reference}/note"), &typed).await;
}

#[tokio::test]
async fn what_is_asked_for_by_a_day_has_lists_of_its_own_until_it_ends() {
    let served = Served::at("2021-01-27 10:00").await;
    let (first, second) = (served.world.file_appeal().await, served.world.file_appeal().await);
    served.world.file_appeal().await;
    served.world.lives_until("2021-02-16 10:00").await;
    let (minister, official) = (served.signed_in(MINISTER).await, served.signed_in(OFFICIAL).await);
    assert!(!minister.get("/overview").await.body.contains("state=asked"), "nothing is asked for yet");
    asks(&minister, &first, "report", "18").await;
    asks(&minister, &first, "control", "26").await;
    asks(&official, &second, "control", "25").await;

    let list = async |who: &Visitor<'_>, query: &str| listed(&who.get(&format!("/queue?{query}")).await);
    let none: [&str; 0] = [];
    for who in [&minister, &official, &served.signed_in(ISSUER).await] {
        assert_eq!(list(who, "tab=seen&state=asked").await, [&*second, &first], "the newest first");
        assert_eq!(list(who, "tab=seen&state=asked-passed").await, none, "there is time yet");
        assert_eq!(list(who, "tab=done&state=asked").await, none);
    }
    assert_eq!(list(&minister, "tab=office&state=asked").await, [&*first, &second], "by due date");
    assert_eq!(list(&minister, "tab=unassigned&state=asked&q=echo").await, [&*first, &second]);
    assert_eq!(list(&minister, "tab=seen&state=asked&by=us").await, [&*first]);
    assert_eq!(list(&minister, "tab=seen&state=asked&by=us&q=echo").await, [&*first]);
    assert_eq!(list(&official, "tab=seen&state=asked&by=us").await, [&*second]);
    assert_eq!(list(&official, "tab=office&state=asked").await, none, "the ministry must act on both");
    let narrowed = minister.get("/queue?tab=seen&state=asked&by=us").await.body;
    assert!(narrowed.contains("<input type=\"hidden\" name=\"by\" value=\"us\">"), "{narrowed}");

    served.world.lives_until("2021-02-19 10:00").await;
    let (minister, official) = (served.signed_in(MINISTER).await, served.signed_in(OFFICIAL).await);
    assert_eq!(list(&minister, "tab=seen&state=asked-passed&by=us").await, [&*first]);
    let overview = minister.get("/overview").await.body;
    for (state, words) in [("asked", "запросом доклада: 1"), ("asked-passed", "дата прошла: 1")]
    {
        let link = format!("<a href=\"/queue?tab=seen&#38;state={state}&#38;by=us\">");
        let told = overview.split(&link).nth(1).and_then(|rest| rest.split("</a>").next());
        assert!(told.is_some_and(|told| told.contains(words)), "{state}: {overview}");
    }
    let saved = [("name", "Asked"), ("query", "tab=seen&state=asked-passed&by=us")];
    assert_eq!(minister.post("/queue/views", &saved).await.location(), format!("/queue?{}", saved[1].1));
    let csv = official.get("/queue.csv?tab=seen&state=asked").await.body;
    let line = |reference: &str| csv.lines().find(|line| line.starts_with(reference)).map(str::to_owned);
    assert!(line(&first).is_some_and(|line| line.ends_with(",2021-02-18,2021-02-26")), "{csv}");
    assert!(line(&second).is_some_and(|line| line.ends_with(",,2021-02-25")), "{csv}");
    assert_eq!(csv.lines().count(), 3, "{csv}");

    does(&official, &format!("/appeals/{first}/note"), &[("kind", "reported"), ("text", "It was late.")])
        .await;
    assert_eq!(list(&minister, "tab=seen&state=asked-passed").await, none, "the report is there");
    assert_eq!(list(&minister, "tab=seen&state=asked&by=us").await, [&*first], "control goes on");
    served.world.does(&second, "ECHO", act("withdraw", &[])).await;
    assert_eq!(list(&official, "tab=seen&state=asked").await, [&*first], "what is over asks for nothing");
}

#[tokio::test]
async fn the_database_keeps_what_is_asked_for_and_shows_it_to_those_who_see_the_appeal() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    for (kind, day) in [("report", "18"), ("control", "20"), ("report", "12")] {
        asks(&official, &reference, kind, day).await;
    }
    let kept = "select office, report, day::text from wish order by report";
    let kept: Vec<(String, bool, String)> =
        sqlx::query_as(kept).fetch_all(served.world.store().pool()).await.unwrap();
    let of = |report, day: &str| ("DGD-ALMATY".to_owned(), report, day.to_owned());
    assert_eq!(kept, [of(false, "2021-02-20"), of(true, "2021-02-12")], "the newer took the older's place");
    let reading = Reading::beside(served.world.store(), 1).await.unwrap();
    for (who, many) in [(OFFICIAL, (1, 1)), (ISSUER, (1, 1)), (MINISTER, (0, 0)), (APPELLANT, (0, 0))] {
        let person = key_of(&served, who).await;
        let mut sight = reading.of(Some(person), served.world.clock.now()).await.unwrap();
        let offices = ["DGD-ALMATY".to_owned()];
        assert_eq!(sight.wished(&offices, day("2021-02-13"), 9).await.unwrap(), many, "{who}");
    }
}
