//! The program at a terminal: appeals driven by hand, the demonstration, and the doctor.

#![allow(clippy::unwrap_used, reason = "what helps a test may fail it")]

#[path = "terminal/by_hand.rs"]
mod by_hand;
#[path = "terminal/doctor.rs"]
mod doctor;
#[path = "terminal/refusals.rs"]
mod refusals;
#[path = "terminal/versions.rs"]
mod versions;
mod world;

use serde_json::Value;

use world::program::Program;

#[test]
fn the_demonstration_ends_well_and_what_it_made_is_served_by_up() {
    let program = Program::alone();
    let data = program.data();
    let told = program.run(&["demo", "--exit", "--data", data.to_str().unwrap()]).done();
    for organisation in ["ECHO", "ILI", "KIBHR", "ERKINDIK"] {
        assert!(told.contains(organisation), "{organisation}: {told}");
    }
    assert!(told.contains("MISSED") && told.contains("ESCALATED"), "{told}");
    let letters = std::fs::read_dir(data.join("letters")).unwrap().map(|entry| entry.unwrap().path());
    let letters: Vec<_> = letters.collect();
    assert!(
        letters.len() > 50 && letters.iter().all(|letter| letter.extension().is_some_and(|e| e == "eml"))
    );
    let letter = std::fs::read_to_string(&letters[0]).unwrap();
    assert!(
        letter.contains("Message-ID: <") && letter.contains("Auto-Submitted: auto-generated"),
        "{letter}"
    );

    assert!(program.run(&["doctor"]).done().contains("0 faults found"));

    let listed: Vec<Value> = program.run(&["list", "--json"]).json();
    let up = program.up();
    assert!(up.is_well());
    let (status, page) = up.page("/").unwrap();
    assert_eq!(status, 200);
    assert_eq!(listed.len(), 5);
    for appeal in listed {
        assert!(page.contains(appeal["reference"].as_str().unwrap()), "{appeal}");
    }
    assert!(up.stop().0.done().contains("stopped"));
}

#[test]
fn a_demonstration_takes_no_folder_that_is_not_its_own() {
    let program = Program::alone();
    std::fs::create_dir_all(program.data()).unwrap();
    std::fs::write(program.path("thesis"), "irreplaceable").unwrap();
    let said = program.run(&["demo", "--exit", "--data", program.data().to_str().unwrap()]).refused();
    assert!(said.contains("was not made by `redress demo`") && said.contains("--data"), "{said}");
    assert_eq!(std::fs::read_to_string(program.path("thesis")).unwrap(), "irreplaceable");
}

#[test]
fn a_wrong_command_line_is_answered_with_the_right_one() {
    let program = Program::alone();
    let said = program.run(&["lsit"]);
    assert_eq!(said.status, Some(2), "{said:?}");
    assert!(said.err.contains("'list'"), "{said:?}");
    let said = program.run(&["act", "R-1", "annul", "--office", "X", "--by", "ten days"]);
    assert_eq!(said.status, Some(2), "{said:?}");
    assert!(said.err.contains("--by"), "{said:?}");
}
