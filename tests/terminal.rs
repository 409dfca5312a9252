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

use world::program::{Program, Running};

#[test]
fn the_demonstration_ends_well_and_what_it_made_is_served_by_it_and_by_up() {
    let program = Program::alone();
    let data = program.data();
    let mut demo = program.serve(&["demo", "--port", "0", "--data", data.to_str().unwrap()]);
    for organisation in ["ECHO", "ILI", "KIBHR", "ERKINDIK"] {
        assert!(demo.told.contains(organisation), "{organisation}: {}", demo.told);
    }
    assert!(demo.told.contains("MISSED") && demo.told.contains("ESCALATED"), "{}", demo.told);
    everybody_is_let_in(&mut demo);
    is_open_in_three_languages(&demo);
    demo.stop().0.done();

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
    assert_eq!(program.run(&["list", "--json"]).json().len(), 5);
    let up = program.up();
    is_open_in_three_languages(&up);
    assert!(!up.told.contains("sign in"), "only the demonstration lets people in: {}", up.told);
    assert!(up.stop().0.done().contains("stopped"));
}

/// An organisation, an official, a minister and who keeps the house are each told a link with
/// the digits that it asks for, which let her in once.
fn everybody_is_let_in(demo: &mut Running) {
    for who in
        ["aigerim@ngo.example", "dana.akhmetova@kgd.example", "timur.kassymov@minfin.example", "olzhas@"]
    {
        let mut line = demo.line();
        while !line.starts_with("sign in") {
            line = demo.line();
        }
        assert!(line.contains(who), "{line}");
        let digits = line.trim().rsplit(' ').next().unwrap();
        assert!(digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit()), "{line}");
        let link = demo.line();
        let path = link.trim().strip_prefix(&format!("http://{}", demo.address)).unwrap();
        let (status, page) = demo.page(path).unwrap();
        assert!(status == 200 && page.contains("name=\"code\""), "{status} {page}");
        let use_it = || demo.form(path, &format!("code={digits}")).unwrap().0;
        assert_eq!(use_it(), 303, "{who} is let in");
        assert_eq!(use_it(), 200, "a second time she is not");
    }
}

/// It is well, and its first page says in each language what it is.
fn is_open_in_three_languages(running: &Running) {
    assert!(running.is_well());
    for (language, title) in [
        ("en", "Appeal against the suspension of your organisation"),
        ("ru", "Обжалование приостановления деятельности организации"),
        ("kk", "Ұйым қызметінің тоқтатыла тұруына шағым беру"),
    ] {
        let (status, page) = running.page_in(language, "/").unwrap();
        assert_eq!(status, 200);
        assert!(page.contains(&format!("<html lang=\"{language}\">")), "{page}");
        assert!(page.contains(&format!("<h1>{title}</h1>")) && page.contains("href=\"/file\""), "{page}");
    }
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
