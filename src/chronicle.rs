//! The chronicle: what an entry of a journal says, in plain English lines.
//!
//! Pure. For people who follow an appeal: the terminal prints these lines and the plain page shows them.
//! Every due date carries its reason. Nothing is ever read back from them.

use crate::appeal::{Became, Due, Entry, Event, Migrated, Passage, Recount, Served};
use crate::law::{self, Almanac, Language};

/// What an entry says: the fact in the first line, its due dates with their reasons in the next.
pub fn lines(entry: &Entry, almanac: &Almanac) -> Vec<String> {
    let who = &entry.actor;
    match &entry.event {
        Event::Filed(filed) => {
            let late = if filed.late {
                format!(" LATE: the time ended on {}; accepted and flagged", filed.time_ended_on)
            } else {
                String::new()
            };
            vec![format!(
                "filed by {} against {} with the {}{late}",
                filed.appellant, filed.decision.issuer, filed.with
            )]
        }
        Event::Arrived(arrival) => {
            let holder = arrival.office.as_ref().or(arrival.holder.as_ref());
            let turn = holder.map(|holder| format!(", turn of {holder}")).unwrap_or_default();
            let mut lines = vec![format!("at {}/{}{turn}", arrival.track, arrival.step)];
            lines.extend(arrival.due.iter().map(|due| due_line(due, almanac)));
            lines
        }
        Event::Acted { action, decision, .. } => {
            let decision = decision.map(|decision| format!(" -> {decision}")).unwrap_or_default();
            vec![format!("{who}: {action}{decision}")]
        }
        Event::DeadlineMissed { office, by, due_on, .. } => {
            vec![format!("MISSED: {} had until {due_on}", office.as_ref().unwrap_or(by))]
        }
        Event::Proposed { proposal, .. } => {
            vec![format!("{who}: proposes {}, to be signed until {}", proposal.act.action, proposal.until)]
        }
        Event::Signed { action, .. } => vec![format!("{who}: signs {action}")],
        Event::Unsigned { action, reason: Some(reason), .. } => {
            vec![format!("{who}: does not sign {action}: {reason}")]
        }
        Event::Unsigned { action, reason: None, .. } => vec![format!("{action} was not signed in time")],
        Event::Deemed(deemed) => {
            vec![format!("DEEMED {} by silence ({})", deemed.decision, deemed.article)]
        }
        Event::ConfirmationAsked { unconfirmed, .. } => {
            vec![format!("the {} must confirm the silence until {}", unconfirmed.by, unconfirmed.until)]
        }
        Event::TimeRestored { article } => vec![format!("{who}: the missed time is restored ({article})")],
        Event::ExecutionStayed { stay } => {
            let until = stay.until.map(|(day, _)| format!(" until {day} at most")).unwrap_or_default();
            vec![format!("execution is stayed ({}){until}", stay.article)]
        }
        Event::StayEnded { .. } => vec!["the stay of execution ended".to_owned()],
        Event::ForumTaken { track, ended, .. } => {
            vec![format!("{track} takes over; ended: {}", ended.join(", "))]
        }
        Event::Escalated { from, to, .. } => {
            let name = |office: &Option<String>| office.clone().unwrap_or_else(|| "the appellant".to_owned());
            vec![format!("ESCALATED from {} to {}", name(from), name(to))]
        }
        Event::Reminded { due_on, after: true, .. } => vec![format!("reminded: was due {due_on}")],
        Event::Reminded { due_on, chase: 0, .. } => vec![format!("reminded: due {due_on}")],
        Event::Reminded { due_on, chase, .. } => {
            vec![format!("chased for the {chase}. time: was due {due_on}")]
        }
        Event::ClockStopped { ground, until, .. } => {
            vec![format!("{who}: clock stopped, {ground}, until {until} at most")]
        }
        Event::ClockRestarted { due, .. } => {
            let mut lines = vec!["clock runs again".to_owned()];
            lines.extend(due.iter().map(|due| due_line(due, almanac)));
            lines
        }
        Event::Extended { by, due, .. } => vec![format!("extended by {by}"), due_line(due, almanac)],
        Event::Rescheduled { was, due, recount, .. } => {
            let cause = cause(recount);
            let mut lines = vec![match was {
                Some(was) => format!("RESCHEDULED from {was} to {}: {cause}", due.on),
                None => format!("a new limit, until {}: {cause}", due.on),
            }];
            lines.extend(recount.because.iter().map(|day| day.text(Language::En)));
            lines.push(due_line(due, almanac));
            lines
        }
        Event::PromiseKept { due_on, would_be, recount, .. } => {
            vec![format!("{due_on} stays as promised; it would be {would_be}, because {}", cause(recount))]
        }
        Event::Migrated(migrated) => migrated_lines(migrated),
        Event::Noted { text, source, .. } => {
            let source = source.as_ref().map(|source| format!(" [{source}]")).unwrap_or_default();
            vec![format!("note: {text}{source}")]
        }
        Event::Undelivered { notice, why, office } => {
            let task = office.as_ref().map(|office| format!("; {office} must serve it")).unwrap_or_default();
            vec![format!("UNDELIVERED: `{}` to {}: {why}{task}", notice.letter, notice.recipient)]
        }
        Event::Served(Served { notice, how, on }) => {
            vec![format!("{who}: served `{}` on {} on {on}: {how}", notice.letter, notice.recipient)]
        }
        Event::MessageReceived(message) => {
            let files = message.attachments.len();
            vec![format!("message of {}: {} ({files} attached)", message.from, message.subject)]
        }
        Event::TrackEnded { track } => vec![format!("{track} ended")],
        Event::Closed { outcome } => vec![format!("closed: {outcome}")],
    }
}

/// What made a date be counted again.
fn cause(recount: &Recount) -> &'static str {
    if recount.version.is_some() { "the workflow changed" } else { "the calendar changed" }
}

fn migrated_lines(migrated: &Migrated) -> Vec<String> {
    let Migrated { version_before, version, passages, .. } = migrated;
    let mut lines =
        vec![format!("MIGRATED from version {version_before} to version {version} of the workflow")];
    lines.extend(passages.iter().map(passage));
    lines
}

/// What a new version made of a deadline, in a line.
pub fn passage(passage: &Passage) -> String {
    let Passage { track, limit, became, was, on, .. } = passage;
    let day = |day: &Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let (was, on) = (day(was), day(on));
    match became {
        Became::Kept => format!("{track}/{limit}: {on} is kept"),
        Became::Recomputed => format!("{track}/{limit}: {on} instead of {was}"),
        Became::PromiseKept => format!("{track}/{limit}: {on} is kept as promised"),
        Became::Begun => format!("{track}/{limit}: begins, until {on}"),
        Became::Cancelled => {
            format!("{track}/{limit}: {was} is cancelled, the new version has no such limit")
        }
    }
}

fn due_line(due: &Due, almanac: &Almanac) -> String {
    format!("due {} ({}): {}", due.on, due.limit, why(due, almanac))
}

/// How a date was counted, in one English line, by the calendar that gave it.
pub fn why(due: &Due, almanac: &Almanac) -> String {
    let version = &due.basis.calendar;
    match almanac.version(version).map(|calendar| law::explain(&due.basis, &calendar)) {
        Some(Ok(explanation)) => explanation.summary(Language::En),
        Some(Err(unknown)) => unknown.to_string(),
        None => format!("the calendar {version} is not loaded"),
    }
}
