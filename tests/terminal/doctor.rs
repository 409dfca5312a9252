//! What the doctor says of a database that somebody has been at.

use super::world::appeals::World;
use super::world::program::Program;

/// What is done to an appeal, `$1` being its key, and what the doctor must say of it.
const HARMS: [(&str, &str); 15] = [
    (
        "update entry set event = jsonb_set(event::jsonb, '{late}', 'true')::json where appeal = $1 and seq = 1",
        "entry 1 was changed",
    ),
    (
        "update entry set legal_at = legal_at - interval '1 day' where appeal = $1 and seq = 2",
        "entry 2 was changed",
    ),
    (
        "update entry set event = '{\"event\": \"rewritten\"}' where appeal = $1 and seq = 2",
        "entry 2 cannot be read",
    ),
    ("update entry set kind = 'noted' where appeal = $1 and seq = 2", "entry 2 is kept as `noted` and is `"),
    ("delete from entry where appeal = $1 and seq = 1", "entry 1 is missing"),
    (
        "delete from entry where appeal = $1 and seq = (select max(seq) from entry where appeal = $1)",
        "the journal was cut short",
    ),
    ("delete from entry where appeal = $1", "the journal was cut short: it has 0 entries"),
    ("update appeal set head = sha256(head) where id = $1", "the row does not name the head of its chain"),
    (
        "update appeal set state = jsonb_set(state::jsonb, '{late}', 'true')::json where id = $1",
        "the row does not say what the journal says",
    ),
    ("update appeal set state = '{}' where id = $1", "the state in its row cannot be read"),
    ("update appeal set holder = 'KGD' where id = $1", "`holder` in its row is not what its state says"),
    ("update appeal set holder = null where id = $1", "nobody must act"),
    ("update appeal set closed = true where id = $1", "`closed` in its row is not what its state says"),
    ("update appeal set wake_at = wake_at + interval '1 day' where id = $1", "its wake time is "),
    ("update appeal set wake_at = null where id = $1", "it has no wake time"),
];

#[tokio::test]
async fn the_doctor_names_every_appeal_that_somebody_has_been_at_and_what_was_done_to_it() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let references = world.filed_days_ago(2, HARMS.len() + 1).await;
    let (untouched, harmed) = references.split_last().unwrap();
    assert!(program.run(&["doctor"]).done().contains("0 faults found"));

    for ((harm, _), reference) in HARMS.iter().zip(harmed) {
        let id = world.row(reference).await.id;
        let done = sqlx::query(*harm).bind(id).execute(world.store().pool()).await.unwrap();
        assert!(done.rows_affected() > 0, "{harm}");
    }
    let said = program.run(&["doctor"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    for ((harm, finding), reference) in HARMS.iter().zip(harmed) {
        let mut of_it = said.out.lines().filter(|line| line.starts_with(&format!("{reference}: ")));
        assert!(of_it.any(|line| line.contains(finding)), "{harm}: {finding}: {}", said.out);
    }
    assert!(!said.out.contains(untouched), "{}", said.out);
    assert!(said.out.contains(&format!("{} appeals and ", references.len())), "{}", said.out);
}

#[tokio::test]
async fn each_harm_alone_is_enough_for_the_doctor_to_end_with_a_fault() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let references = world.filed_days_ago(2, 2).await;
    let id = world.row(&references[0]).await.id;
    sqlx::query("delete from appeal where id = $1").bind(id).execute(world.store().pool()).await.unwrap();
    let said = program.run(&["doctor"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.out.contains(&format!("entries of an appeal {id} that has no row")), "{said:?}");
    assert!(said.out.contains("1 faults found"), "{said:?}");
}

#[tokio::test]
async fn an_appeal_that_could_not_be_carried_on_is_told_and_tried_again_on_demand() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let reference = world.filed_days_ago(2, 1).await.remove(0);
    sqlx::query("update appeal set fault = 'the rules failed'").execute(world.store().pool()).await.unwrap();
    let said = program.run(&["doctor"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(
        said.out.contains(&format!("{reference}: it could not be carried on; mend the cause")),
        "{said:?}"
    );
    assert!(said.out.contains("redress doctor --retry`: the rules failed"), "{said:?}");
    assert!(program.run(&["doctor", "--retry"]).done().contains("1 appeals will be tried again"));
    assert!(program.run(&["doctor"]).done().contains("0 faults found"));
}
