//! Mail that was held: a clerk enters it as what it is, or sets it aside.

use redress::appeal::{Actor, Event};
use redress::daemon::inbox::{self, NotEntered};
use redress::store::{incoming, paper};

use crate::back::{answer, letter_to, take};
use crate::world::appeals::World;

async fn world() -> (World, String) {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.sends_letters().await;
    (world, appeal)
}

/// The numbers of what is held.
async fn held(world: &World) -> Vec<i64> {
    incoming::list(world.store(), 0, true).await.unwrap().into_iter().map(|mail| mail.id).collect()
}

async fn enters(world: &World, id: i64, of: Option<(&str, &str)>) -> Result<i32, NotEntered> {
    let now = world.clock.now();
    inbox::enter(&world.registry, &world.mail, id, of, "rang them up", now).await.unwrap()
}

#[tokio::test]
async fn an_answer_from_another_address_is_entered_by_hand_and_the_others_are_told() {
    let (world, appeal) = world().await;
    let stranger = answer(&world, &appeal, "aigerim.home@mail.example", "");
    assert_eq!(take(&world, None, &stranger).await[0].0, "held");
    let [id] = held(&world).await[..] else { panic!() };
    let entries = world.journal(&appeal).await.len();
    assert_eq!(enters(&world, id, None).await, Ok(entries as i32 + 1));
    let last = world.journal(&appeal).await.pop().unwrap();
    let Event::MessageReceived(message) = &last.event else { panic!("{last:?}") };
    assert_eq!((&last.actor, message.from.as_str()), (&Actor::Clerk, "ECHO"));
    let told = world.letters(&appeal).await.into_iter().filter(|letter| letter.seq == last.seq);
    let told: Vec<_> = told.map(|letter| (letter.recipient, letter.subject)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].0 == "DGD-ALMATY" && told[0].1.contains("ЭХО"), "{told:?}");
    let sql = "select name from paper";
    let names: Vec<String> = sqlx::query_scalar(sql).fetch_all(world.store().pool()).await.unwrap();
    assert_eq!(names, ["decision.pdf"]);
    let content = paper::content(world.store(), &hex::decode(&message.attachments[0].digest).unwrap()).await;
    assert!(content.unwrap().unwrap().starts_with(b"%PDF"));
    assert_eq!(held(&world).await, [] as [i64; 0]);
    assert_eq!(enters(&world, id, None).await, Err(NotEntered::NotHeld(id)));
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_mail_to_no_address_of_an_appeal_is_entered_where_a_clerk_says_and_only_for_a_party() {
    let (world, appeal) = world().await;
    let from = letter_to(&world, &appeal, "ECHO").await.address;
    let nowhere =
        format!("From: {from}\nTo: appeals@redress.test\nSubject: x\nMessage-ID: <2@echo>\n\nHello\n");
    take(&world, None, &nowhere).await;
    let [id] = held(&world).await[..] else { panic!() };
    assert_eq!(enters(&world, id, None).await, Err(NotEntered::WhoseIsIt));
    let Err(NotEntered::NoParty { parties, .. }) = enters(&world, id, Some((&appeal, "MINFIN"))).await else {
        panic!()
    };
    assert_eq!(parties, ["DGD-ALMATY", "ECHO", "UGD-ALMATY"]);
    assert!(enters(&world, id, Some((&appeal, "ECHO"))).await.is_ok());
    // It comes again by the right address: the entry is there already.
    let entries = world.journal(&appeal).await.len();
    let to = world.mail.identity().reply_address(&appeal, "ECHO");
    assert_eq!(take(&world, None, &nowhere.replace("appeals@redress.test", &to)).await[0].0, "known");
    assert_eq!(world.journal(&appeal).await.len(), entries);
}

#[tokio::test]
async fn what_is_of_no_use_is_set_aside_once() {
    let (world, _) = world().await;
    take(&world, None, "From: shop@mail.example\nTo: appeals@redress.test\nSubject: x\n\nBuy!\n").await;
    let ids = held(&world).await;
    let settle = |ids: Vec<i64>| {
        let (store, now) = (world.store().clone(), world.clock.now());
        async move { incoming::settle(&store, &ids, "advertising", now).await.unwrap() }
    };
    assert_eq!((ids.len(), settle(ids.clone()).await, settle(ids.clone()).await), (1, 1, 0));
    assert_eq!(held(&world).await, [] as [i64; 0]);
    assert_eq!(enters(&world, ids[0], None).await, Err(NotEntered::NotHeld(ids[0])));
}

#[tokio::test]
async fn a_mail_that_came_again_by_the_right_address_is_not_entered_twice() {
    let (world, appeal) = world().await;
    let from = letter_to(&world, &appeal, "ECHO").await.address;
    let right = answer(&world, &appeal, &from, "");
    let nowhere =
        right.replace(&world.mail.identity().reply_address(&appeal, "ECHO"), "appeals@redress.test");
    take(&world, None, &nowhere).await;
    assert_eq!(take(&world, None, &right).await[0].0, "message");
    let entries = world.journal(&appeal).await.len();
    let [id] = held(&world).await[..] else { panic!() };
    assert_eq!(enters(&world, id, Some((&appeal, "ECHO"))).await, Err(NotEntered::CameAgain(id)));
    assert_eq!(world.journal(&appeal).await.len(), entries);
    assert_eq!(held(&world).await, [] as [i64; 0]);
    let sql = "select count(*) from paper";
    let papers: i64 = sqlx::query_scalar(sql).fetch_one(world.store().pool()).await.unwrap();
    assert_eq!(papers, 1);
}
