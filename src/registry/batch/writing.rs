//! What the cases of a batch brought about, written with one statement per table.

use std::collections::{BTreeSet, HashMap};

use super::{Batch, Case};
use crate::appeal::{self, Appeal, Entry, Event, Standing};
use crate::ladder::Ladder;
use crate::law;
use crate::store::appeal::Shown;
use crate::store::{self, StoreFault};
use crate::workflow::Outcome;

impl Batch<'_> {
    /// Writes what the cases brought about: new rows first, for their keys.
    pub(super) async fn write(&mut self, cases: Vec<Case>) -> Result<(), StoreFault> {
        let mut inserts = store::appeal::Rows::default();
        let mut updates = store::appeal::Rows::default();
        for case in &cases {
            let Some(appeal) = &case.appeal else { continue };
            let rows = if case.id.is_some() { &mut updates } else { &mut inserts };
            rows.push(case.id.unwrap_or_default(), appeal, case.seq, &case.head, shown(appeal));
        }
        let mut keys = HashMap::new();
        if !inserts.is_empty() {
            keys.extend(store::appeal::insert(&mut self.tx, &inserts).await?);
        }
        if !updates.is_empty() {
            store::appeal::update(&mut self.tx, &updates).await?;
            store::assignment::end_elsewhere(&mut self.tx, &updates, self.now).await?;
        }
        self.let_see(&cases, &keys).await?;
        let mut entries = store::journal::Rows::default();
        let mut letters = store::letter::Rows::default();
        for case in &cases {
            let Some(id) = case.id.or_else(|| keys.get(&case.reference).copied()) else { continue };
            case.entries.iter().for_each(|(entry, sealed)| entries.push(id, entry, sealed));
            for letter in &case.letters {
                letters.push(id, letter, &self.registry.message_id(), self.now);
            }
        }
        if !entries.is_empty() {
            store::journal::append(&mut self.tx, &entries).await?;
        }
        if !letters.is_empty() {
            store::letter::insert(&mut self.tx, &letters).await?;
        }
        // Last, because batches that count on one day for one office wait for each other until the end.
        self.mark(&cases, &keys).await
    }

    /// Keeps what is searched and what numbers are made from.
    async fn mark(&mut self, cases: &[Case], keys: &HashMap<String, i64>) -> Result<(), StoreFault> {
        let (mut found, mut marks) = (Vec::new(), store::milestone::Rows::default());
        for case in cases {
            let Some(id) = case.id.or_else(|| keys.get(&case.reference).copied()) else { continue };
            let Some(appeal) = &case.appeal else { continue };
            let said = self.said(case, appeal);
            found.extend(Some((id, said)).filter(|(_, said)| !said.is_empty()));
            for (entry, _) in &case.entries {
                mark(&mut marks, id, appeal, entry);
            }
        }
        if !found.is_empty() {
            store::finding::add(&mut self.tx, &found).await?;
        }
        if !marks.is_empty() {
            store::milestone::insert(&mut self.tx, &marks).await?;
        }
        Ok(())
    }

    /// The words by which new entries let an appeal be found.
    fn said(&self, case: &Case, appeal: &Appeal) -> String {
        let mut said: Vec<&str> = Vec::new();
        for (entry, _) in &case.entries {
            match &entry.event {
                Event::Filed(filed) => {
                    let names = self.organisations.get(&filed.appellant).map(|one| &one.name);
                    said.push(&appeal.reference);
                    said.extend(
                        names
                            .iter()
                            .flat_map(|name| {
                                [Some(&name.en), name.ru.as_ref(), name.kk.as_ref()].into_iter().flatten()
                            })
                            .map(String::as_str),
                    );
                    said.extend(filed.decision.number.as_deref());
                    said.extend(filed.decision.article.as_deref());
                    said.extend(filed.stated.values().map(String::as_str));
                }
                Event::Acted { stated, .. } => said.extend(stated.values().map(String::as_str)),
                Event::Noted { text, .. } => said.push(text),
                _ => {}
            }
        }
        said.join(" ")
    }

    async fn let_see(&mut self, cases: &[Case], keys: &HashMap<String, i64>) -> Result<(), StoreFault> {
        let (mut appeals, mut offices, mut closed) = (Vec::new(), Vec::new(), Vec::new());
        for case in cases {
            let Some(id) = case.id.or_else(|| keys.get(&case.reference).copied()) else { continue };
            for office in seen_by(case, &self.ladder) {
                appeals.push(id);
                offices.push(office);
                closed.push(case.appeal.as_ref().is_some_and(|appeal| !appeal.is_open()));
            }
        }
        store::appeal::let_see(&mut self.tx, &appeals, &offices, &closed).await
    }
}

/// A filing, a decision, or a deadline that an office let pass.
fn mark(marks: &mut store::milestone::Rows, id: i64, appeal: &Appeal, entry: &Entry) {
    let mut decided = |office: Option<&str>| {
        if let (Some(office), Some((_, on))) = (office, appeal.decided) {
            let days = law::days_between(appeal.filed_on, on);
            marks.push(id, entry.seq, office, "decided", on, Some(days));
        }
    };
    match &entry.event {
        Event::Filed(filed) => {
            let against = &filed.decision;
            marks.filed(id, entry.seq, &against.issuer, filed.filed_on, against.article.as_deref());
        }
        Event::Acted { decision: Some(_), .. } => decided(entry.actor.office()),
        Event::Deemed(deemed) => decided(deemed.office.as_deref()),
        Event::DeadlineMissed { office: Some(office), due_on, .. } => {
            marks.push(id, entry.seq, office, "missed", *due_on, None);
        }
        _ => {}
    }
}

/// The offices that see an appeal from now on: those on whose desk it is, the issuer, and those written to.
fn seen_by<'c>(case: &'c Case, ladder: &'c Ladder) -> BTreeSet<&'c str> {
    let appeal = case.appeal.iter();
    let desks =
        appeal.clone().flat_map(|appeal| appeal.tracks.values()).filter_map(|one| one.office.as_deref());
    let issuer = appeal.map(|appeal| appeal.decision.issuer.as_str());
    let written = case.letters.iter().map(|letter| letter.recipient.as_str());
    desks.chain(issuer).chain(written.filter(|code| ladder.get(code).is_some())).collect()
}

/// What the row of an appeal shows beside it.
pub(crate) fn shown(appeal: &Appeal) -> Shown {
    let deciding =
        appeal.tracks.iter().find(|(name, _)| appeal.legal_track == **name).map(|(_, standing)| standing);
    let nearest = appeal.tracks.values().filter_map(Standing::nearest);
    let due = nearest.map(|running| running.on).min();
    Shown {
        step: deciding.map_or_else(|| "closed".to_owned(), |standing| standing.step.clone()),
        holder: deciding.map(|standing| standing.office.clone().unwrap_or_else(|| appeal.appellant.clone())),
        due_on: deciding.and(due),
        wake_at: appeal::wake_at(appeal),
        stopped: deciding.is_some_and(|standing| standing.stopped.is_some()),
        decided_in: appeal.decided.map(|(_, on)| law::days_between(appeal.filed_on, on)),
        annulled: appeal.decided.is_some_and(|(outcome, _)| outcome == Outcome::Annulled),
    }
}
