//! How long an appeal can take at the worst, proven over all paths, with the path; worked out once for a version of a
//! workflow and its calendar, behind the first page that asks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::law::Calendar;
use crate::registry::Rules;
use crate::texts::Language;
use crate::web::{Pages, words};
use crate::workflow::Definition;
use crate::workflow::proof::{self, Leg, Until, What, Worst};

/// What has been worked out, by the digests of the workflow and of the calendar; none while it is under way.
pub(crate) type Proven = Arc<Mutex<HashMap<(String, String), Option<Arc<Vec<Worst>>>>>>;

/// The worst cases of a workflow; none while they are being worked out, which takes seconds.
pub(in crate::web) fn of(pages: &Pages, rules: &Arc<Rules>) -> Option<Arc<Vec<Worst>>> {
    let calendar = pages.registry.rulebook().calendar(&rules.definition.calendar)?;
    let key = (rules.definition.digest.clone(), calendar.digest().to_owned());
    let mut proven = pages.proven.lock().unwrap_or_else(PoisonError::into_inner);
    match proven.get(&key) {
        Some(known) => known.clone(),
        None => {
            proven.insert(key.clone(), None);
            work_out(pages, key, Arc::clone(rules), calendar);
            None
        }
    }
}

fn work_out(pages: &Pages, key: (String, String), rules: Arc<Rules>, calendar: Arc<Calendar>) {
    let proven = Arc::clone(&pages.proven);
    // A thread of its own, which no stop waits for.
    std::thread::spawn(move || {
        let worst = Arc::new(proof::worst_case(&rules.definition, &calendar));
        proven.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Some(worst));
    });
}

/// A worst case, told.
pub(in crate::web) struct Told {
    pub title: String,
    pub sentence: String,
    pub path: Vec<String>,
}

/// The worst cases in words.
pub(in crate::web) fn told(worst: &[Worst], definition: &Definition, language: Language) -> Vec<Told> {
    let one = |worst: &Worst| {
        let longest = &worst.in_working_days;
        let say = |name: &str, told: &[(&str, i64)]| {
            let told: Vec<_> = told.iter().map(|(key, value)| (*key, (*value).into())).collect();
            words::say(language, name, &told)
        };
        let counts = [("working", longest.working_days.into()), ("days", longest.calendar_days.into())];
        let filed = language.date(longest.filed_on);
        let on = language.date(longest.on);
        let when = words::say(
            language,
            "worst-when",
            &[("filed", filed.as_str().into()), ("on", on.as_str().into())],
        );
        Told {
            title: say(if worst.until == Until::Answer { "worst-answer" } else { "worst-end" }, &[]),
            sentence: format!("{} {when}", say("worst-sentence", &counts)),
            path: longest.path.iter().map(|leg| leg_in_words(leg, definition, language)).collect(),
        }
    };
    worst.iter().map(one).collect()
}

/// `27 January 2021 — With the higher authority: the higher authority stays silent (10 sutki, KoAP 826-3(1))`.
fn leg_in_words(leg: &Leg, definition: &Definition, language: Language) -> String {
    let party = |name: &str| {
        definition
            .parties
            .get(name)
            .map_or_else(|| name.to_owned(), |party| party.title.get(language).to_owned())
    };
    let action = |name: &str| {
        definition
            .actions
            .get(name)
            .map_or_else(|| name.to_owned(), |action| action.title.get(language).to_owned())
    };
    let step = definition.tracks.values().find_map(|track| track.steps.get(&leg.step));
    let step = step.map_or_else(|| leg.step.clone(), |step| step.title.get(language).to_owned());
    let by = leg.by.as_deref().map(party).unwrap_or_default();
    let (name, what) = match &leg.what {
        What::Filed(with) => ("leg-filed", party(with)),
        What::Acted(name) => ("leg-acted", action(name)),
        What::Silent(_) => ("leg-silent", String::new()),
        What::Climbed(_) => ("leg-climbed", String::new()),
        What::ClockStopped(name, _) => ("leg-stopped", action(name)),
        What::ClockRestarted(Some(name)) => ("leg-acted", action(name)),
        What::ClockRestarted(None) => ("leg-restarted", String::new()),
        What::Extended(name, ..) => ("leg-acted", action(name)),
        What::CalendarEnds => ("leg-calendar-ends", String::new()),
    };
    let told = [("step", step.as_str().into()), ("by", by.as_str().into()), ("what", what.as_str().into())];
    let told = words::say(language, name, &told);
    let article = leg.article.as_ref().map(|article| definition.cite(article, language));
    let rule: Vec<String> =
        [leg.time.map(|time| language.span(time)), article].into_iter().flatten().collect();
    let rule = if rule.is_empty() { String::new() } else { format!(" ({})", rule.join(", ")) };
    let on = leg.on.map(|on| format!("{} — ", language.date(on))).unwrap_or_default();
    format!("{on}{told}{rule}")
}
