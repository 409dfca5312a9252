//! What a minister asks for by a day: how officials see it, answer it, and are let off.

use crate::acting::does;
use crate::served::{MINISTER, OFFICIAL, Served};

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
