//! Appeals from filing to their end, over the real registry, watch, post and Postgres.

mod world;

use redress::appeal::{Act, Event, Refusal};
use redress::registry::Answer;
use redress::{shipped, store, story};
use world::appeals::{World, act, day, filing};

#[tokio::test]
async fn a_complaint_received_on_27_january_2021_is_due_on_monday_8_february() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    assert_eq!(world.stands(&appeal).await, ("review".to_owned(), "DGD-ALMATY".to_owned()));
    assert_eq!(world.due_on(&appeal).await, day("2021-02-08"));
}

#[tokio::test]
async fn a_late_appeal_is_accepted_and_flagged_with_the_day_its_time_ended() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let journal = world.journal(&appeal).await;
    let Event::Filed(filed) = &journal[0].event else { panic!("{journal:?}") };
    assert!(filed.late);
    assert_eq!(filed.time_ended_on, day("2021-01-25"));
    let letters = world.letters(&appeal).await;
    let receipt = letters.iter().find(|letter| letter.name == "received").unwrap();
    let words = receipt.body.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("25 января 2021"), "{words}");
}

#[tokio::test]
async fn a_silent_department_escalates_up_the_whole_ladder() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.lives_until("2021-02-08 23:59").await;
    assert_eq!(world.stands(&appeal).await.0, "review");
    world.lives_until("2021-02-09 00:00").await;
    assert_eq!(world.stands(&appeal).await, ("overdue".to_owned(), "KGD".to_owned()));
    assert_eq!(world.due_on(&appeal).await, day("2021-02-12"));
    world.lives_until("2021-02-28 12:00").await;
    assert_eq!(world.missed_by(&appeal).await, ["DGD-ALMATY", "KGD", "MF", "DPM"]);
    assert_eq!(world.stands(&appeal).await, ("unanswered".to_owned(), "ECHO".to_owned()));
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn after_three_weeks_down_every_miss_keeps_its_legal_day_and_the_next_office_its_full_time() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    assert_eq!(world.becomes("2021-03-01 09:00").await, 1);
    let journal = world.journal(&appeal).await;
    let missed = journal.iter().find(|entry| matches!(entry.event, Event::DeadlineMissed { .. })).unwrap();
    assert_eq!(missed.legal_at, world::appeals::instant("2021-02-09 00:00"));
    assert_eq!(missed.recorded_at, world::appeals::instant("2021-03-01 09:00"));
    assert_eq!(world.missed_by(&appeal).await, ["DGD-ALMATY"]);
    assert_eq!(world.due_on(&appeal).await, day("2021-03-04"));
    assert_eq!(world.becomes("2021-03-01 09:00").await, 0, "looking twice changes nothing");
}

#[tokio::test]
async fn the_same_command_twice_has_one_effect_and_gets_the_first_answer() {
    let world = World::at("2021-01-27 10:00").await;
    let submission = world.filing_of(filing());
    let first = world.submit(submission.clone()).await;
    let second = world.submit(submission.clone()).await;
    assert_eq!(first, second);
    assert_eq!(store::appeal::count(world.store()).await.unwrap(), (1, 1));
    let mut other = submission;
    other.deed.actor = redress::appeal::Actor::Clerk;
    assert_eq!(world.submit(other).await, Answer::Refused(Refusal::KeyReused));
}

#[tokio::test]
async fn a_stopped_clock_restarts_by_itself_and_the_days_it_stood_are_not_counted() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    world.clock.set(world::appeals::instant("2021-02-01 10:00"));
    let stop = Act {
        ground: Some("query-to-state-body".to_owned()),
        ..act("stop-clock", &[("question", "the bank")])
    };
    world.does(&appeal, "DGD-ALMATY", stop).await;
    world.lives_until("2021-02-20 10:00").await;
    assert_eq!(world.missed_by(&appeal).await, [] as [&str; 0]);
    world.lives_until("2021-03-04 10:00").await;
    assert!(world.row(&appeal).await.appeal.tracks["legal"].stopped.is_none());
    // Ten days from 27 January: five were over on 1 February, thirty stood still, five remain from 4 March.
    assert_eq!(world.due_on(&appeal).await, day("2021-03-09"));
}

#[tokio::test]
async fn a_term_is_extended_once_and_no_more() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let extend = || act("extend", &[("ruling", "12"), ("reasons", "an expert is asked")]);
    world.does(&appeal, "DGD-ALMATY", extend()).await;
    assert_eq!(world.due_on(&appeal).await, day("2021-02-16"));
    let answer = world.act(&appeal, "DGD-ALMATY", extend()).await;
    assert!(matches!(answer, Answer::Refused(Refusal::UsedUp { .. })), "{answer:?}");
}

#[tokio::test]
async fn the_issuing_office_and_the_government_may_not_decide() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let annul = || act("annul", &[("reasons", "no offence")]);
    let answer = world.act(&appeal, "UGD-ALMATY", annul()).await;
    assert!(matches!(answer, Answer::Refused(Refusal::Barred { .. })), "{answer:?}");
    world.lives_until("2021-02-19 12:00").await;
    assert_eq!(world.stands(&appeal).await, ("overdue".to_owned(), "DPM".to_owned()));
    let answer = world.act(&appeal, "DPM", annul()).await;
    assert!(matches!(answer, Answer::Refused(Refusal::Barred { .. })), "{answer:?}");
}

#[tokio::test]
async fn what_is_not_lawful_is_refused_with_what_is_and_nothing_is_written() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let before = world.row(&appeal).await.seq;
    let answer = world.act(&appeal, "UGD-ALMATY", act("confirm", &[("number", "1")])).await;
    let Answer::Refused(refusal) = answer else { panic!("{answer:?}") };
    assert!(refusal.to_string().contains("Possible now: "), "{refusal}");
    let answer = world.act(&appeal, "DGD-ALMATY", act("anul", &[])).await;
    let Answer::Refused(refusal) = answer else { panic!("{answer:?}") };
    assert!(refusal.to_string().contains("Did you mean `annul`?"), "{refusal}");
    assert_eq!(world.row(&appeal).await.seq, before);
}

#[tokio::test]
async fn an_unknown_office_and_a_date_in_the_future_are_refused() {
    let world = World::at("2021-01-27 10:00").await;
    let mut unknown = filing();
    unknown.decision.issuer = "UGD-ALMATI".to_owned();
    let answer = world.submit(world.filing_of(unknown)).await;
    let Answer::Refused(refusal) = answer else { panic!("{answer:?}") };
    assert!(refusal.to_string().contains("Did you mean `UGD-ALMATY`?"), "{refusal}");
    let mut future = filing();
    future.decision.served_on = day("2021-01-28");
    let answer = world.submit(world.filing_of(future)).await;
    assert!(matches!(answer, Answer::Refused(Refusal::FutureDate { .. })), "{answer:?}");
    assert_eq!(store::appeal::count(world.store()).await.unwrap(), (0, 0));
}

#[tokio::test]
async fn two_daemons_on_one_database_do_everything_once() {
    let world = World::at("2021-01-27 10:00").await;
    for _ in 0..40 {
        world.file_appeal().await;
    }
    world.clock.set(world::appeals::instant("2021-02-09 00:00"));
    let look = || redress::daemon::watch::catch_up(&world.registry, &world.clock);
    let (one, two) = tokio::join!(look(), look());
    assert_eq!(one.unwrap().due + two.unwrap().due, 40);
    assert_eq!(world.faults().await, [] as [&str; 0]);
}

#[tokio::test]
async fn letters_are_sent_once_and_settled() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    let written = world.letters(&appeal).await.len();
    assert_eq!(world.sends_letters().await, written);
    assert_eq!(world.sends_letters().await, 0);
    assert_eq!(world.mail.sent().len(), written);
    assert!(world.letters(&appeal).await.iter().all(|letter| letter.status == "accepted"));
}

#[tokio::test]
async fn the_doctor_finds_a_changed_journal_and_a_changed_row() {
    let world = World::at("2021-01-27 10:00").await;
    let appeal = world.file_appeal().await;
    assert_eq!(world.faults().await, [] as [&str; 0]);
    let pool = world.store().pool();
    sqlx::query("update entry set recorded_at = recorded_at - interval '1 day' where seq = 1")
        .execute(pool)
        .await
        .unwrap();
    sqlx::query("update appeal set wake_at = null").execute(pool).await.unwrap();
    let faults = world.faults().await.join("\n");
    assert!(faults.contains("entry 1 was changed"), "{faults}");
    assert!(faults.contains("wake time"), "{faults}");
    assert!(faults.contains(&appeal), "{faults}");
}

#[tokio::test]
async fn the_stories_of_2021_play_to_their_dates() {
    for name in ["stories/kz-2021.yaml", "stories/kz-2021-silence.yaml"] {
        let world = World::at("2021-01-26 06:00").await;
        let story = story::read(name, shipped::text(name).unwrap()).unwrap_or_else(|p| panic!("{p}"));
        let player = story::Player { registry: &world.registry, mail: &world.mail, clock: &world.clock };
        let played = player.play(&story, |_| {}).await.unwrap_or_else(|fault| panic!("{fault}"));
        assert!(played.failures.is_empty(), "{}", story::problems(&story, &played));
        let rows = store::appeal::list(world.store(), 0, 10, false).await.unwrap();
        assert_eq!(rows.len(), if name.contains("silence") { 1 } else { 4 });
        for row in &rows {
            assert_eq!(row.appeal.closed.unwrap().0.to_string(), "annulled", "{}", row.appeal.appellant);
        }
        let echo = rows.iter().find(|row| row.appeal.appellant == "ECHO").unwrap();
        let suspended = echo.appeal.days_suspended(day("2021-04-30"));
        assert_eq!(suspended, Some(if name.contains("silence") { 33 } else { 19 }));
        assert_eq!(world.faults().await, [] as [&str; 0]);
    }
}
