//! Collecting problems while names are resolved.
//!
//! Pure; part of `compile`.

use std::collections::{BTreeMap, BTreeSet};

use super::{FRAME, missing};
use crate::source::{MOST_TOLD, Problem, Source, nearest};
use crate::texts::Texts;
use crate::workflow::definition::{
    ANOTHER_OFFICIAL, FILING, FieldKind, HOLDER, LettersTo, NEXT, SILENT, WITH,
};
use crate::workflow::file::{self, LimitFile, WorkflowFile};

/// Where the questions of the filing stand.
const ASKS: &[&str] = &["filing", "asks"];

/// The file under check, what it has turned out to name, and what is wrong with it.
pub(super) struct Check<'a> {
    file_name: &'a str,
    source: &'a Source<WorkflowFile>,
    problems: Vec<Problem>,
    actions_used: BTreeSet<String>,
}

impl<'a> Check<'a> {
    pub fn new(file_name: &'a str, source: &'a Source<WorkflowFile>) -> Self {
        Check { file_name, source, problems: Vec::new(), actions_used: BTreeSet::new() }
    }

    pub fn into_problems(mut self) -> Vec<Problem> {
        let places: [&[&str]; 3] =
            [&["tracks", "*", "steps", "*", "allows"], &["tracks", "*", "opens"], &["anytime"]];
        if places.iter().any(|place| self.unsure(place)) {
            return self.problems;
        }
        for action in self.file().actions.keys() {
            if !self.actions_used.contains(action) {
                let message = format!("no step allows `{action}`");
                self.wrong_key(&["actions", action], message)
                    .help("list it under a step's `allows` or under `anytime`");
            }
        }
        self.problems
    }

    pub fn file(&self) -> &'a WorkflowFile {
        &self.source.value
    }

    /// Whether the part at a path, in which `*` stands for any name, was reported or has a part that was: nothing
    /// that rests on it should be told.
    pub fn unsure(&self, path: &[&str]) -> bool {
        self.source.doubts().touch(path)
    }

    /// Whether a map may have had other names than those that could be read.
    pub fn unsure_of_names(&self, path: &[&str]) -> bool {
        self.source.doubts().cover(path)
    }

    /// Something wrong with the value at a path; the caller may add what to do. Not told where the value or one of its
    /// keys has been reported.
    pub fn wrong(&mut self, path: &[&str], message: impl Into<String>) -> Advice<'_> {
        self.add(path, self.source.problem(path, message))
    }

    /// Something wrong with the key at a path, in the same way.
    pub fn wrong_key(&mut self, path: &[&str], message: impl Into<String>) -> Advice<'_> {
        self.add(path, self.source.problem_at_key(path, message))
    }

    fn add(&mut self, path: &[&str], problem: Problem) -> Advice<'_> {
        let doubts = self.source.doubts();
        if doubts.cover(path) || doubts.touch_a_key_of(path) {
            return Advice(None);
        }
        self.problems.push(problem);
        Advice(self.problems.last_mut())
    }

    /// The workflow must bear the name of its file.
    pub fn stem(&mut self, name: &str) {
        let file = self.file_name;
        let stem = file.rsplit('/').next().and_then(|file| file.strip_suffix(".yaml")).unwrap_or(file);
        if stem != name {
            let message = format!("the workflow is called `{name}` but its file `{stem}.yaml`");
            self.wrong(&["workflow"], message).help("give both the same name");
        }
    }

    /// A text must exist in every language of the workflow.
    pub fn texts(&mut self, path: &[&str], texts: &Texts) {
        let missing = missing(texts, &self.file().languages);
        if !missing.is_empty() {
            self.wrong(path, format!("the text is missing in: {}", missing.join(", ")));
        }
    }

    pub fn party(&mut self, path: &[&str], name: &str) {
        let problem = self.source.problem(path, format!("there is no party `{name}`"));
        self.known(path, &["parties"], problem, name, self.file().parties.keys());
    }

    pub fn party_key(&mut self, path: &[&str], name: &str) {
        let problem = self.source.problem_at_key(path, format!("there is no party `{name}`"));
        self.known(path, &["parties"], problem, name, self.file().parties.keys());
    }

    pub fn step(&mut self, path: &[&str], track: &str, name: &str) {
        let Some(body) = self.file().tracks.get(track) else { return };
        let problem = self.source.problem(path, format!("there is no step `{name}` on this track"));
        self.known(path, &["tracks", track, "steps"], problem, name, body.steps.keys());
    }

    /// An action that some place allows or that opens a track.
    pub fn action(&mut self, path: &[&str], name: &str) {
        self.actions_used.insert(name.to_owned());
        self.names_action(path, name);
    }

    /// An action that a rule speaks of, without making it lawful anywhere.
    pub fn names_action(&mut self, path: &[&str], name: &str) {
        let problem = self.source.problem(path, format!("there is no action `{name}`"));
        self.known(path, &["actions"], problem, name, self.file().actions.keys());
    }

    pub fn track(&mut self, path: &[&str], name: &str) {
        let problem = self.source.problem(path, format!("there is no track `{name}`"));
        self.known(path, &["tracks"], problem, name, self.file().tracks.keys());
    }

    /// A limit of the step whose limits stand under `among`.
    pub fn limit(&mut self, path: &[&str], among: &[&str], name: &str, limits: &BTreeMap<String, LimitFile>) {
        let problem = self.source.problem(path, format!("no limit `{name}` runs at this step"));
        self.known(path, among, problem, name, limits.keys());
    }

    /// A party, or another person of the same office.
    pub fn signatory(&mut self, path: &[&str], name: &str) {
        let problem = self.source.problem(path, format!("there is no party `{name}` to sign"));
        let another = ANOTHER_OFFICIAL.to_owned();
        self.known(path, &["parties"], problem, name, self.file().parties.keys().chain([&another]));
    }

    /// The filing, or a step of any track.
    pub fn promise_start(&mut self, path: &[&str], name: &str) {
        let problem = self.source.problem(path, format!("there is no step `{name}` to promise from"));
        let filing = FILING.to_owned();
        let steps = self.file().tracks.values().flat_map(|track| track.steps.keys());
        self.known(path, &["tracks", "*", "steps"], problem, name, steps.chain([&filing]));
    }

    /// A question of the filing.
    pub fn question(&mut self, path: &[&str], name: &str) {
        let problem = self.source.problem(path, format!("the filing does not ask `{name}`"));
        self.known(path, ASKS, problem, name, self.file().filing.asks.keys());
    }

    /// Choices that the filing may have made: `found-by: tax-audit`.
    pub fn choices(&mut self, path: &[&str], choices: &BTreeMap<String, String>) {
        for (question, choice) in choices {
            let here: Vec<&str> = path.iter().copied().chain([question.as_str()]).collect();
            if question == WITH {
                let message = format!("the appeal is not handed to `{choice}`");
                let problem = self.source.problem(&here, message);
                self.known(&here, &["filing", "with"], problem, choice, self.file().filing.with.keys());
                continue;
            }
            let problem = self.source.problem_at_key(&here, format!("the filing does not ask `{question}`"));
            self.known(&here, ASKS, problem, question, self.file().filing.asks.keys());
            let Some(field) = self.file().filing.asks.get(question) else { continue };
            let asked = ["filing", "asks", question];
            if field.kind == FieldKind::Choice {
                let problem = self.source.problem(&here, format!("`{choice}` is no choice of `{question}`"));
                self.known(&here, &super::at(&asked, "choices"), problem, choice, field.choices.keys());
            } else if !self.unsure(&asked) {
                let message = format!("`{question}` is answered freely, so no rule can hang on the answer");
                self.wrong_key(&here, message).help("make it `kind: choice`");
            }
        }
    }

    /// The letters of one occasion.
    pub fn letters_to(&mut self, path: &[&str], letters: &file::LettersTo) -> LettersTo {
        for party in letters.keys() {
            let here: Vec<&str> = path.iter().copied().chain([party.as_str()]).collect();
            self.party_key(&here, party);
        }
        self.letters(path, letters)
    }

    /// The letters of a silence, which may also go to `silent` and `next`.
    pub fn letters_on_silence(&mut self, path: &[&str], letters: &file::LettersTo) -> LettersTo {
        for party in letters.keys().filter(|party| *party != SILENT && *party != NEXT) {
            let here: Vec<&str> = path.iter().copied().chain([party.as_str()]).collect();
            self.party_key(&here, party);
        }
        self.letters(path, letters)
    }

    /// The letters of a date that moved, which may also go to `holder`.
    pub fn letters_on_date_moved(&mut self, path: &[&str], letters: &file::LettersTo) -> LettersTo {
        for party in letters.keys().filter(|party| *party != HOLDER) {
            let here: Vec<&str> = path.iter().copied().chain([party.as_str()]).collect();
            self.party_key(&here, party);
        }
        self.letters(path, letters)
    }

    fn letters(&mut self, path: &[&str], letters: &file::LettersTo) -> LettersTo {
        for (party, letter) in letters {
            let here: Vec<&str> = path.iter().copied().chain([party.as_str()]).collect();
            let problem = self.source.problem(&here, format!("there is no letter `{letter}`"));
            self.known(&here, &["letters"], problem, letter, self.file().letters.keys());
        }
        letters.iter().map(|(party, letter)| (party.clone(), letter.clone())).collect()
    }

    /// Every letter needs its text in every language, and every text belongs to a letter.
    pub fn letters_exist(&mut self, letters: &BTreeMap<String, String>) {
        if [["languages"], ["letters-from"]].iter().any(|key| self.unsure(key)) {
            return;
        }
        let file = self.file();
        for name in file.letters.keys() {
            let absent =
                |language: &&crate::texts::Language| !letters.contains_key(&format!("{name}.{language}.txt"));
            let absent: Vec<String> =
                file.languages.iter().filter(absent).map(|l| format!("{name}.{l}.txt")).collect();
            if !absent.is_empty() {
                let message = format!("the letter `{name}` has no text: {}", absent.join(", "));
                self.wrong_key(&["letters", name], message)
                    .help(format!("write it in letters/{}/", file.workflow));
            }
        }
        for text in letters.keys() {
            let name = text.split('.').next().unwrap_or(text);
            if name != FRAME && !file.letters.contains_key(name) {
                let message = format!("the text {text} belongs to no letter of this workflow");
                self.wrong(&["letters"], message).help("declare the letter or delete the text");
            }
        }
    }

    /// A name at a path that must be among those under another path.
    fn known<'n>(
        &mut self,
        path: &[&str],
        among: &[&str],
        problem: Problem,
        name: &str,
        known: impl Iterator<Item = &'n String> + Clone,
    ) {
        let doubts = self.source.doubts();
        if doubts.cover(path) || doubts.cover(among) || known.clone().any(|known| known == name) {
            return;
        }
        // More are only counted, and to look for the nearest name takes its time.
        if self.problems.len() >= MOST_TOLD {
            return self.problems.push(problem);
        }
        let names = || known.clone().map(String::as_str);
        let help = match nearest(name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", names().collect::<Vec<_>>().join(", ")),
        };
        self.problems.push(problem.help(help));
    }
}

/// A problem just found, to which what to do may be added.
pub(super) struct Advice<'a>(Option<&'a mut Problem>);

impl Advice<'_> {
    pub fn help(self, help: impl Into<String>) {
        if let Some(problem) = self.0 {
            problem.help = Some(help.into());
        }
    }
}
