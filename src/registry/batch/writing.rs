//! What the cases of a batch brought about, written with one statement per table.

use std::collections::{BTreeSet, HashMap};

use super::{Batch, Case};
use crate::appeal::{self, Appeal, Standing};
use crate::ladder::Ladder;
use crate::store::appeal::Shown;
use crate::store::{self, StoreFault};

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
        }
        self.let_see(&cases, &keys).await?;
        let mut entries = store::journal::Rows::default();
        let mut letters = store::letter::Rows::default();
        for case in cases {
            let Some(id) = case.id.or_else(|| keys.get(&case.reference).copied()) else { continue };
            case.entries.into_iter().for_each(|(entry, sealed)| entries.push(id, &entry, &sealed));
            for letter in case.letters {
                letters.push(id, &letter, &self.registry.message_id(), self.now);
            }
        }
        if !entries.is_empty() {
            store::journal::append(&mut self.tx, &entries).await?;
        }
        if !letters.is_empty() {
            store::letter::insert(&mut self.tx, &letters).await?;
        }
        Ok(())
    }

    async fn let_see(&mut self, cases: &[Case], keys: &HashMap<String, i64>) -> Result<(), StoreFault> {
        let (mut appeals, mut offices) = (Vec::new(), Vec::new());
        for case in cases {
            let Some(id) = case.id.or_else(|| keys.get(&case.reference).copied()) else { continue };
            for office in seen_by(case, &self.ladder) {
                appeals.push(id);
                offices.push(office);
            }
        }
        store::appeal::let_see(&mut self.tx, &appeals, &offices).await
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
    }
}
