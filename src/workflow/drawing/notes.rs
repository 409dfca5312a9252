//! What is written at a step, a track and an arrow of a drawing.
//!
//! Pure; part of the chart.

use std::collections::BTreeMap;

use super::chart::Chart;
use super::phrases::{counted_from, fill, phrases};
use super::picture::{Line, Sign};
use crate::workflow::definition::{
    Action, Clock, Definition, Limit, Nature, Signatory, Silence, Step, Time, Track, WITH,
};

/// What is said of a whole track.
pub(super) fn of_track(chart: &Chart, name: &str, track: &Track) -> Vec<String> {
    let (definition, words) = (chart.definition, phrases(chart.language));
    let mut notes = vec![if track.decides { words.decides } else { words.beside }.to_owned()];
    notes.extend(track.swallows.iter().map(|other| fill(words.ends_track, &chart.track(other))));
    if name == definition.legal_track && !definition.anytime.is_empty() {
        let actions =
            definition.anytime.iter().filter_map(|name| Some((name, definition.actions.get(name)?)));
        let told = actions.map(|(name, action)| {
            let what = format!("{} · {}", action.title.get(chart.language), chart.parties(&action.by));
            match opened_by(definition, name) {
                Some(opened) => format!("{what} ({})", fill(words.opens_track, &chart.track(opened))),
                None => what,
            }
        });
        notes.push(fill(words.at_any_time, &told.collect::<Vec<_>>().join("; ")));
    }
    notes
}

/// What is said of the filing.
pub(super) fn of_filing(chart: &Chart) -> Vec<Line> {
    let (filing, words) = (&chart.definition.filing, phrases(chart.language));
    let mut lines = vec![Line::signed(Sign::Clock, time(chart, &filing.time))];
    lines.push(Line::signed(Sign::Point, words.late(filing.late).to_owned()));
    if let Some(stay) = &filing.stays_execution {
        let mut told = format!("{}, {}", words.stays_execution, stay.article);
        if !stay.except.is_empty() {
            told = format!("{told}; {}", fill(words.except_if, &conditions(chart, &stay.except)));
        }
        lines.push(Line::signed(Sign::Point, told));
    }
    lines
}

/// What is said where a side track begins: the choices of the filing without which it stays shut.
pub(super) fn of_opening(chart: &Chart, track: &Track) -> Vec<Line> {
    let told = (!track.stated.is_empty()).then(|| conditions(chart, &track.stated));
    let words = phrases(chart.language);
    told.iter().map(|told| Line::signed(Sign::Point, fill(words.only_if, told))).collect()
}

/// Choices of the filing in words: `“How the breach was found”: by a tax audit`.
fn conditions(chart: &Chart, stated: &BTreeMap<String, String>) -> String {
    let (language, words) = (chart.language, phrases(chart.language));
    let told = stated.iter().map(|(question, choice)| {
        if question == WITH {
            return fill(words.filed_with, &chart.party(choice));
        }
        let Some(field) = chart.definition.filing.asks.get(question) else { return choice.clone() };
        let answer = field.choices.get(choice).map_or(choice.as_str(), |title| title.get(language));
        words.answered.replace("{q}", field.title.get(language)).replace("{a}", answer)
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What is said of a step: its limits with their reminders, what stops and extends them, what leads back to it.
pub(super) fn of_step(chart: &Chart, track: &str, name: &str, step: &Step) -> Vec<Line> {
    let mut lines = Vec::new();
    for (_, limit) in step.limits() {
        of_limit(chart, limit, &mut lines);
    }
    for action in &step.allows {
        if let Some(body) = chart.definition.actions.get(action) {
            let opened = opened_by(chart.definition, action);
            let leaves = body.to.as_ref().is_some_and(|to| to != name)
                || (body.to.is_none() && forum(chart.definition, track, action).is_some());
            if !leaves {
                lines.push(at_step(chart, body, step, opened));
            }
        }
    }
    if let Some(article) = &step.next_remedy {
        lines.push(Line::signed(Sign::Point, fill(phrases(chart.language).next_remedy, article)));
    }
    lines
}

fn of_limit(chart: &Chart, limit: &Limit, lines: &mut Vec<Line>) {
    let (language, words) = (chart.language, phrases(chart.language));
    let mut told = time(chart, &limit.time);
    if limit.runs_on {
        told = format!("{told}; {}", words.runs_on);
    }
    lines.push(Line::signed(Sign::Clock, told));
    let before = limit.remind.iter().map(|one| fill(words.reminder_before, &language.span(one.distance)));
    let after = limit.remind_after.iter().map(|one| fill(words.reminder_after, &language.span(one.distance)));
    lines.extend(before.chain(after).map(|told| Line::signed(Sign::Bell, told)));
    let more = match &limit.silence {
        Silence::Climb { rungs, .. } => (Sign::Clock, words.climbs.replace("{n}", &rungs.to_string())),
        Silence::Chase { every, at_most, .. } => {
            let every = language.span(*every);
            (Sign::Bell, words.chased.replace("{s}", &every).replace("{n}", &at_most.to_string()))
        }
        Silence::Stay(_) => (Sign::Clock, words.recorded.to_owned()),
        _ => return,
    };
    lines.push(Line::signed(more.0, more.1));
}

/// An action that does not lead away from its step.
fn at_step(chart: &Chart, body: &Action, step: &Step, opened: Option<&str>) -> Line {
    let (language, words) = (chart.language, phrases(chart.language));
    let told = match (action(chart, body), doer(chart, body, step.holder())) {
        (told, Some(doer)) => format!("{told} · {doer}"),
        (told, None) => told,
    };
    match &body.clock {
        Clock::Extends { by, in_all, .. } => {
            let most = language.span(in_all.unwrap_or(*by));
            Line::signed(Sign::Plus, format!("{told}: {}", fill(words.extends, &most)))
        }
        Clock::Stops { at_most, .. } => {
            Line::signed(Sign::Pause, format!("{told}: {}", fill(words.stops, &language.span(*at_most))))
        }
        Clock::Restarts => Line::signed(Sign::Play, told),
        Clock::Runs if body.to.is_some() => Line::signed(Sign::Again, told),
        Clock::Runs => match opened {
            Some(track) => {
                let opens = fill(words.opens_track, &chart.track(track));
                Line::signed(Sign::Point, format!("{told} ({opens})"))
            }
            None => Line::signed(Sign::Point, told),
        },
    }
}

/// A time as people read it: `10 sutki from receipt, KoAP 826-3(1)`.
pub(super) fn time(chart: &Chart, time: &Time) -> String {
    let (language, words) = (chart.language, phrases(chart.language));
    let mut told = language.span(time.rule.span);
    if let Some(from) = counted_from(time.from, language) {
        told = format!("{told} {from}");
    }
    if time.nature == Nature::Service {
        told = format!("{told}, {}", words.service);
    }
    let others = time.or.iter().map(|other| {
        let when = fill(words.only_if, &conditions(chart, &other.stated));
        (format!("{} {when}", language.span(other.rule.span)), &other.rule.article)
    });
    let article = |told: String, article: &Option<String>| match article {
        Some(article) => format!("{told}, {article}"),
        None => told,
    };
    let told = article(told, &time.rule.article);
    others
        .fold(told, |told, (span, under)| format!("{told}; {}", article(fill(words.or_where, &span), under)))
}

/// An action as an arrow tells it: what must have been done before, and who else signs.
pub(super) fn action(chart: &Chart, action: &Action) -> String {
    let words = phrases(chart.language);
    let before = action.not_before.as_ref().map(|rule| {
        let after = chart.definition.actions.get(&rule.after);
        let after = after.map_or(rule.after.as_str(), |after| after.title.get(chart.language));
        let phrase = if rule.wait.is_some() { words.not_before } else { words.only_after };
        let wait = rule.wait.map(|wait| chart.language.span(wait)).unwrap_or_default();
        phrase.replace("{s}", &wait).replace("{a}", after)
    });
    let second = action.second.as_ref().map(|second| {
        let signatory = match &second.by {
            Signatory::Party(party) => chart.party(party),
            Signatory::AnotherOfficial => words.another_official.to_owned(),
        };
        fill(words.second, &signatory)
    });
    let title = action.title.get(chart.language).to_owned();
    let conditions: Vec<String> = before.into_iter().chain(second).collect();
    if conditions.is_empty() { title } else { format!("{title} ({})", conditions.join("; ")) }
}

/// Who does it, where that is not the holder.
pub(super) fn doer(chart: &Chart, action: &Action, holder: Option<&str>) -> Option<String> {
    let is_holder = holder.is_some_and(|holder| action.by.iter().any(|by| by == holder));
    (!is_holder).then(|| chart.parties(&action.by))
}

/// A silence as an arrow tells it; which limit's, where the step has several.
pub(super) fn silence(chart: &Chart, limit: &Limit, several: bool) -> String {
    let words = phrases(chart.language);
    let told = match &limit.silence {
        Silence::Escalate(_) | Silence::Stay(_) => words.escalates.to_owned(),
        Silence::Lapse(_) => words.lapses.to_owned(),
        Silence::Climb { .. } => words.climbed_in_vain.to_owned(),
        Silence::Chase { at_most, .. } => words.chased_in_vain.replace("{n}", &at_most.to_string()),
        Silence::Deemed { decision, article, .. } => {
            format!("{}, {article}", fill(words.deemed, decision.in_words(chart.language)))
        }
        Silence::Close(_) => words.closes.to_owned(),
    };
    if several { format!("{} · {told}", chart.language.span(limit.time.rule.span)) } else { told }
}

/// The track that an action opens.
fn opened_by<'a>(definition: &'a Definition, action: &str) -> Option<&'a str> {
    let mut tracks = definition.tracks.iter();
    tracks.find(|(_, track)| track.opens.contains_key(action)).map(|(name, _)| name.as_str())
}

/// The forum into which an action takes the appeal out of this track.
pub(super) fn forum<'a>(definition: &'a Definition, track: &str, action: &str) -> Option<&'a str> {
    let takes = |other: &&str| definition.tracks[*other].swallows.iter().any(|one| one == track);
    opened_by(definition, action).filter(takes)
}
