//! What can be done through the pages: an action of the workflow, a second signature, the confirmation of a silence.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::offers::{actors, offered};
use super::question::{Fault, Kind, Question, When};
use super::wishes;
use crate::appeal::{self, Act, Actor, Command, Note, Proposal, Refusal, Sign};
use crate::law::Span;
use crate::web::case::CaseFile;
use crate::web::here::Viewer;
use crate::web::words;
use crate::workflow::{Clock, Outcome, Signatory};

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// An action, by its name.
    Do(String),
    /// The second signature under a proposed action, given or refused.
    Sign(String),
    /// The confirmation of a silence.
    Silence,
    /// A remark of an official, which moves nothing.
    Note,
    /// A message of the organisation to whoever has its appeal, which moves nothing.
    Message,
    /// A reminder to whoever must act.
    Remind,
}

/// The answers to the questions of a form.
pub(super) type Answers = BTreeMap<String, Vec<String>>;

impl What {
    /// Where its form is.
    pub fn path(&self, file: &CaseFile) -> String {
        let reference = &file.row.appeal.reference;
        match self {
            What::Do(action) => format!("/appeals/{reference}/do/{action}"),
            What::Sign(action) => format!("/appeals/{reference}/sign/{action}"),
            What::Silence => format!("/appeals/{reference}/silence"),
            What::Note => format!("/appeals/{reference}/note"),
            What::Message => format!("/appeals/{reference}/message"),
            What::Remind => format!("/appeals/{reference}/remind"),
        }
    }

    /// Its title.
    pub fn title(&self, file: &CaseFile) -> String {
        match self {
            What::Do(action) => file.action(action).to_owned(),
            What::Sign(action) => {
                words::say(file.language, "sign-title", &[("action", file.action(action).into())])
            }
            What::Silence => words::say(file.language, "silence-title", &[]),
            What::Note => words::say(file.language, "note-title", &[]),
            What::Message => words::say(file.language, "message-title", &[]),
            What::Remind => words::say(file.language, "remind-title", &[]),
        }
    }

    /// The article that allows it.
    pub fn article(&self, file: &CaseFile) -> Option<String> {
        let action = match self {
            What::Do(action) | What::Sign(action) => file.definition().actions.get(action)?,
            What::Silence | What::Note | What::Message | What::Remind => return None,
        };
        action.article.as_ref().map(|article| file.cite(article))
    }

    /// What must be known before it is done.
    pub fn lead(&self, file: &CaseFile) -> Vec<String> {
        let say = |name: &str, told: &[(&str, String)]| {
            let told: Vec<_> = told.iter().map(|(key, value)| (*key, value.as_str().into())).collect();
            words::say(file.language, name, &told)
        };
        let day = |date| file.language.date(date);
        match self {
            What::Do(name) => {
                let Some(action) = file.definition().actions.get(name) else { return Vec::new() };
                let second = action.second.as_ref().map(|second| {
                    let within = ("within", file.language.span(second.within));
                    match &second.by {
                        Signatory::AnotherOfficial => say("act-second-official", &[within]),
                        Signatory::Party(party) => {
                            say("act-second-party", &[("who", file.party(party)), within])
                        }
                    }
                });
                let effect = self.withdraws(file).then(|| say("withdrawal-effect", &[]));
                let used = file.row.appeal.used.get(name).copied().unwrap_or_default();
                let last = action.at_most.filter(|most| *most == used + 1).map(|_| say("act-last-time", &[]));
                effect.into_iter().chain(second).chain(last).collect()
            }
            What::Sign(name) => match proposal(file, name) {
                Some(proposal) => {
                    let told = [("who", file.actor(&proposal.proposer)), ("day", day(proposal.until))];
                    std::iter::once(say("sign-lead", &told)).chain(stated(file, proposal)).collect()
                }
                None => Vec::new(),
            },
            What::Silence => {
                let waiting = file.row.appeal.tracks.values().find_map(|one| one.unconfirmed.as_ref());
                let told = waiting.map(|waiting| say("silence-lead", &[("day", day(waiting.until))]));
                told.into_iter().collect()
            }
            What::Note => vec![say("note-lead", &[])],
            What::Message => vec![say("message-lead", &[])],
            What::Remind => vec![say("remind-lead", &[])],
        }
    }

    /// What its form asks; nothing if there is no such thing to do in this appeal.
    pub fn questions(&self, file: &CaseFile) -> Option<Vec<Question>> {
        match self {
            What::Do(name) => of_action(file, name),
            What::Sign(_) => {
                let say = |name: &str| words::say(file.language, name, &[]);
                let choices = vec![("yes".to_owned(), say("sign-yes")), ("no".to_owned(), say("sign-no"))];
                let decision = question("sign", say("sign-question"), Kind::One, false, choices);
                let reason = question("reason", say("sign-reason"), Kind::Text, true, Vec::new());
                Some(vec![decision, reason])
            }
            What::Silence | What::Remind => Some(Vec::new()),
            What::Note => Some(wishes::questions(file)),
            What::Message => Some(of_message(file)),
        }
    }

    /// The command that the answers make; or the question whose answer is wrong.
    pub fn command(&self, file: &CaseFile, answers: &Answers) -> Result<Command, (String, Fault)> {
        let first = |name: &str| answers.get(name).and_then(|given| given.first()).cloned();
        match self {
            What::Silence => Ok(Command::ConfirmSilence),
            What::Remind => Ok(Command::Remind),
            What::Message => message(file, answers),
            What::Note => wishes::command(file, answers),
            What::Sign(action) => {
                let is_refused = first("sign").as_deref() == Some("no");
                let refused = first("reason").filter(|_| is_refused);
                if is_refused && refused.is_none() {
                    return Err(("reason".to_owned(), Fault::Missing));
                }
                Ok(Command::Sign(Sign { action: action.clone(), refused }))
            }
            What::Do(action) => {
                let stated = answers.iter().filter_map(|(name, given)| {
                    Some((name.strip_prefix("stated.")?.to_owned(), given.first()?.clone()))
                });
                let extend_by = match first("extend-by") {
                    Some(typed) => {
                        let span = span(file, action, &typed);
                        Some(span.ok_or(("extend-by".to_owned(), Fault::NotANumber))?)
                    }
                    None => None,
                };
                Ok(Command::Act(Act {
                    action: action.clone(),
                    stated: stated.collect(),
                    ground: first("ground"),
                    extend_by,
                    parts: answers.get("parts").cloned().unwrap_or_default(),
                }))
            }
        }
    }

    /// As whom the viewer does it: as a member of the side that may, where there is one.
    pub fn actor(&self, file: &CaseFile, viewer: &Viewer, now: Timestamp) -> Actor {
        let asked = |actor: &Actor| offered(file, actor, self, now);
        let mut actors = actors(viewer, file);
        actors.sort_by_key(|actor| match asked(actor) {
            None => 0,
            Some(Refusal::NotYours { .. }) => 2,
            Some(_) => 1,
        });
        actors.into_iter().next().unwrap_or(Actor::Clerk)
    }

    /// Why it cannot be done today, if so.
    pub fn refusal(&self, file: &CaseFile, viewer: &Viewer, now: Timestamp) -> Option<Refusal> {
        offered(file, &self.actor(file, viewer, now), self, now)
    }
}

/// The message that the answers make, begun with the words of its kind; more time is asked for until a day.
fn message(file: &CaseFile, answers: &Answers) -> Result<Command, (String, Fault)> {
    let first = |name: &str| answers.get(name).and_then(|given| given.first()).map(String::as_str);
    let (language, text) = (file.row.appeal.language, first("text").unwrap_or_default());
    let text = match first("kind") {
        Some("answer") => format!("{} {text}", words::say(language, "message-answered", &[])),
        Some("time") => {
            let day = first("until").and_then(|typed| typed.parse().ok());
            let day = language.date(day.ok_or(("until".to_owned(), Fault::Missing))?);
            format!("{} {text}", words::say(language, "message-time-until", &[("day", day.into())]))
        }
        _ => text.to_owned(),
    };
    Ok(Command::Note(Note { text, source: None, wish: None }))
}

/// A proposal of an action that waits.
pub(super) fn proposal<'f>(file: &'f CaseFile, action: &str) -> Option<&'f Proposal> {
    let waiting = file.row.appeal.tracks.values().filter_map(|standing| standing.proposal.as_deref());
    waiting.into_iter().find(|proposal| proposal.act.action == action)
}

/// What a proposal states, each under its heading.
fn stated(file: &CaseFile, proposal: &Proposal) -> Vec<String> {
    let asks = file.definition().actions.get(&proposal.act.action).map(|action| &action.asks);
    let title = |name: &str| {
        let field = asks.and_then(|asks| asks.get(name));
        field.map_or_else(|| name.to_owned(), |field| field.title.get(file.language).to_owned())
    };
    proposal.act.stated.iter().map(|(name, text)| format!("{}: {text}", title(name))).collect()
}

/// So much more time, in the unit in which the law gives it.
fn span(file: &CaseFile, action: &str, typed: &str) -> Option<Span> {
    match &file.definition().actions.get(action)?.clock {
        Clock::Extends { by, .. } => Some(Span { amount: typed.parse().ok()?, unit: by.unit }),
        _ => None,
    }
}

pub(super) fn question(
    name: &str,
    title: String,
    kind: Kind,
    optional: bool,
    choices: Vec<(String, String)>,
) -> Question {
    Question { name: name.to_owned(), title, hint: String::new(), kind, optional, choices }
}

/// What a message of the organisation asks: what it is for, until when time is asked for, and its text.
fn of_message(file: &CaseFile) -> Vec<Question> {
    let say = |name: &str| words::say(file.language, name, &[]);
    let kinds = [("answer", "message-answer"), ("time", "message-time"), ("other", "message-other")];
    let kinds = kinds.map(|(kind, name)| (kind.to_owned(), say(name))).to_vec();
    let kind = question("kind", say("message-kind"), Kind::One, false, kinds);
    let mut until = question("until", say("message-until"), Kind::Date(When::Ahead), true, Vec::new());
    until.hint = say("message-until-hint");
    vec![kind, until, question("text", say("message-text"), Kind::Text, false, Vec::new())]
}

/// What an action asks: its ground, the parts, the time added, and what the workflow lets it state.
fn of_action(file: &CaseFile, name: &str) -> Option<Vec<Question>> {
    let (definition, language) = (file.definition(), file.language);
    let action = definition.actions.get(name)?;
    let say = |name: &str| words::say(language, name, &[]);
    let mut questions = Vec::new();
    match &action.clock {
        Clock::Stops { grounds, at_most, .. } => {
            let choices = grounds.iter().map(|(name, texts)| (name.clone(), texts.get(language).to_owned()));
            let mut ground = question("ground", say("act-ground"), Kind::One, false, choices.collect());
            ground.hint = words::say(language, "act-stops", &[("most", language.span(*at_most).into())]);
            questions.push(ground);
        }
        Clock::Extends { by, .. } => {
            let mut added = question("extend-by", say("act-extend-by"), Kind::Number, true, Vec::new());
            let most = language.span(*by);
            added.hint = words::say(language, "act-extends", &[("most", most.into())]);
            questions.push(added);
        }
        Clock::Runs | Clock::Restarts => {}
    }
    if action.decision == Some(Outcome::AnnulledInPart) {
        let open = appeal::open_parts(definition, &file.row.appeal);
        let choices = open.map(|part| (part.clone(), definition.parts[part].title.get(language).to_owned()));
        questions.push(question("parts", say("act-parts"), Kind::Several, false, choices.collect()));
    }
    questions.extend(action.asks.iter().map(|(name, field)| Question::of(name, field, language)));
    Some(questions)
}
