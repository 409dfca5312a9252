//! Reminding whoever must act: a letter, an entry, once a day.

use redress::appeal::Event;
use redress::store::letter::Letter;

use crate::acting::{does, preview};
use crate::served::{APPELLANT, ISSUER, OFFICIAL, Served};

async fn reminders(served: &Served, reference: &str) -> Vec<Letter> {
    let mut letters = served.world.letters(reference).await;
    letters.retain(|letter| letter.name == "reminded");
    letters
}

#[tokio::test]
async fn a_reminder_is_a_letter_to_the_holder_and_moves_nothing() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let due = served.world.due_on(&reference).await;
    let official = served.signed_in(OFFICIAL).await;
    let path = format!("/appeals/{reference}/remind");
    let seen = preview(&official, &path, &[]).await;
    assert!(
        seen.body.contains("Напоминание"),
        "the letter is shown before, in its reader's language: {}",
        seen.body
    );
    assert!(reminders(&served, &reference).await.is_empty(), "and not written yet");
    does(&official, &path, &[]).await;
    let letters = reminders(&served, &reference).await;
    assert_eq!(letters.len(), 1);
    assert_eq!((letters[0].recipient.as_str(), letters[0].legal), ("DGD-ALMATY", false));
    assert!(letters[0].body.contains("ECHO") || letters[0].body.contains("ЭХО"), "{}", letters[0].body);
    assert_eq!(served.world.due_on(&reference).await, due);
    let told = served.signed_in(APPELLANT).await.get(&format!("/appeals/{reference}")).await.body;
    assert!(told.contains("Dana Akhmetova"), "it stands in the case, with who gave it: {told}");
    assert_eq!(served.world.faults().await, [""; 0]);
}

#[tokio::test]
async fn one_reminder_a_day_is_written_whoever_asks_and_however() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let official = served.signed_in(OFFICIAL).await;
    let bulk = |key: &'static str| {
        [("pick", reference.clone()), ("press", "remind".to_owned()), ("key", key.to_owned())]
    };
    for key in ["one", "one", "two"] {
        let fields = bulk(key);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = official.post("/queue/bulk", &fields).await.body;
        assert_eq!(page.contains("tag red"), key == "two", "{page}");
    }
    let form = official.get(&format!("/appeals/{reference}/remind")).await.body;
    assert!(form.contains("already") && !form.contains("value=\"preview\""), "{form}");
    assert_eq!(reminders(&served, &reference).await.len(), 1);
    served.world.clock.set(crate::world::appeals::instant("2021-01-28 10:00"));
    let official = served.signed_in(OFFICIAL).await;
    does(&official, &format!("/appeals/{reference}/remind"), &[]).await;
    assert_eq!(reminders(&served, &reference).await.len(), 2, "the next day has a reminder of its own");
    let given = served.world.journal(&reference).await;
    assert_eq!(given.iter().filter(|entry| matches!(entry.event, Event::Reminded { .. })).count(), 2);
}

#[tokio::test]
async fn the_office_whose_decision_is_appealed_reminds_nobody() {
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let issuer = served.signed_in(ISSUER).await;
    let form = issuer.get(&format!("/appeals/{reference}/remind")).await.body;
    assert!(!form.contains("value=\"preview\""), "{form}");
    let case = issuer.get(&format!("/appeals/{reference}")).await.body;
    assert!(!case.contains("/remind\""), "and is not offered to: {case}");
}
