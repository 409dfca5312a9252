//! The tasks of a filing: which questions a workflow brings, in which order, and how far each has come.

use std::sync::Arc;

use jiff::civil::Date;

use super::answers::Answers;
use super::question::{Choice, Kind, Question, Wrong};
use crate::appeal;
use crate::ladder::{self, Ladder};
use crate::registry::{Rulebook, Rules};
use crate::texts::Language;
use crate::web::words;
use crate::workflow::{Anchor, Field, FieldKind};

/// A task: a page with one question, or with those that make no sense apart.
#[derive(Debug)]
pub(super) struct Task {
    /// How its page is named.
    pub name: String,
    pub title: String,
    pub section: Section,
    pub questions: Vec<Question>,
}

/// Where a task stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Who,
    Decision,
    Reasons,
    Sending,
}

impl Section {
    /// All, in their order.
    pub const ALL: [Section; 4] = [Section::Who, Section::Decision, Section::Reasons, Section::Sending];

    /// The name of its heading.
    pub fn heading(self) -> &'static str {
        match self {
            Section::Who => "section-who",
            Section::Decision => "section-decision",
            Section::Reasons => "section-reasons",
            Section::Sending => "section-sending",
        }
    }
}

/// How far a task has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Done,
    ToDo,
    /// It may be left out.
    Optional,
    /// It can only be done by somebody who has signed in.
    AfterSignIn,
}

/// An organisation for which the reader may file.
#[derive(Debug, Clone)]
pub(super) struct Organisation {
    pub code: String,
    pub name: String,
    pub bin: Option<String>,
    /// Whether the reader only represents it.
    pub represents: bool,
}

/// What the questions of a filing follow from.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub language: Language,
    pub rules: Arc<Rules>,
    pub ladder: Arc<Ladder>,
    /// The workflows to choose from: names and titles.
    pub workflows: Vec<(String, String)>,
    /// The reader's organisations; none before she has signed in.
    pub organisations: Option<Vec<Organisation>>,
    pub today: Date,
}

/// The workflow chosen unless another is.
pub(super) const USUAL: &str = "kz-koap-suspension";

/// The workflows under which somebody could appeal here: those whose parties are all on the ladder.
pub(super) fn workflows(rulebook: &Rulebook, ladder: &Ladder) -> Vec<Arc<Rules>> {
    let all = rulebook.names().into_iter().filter_map(|name| rulebook.newest(&name));
    let mut offered: Vec<Arc<Rules>> = all.filter(|rules| issuers(rules, ladder).next().is_some()).collect();
    offered.sort_by_key(|rules| rules.definition.name != USUAL);
    offered
}

/// The offices against whose decisions a workflow can be used.
fn issuers<'a>(rules: &'a Rules, ladder: &'a Ladder) -> impl Iterator<Item = &'a ladder::Office> {
    ladder.iter().filter(|office| appeal::find_parties(&rules.definition, ladder, &office.code).is_ok())
}

impl Form {
    fn say(&self, name: &str) -> String {
        words::say(self.language, name, &[])
    }

    fn yes_or_no(&self) -> Vec<Choice> {
        vec![Choice::new("yes", self.say("suspended-yes")), Choice::new("no", self.say("suspended-no"))]
    }

    /// A page with one question of the same name.
    fn task(&self, section: Section, question: Question) -> Task {
        let (name, title) = (question.name.clone(), self.say(&format!("task-{}", question.name)));
        Task { name, title, section, questions: vec![question] }
    }

    fn question(&self, name: &str, kind: Kind) -> Question {
        Question::new(name, self.say(&format!("q-{name}")), kind)
    }

    fn hinted(&self, name: &str, kind: Kind) -> Question {
        self.question(name, kind).hint(self.say(&format!("q-{name}-hint")))
    }

    /// Every task, in its order.
    pub fn tasks(&self, answers: &Answers) -> Vec<Task> {
        let mut tasks = vec![self.organisation(), self.acting()];
        tasks.extend(self.decision());
        let asks = &self.rules.definition.filing.asks;
        // What must be answered comes first.
        let (must, may): (Vec<_>, Vec<_>) = asks.iter().partition(|(_, field)| !field.optional);
        tasks.extend(must.into_iter().chain(may).map(|(name, field)| self.asked(name, field)));
        tasks.extend(self.sending(answers));
        tasks
    }

    fn organisation(&self) -> Task {
        let mut questions = Vec::new();
        if let Some(organisations) = &self.organisations {
            let choices = organisations.iter().map(|one| Choice {
                value: one.code.clone(),
                title: one.name.clone(),
                hint: one.bin.as_ref().map(|bin| format!("{} {bin}", self.say("bin"))),
            });
            questions.push(self.question("organisation", Kind::Choice(choices.collect())));
        }
        questions.push(self.hinted("bin", Kind::Line).optional(true));
        let title = self.say("task-organisation");
        Task { name: "organisation".to_owned(), title, section: Section::Who, questions }
    }

    fn acting(&self) -> Task {
        let choices = vec![
            Choice::new("self", self.say("acting-self")),
            Choice::new("representative", self.say("acting-representative")),
        ];
        let questions = vec![
            self.question("acting", Kind::Choice(choices)),
            self.hinted("power", Kind::Line).optional(true),
        ];
        Task { name: "acting".to_owned(), title: self.say("task-acting"), section: Section::Who, questions }
    }

    fn decision(&self) -> Vec<Task> {
        let section = Section::Decision;
        let workflows = self.workflows.iter().map(|(name, title)| Choice::new(name, title)).collect();
        let offices = issuers(&self.rules, &self.ladder);
        let offices = offices.map(|office| Choice::new(&office.code, office.name.get(self.language)));
        let mut tasks = vec![
            self.task(section, self.question("workflow", Kind::Choice(workflows))),
            self.task(section, self.hinted("office", Kind::List(offices.collect()))),
            self.task(section, self.hinted("decided", Kind::Day { ahead: false })),
            self.task(section, self.hinted("served", Kind::Day { ahead: false })),
        ];
        if let Some(name) = anchor(self.rules.definition.filing.time.from) {
            tasks.push(self.task(section, self.hinted(name, Kind::Day { ahead: false }).optional(true)));
        }
        tasks.push(self.task(section, self.hinted("number", Kind::Line).optional(true)));
        tasks.push(self.task(section, self.hinted("article", Kind::Line).optional(true)));
        tasks.push(self.task(section, self.hinted("fine", Kind::Number).optional(true)));
        let questions = vec![
            self.question("suspended", Kind::Choice(self.yes_or_no())),
            self.question("from", Kind::Day { ahead: true }).optional(true),
            self.question("until", Kind::Day { ahead: true }).optional(true),
        ];
        tasks.push(Task {
            name: "suspended".to_owned(),
            title: self.say("task-suspended"),
            section,
            questions,
        });
        let parts = &self.rules.definition.parts;
        if !parts.is_empty() {
            let parts = parts.iter().map(|(name, part)| Choice::new(name, part.title.get(self.language)));
            let parts = Kind::Several(parts.collect());
            tasks.push(self.task(section, self.hinted("parts", parts).optional(true)));
        }
        tasks
    }

    /// Something that the workflow asks for.
    fn asked(&self, name: &str, field: &Field) -> Task {
        let title = field.title.get(self.language).to_owned();
        let kind = match field.kind {
            FieldKind::Text => Kind::Long,
            FieldKind::Document => Kind::Line,
            FieldKind::Number => Kind::Number,
            FieldKind::Amount => Kind::Amount,
            FieldKind::Date => Kind::Day { ahead: field.may_lie_ahead },
            FieldKind::Choice => {
                let mut choices: Vec<Choice> = field
                    .choices
                    .iter()
                    .map(|(value, title)| Choice::new(value, title.get(self.language)))
                    .collect();
                if field.optional {
                    choices.push(Choice::new("", self.say("no-answer")));
                }
                Kind::Choice(choices)
            }
        };
        let mut question =
            Question::new(&format!("ask-{name}"), title.clone(), kind).optional(field.optional);
        if field.kind == FieldKind::Text {
            question = question.hint(self.say("long-hint"));
        }
        Task { name: question.name.clone(), title, section: Section::Reasons, questions: vec![question] }
    }

    fn sending(&self, answers: &Answers) -> Vec<Task> {
        let definition = &self.rules.definition;
        let parties = answers
            .given("office")
            .and_then(|office| appeal::find_parties(definition, &self.ladder, office).ok());
        let addressee = |party: &String| {
            let title = definition.parties[party].title.get(self.language);
            let office = parties.as_ref().and_then(|parties| self.ladder.get(parties.get(party)?));
            match office {
                Some(office) => {
                    let name = office.name.get(self.language);
                    Choice { hint: Some(title.to_owned()), ..Choice::new(party, name) }
                }
                None => Choice::new(party, title),
            }
        };
        let with: Vec<Choice> = definition.filing.with.keys().map(addressee).collect();
        let mut tasks = Vec::new();
        if with.len() > 1 {
            tasks.push(self.task(Section::Sending, self.hinted("with", Kind::Choice(with))));
        }
        let own = |language: &Language| match language {
            Language::En => Choice::new("en", "English"),
            Language::Ru => Choice::new("ru", "Русский"),
            Language::Kk => Choice::new("kk", "Қазақша"),
        };
        let languages = Kind::Choice(definition.languages.iter().map(own).collect());
        tasks.push(self.task(Section::Sending, self.hinted("language", languages)));
        tasks
    }

    /// What is wrong on the page of a task.
    pub fn wrongs(&self, task: &Task, answers: &Answers) -> Vec<Wrong> {
        let check = |question: &Question| question.check(answers, self.today, self.language);
        let mut wrongs: Vec<Wrong> = task.questions.iter().filter_map(check).collect();
        if wrongs.is_empty() {
            wrongs.extend(self.at_odds(task, answers));
        }
        wrongs
    }

    /// What no question shows alone: an answer that asks for another, or two that contradict each other.
    fn at_odds(&self, task: &Task, answers: &Answers) -> Vec<Wrong> {
        let question = |name: &str| task.questions.iter().find(|question| question.name == name);
        let wrong = |name: &str, words: &str| Some(question(name)?.wrong(self.say(words)));
        let found = match task.name.as_str() {
            "acting" if answers.text("acting") == "representative" && answers.given("power").is_none() => {
                vec![wrong("power", "wrong-power")]
            }
            "organisation" => vec![self.wrong_bin(answers).and_then(|words| wrong("bin", words))],
            "suspended" if answers.text("suspended") == "yes" => {
                match (answers.day("from"), answers.day("until")) {
                    (Ok(from), Ok(until)) if until < from => vec![wrong("until", "wrong-until")],
                    (Ok(_), Ok(_)) => vec![],
                    (from, until) => vec![
                        from.err().and_then(|_| wrong("from", "wrong-from-missing")),
                        until.err().and_then(|_| wrong("until", "wrong-until-missing")),
                    ],
                }
            }
            "served" => match (answers.day("decided"), answers.day("served")) {
                (Ok(decided), Ok(served)) if served < decided => vec![wrong("served", "wrong-served")],
                _ => vec![],
            },
            _ => vec![],
        };
        found.into_iter().flatten().collect()
    }

    fn wrong_bin(&self, answers: &Answers) -> Option<&'static str> {
        let bin: String = answers.given("bin")?.chars().filter(|c| !c.is_whitespace()).collect();
        match ladder::check_bin(&bin) {
            Err(ladder::BinFault::Length(_)) => return Some("wrong-bin-length"),
            Err(ladder::BinFault::Digit(_)) => return Some("wrong-bin-digit"),
            Err(ladder::BinFault::Check) => return Some("wrong-bin-check"),
            Ok(()) => {}
        }
        let known = self.organisations.iter().flatten().find(|one| one.code == answers.text("organisation"));
        let known = known.and_then(|one| one.bin.as_ref());
        known.is_some_and(|known| *known != bin).then_some("wrong-bin-other")
    }

    /// How far a task has come.
    pub fn state(&self, task: &Task, answers: &Answers) -> State {
        if task.name == "organisation" && self.organisations.is_none() {
            return State::AfterSignIn;
        }
        if !self.wrongs(task, answers).is_empty() {
            return State::ToDo;
        }
        let is_empty = task.questions.iter().all(|question| question.is_empty(answers));
        if is_empty { State::Optional } else { State::Done }
    }
}

/// The question for the day from which a time counts, where it is neither of the two that are always asked.
pub(super) fn anchor(from: Anchor) -> Option<&'static str> {
    match from {
        Anchor::Sending => Some("sent"),
        Anchor::Publication => Some("published"),
        Anchor::Knowledge => Some("learned"),
        _ => None,
    }
}
