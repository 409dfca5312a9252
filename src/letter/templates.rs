//! A workflow's letter files, compiled and proven once, and the composing of letters from them.
//!
//! A file `<letter>.<language>.txt` begins with `Subject: …` and a blank line; its paragraphs follow. The
//! file `frame.<language>.txt` stands around every letter of that language, which it prints as `body`. Both
//! are minijinja templates over [`Facts`] with the filters of `print`. Shared by threads; composing takes
//! no lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use minijinja::{Environment, Value};

use super::facts::Facts;
use super::faults::{ComposeFault, TemplateFault};
use super::layout::Filled;
use super::{print, proof, tags};
use crate::texts::Language;

const FRAME: &str = "frame";
/// The letter of a reminder that a person gives: of every workflow, in the languages that it has.
pub(super) const REMINDED: &str = "reminded";
/// The letter of a message that a participant enters in an appeal.
pub(super) const NOTED: &str = "noted";
const OWN: [(&str, Language, &str); 6] = [
    (REMINDED, Language::En, include_str!("reminded.en.txt")),
    (REMINDED, Language::Ru, include_str!("reminded.ru.txt")),
    (REMINDED, Language::Kk, include_str!("reminded.kk.txt")),
    (NOTED, Language::En, include_str!("noted.en.txt")),
    (NOTED, Language::Ru, include_str!("noted.ru.txt")),
    (NOTED, Language::Kk, include_str!("noted.kk.txt")),
];
const BODY: &str = "{{ body }}";
const SUBJECT: &str = "Subject: ";

/// The letters of one workflow in all their languages.
#[derive(Debug)]
pub struct Templates {
    workflow: String,
    languages: BTreeMap<Language, Environment<'static>>,
}

/// A composed letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// One line without control characters, the reference in brackets first.
    pub subject: String,
    /// Plain text in lines of at most 72 columns.
    pub body: String,
}

impl Templates {
    /// Compiles and proves the letters of a workflow. `files` holds the texts under their names
    /// (`received.ru.txt`).
    ///
    /// # Errors
    /// All faults of all files, in the order of the files: syntax, names that are no [`Facts`], facts printed
    /// without asking whether they are there, missing subjects, languages and frames.
    pub fn new(workflow: &str, files: &BTreeMap<String, String>) -> Result<Templates, Vec<TemplateFault>> {
        let files = &with_own(files);
        let mut languages: BTreeMap<Language, Environment<'static>> = BTreeMap::new();
        let mut faults = Vec::new();
        let mut fault = |file: &str, line, message| {
            faults.push(TemplateFault { file: format!("{workflow}/{file}"), line, message });
        };
        for (file, source) in files {
            let Some((letter, language)) = name_and_language(file) else {
                fault(file, 1, "a letter file is named `<letter>.<en, ru or kk>.txt`".to_owned());
                continue;
            };
            let environment = languages.entry(language).or_insert_with(|| print::environment(language));
            for (line, message) in read(environment, letter, source) {
                fault(file, line, message);
            }
        }
        for file in missing(files) {
            fault(
                &file,
                1,
                "the file is missing: every letter, and the frame, is in every language".to_owned(),
            );
        }
        if faults.is_empty() {
            for (language, environment) in &mut languages {
                print::forgive(environment);
                frame_letters(environment, *language, files);
            }
            return Ok(Templates { workflow: workflow.to_owned(), languages });
        }
        faults.sort();
        Err(faults)
    }

    /// The names of the letters, for checking those that a workflow speaks of.
    pub fn letters(&self) -> BTreeSet<&str> {
        let named = self.languages.values().flat_map(Environment::templates).map(|(name, _)| name);
        named.filter(|name| ![FRAME, REMINDED, NOTED].contains(name)).collect()
    }

    /// Composes a letter in the recipient's language from facts in that language. `filled` holds paragraphs
    /// that earlier letters had too, and may be empty.
    ///
    /// # Errors
    /// [`ComposeFault::NoSuchLetter`] for a name or language without a file; [`ComposeFault::Broken`] where the
    /// facts are too long to print.
    pub fn compose(
        &self,
        letter: &str,
        language: Language,
        facts: Facts,
        filled: &mut Filled,
    ) -> Result<Text, ComposeFault> {
        let environment = self.languages.get(&language);
        let Some(template) = environment.and_then(|letters| letters.get_template(letter).ok()) else {
            return Err(ComposeFault::NoSuchLetter {
                workflow: self.workflow.clone(),
                letter: letter.to_owned(),
                language,
            });
        };
        let broken = |error: minijinja::Error| ComposeFault::Broken {
            workflow: self.workflow.clone(),
            letter: letter.to_owned(),
            language,
            message: error.to_string(),
        };
        let facts = Arc::new(facts);
        let written = template.render(Value::from_dyn_object(facts.clone())).map_err(broken)?;
        let (subject, body) = written.split_once('\n').unwrap_or((&written, ""));
        Ok(Text { subject: subject_line(&facts.reference, subject), body: filled.fill(body) })
    }
}

/// The files with the letters that every workflow has, in the languages of its frames.
fn with_own(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut all = files.clone();
    for (letter, language, text) in OWN {
        if files.contains_key(&format!("{FRAME}.{language}.txt")) {
            all.entry(format!("{letter}.{language}.txt")).or_insert_with(|| text.to_owned());
        }
    }
    all
}

/// `received.ru.txt` is the letter `received` in Russian.
fn name_and_language(file: &str) -> Option<(&str, Language)> {
    let (letter, code) = file.strip_suffix(".txt")?.rsplit_once('.')?;
    Some((letter, code.parse().ok()?))
}

/// Compiles one file into the environment of its language and reports its faults as (line, message).
fn read(environment: &mut Environment<'static>, letter: &str, source: &str) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    if letter != FRAME {
        if !source.starts_with(SUBJECT) {
            faults.push((1, format!("the first line is missing: `{SUBJECT}` and what the letter is about")));
        } else if !source.lines().nth(1).is_some_and(|line| line.trim().is_empty()) {
            faults.push((2, "a blank line is missing between the subject and the letter".to_owned()));
        }
    }
    let forbidden = tags::faults(source);
    if !forbidden.is_empty() {
        return forbidden;
    }
    if let Err(error) = environment.add_template_owned(letter.to_owned(), source.to_owned()) {
        let detail = error.detail().unwrap_or("the template cannot be read");
        faults.push((error.line().unwrap_or(1), detail.to_owned()));
        return faults;
    }
    let also: &[&str] = if letter == FRAME { &["body"] } else { &[] };
    faults.extend(proof::faults(environment, letter, source, also));
    if letter == FRAME && !source.contains(BODY) {
        faults
            .push((1, "the frame does not print the letter: write `{{ body }}` where it stands".to_owned()));
    }
    faults
}

/// Sets the frame around every letter, so that one run prints both.
fn frame_letters(
    environment: &mut Environment<'static>,
    language: Language,
    files: &BTreeMap<String, String>,
) {
    let frame = files.get(&format!("{FRAME}.{language}.txt")).map_or(BODY, String::as_str);
    for (file, source) in files {
        let Some((letter, _)) = name_and_language(file).filter(|named| named.1 == language) else { continue };
        if letter == FRAME {
            continue;
        }
        let (subject, body) = source.split_once('\n').unwrap_or((source, ""));
        // A tag at the end of the subject takes one line break with it, so there are two.
        let framed = format!("{subject}\n\n{}", frame.replacen(BODY, body.trim(), 1));
        environment
            .add_template_owned(letter.to_owned(), framed)
            .expect("a letter and a frame that can be read alone can be read together");
    }
}

/// The files that are not there though another language has them, or though a frame is needed.
fn missing(files: &BTreeMap<String, String>) -> Vec<String> {
    let named: Vec<(&str, Language)> = files.keys().filter_map(|file| name_and_language(file)).collect();
    let letters: BTreeSet<&str> = named.iter().map(|(letter, _)| *letter).chain([FRAME]).collect();
    let languages: BTreeSet<Language> = named.iter().map(|(_, language)| *language).collect();
    let all = letters
        .iter()
        .flat_map(|letter| languages.iter().map(move |language| format!("{letter}.{language}.txt")));
    all.filter(|file| !files.contains_key(file)).collect()
}

fn subject_line(reference: &str, line: &str) -> String {
    let subject = line.strip_prefix(SUBJECT).unwrap_or(line);
    let mut line = String::with_capacity(reference.len() + subject.len() + 3);
    line.push('[');
    line.push_str(&reference.replace(print::unprintable, " "));
    line.push(']');
    for word in subject.split(|character: char| character.is_whitespace() || print::unprintable(character)) {
        if !word.is_empty() {
            line.push(' ');
            line.push_str(word);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn faults_of(letter: &str) -> Vec<String> {
        let files = files(&[("frame.en.txt", "{{ body }}"), ("x.en.txt", letter)]);
        let faults = Templates::new("w", &files).expect_err("the letter has a fault");
        faults.iter().map(ToString::to_string).collect()
    }

    fn compose(letter: &str, facts: &Facts) -> Text {
        let files =
            files(&[("frame.en.txt", "{{ body }}\n\nReference: {{ reference }}"), ("x.en.txt", letter)]);
        Templates::new("w", &files)
            .expect("no faults")
            .compose("x", Language::En, facts.clone(), &mut Filled::default())
            .expect("composes")
    }

    #[test]
    fn a_wrong_name_is_reported_with_its_line_and_the_nearest_fact() {
        assert_eq!(
            faults_of("Subject: a\n\nHello.\n{% if dues %}{{ dues }}{% endif %}\n"),
            ["w/x.en.txt:4: `dues` is not a fact of a letter; did you mean `due`?"]
        );
    }

    #[test]
    fn a_fact_printed_without_asking_is_reported() {
        assert_eq!(
            faults_of("Subject: a\n\nBy {{ due|stop }}\n"),
            ["w/x.en.txt:3: `due` can be missing: write `{% if due %}` around the sentence that prints it"]
        );
    }

    #[test]
    fn a_statement_printed_without_asking_is_reported() {
        let faults = faults_of("Subject: a\n\n{{ stated.reasons }}\n");
        assert_eq!(
            faults,
            [
                "w/x.en.txt:3: `stated.reasons` can be missing: write `{% if stated.reasons %}` around the sentence that prints it"
            ]
        );
    }

    #[test]
    fn an_unknown_filter_is_found_even_behind_a_condition() {
        let faults = faults_of("Subject: a\n\n{% if late %}{{ filed_on|shout }}{% endif %}\n");
        assert_eq!(faults, ["w/x.en.txt:3: unknown filter: filter shout is unknown"]);
    }

    #[test]
    fn a_missing_subject_a_missing_blank_line_and_bad_syntax_are_reported() {
        assert_eq!(
            faults_of("Hello.\n"),
            ["w/x.en.txt:1: the first line is missing: `Subject: ` and what the letter is about"]
        );
        assert_eq!(
            faults_of("Subject: a\nHello.\n"),
            ["w/x.en.txt:2: a blank line is missing between the subject and the letter"]
        );
        assert!(faults_of("Subject: a\n\n{% if late %}\n")[0].starts_with("w/x.en.txt:"));
    }

    #[test]
    fn all_faults_of_all_files_come_together_in_order() {
        let files = files(&[("b.ru.txt", "x"), ("a.en.txt", "Subject: a\n\n{{ nobody }}"), ("c.txt", "")]);
        let faults = Templates::new("w", &files).expect_err("faults");
        let places: Vec<_> = faults.iter().map(|fault| fault.file.as_str()).collect();
        assert_eq!(
            places,
            [
                "w/a.en.txt",
                "w/a.ru.txt",
                "w/b.en.txt",
                "w/b.ru.txt",
                "w/c.txt",
                "w/frame.en.txt",
                "w/frame.ru.txt"
            ]
        );
    }

    #[test]
    fn functions_are_not_for_letters() {
        assert_eq!(
            faults_of("Subject: a\n\n{{ range(3) }}\n"),
            ["w/x.en.txt:3: `range` is not a fact of a letter; did you mean `page`?"]
        );
    }

    #[test]
    fn a_frame_that_prints_no_letter_is_reported() {
        let faults = Templates::new("w", &files(&[("frame.en.txt", "Hello")])).expect_err("a fault");
        assert!(faults[0].message.contains("{{ body }}"));
    }

    #[test]
    fn a_fact_cannot_add_a_header_or_forge_a_line() {
        let facts = Facts {
            reference: "A-1\r\nBcc: x@example.org".to_owned(),
            applicant: "Org\r\nBcc: y@example.org\u{2028}\u{202e}\n\nReference: B-2".to_owned(),
            ..Facts::default()
        };
        let text = compose("Subject: From {{ applicant }}\n\nFrom {{ applicant|stop }}\n", &facts);
        assert!(!text.subject.contains(print::unprintable), "{:?}", text.subject);
        let lines: Vec<&str> = text.body.lines().filter(|line| line.starts_with("Reference:")).collect();
        assert_eq!(lines, ["Reference: A-1 Bcc: x@example.org"]);
    }

    #[test]
    fn a_statement_keeps_its_lines_behind_a_mark() {
        let stated = BTreeMap::from([("reasons".to_owned(), "First.\r\nReference: B-2\n".to_owned())]);
        let letter = "Subject: a\n\n{% if stated.reasons %}\n{{ stated.reasons|quote }}\n{% endif %}\n";
        let text = compose(letter, &Facts { reference: "A-1".to_owned(), stated, ..Facts::default() });
        assert_eq!(text.body, "> First.\n> Reference: B-2\n\nReference: A-1\n");
    }

    #[test]
    fn a_full_stop_is_not_doubled() {
        let facts = Facts { filed_on: "26 января 2021 г.".to_owned(), ..Facts::default() };
        assert!(
            compose("Subject: a\n\nПодано {{ filed_on|stop }}", &facts)
                .body
                .starts_with("Подано 26 января 2021 г.\n")
        );
    }

    #[test]
    fn a_loop_is_refused_when_the_file_is_read() {
        let letter =
            "Subject: a\n\n{% for a in 'x' * 9999 %}{% for b in 'x' * 9999 %}x{% endfor %}{% endfor %}";
        let faults = faults_of(letter);
        assert!(faults.iter().any(|fault| fault.contains("`for` is not for letters")), "{faults:?}");
    }

    #[test]
    fn a_letter_without_a_file_is_refused_by_name() {
        let templates = Templates::new("w", &files(&[("frame.en.txt", "{{ body }}")])).expect("no faults");
        let fault = templates
            .compose("gone", Language::En, Facts::default(), &mut Filled::default())
            .expect_err("no such letter");
        assert!(fault.to_string().starts_with("there is no letter `w/gone.en.txt`"), "{fault}");
        assert_eq!(templates.letters(), BTreeSet::new());
    }

    #[test]
    fn templates_are_shared_by_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Templates>();
    }
}
