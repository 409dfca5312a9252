//! The worst case in words: the latest day of an answer and of the end, and the way on which an appeal comes to it.

use crate::texts::Language;
use crate::web::words;
use crate::workflow::Definition;
use crate::workflow::proof::{Leg, Proof, Until, What};

/// A worst case.
pub(in crate::web::house) struct Case {
    /// The name of the words for what it is measured to.
    pub until: &'static str,
    pub working: i64,
    pub calendar: i64,
    pub filed: String,
    pub on: String,
    /// The filing days for which it is proved.
    pub from: String,
    pub to: String,
    /// The way: a day, what happens there.
    pub way: Vec<(String, String)>,
}

/// The worst cases of a proof.
pub(super) fn cases(proof: &Proof, definition: &Definition, language: Language) -> Vec<Case> {
    let telling = Telling { definition, language };
    let case = |worst: &crate::workflow::proof::Worst| {
        let longest = &worst.in_working_days;
        Case {
            until: match worst.until {
                Until::Answer => "house-worst-answer",
                Until::End => "house-worst-end",
            },
            working: i64::from(longest.working_days),
            calendar: i64::from(worst.in_calendar_days.calendar_days),
            filed: language.date(longest.filed_on),
            on: language.date(longest.on),
            from: language.date(worst.filed.0),
            to: language.date(worst.filed.1),
            way: longest.path.iter().map(|leg| telling.leg(leg)).collect(),
        }
    };
    proof.worst.iter().map(case).collect()
}

struct Telling<'d> {
    definition: &'d Definition,
    language: Language,
}

impl Telling<'_> {
    /// The day of a leg and what happens on it.
    fn leg(&self, leg: &Leg) -> (String, String) {
        let day = leg.on.map(|on| self.language.short_date(on)).unwrap_or_default();
        let by = leg.by.as_deref().map(|party| self.party(party)).unwrap_or_default();
        let told = match &leg.what {
            What::Filed(with) => self.say("house-leg-filed", &[("who", &self.party(with))]),
            What::Acted(act) | What::Extended(act, ..) | What::ClockRestarted(Some(act)) => {
                self.say("house-leg-acted", &[("who", &by), ("what", &self.action(act))])
            }
            What::Silent(_) => self.say("house-leg-silent", &[("who", &by)]),
            What::Climbed(_) => self.say("house-leg-climbed", &[("who", &by)]),
            What::ClockStopped(act, _) => {
                self.say("house-leg-stopped", &[("who", &by), ("what", &self.action(act))])
            }
            What::ClockRestarted(None) => self.say("house-leg-restarted", &[]),
            What::CalendarEnds => self.say("house-leg-calendar-ends", &[]),
        };
        let time = leg.time.map(|time| self.language.span(time));
        let article = leg.article.as_ref().map(|article| self.definition.cite(article, self.language));
        let why: Vec<String> = [time, article].into_iter().flatten().collect();
        let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join("; ")) };
        let to = leg.to.as_deref().map(|step| format!(" → {}", self.step(step))).unwrap_or_default();
        (day, format!("{told}{why}{to}"))
    }

    fn say(&self, name: &str, told: &[(&str, &str)]) -> String {
        let told: Vec<_> = told.iter().map(|(name, text)| (*name, (*text).into())).collect();
        words::say(self.language, name, &told)
    }

    fn party(&self, name: &str) -> String {
        let party = self.definition.parties.get(name);
        party.map_or_else(|| name.to_owned(), |party| party.title.get(self.language).to_owned())
    }

    fn action(&self, name: &str) -> String {
        let action = self.definition.actions.get(name);
        action.map_or_else(|| name.to_owned(), |action| action.title.get(self.language).to_owned())
    }

    /// The title of a step, which the proof may name with its track before a slash.
    fn step(&self, name: &str) -> String {
        let step = name.rsplit('/').next().unwrap_or(name);
        let found = self.definition.tracks.values().find_map(|track| track.steps.get(step));
        found.map_or_else(|| name.to_owned(), |step| step.title.get(self.language).to_owned())
    }
}
