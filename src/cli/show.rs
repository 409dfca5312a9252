//! `redress list` and `redress show`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::house::House;
use super::{reference, say};
use crate::chronicle;
use crate::clock::Clock;
use crate::config::Config;
use crate::law;
use crate::seal;
use crate::store::{self, appeal::Listed};

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
        let reference = reference(&self.reference)?;
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
                for (place, line) in chronicle::lines(&stored.entry, &almanac).into_iter().enumerate() {
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
