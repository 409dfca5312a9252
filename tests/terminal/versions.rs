//! A newer version of a workflow at the terminal: tried on open appeals, applied to them, and refused unless it is one.

use std::path::PathBuf;

use serde_json::Value;

use super::by_hand::{Terminal, filing};
use super::refusals::workflow_with;
use super::world::appeals::{World, act};
use super::world::program::Program;

const SECOND: (&str, &str) = ("version: 1", "version: 2");
/// What the longer time makes of the promise.
const PROMISE: (&str, &str) = ("within: 173 working days", "within: 201 working days");
const LONGER: (&str, &str) = ("within: 10 sutki, from: receipt", "within: 30 sutki, from: receipt");

/// ECHO has filed under the first version of `kz-second`.
fn filed_under_the_first(world: World) -> (Terminal, PathBuf) {
    let program = Program::on(&world);
    let path = workflow_with(&program, "kz-second", &[]);
    program.run(&["workflow", "load", path.to_str().unwrap()]).done();
    let filing = filing(&world, &["--with", "reviewer", "--workflow", "kz-second", "--json"]);
    let answer = program.run(&filing.each());
    let reference = answer.json()[0]["done"]["reference"].as_str().unwrap().to_owned();
    (Terminal { world, program, reference }, path)
}

#[tokio::test]
async fn open_appeals_move_to_a_newer_version_with_entries_letters_and_explanations() {
    let (terminal, path) = filed_under_the_first(World::of_today().await);
    let (program, file, reference) = (&terminal.program, path.to_str().unwrap(), &terminal.reference);
    workflow_with(program, "kz-second", &[SECOND, LONGER, PROMISE]);

    let tried = program.run(&["workflow", "migrate", file, "--dry-run", "--json"]);
    let decide = |rows: Vec<Value>| rows.into_iter().find(|row| row["limit"] == "decide").unwrap();
    let decide = decide(tried.json());
    assert_eq!((&decide["becomes"], &decide["reference"]), (&"recompute".into(), &reference.as_str().into()));
    assert_eq!(decide["explanation"]["basis"]["rule"]["span"], "30 sutki", "{decide}");
    let said = program.run(&["workflow", "migrate", file, "--dry-run", "--appeal", reference]).done();
    for words in
        ["recompute", "later; the old date was promised", "1 open appeals would move to it, 0 would stay"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = program.run(&["workflow", "migrate", file, "--apply"]).refused();
    assert!(said.contains("load it first: redress workflow load"), "{said}");
    assert_eq!(
        program.run(&["workflow", "migrate", file]).status,
        Some(2),
        "to try or to apply must be said"
    );

    program.run(&["workflow", "load", file]).done();
    assert!(terminal.shown()["journal"].as_array().unwrap().len() > 1);
    let said = program.run(&["workflow", "migrate", "kz-second", "--apply"]).done();
    assert!(
        said.contains("kz-second version 2: 1 appeals moved to it") && said.contains("1 computed again"),
        "{said}"
    );
    let said = program.run(&["workflow", "migrate", "kz-second", "--apply"]).done();
    assert!(said.contains("0 appeals moved"), "what has moved is not moved again: {said}");

    let due = terminal.world.due_on(reference).await.to_string();
    assert_eq!(decide["is"], due.as_str());
    let journal = program.run(&["show", reference]).done();
    assert!(
        journal.contains("MIGRATED from version 1 to version 2") && journal.contains("the workflow changed"),
        "{journal}"
    );
    let explained = program.run(&["explain", reference, "--all"]).done();
    assert!(explained.contains("replaced by a later entry") && explained.contains("30"), "{explained}");
    let letters = terminal.world.letters(reference).await;
    let moved: Vec<_> = letters.iter().filter(|letter| letter.name == "date-moved").collect();
    assert_eq!(
        moved.iter().map(|letter| letter.recipient.as_str()).collect::<Vec<_>>(),
        ["ECHO", "DGD-ALMATY"]
    );
    for letter in moved {
        let words = if letter.language == "kk" {
            "ережелердің жаңа нұсқасы"
        } else {
            "У правил"
        };
        assert!(letter.body.contains(words), "{}", letter.body);
    }
    assert!(program.run(&["doctor"]).done().contains("0 faults found"));

    // A process that was there before the version was loaded carries the appeal on under it.
    terminal.world.does(reference, "DGD-ALMATY", act("annul", &[("reasons", "no offence")])).await;
    assert_eq!(terminal.world.stands(reference).await.0, "annulled");
    assert!(program.run(&["doctor"]).done().contains("0 faults found"));

    // The first version ruled the past of the appeal, so its file is not changed under its number.
    workflow_with(program, "kz-second", &[LONGER]);
    let folder = Program::on(&terminal.world).with("REDRESS_WORKFLOWS", program.data());
    assert!(folder.run(&["list"]).refused().contains("kz-second version 1 is used by appeals"));
}

#[tokio::test]
async fn an_appeal_whose_step_is_gone_stays_and_is_told_why() {
    let (terminal, path) = filed_under_the_first(World::of_today().await);
    let (program, file) = (&terminal.program, path.to_str().unwrap());
    let text =
        std::fs::read_to_string(&path).unwrap().replace("review", "examine").replace(SECOND.0, SECOND.1);
    let text = text.replace("examineer", "reviewer");
    std::fs::write(&path, text).unwrap();
    let tried = program.run(&["workflow", "migrate", file, "--dry-run"]);
    assert_eq!(tried.status, Some(1), "{tried:?}");
    let words = tried.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("/review, and the new version has no such step"), "{words}");
    assert!(words.contains("Let it leave the step first") && words.contains("1 would stay"), "{words}");
    let tried = program.run(&["workflow", "migrate", file, "--dry-run", "--json"]);
    assert_eq!(tried.json()[0]["stays"]["obstacles"][0]["obstacle"], "no-step");
}

#[tokio::test]
async fn a_folder_whose_workflow_was_changed_under_its_version_is_refused_at_the_start() {
    let (terminal, _) = filed_under_the_first(World::of_today().await);
    let folder = terminal.program.data();
    let program = Program::on(&terminal.world).with("REDRESS_WORKFLOWS", folder);
    program.run(&["list"]).done();
    workflow_with(&terminal.program, "kz-second", &[LONGER]);
    for command in [vec!["list"], vec!["up", "--port", "0"]] {
        let said = program.run(&command).refused();
        for words in [
            "kz-second version 1 is used by appeals and its file has changed",
            "Raise `version`",
            "workflow migrate",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
    workflow_with(&terminal.program, "kz-second", &[LONGER, SECOND]);
    program.run(&["list"]).done();
    // A letter belongs to its workflow: changed, it is another version as well.
    let letter = terminal.program.path("letters/kz-second/received.en.txt");
    let text = std::fs::read_to_string(&letter).unwrap();
    program.run(&filing(&terminal.world, &["--workflow", "kz-second"]).each()).done();
    std::fs::write(&letter, text.replace("received", "taken in")).unwrap();
    assert!(program.run(&["list"]).refused().contains("kz-second version 2 is used by appeals"));
}

#[tokio::test]
async fn past_appeals_are_replayed_under_a_changed_workflow_and_told_in_words_in_rows_and_as_a_picture() {
    let (terminal, path) = filed_under_the_first(World::of_today().await);
    let (program, file, reference) = (&terminal.program, path.to_str().unwrap(), &terminal.reference);
    let said = program.run(&["replay", "--with", file]).done();
    assert_eq!(said.trim(), "0 of 1 appeals would differ; nothing was written");

    workflow_with(program, "kz-second", &[LONGER]);
    let (csv, svg) = (program.path("differences.csv"), program.path("differences.svg"));
    let files = ["--csv", csv.to_str().unwrap(), "--svg", svg.to_str().unwrap()];
    let said = program.run(&[&["replay", "--with", file], files.as_slice()].concat()).done();
    for words in [reference.as_str(), "legal/review/decide: ", "1 of 1 appeals would differ"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let table = std::fs::read_to_string(&csv).unwrap();
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("reference,change,what,was,would_be,days"));
    let row: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(row[..3], [reference.as_str(), "date", "legal/review/decide"]);
    let day = |at: usize| row[at].parse::<jiff::civil::Date>().unwrap();
    assert_eq!(row[5], day(3).until(day(4)).unwrap().get_days().to_string());
    let picture = std::fs::read_to_string(&svg).unwrap();
    assert!(
        picture.contains("1 past appeals under changed rules, 1 of them (100.0 %) would differ"),
        "{picture}"
    );
    assert!(picture.contains(&format!("{} calendar days: 1", row[5])), "{picture}");

    let figures = program.run(&["replay", "--with", file, "--appeal", reference, "--json"]).json();
    assert_eq!((&figures[0]["reference"], figures.len()), (&reference.as_str().into(), 2));
    assert_eq!(figures[1]["figures"]["moved"], serde_json::json!({row[5]: 1}));
    let unknown = redress::registry::Reference::of_key("never filed").to_string();
    let said = program.run(&["replay", "--with", file, "--appeal", &unknown]).refused();
    assert!(said.contains(&format!("there is no appeal {unknown}")), "{said}");
}
