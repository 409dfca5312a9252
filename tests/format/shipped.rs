//! What is true of every workflow in the box.

use redress::{letter, shipped, workflow};

#[test]
fn every_shipped_workflow_holds_together_with_its_letters() {
    let rules = shipped::rules();
    for files in &rules.workflows {
        let definition = workflow::read(&files.file, &files.text, &files.letters)
            .unwrap_or_else(|problems| panic!("{problems}"));
        letter::Templates::new(&definition.name, &files.letters)
            .unwrap_or_else(|faults| panic!("{}: {}", definition.name, faults[0]));
    }
}

#[test]
fn a_workflow_read_from_its_folder_has_the_letters_that_it_shares() {
    for files in shipped::rules().workflows {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows").join(&files.file);
        let read = shipped::workflow_at(&path).unwrap();
        assert_eq!((read.text, read.letters), (files.text, files.letters), "{}", files.file);
    }
}

#[test]
fn every_shipped_file_tells_editors_its_schema() {
    let rules = shipped::rules();
    let workflows = rules.workflows.iter().map(|files| (&files.file, &files.text));
    for (file, text) in workflows.chain(rules.calendars.iter().map(|(file, text)| (file, text))) {
        assert!(text.starts_with("# yaml-language-server: $schema=schema.json\n"), "{file}");
    }
    for (file, text) in shipped::stories() {
        let up = "../".repeat(file.matches('/').count() - 1);
        assert!(text.starts_with(&format!("# yaml-language-server: $schema={up}schema.json\n")), "{file}");
    }
    for file in ["behaviours/default.yaml", "behaviours/kz-koap-suspension.yaml"] {
        let text = shipped::text(file).unwrap();
        assert!(text.starts_with("# yaml-language-server: $schema=schema.json\n"), "{file}");
    }
}

#[test]
fn every_shipped_workflow_counts_by_a_shipped_calendar() {
    let rules = shipped::rules();
    for files in &rules.workflows {
        let definition = workflow::read(&files.file, &files.text, &files.letters).unwrap();
        let calendar = format!("calendars/{}.yaml", definition.calendar);
        assert!(rules.calendars.iter().any(|(file, _)| *file == calendar), "{}", definition.name);
    }
}
