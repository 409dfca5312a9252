//! What holds for every letter file in `workflows/letters`: the checks a reader of three languages would make.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use textwrap::core::display_width;

use super::{Facts, Templates, Text, layout, samples};
use crate::texts::Language;

const WORKFLOW: &str = "kz-koap-suspension";

fn workflows() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows")
}

/// The letter files of the workflow, under their names.
pub(super) fn files() -> BTreeMap<String, String> {
    let folder = workflows().join("letters").join(WORKFLOW);
    let entries = fs::read_dir(&folder).expect("the folder of letters");
    entries
        .map(|entry| {
            let entry = entry.expect("a readable folder");
            let name = entry.file_name().into_string().expect("a plain file name");
            (name, fs::read_to_string(entry.path()).expect("a letter file"))
        })
        .collect()
}

pub(super) fn templates() -> Templates {
    Templates::new(WORKFLOW, &files()).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn workflow() -> String {
    fs::read_to_string(workflows().join(format!("{WORKFLOW}.yaml"))).expect("the workflow")
}

/// The letters that the workflow names, each with whether it is a legal notice.
fn named_letters() -> BTreeMap<String, bool> {
    let workflow = workflow();
    let list = workflow.split("\nletters:\n").nth(1).expect("the list of letters");
    list.lines()
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.trim().split_once(": {notice: "))
        .map(|(letter, notice)| (letter.to_owned(), notice.starts_with("legal")))
        .collect()
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

/// Every letter in every language on every kind of facts that changes what it says.
fn every_letter() -> impl Iterator<Item = (String, Language, Text)> {
    let templates = templates();
    let letters: Vec<String> = templates.letters().into_iter().map(str::to_owned).collect();
    letters.into_iter().flat_map(move |letter| {
        let mut texts = Vec::new();
        for language in Language::ALL {
            for facts in kinds(language) {
                let text = templates
                    .compose(&letter, language, facts.clone(), &mut crate::letter::Filled::default())
                    .expect("composes");
                texts.push((format!("{letter}.{language}: {text:#?}"), language, text));
            }
        }
        texts
    })
}

fn kinds(language: Language) -> Vec<Facts> {
    let mut kinds = vec![samples::full(language), samples::bare(language), samples::received(language)];
    kinds.push(samples::decision(language));
    for facts in kinds.clone() {
        kinds.push(Facts {
            recipient: samples::district(language),
            yours: true,
            late: true,
            ..facts.clone()
        });
        kinds.push(Facts { holder: Some(samples::district(language)), ..facts.clone() });
        kinds.push(Facts { next: None, silent: None, due: None, ..facts.clone() });
        kinds.push(Facts { decision_number: None, by: None, missed_on: None, chase: 0, ..facts });
    }
    kinds
}

#[test]
fn the_workflow_and_the_folder_have_the_same_letters() {
    let named = named_letters();
    assert!(named.len() > 30, "{named:?}");
    assert_eq!(templates().letters(), named.keys().map(String::as_str).collect());
}

#[test]
fn no_letter_is_the_same_in_two_languages() {
    let files = files();
    let bodies: BTreeSet<&String> = files.values().collect();
    assert_eq!(bodies.len(), files.len());
}

#[test]
fn every_letter_is_in_its_own_alphabet() {
    let kazakh = ['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і'];
    for (file, source) in files() {
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
    let files = files();
    for letter in templates().letters() {
        let [one, two, three] =
            Language::ALL.map(|language| articles(&files[&format!("{letter}.{language}.txt")]));
        assert_eq!(one, two, "{letter}");
        assert_eq!(one, three, "{letter}");
    }
}

#[test]
fn every_legal_notice_cites_an_article() {
    for (letter, legal) in named_letters() {
        let source = &files()[&format!("{letter}.en.txt")];
        assert!(
            !legal || source.contains("KoAP 8") || source.contains("KoAP 7"),
            "{letter} is a legal notice without an article"
        );
    }
}

#[test]
fn a_letter_quotes_only_what_the_workflow_asks_for() {
    let workflow = workflow();
    for (file, source) in files() {
        for rest in source.split("stated.").skip(1) {
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            assert!(
                workflow.contains(&format!("      {name}: {{title:"))
                    || workflow.contains(&format!("    {name}:\n      title:")),
                "{file}: {name}"
            );
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
    for (letter, language, text) in every_letter() {
        let body = text.body.replace("г.,", "г,").replace("\n  ", " ");
        for gap in gaps {
            assert!(!body.contains(gap) && !text.subject.contains(gap), "`{gap}` in {letter}");
        }
        assert!(!text.subject.ends_with([':', ';', ',', '—', '–', ' ']), "{letter}");
        let sentence_ends = |line: &str| line.ends_with(['.', ':', '!', '?']) || line.starts_with('>');
        let prose = text.body.split("\n\n").filter(|block| block.lines().count() == 1);
        for line in prose {
            assert!(sentence_ends(line.trim_end()), "`{line}` has no end in {letter}");
        }
        assert!(language != Language::Ru || !body.contains("г.."), "{letter}");
    }
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
