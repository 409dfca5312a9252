//! Bad input at the terminal: an error that says what to do, a status that is not 0, and nothing half written.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use redress::{shipped, store};

use super::by_hand::{Terminal, filing};
use super::world::appeals::World;
use super::world::program::Program;

async fn appeals_in(world: &World) -> i64 {
    store::appeal::count(world.store()).await.unwrap().0
}

#[tokio::test]
async fn an_unknown_office_is_answered_with_the_nearest_name() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let said = program.run(&filing(&world, &["--issuer", "UGD-ALMATI"]).each());
    assert_eq!(said.status, Some(2), "an option given twice is a wrong command line: {said:?}");
    let filing = filing(&world, &[]);
    let misspelt =
        filing.each().into_iter().map(|word| if word == "UGD-ALMATY" { "UGD-ALMATI" } else { word });
    let said = program.run(&misspelt.collect::<Vec<_>>()).refused();
    assert!(said.contains("no office `UGD-ALMATI`") && said.contains("Did you mean `UGD-ALMATY`?"), "{said}");
    assert_eq!(appeals_in(&world).await, 0);
}

#[tokio::test]
async fn a_date_in_the_future_is_refused_with_todays() {
    let world = World::of_today().await;
    let (yesterday, tomorrow) = (world.days_ago(1).to_string(), world.days_ago(-1).to_string());
    let filing = filing(&world, &[]);
    let mut words = filing.each();
    let served = words.iter().rposition(|word| *word == yesterday).unwrap();
    words[served] = &tomorrow;
    let said = Program::on(&world).run(&words).refused();
    assert!(said.contains(&tomorrow) && said.contains("in the future; today is"), "{said}");
    assert_eq!(appeals_in(&world).await, 0);
}

#[tokio::test]
async fn what_is_not_lawful_at_this_step_is_refused_with_what_is() {
    let terminal = Terminal::filed_with("reviewer").await;
    let before = terminal.shown();
    let act = |arguments: &[&str]| {
        let act = [&["act", terminal.reference.as_str()], arguments].concat();
        (terminal.program.run(&act).refused(), terminal.program.run(&[act, vec!["--json"]].concat()))
    };
    let (said, json) = act(&["confirm", "--office", "UGD-ALMATY", "--state", "number=1"]);
    assert!(said.contains("`confirm` is not lawful at the step `review`. Possible now: "), "{said}");
    assert_eq!(json.status, Some(1));
    assert_eq!(json.json()[0]["refused"]["refusal"], "not-lawful-here");
    let (said, _) = act(&["anul", "--office", "DGD-ALMATY"]);
    assert!(said.contains("Did you mean `annul`?"), "{said}");
    let (said, _) = act(&["annul", "--office", "DGD-ALMATY"]);
    assert!(said.contains("`reasons` is missing: Reasons. Give it with --state reasons=TEXT"), "{said}");
    let (said, _) = act(&["annul", "--office", "UGD-ALMATY", "--state", "reasons=x"]);
    assert!(said.contains("Another office must decide"), "{said}");
    assert_eq!(terminal.shown(), before);
}

#[tokio::test]
async fn a_reference_with_a_typing_mistake_or_of_no_appeal_is_refused() {
    let terminal = Terminal::filed_with("reviewer").await;
    let mut wrong = terminal.reference.clone();
    wrong.replace_range(2..3, if wrong[2..3] == *"X" { "Y" } else { "X" });
    for arguments in [vec!["show", &wrong], vec!["act", &wrong, "annul", "--office", "DGD-ALMATY"]] {
        let said = terminal.program.run(&arguments).refused();
        assert!(said.contains("typing mistake"), "{said}");
    }
    let nobodys = redress::registry::Reference::of_key("never filed").to_string();
    let said = terminal.program.run(&["show", &nobodys]).refused();
    assert!(said.contains("there is no appeal") && said.contains("redress list"), "{said}");
}

/// A copy of the shipped workflow, under another name and with some words changed, beside its letters.
pub fn workflow_with(program: &Program, name: &str, changes: &[(&str, &str)]) -> PathBuf {
    let mut all = shipped::rules().workflows.into_iter();
    let shipped = all.find(|one| one.file == "kz-koap-suspension.yaml").unwrap();
    let mut text = shipped.text.replace(
        &format!("workflow: {}", shipped.file.trim_end_matches(".yaml")),
        &format!("workflow: {name}"),
    );
    for (right, wrong) in changes {
        assert!(text.contains(right), "{right}");
        text = text.replacen(right, wrong, 1);
    }
    let letters = program.data().join("letters").join(name);
    std::fs::create_dir_all(&letters).unwrap();
    for (letter, text) in &shipped.letters {
        std::fs::write(letters.join(letter), text).unwrap();
    }
    let file = program.path(&format!("{name}.yaml"));
    std::fs::write(&file, text).unwrap();
    file
}

/// Five faults, each at a place of its own.
const FAULTS: [(&str, &str); 5] = [
    ("late: accept", "latte: accept"),
    ("within: 10 sutki, from: receipt", "within: 10 fortnights, from: receipt"),
    ("decides: true", "decides: perhaps"),
    ("within: 3 working days, nature: service", "within: 3 working days, nature: divine"),
    ("at-most: 3", "at-most: three"),
];

/// The place of a word in a text, as editors count it.
fn place(text: &str, word: &str) -> String {
    let before = &text[..text.find(word).unwrap()];
    let column = before.chars().rev().take_while(|letter| *letter != '\n').count() + 1;
    format!(":{}:{column}", before.matches('\n').count() + 1)
}

#[tokio::test]
async fn a_workflow_with_five_faults_is_refused_with_all_five_and_their_places() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let file = workflow_with(&program, "five-faults", &FAULTS);
    let text = std::fs::read_to_string(&file).unwrap();
    for command in ["check", "load"] {
        let said = program.run(&["workflow", command, file.to_str().unwrap()]).refused();
        for word in ["latte", "10 fortnights", "perhaps", "divine", "three"] {
            let place = format!("{}{}", file.display(), place(&text, word));
            assert!(said.contains(&place), "{word} at {place}: {said}");
        }
        assert!(said.contains("`late`"), "the nearest right name: {said}");
    }
    let loaded = store::rules::workflows(&mut world.store().begin().await.unwrap()).await.unwrap();
    assert!(loaded.iter().all(|workflow| workflow.name != "five-faults"));
}

#[tokio::test]
async fn a_workflow_is_loaded_once_and_a_changed_one_needs_a_new_version() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let path = workflow_with(&program, "kz-second", &[]);
    let file = path.to_str().unwrap();
    assert!(program.run(&["workflow", "check", file]).done().contains("kz-second version 1 holds together"));
    assert!(program.run(&["workflow", "load", file]).done().contains("kz-second version 1 is loaded"));
    assert!(program.run(&["workflow", "load", file]).done().contains("has not changed"));
    program.run(&filing(&world, &["--workflow", "kz-second"]).each()).done();

    workflow_with(&program, "kz-second", &[("at-most: 3", "at-most: 2")]);
    let said = program.run(&["workflow", "load", file]).refused();
    assert!(said.contains("`version: 1`; raise it to 2"), "{said}");
    workflow_with(&program, "kz-second", &[("at-most: 3", "at-most: 2"), ("version: 1", "version: 2")]);
    assert!(program.run(&["workflow", "load", file]).done().contains("version 2 is loaded"));

    workflow_with(&program, "kz-third", &[("calendar: kz", "calendar: kg")]);
    let said = program.run(&["workflow", "load", &file.replace("second", "third")]).refused();
    assert!(said.contains("there is no calendar `kg`: see `redress calendar list`"), "{said}");
    assert!(program.run(&["doctor"]).done().contains("0 faults"), "what was refused left nothing in the way");
}

#[tokio::test]
async fn a_table_with_faults_is_refused_with_each_line_and_nothing_of_it_is_imported() {
    let world = World::of_today().await;
    let program = Program::on(&world);
    let before = program.run(&["offices", "list"]).done();
    let head = "code,name_en,name_ru,name_kk,kind,place,above,email,language";
    let rows = [
        "GOOD,A,,,ministry,Astana,,a@gov.example,ru",
        "BAD,B,,,ministry,Astana,NOBODY,b@gov.example,ru",
        ",C,,,ministry,Astana,,nowhere,de",
    ];
    std::fs::create_dir_all(program.data()).unwrap();
    std::fs::write(program.path("offices.csv"), format!("{head}\n{}\n", rows.join("\n"))).unwrap();
    let said = program.run(&["offices", "import", program.path("offices.csv").to_str().unwrap()]).refused();
    for words in ["nothing was imported", "line 3: ", "NOBODY", "line 4: ", "`de`"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(program.run(&["offices", "list"]).done(), before);
    let said =
        program.run(&["organisations", "import", program.path("none.csv").to_str().unwrap()]).refused();
    assert!(said.contains("none.csv cannot be read"), "{said}");
}

#[test]
fn a_database_that_is_away_is_named_at_once() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let program =
        Program::alone().with("DATABASE_URL", format!("postgres://redress@127.0.0.1:{closed}/redress"));
    for command in [vec!["up", "--port", "0"], vec!["list"]] {
        let said = program.run(&command).refused();
        assert!(said.contains("check DATABASE_URL") && said.contains("Connection refused"), "{said}");
    }
}

#[test]
fn settings_that_are_not_right_are_told_together() {
    let program = Program::alone()
        .with("DATABASE_URL", "mysql://here")
        .with("REDRESS_SMTP_URL", "mail")
        .with("REDRESS_MAIL_FROM", "me");
    let said = program.run(&["up"]).refused();
    for name in ["DATABASE_URL", "REDRESS_SMTP_URL", "REDRESS_MAIL_FROM"] {
        assert!(said.contains(name), "{name}: {said}");
    }
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named_with_a_way_out() {
    let program = Program::alone();
    let file = program.data().with_file_name("file");
    std::fs::write(&file, "").unwrap();
    for folder in [file.join("data"), Path::new("/proc/redress").to_owned(), PathBuf::from("/proc")] {
        let folder = folder.to_str().unwrap();
        for command in [vec!["up", "--port", "0"], vec!["list"], vec!["demo", "--exit"]] {
            let said = program.run(&[command, vec!["--data", folder]].concat()).refused();
            assert!(said.contains(folder) && said.contains("--data"), "{said}");
        }
    }
}

#[test]
fn a_port_that_is_taken_is_named_and_costs_nobody_his_data() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let program = Program::alone();
    std::fs::create_dir_all(program.data()).unwrap();
    std::fs::write(program.path("made-by-redress-demo"), "").unwrap();
    std::fs::write(program.path("letters"), "of the demonstration before").unwrap();
    for command in ["up", "demo"] {
        let data = program.data();
        let said = program.run(&[command, "--port", &port, "--data", data.to_str().unwrap()]).refused();
        assert!(said.contains(&format!("port {port} cannot be taken")) && said.contains("--port"), "{said}");
    }
    assert!(program.path("letters").exists());
    assert!(!program.path("postgres").exists());
}
