//! `redress draw` at a terminal.

use redress::store;

use super::world::appeals::World;
use super::world::program::Program;

#[test]
fn a_workflow_is_drawn_by_name_or_by_file_without_a_database() {
    let program = Program::alone();
    let by_name = program.run(&["draw", "kz-koap-suspension", "--language", "kk"]).done();
    assert!(by_name.starts_with("<svg ") && by_name.contains("lang=\"kk\""), "{by_name}");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/workflows/kz-koap-suspension.yaml");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("drawn.bpmn");
    let said = program.run(&["draw", file, "--as", "bpmn", "--out", out.to_str().unwrap()]).done();
    assert_eq!(said.trim(), "");
    assert!(std::fs::read_to_string(out).unwrap().contains("<bpmn:definitions"));
    assert!(program.run(&["draw", file, "--as", "mermaid"]).done().starts_with("flowchart TB"));
}

#[test]
fn what_cannot_be_drawn_is_answered_with_what_can() {
    let program = Program::alone();
    let said = program.run(&["draw", "kz-tax"]).refused();
    assert!(said.contains("kz-koap-suspension"), "{said}");
    let said = program.run(&["draw", "--as", "bpmn", "--appeal", "R-7KQ4-XWPM-C3AF"]).refused();
    assert!(said.contains("--as svg"), "{said}");
    assert_eq!(program.run(&["draw"]).status, Some(2), "neither a workflow nor an appeal");
}

#[tokio::test]
async fn an_appeal_is_marked_where_it_stands_and_where_it_was() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let appeal = world.file_appeal().await;
    let row = store::appeal::find(world.store(), &appeal).await.unwrap().unwrap();
    let drawn = program.run(&["draw", "--appeal", &appeal]).done();
    let due = row.due_on.unwrap().to_string();
    assert!(drawn.contains(&format!("The appeal is here, until {due}")), "{due}: {drawn}");
    let said = program.run(&["draw", "kz-tax", "--appeal", &appeal]).refused();
    assert!(said.contains("follows kz-koap-suspension"), "{said}");
}
