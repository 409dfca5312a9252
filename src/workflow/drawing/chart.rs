//! A workflow as a chart: per track what there is, and what leads from where to where, in the words of one language.
//!
//! Pure. All drawings are made from it. It has no places yet; `arrange` gives them.

use std::collections::BTreeMap;

use super::Whereabouts;
use super::notes;
use super::phrases::{fill, phrases};
use super::picture::{Line, Means, Shape, Sign, Standing};
use crate::texts::Language;
use crate::workflow::definition::{Definition, End, FILING, Limit, Outcome, Silence, Step, Track, Turn};

/// A workflow.
#[derive(Debug)]
pub(super) struct Chart<'a> {
    pub definition: &'a Definition,
    pub language: Language,
    pub lanes: Vec<Lane<'a>>,
}

/// A track.
#[derive(Debug)]
pub(super) struct Lane<'a> {
    pub track: &'a str,
    pub title: String,
    /// What is said of the whole track.
    pub notes: Vec<String>,
    /// Where it begins, its steps, its ends; the beginning is the first.
    pub nodes: Vec<Node<'a>>,
    /// What leads on, each source's together.
    pub exits: Vec<Exit<'a>>,
}

/// Something in a track.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// The step's name; none where the drawing adds a beginning or an end.
    pub name: Option<&'a str>,
    pub shape: Shape,
    pub title: String,
    /// The party that must act, and its title.
    pub holder: Option<(&'a str, String)>,
    pub notes: Vec<Line>,
    pub standing: Standing,
    /// The step itself, where it is one.
    pub step: Option<&'a Step>,
}

/// What leads from one to another: all actions that do, or one silence.
#[derive(Debug)]
pub(super) struct Exit<'a> {
    pub from: usize,
    pub to: usize,
    pub by: Means,
    /// The limit whose passing it is.
    pub limit: Option<&'a str>,
    /// Each action's title and who does it, where that is not the holder; or the silence.
    pub told: Vec<(String, Option<String>)>,
}

impl Exit<'_> {
    /// What is written at it: those that the same others may do together, and then who they are.
    pub fn labels(&self) -> Vec<String> {
        let mut labels = Vec::new();
        for alike in self.told.chunk_by(|one, next| one.1 == next.1) {
            match alike {
                [(title, Some(doer))] => labels.push(format!("{title} · {doer}")),
                _ => {
                    labels.extend(alike.iter().map(|(title, _)| title.clone()));
                    labels.extend(alike[0].1.iter().map(|doer| format!("· {doer}")));
                }
            }
        }
        labels
    }
}

impl<'a> Chart<'a> {
    pub fn of(definition: &'a Definition, language: Language, appeal: Option<&Whereabouts>) -> Chart<'a> {
        let mut chart = Chart { definition, language, lanes: Vec::new() };
        // The legal track first, then those that may come to decide, then those beside.
        let mut tracks: Vec<_> = definition.tracks.iter().collect();
        tracks.sort_by_key(|(name, track)| (**name != definition.legal_track, !track.decides));
        chart.lanes = tracks.into_iter().map(|(name, track)| chart.lane(name, track, appeal)).collect();
        chart
    }

    /// The title of a party.
    pub fn party(&self, name: &str) -> String {
        let party = self.definition.parties.get(name);
        party.map_or_else(|| name.to_owned(), |party| party.title.get(self.language).to_owned())
    }

    pub fn parties(&self, names: &[String]) -> String {
        names.iter().map(|name| self.party(name)).collect::<Vec<_>>().join(", ")
    }

    /// The title of a track.
    pub fn track(&self, name: &str) -> String {
        let track = self.definition.tracks.get(name);
        track.map_or_else(|| name.to_owned(), |track| track.title.get(self.language).to_owned())
    }

    fn lane(&self, name: &'a str, track: &'a Track, appeal: Option<&Whereabouts>) -> Lane<'a> {
        let notes = notes::of_track(self, name, track);
        let mut lane = Lane {
            track: name,
            title: track.title.get(self.language).to_owned(),
            notes,
            nodes: vec![],
            exits: vec![],
        };
        lane.nodes.push(self.beginning(name, track));
        let mut places = BTreeMap::new();
        for (step, body) in &track.steps {
            places.insert(step.as_str(), lane.nodes.len());
            let standing = standing(name, step, body, appeal);
            lane.nodes.push(self.node(name, step, body, standing));
        }
        self.begins(name, track, &places, &mut lane);
        for (step, body) in &track.steps {
            let from = places[step.as_str()];
            self.acts(name, body, from, &places, &mut lane);
            for (limit, terms) in body.limits() {
                self.is_silent(from, limit, terms, &places, &mut lane);
            }
        }
        lane
    }

    fn node(&self, track: &'a str, name: &'a str, step: &'a Step, standing: Standing) -> Node<'a> {
        let (shape, holder) = match &step.turn {
            Turn::Held { holder, .. } => (Shape::Step, Some((holder.as_str(), self.party(holder)))),
            Turn::End(_) => (Shape::End, None),
        };
        let title = step.title.get(self.language).to_owned();
        let notes = match &step.turn {
            Turn::Held { .. } => notes::of_step(self, track, name, step),
            // Most ends are called as what they are.
            Turn::End(end) => [self.end(*end)]
                .into_iter()
                .filter(|end| *end != title.to_lowercase())
                .map(Line::plain)
                .collect(),
        };
        Node { name: Some(name), shape, title, holder, notes, standing, step: Some(step) }
    }

    fn beginning(&self, name: &str, track: &Track) -> Node<'a> {
        let words = phrases(self.language);
        let (title, holder, notes) = if name == self.definition.legal_track {
            let by = self.definition.filing.by.as_str();
            (words.filing, Some((by, self.party(by))), notes::of_filing(self))
        } else {
            (words.opens, None, notes::of_opening(self, track))
        };
        Node {
            name: None,
            shape: Shape::Start,
            title: title.to_owned(),
            holder,
            notes,
            standing: Standing::Plain,
            step: None,
        }
    }

    /// How a track begins: by filing, or by the actions that open it.
    fn begins(&self, name: &str, track: &'a Track, places: &BTreeMap<&str, usize>, lane: &mut Lane<'a>) {
        let words = phrases(self.language);
        if name == self.definition.legal_track {
            for (party, step) in &self.definition.filing.with {
                let label = fill(words.filed_with, &self.party(party));
                lane.leads(0, places.get(step.as_str()), label, None);
            }
        } else {
            for (action, step) in &track.opens {
                let label = match self.definition.actions.get(action) {
                    Some(body) => {
                        format!("{} · {}", body.title.get(self.language), self.parties(&body.by))
                    }
                    None if action == FILING => words.filing.to_owned(),
                    None => action.clone(),
                };
                lane.leads(0, places.get(step.as_str()), label, None);
            }
        }
    }

    /// The actions of a step that lead somewhere: to a step, or into a forum that takes over.
    fn acts(
        &self,
        track: &str,
        step: &'a Step,
        from: usize,
        places: &BTreeMap<&str, usize>,
        lane: &mut Lane<'a>,
    ) {
        for name in &step.allows {
            let Some(action) = self.definition.actions.get(name) else { continue };
            let (label, doer) = (notes::action(self, action), notes::doer(self, action, step.holder()));
            if let Some(to) = &action.to {
                lane.leads(from, places.get(to.as_str()), label, doer);
            } else if let Some(forum) = notes::forum(self.definition, track, name) {
                let title = fill(phrases(self.language).goes_on_in, &self.track(forum));
                let to = lane.end(title);
                lane.leads(from, Some(&to), label, doer);
            }
        }
    }

    fn is_silent(
        &self,
        from: usize,
        name: &'a str,
        limit: &'a Limit,
        places: &BTreeMap<&str, usize>,
        lane: &mut Lane<'a>,
    ) {
        let to = match &limit.silence {
            Silence::Escalate(then)
            | Silence::Lapse(then)
            | Silence::Climb { then, .. }
            | Silence::Chase { then, .. }
            | Silence::Deemed { then, .. } => match places.get(then.as_str()) {
                Some(to) => *to,
                None => return,
            },
            Silence::Close(end) => lane.end(self.end(*end)),
            Silence::Stay(_) => return,
        };
        let several = lane.nodes[from].step.is_some_and(|step| step.limits().count() > 1);
        let label = notes::silence(self, limit, several);
        lane.exits.push(Exit { from, to, by: Means::Silence, limit: Some(name), told: vec![(label, None)] });
    }

    fn end(&self, end: End) -> String {
        let words = phrases(self.language);
        match end {
            End::AsDecided => words.as_decided,
            End::Outcome(outcome) => Outcome::in_words(outcome, self.language),
            End::Done => words.done,
        }
        .to_owned()
    }
}

impl Lane<'_> {
    /// One more action from one to another, gathered with those that do the same.
    fn leads(&mut self, from: usize, to: Option<&usize>, title: String, doer: Option<String>) {
        let Some(&to) = to else { return };
        let same = |exit: &&mut Exit| exit.from == from && exit.to == to && exit.by == Means::Action;
        match self.exits.iter_mut().find(same) {
            Some(exit) => exit.told.push((title, doer)),
            None => {
                self.exits.push(Exit { from, to, by: Means::Action, limit: None, told: vec![(title, doer)] })
            }
        }
    }

    /// The end of this title that is no step, made if it is not there.
    fn end(&mut self, title: String) -> usize {
        let same = |node: &Node| node.step.is_none() && node.shape == Shape::End && node.title == title;
        if let Some(place) = self.nodes.iter().position(same) {
            return place;
        }
        let (shape, standing) = (Shape::End, Standing::Plain);
        self.nodes.push(Node {
            name: None,
            shape,
            title,
            holder: None,
            notes: Vec::new(),
            standing,
            step: None,
        });
        self.nodes.len() - 1
    }

    /// The exits that lead to another place; the others are told at the step.
    pub fn onward(&self) -> impl Iterator<Item = &Exit<'_>> {
        self.exits.iter().filter(|exit| exit.from != exit.to)
    }
}

fn standing(track: &str, name: &str, step: &Step, appeal: Option<&Whereabouts>) -> Standing {
    let Some(appeal) = appeal else { return Standing::Plain };
    match appeal.here.iter().find(|here| here.track == track && here.step == name) {
        Some(here) => Standing::Here(here.until.clone().filter(|_| step.holder().is_some())),
        None if appeal.passed.contains(&(track.to_owned(), name.to_owned())) => Standing::Passed,
        None => Standing::Plain,
    }
}

/// The line that marks where an appeal stands or stood, where there is one to mark.
pub(super) fn mark(node: &Node, language: Language) -> Option<Line> {
    let words = phrases(language);
    let (sign, text) = match &node.standing {
        Standing::Plain => return None,
        Standing::Passed => (Sign::Passed, words.passed.to_owned()),
        Standing::Here(_) if node.shape == Shape::End => (Sign::Here, words.ended.to_owned()),
        Standing::Here(None) => (Sign::Here, words.here.to_owned()),
        Standing::Here(Some(day)) => (Sign::Here, format!("{}, {}", words.here, fill(words.until, day))),
    };
    Some(Line::signed(sign, text))
}
