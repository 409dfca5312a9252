//! `redress list` and `redress show`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::house::House;
use super::say;
use crate::appeal::{Due, Entry, Event};
use crate::clock::Clock;
use crate::config::Config;
use crate::law::{self, Almanac};
use crate::registry::Reference;
use crate::seal;
use crate::store::{self, appeal::Listed};
use crate::texts::Language;

/// List appeals.
#[derive(Debug, Args)]
pub struct List {
    /// Only those that are open.
    #[arg(long)]
    open: bool,
    /// As JSON, one appeal a line.
    #[arg(long)]
    json: bool,
}

/// Show one appeal.
#[derive(Debug, Args)]
pub struct Show {
    /// The appeal's reference.
    reference: String,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

impl List {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let mut after = 0;
        loop {
            let rows = store::appeal::list(house.registry.store(), after, 500, self.open).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in &rows {
                if self.json { say!("{}", json(row)) } else { say!("{}", line(row)) }
            }
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Show {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let Some(reference) = Reference::read(&self.reference) else {
            bail!(
                "`{}` is not a reference such as R-7KQ4-XWPM-C3AF: check it for a typing mistake",
                self.reference
            );
        };
        let house = House::open(&config, Clock::Real).await?;
        let store = house.registry.store();
        let Some(row) = store::appeal::find(store, reference.as_str()).await? else {
            bail!("there is no appeal {reference}; `redress list` shows all of them");
        };
        let journal = store::journal::of(store, &[row.id]).await?;
        let letters = store::letter::of(store, reference.as_str()).await?;
        if self.json {
            let entries: Vec<_> = journal
                .iter()
                .map(|stored| json!({"entry": stored.entry, "hash": seal::hex(&stored.hash)}))
                .collect();
            let letters: Vec<_> = letters
                .iter()
                .map(|l| json!({"seq": l.seq, "letter": l.name, "to": l.recipient, "subject": l.subject, "status": l.status, "answer": l.answer}))
                .collect();
            say!(
                "{}",
                json!({"appeal": json(&row), "state": row.appeal, "journal": entries, "letters": letters})
            );
        } else {
            say!("{}", line(&row));
            let rules = house.registry.rulebook().by_digest(&row.appeal.workflow);
            let calendar =
                rules.and_then(|rules| house.registry.rulebook().calendar(&rules.definition.calendar));
            let Some(calendar) = calendar else {
                bail!("the workflow of this appeal is not loaded; run `redress doctor`")
            };
            let almanac = house.registry.rulebook().almanac();
            for stored in &journal {
                let day = law::day_of(stored.entry.legal_at, &calendar);
                for (place, line) in lines(&stored.entry, &almanac).into_iter().enumerate() {
                    if place == 0 {
                        say!("{:>4}  {day}  {line}", stored.entry.seq)
                    } else {
                        say!("{:<18}{line}", "")
                    }
                }
                for letter in letters.iter().filter(|letter| letter.seq == stored.entry.seq) {
                    say!("{:<18}letter to {}: {} [{}]", "", letter.recipient, letter.subject, letter.status);
                }
            }
            say!("head of the chain: {}", seal::hex(&row.head));
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

fn json(row: &Listed) -> serde_json::Value {
    json!({
        "reference": row.appeal.reference, "appellant": row.appeal.appellant, "issuer": row.appeal.decision.issuer,
        "step": row.step, "holder": row.holder, "due_on": row.due_on, "wake_at": row.wake_at, "late": row.appeal.late,
        "closed": row.appeal.closed, "entries": row.seq, "head": seal::hex(&row.head), "fault": row.fault,
    })
}

/// An appeal in a line.
pub(super) fn line(row: &Listed) -> String {
    let at = match (&row.appeal.closed, &row.holder, row.due_on) {
        (Some((outcome, on)), _, _) => format!("{outcome} on {on}"),
        (None, Some(holder), Some(due)) => format!("{}: {holder} must act by {due}", row.step),
        (None, holder, _) => format!("{}: {}", row.step, holder.clone().unwrap_or_default()),
    };
    format!(
        "{}  {:<9} against {:<13} {at}",
        row.appeal.reference, row.appeal.appellant, row.appeal.decision.issuer
    )
}

/// What an entry says, in lines.
pub(crate) fn lines(entry: &Entry, almanac: &Almanac) -> Vec<String> {
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
        Event::Escalated { from, to, .. } => {
            let name = |office: &Option<String>| office.clone().unwrap_or_else(|| "the appellant".to_owned());
            vec![format!("ESCALATED from {} to {}", name(from), name(to))]
        }
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
            let mut lines = vec![format!("RESCHEDULED from {was} to {}: the calendar changed", due.on)];
            lines.extend(recount.because.iter().map(|day| day.text(Language::En)));
            lines.push(due_line(due, almanac));
            lines
        }
        Event::PromiseKept { due_on, would_be, .. } => {
            vec![format!("{due_on} stays as promised; by the new calendar it would be {would_be}")]
        }
        Event::Noted { text, source } => {
            let source = source.as_ref().map(|source| format!(" [{source}]")).unwrap_or_default();
            vec![format!("note: {text}{source}")]
        }
        Event::TrackEnded { track } => vec![format!("{track} ended")],
        Event::Closed { outcome } => vec![format!("closed: {outcome}")],
    }
}

fn due_line(due: &Due, almanac: &Almanac) -> String {
    let version = &due.basis.calendar;
    let why = match almanac.version(version).map(|calendar| law::explain(&due.basis, &calendar)) {
        Some(Ok(explanation)) => explanation.summary(Language::En),
        Some(Err(unknown)) => unknown.to_string(),
        None => format!("the calendar {version} is not loaded"),
    };
    format!("due {} ({}): {why}", due.on, due.limit)
}
