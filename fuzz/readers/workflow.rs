//! Workflow files: compiled, proved on a few filing days, drawn.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::date;
use redress::law::calendar::Known;
use redress::law::{Calendar, CalendarFile};
use redress::source;
use redress::texts::Language;
use redress::workflow::file::WorkflowFile;
use redress::workflow::{self, Definition, drawing, proof};

use super::rules;
use super::told::told;

/// A calendar that knows one year, near whose end appeals are filed: the proof looks at few days and soon comes to an end.
static YEAR: LazyLock<Calendar> = LazyLock::new(|| {
    let known = Known { from: 2021, to: 2021 };
    let file = CalendarFile { known, entries: Vec::new(), ..rules::calendar().file().clone() };
    Calendar::new(file, "00").unwrap_or_else(|faults| panic!("{faults:?}"))
});

pub fn read(bytes: &[u8]) {
    let calendar = &*YEAR;
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = match source::read::<WorkflowFile>("fuzzed.yaml", text) {
        Ok(source) => source.value,
        Err(problems) => return told(text, &problems),
    };
    // The letters that it asks for, empty, so that what is wrong with the file alone is seen.
    let mut letters = BTreeMap::new();
    for (letter, language) in
        file.letters.keys().flat_map(|letter| file.languages.iter().map(move |one| (letter, one)))
    {
        letters.insert(format!("{letter}.{language}.txt"), String::new());
    }
    match workflow::read(&format!("{}.yaml", file.workflow), text, &letters) {
        Ok(definition) => used(&definition, calendar),
        Err(problems) => told(text, &problems),
    }
}

fn used(definition: &Definition, calendar: &Calendar) {
    proof::faults(definition);
    let filed = date(2021, 12, 13)..=date(2021, 12, 14);
    let proof = proof::prove_filed(definition, calendar, &filed);
    assert_eq!(proof.workflow, definition.name);
    let language = definition.languages.first().copied().unwrap_or(Language::En);
    assert!(drawing::svg(definition, language, None).starts_with("<svg"));
    assert!(!drawing::mermaid(definition, language, None).is_empty());
    assert!(drawing::bpmn(definition, language).starts_with("<?xml"));
}
