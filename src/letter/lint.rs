//! What holds for every letter file in `workflows/letters`: the checks a reader of three languages would make.

use std::collections::{BTreeMap, BTreeSet};

use textwrap::core::display_width;

use super::{Facts, Templates, Text, layout, samples};
use crate::shipped;
use crate::texts::Language;
use crate::workflow::{self, Definition, Notice};

/// A shipped workflow with its letters, those that it shares included.
pub(super) struct Letters {
    pub definition: Definition,
    files: BTreeMap<String, String>,
    pub templates: Templates,
}

/// All that are shipped.
pub(super) fn all() -> Vec<Letters> {
    shipped::rules().workflows.into_iter().map(Letters::read).collect()
}

impl Letters {
    fn read(one: crate::registry::WorkflowFiles) -> Letters {
        let definition = workflow::read(&one.file, &one.text, &one.letters).unwrap_or_else(|p| panic!("{p}"));
        let templates = Templates::new(&definition.name, &one.letters).unwrap_or_else(|faults| {
            panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        });
        Letters { definition, files: one.letters, templates }
    }

    /// Those of one workflow.
    pub fn of(workflow: &str) -> Letters {
        let mut shipped = shipped::rules().workflows.into_iter();
        Letters::read(shipped.find(|one| one.file == format!("{workflow}.yaml")).expect("it is shipped"))
    }

    /// Everything that the filing and the actions ask for.
    pub fn asked(&self) -> BTreeSet<&str> {
        let actions = self.definition.actions.values().flat_map(|action| action.asks.keys());
        self.definition.filing.asks.keys().chain(actions).map(String::as_str).collect()
    }

    /// Every letter in every language on every kind of facts that changes what it says.
    fn every_letter(&self) -> impl Iterator<Item = (String, Language, Text)> {
        let filled = &mut crate::letter::Filled::default();
        let mut texts = Vec::new();
        for letter in self.templates.letters() {
            for language in &self.definition.languages {
                for facts in kinds(*language, &self.asked()) {
                    let text = self.templates.compose(letter, *language, facts, filled).expect("composes");
                    let name = format!("{}/{letter}.{language}", self.definition.name);
                    texts.push((format!("{name}: {text:#?}"), *language, text));
                }
            }
        }
        texts.into_iter()
    }
}

fn every_letter() -> impl Iterator<Item = (String, Language, Text)> {
    all().into_iter().flat_map(|letters| letters.every_letter().collect::<Vec<_>>())
}

/// Every letter file with its workflow.
fn every_file() -> impl Iterator<Item = (String, String)> {
    all().into_iter().flat_map(|letters| {
        let name = letters.definition.name;
        letters.files.into_iter().map(move |(file, text)| (format!("{name}/{file}"), text))
    })
}

/// A letter file without its tags: what is printed whatever the facts.
fn printed(source: &str) -> String {
    let mut text = String::new();
    for piece in source.split('{') {
        let after_tag = piece.split_once("}}").or_else(|| piece.split_once("%}"));
        text.push_str(after_tag.map_or(piece, |(_, after)| after));
    }
    text.strip_prefix("Subject: ").map(str::to_owned).unwrap_or(text)
}

fn kinds(language: Language, asked: &BTreeSet<&str>) -> Vec<Facts> {
    let mut kinds = vec![samples::full(language, asked.iter().copied()), samples::bare(language)];
    kinds.extend([samples::received(language), samples::decision(language)]);
    for facts in kinds.clone() {
        kinds.push(Facts {
            recipient: samples::district(language),
            yours: true,
            late: true,
            ..facts.clone()
        });
        kinds.push(Facts { holder: Some(samples::district(language)), ..facts.clone() });
        kinds.push(Facts { new_rules: true, calendar_why: None, ..facts.clone() });
        kinds.push(Facts { next: None, silent: None, due: None, ..facts.clone() });
        kinds.push(Facts { decision_number: None, by: None, missed_on: None, chase: 0, ..facts });
    }
    kinds
}

#[test]
fn the_workflow_and_its_folders_have_the_same_letters() {
    for letters in all() {
        let named: BTreeSet<&str> = letters.definition.letters.keys().map(String::as_str).collect();
        assert!(named.len() > 10, "{named:?}");
        assert_eq!(letters.templates.letters(), named);
    }
}

#[test]
fn no_letter_that_is_shared_lies_unused() {
    let used: BTreeSet<String> = every_file().map(|(_, text)| text).collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows/letters");
    for folder in std::fs::read_dir(folder).expect("the letters") {
        for file in std::fs::read_dir(folder.expect("readable").path()).expect("a folder of letters") {
            let file = file.expect("readable").path();
            let text = std::fs::read_to_string(&file).expect("a letter");
            assert!(used.contains(&text), "{}: no workflow writes it", file.display());
        }
    }
}

#[test]
fn no_letter_is_the_same_in_two_languages() {
    for letters in all() {
        let bodies: BTreeSet<&String> = letters.files.values().collect();
        assert_eq!(bodies.len(), letters.files.len());
    }
}

#[test]
fn every_letter_is_in_its_own_alphabet() {
    let kazakh = ['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і'];
    for (file, source) in every_file() {
        let text = printed(&source).to_lowercase();
        let latin = text.chars().find(char::is_ascii_alphabetic);
        let cyrillic = text.chars().find(|char| ('\u{400}'..='\u{4ff}').contains(char));
        match file.rsplit('.').nth(1) {
            Some("en") => assert_eq!(cyrillic, None, "{file}: {text}"),
            Some("ru") => assert_eq!((latin, text.find(kazakh)), (None, None), "{file}: {text}"),
            _ => assert!(latin.is_none() && text.contains(kazakh), "{file}: {latin:?} {text}"),
        }
    }
}

#[test]
fn a_letter_cites_the_same_articles_in_every_language() {
    let articles = |source: &str| -> BTreeSet<String> {
        let words = source.split(|char: char| !(char.is_ascii_digit() || "-()".contains(char)));
        let articles = words.map(|word| word.trim_matches('-').trim_start_matches('('));
        articles.map(|word| word.trim_end_matches(')').to_owned()).filter(|word| word.len() > 2).collect()
    };
    for letters in all() {
        for letter in letters.templates.letters() {
            let cited: BTreeSet<BTreeSet<String>> = letters
                .definition
                .languages
                .iter()
                .map(|language| articles(&letters.files[&format!("{letter}.{language}.txt")]))
                .collect();
            assert_eq!(cited.len(), 1, "{}/{letter}: {cited:?}", letters.definition.name);
        }
    }
}

/// Whether a text names an act followed by a number, as `KoAP 826-3` and `Charities Act s. 319` do.
fn cites(text: &str, act: &str) -> bool {
    let numbered = |rest: &str| {
        let number = rest.trim_start().trim_start_matches("s. ").trim_start_matches("art. ");
        number.starts_with(|char: char| char.is_ascii_digit())
    };
    text.split(act).skip(1).any(numbered)
}

#[test]
fn every_legal_notice_cites_an_article() {
    for Letters { definition, files, .. } in all() {
        for (letter, _) in definition.letters.iter().filter(|(_, notice)| **notice == Notice::Legal) {
            let source = &files[&format!("{letter}.en.txt")];
            let cited = definition.acts.keys().any(|act| cites(source, act));
            let name = &definition.name;
            assert!(
                cited || source.contains("{{ article }}"),
                "{name}/{letter}: a legal notice cites no article"
            );
        }
    }
}

#[test]
fn no_letter_cites_an_act_that_its_workflow_does_not_name() {
    let all = all();
    for Letters { definition, files, .. } in &all {
        let named = |act: &str| {
            definition.acts.values().any(|texts| Language::ALL.map(|one| texts.get(one)).contains(&act))
        };
        let acts = all.iter().flat_map(|one| one.definition.acts.values());
        let foreign =
            acts.flat_map(|texts| Language::ALL.map(|one| texts.get(one))).filter(|act| !named(act));
        for act in foreign.collect::<BTreeSet<&str>>() {
            for (file, text) in files {
                assert!(!printed(text).contains(act), "{}/{file} cites {act}", definition.name);
            }
        }
    }
}

#[test]
fn a_letter_quotes_only_what_the_workflow_asks_for() {
    for letters in all() {
        for (file, source) in &letters.files {
            for rest in source.split("stated.").skip(1) {
                let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
                let asked = letters.asked().contains(name.as_str());
                assert!(asked, "{}/{file}: {name}", letters.definition.name);
            }
        }
    }
}

#[test]
fn no_line_is_wider_than_72_columns() {
    for (letter, _, text) in every_letter() {
        let widest = text.body.lines().map(display_width).max();
        assert!(widest <= Some(layout::WIDTH), "{widest:?} {letter}");
    }
}

#[test]
fn no_subject_is_too_long_to_read_in_a_list() {
    for (letter, _, text) in every_letter() {
        assert!(display_width(&text.subject) <= 150, "{letter}");
    }
}

#[test]
fn no_letter_has_a_gap_where_a_fact_is_missing() {
    let gaps = [
        "  ", " .", " ,", " ;", " :", "..", ",.", ";.", ":.", ",,", ": ;", "( ", " )", "()", "{", "}",
        "none", ".,", "№ .", "No. .",
    ];
    let mut found = Vec::new();
    for (letter, language, text) in every_letter() {
        let [body, subject] = [&text.body, &text.subject].map(|text| text.replace("г.,", "г,"));
        let body = body.replace("\n  ", " ");
        found.extend(
            gaps.iter()
                .filter(|gap| body.contains(**gap) || subject.contains(**gap))
                .map(|gap| format!("`{gap}` in {letter}")),
        );
        assert!(!text.subject.ends_with([':', ';', ',', '—', '–', ' ']), "{letter}");
        let sentence_ends = |line: &str| line.ends_with(['.', ':', '!', '?']) || line.starts_with('>');
        let prose = text.body.split("\n\n").filter(|block| block.lines().count() == 1);
        for line in prose {
            found.extend(
                (!sentence_ends(line.trim_end())).then(|| format!("`{line}` has no end in {letter}")),
            );
        }
        assert!(language != Language::Ru || !body.contains("г.."), "{letter}");
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn whoever_gets_a_letter_reads_in_it_what_to_do() {
    let duty = |language| match language {
        Language::En => {
            "You must|ou do not need|You can now go|You are asked|nothing else is needed|go to it|is to decide|Report "
        }
        Language::Ru => {
            "Вы должны|ничего не требуется|Теперь вы можете|Просим|должны вы|обратитесь в него|Суд рассматривает|\
             Доложите"
        }
        Language::Kk => {
            "міндеттісіз|талап етілмейді|жүгіне аласыз|сұраймыз|керек|жүгініңіз|Сот шағымды|баяндаңыз"
        }
    };
    for (letter, language, text) in every_letter() {
        let body = text.body.replace('\n', " ");
        assert!(duty(language).split('|').any(|words| body.contains(words)), "{letter}");
    }
}
