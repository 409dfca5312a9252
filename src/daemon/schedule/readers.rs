//! Who reads what the schedules write.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::daemon::staff::Staff;
use crate::ladder::{Ladder, Office};
use crate::store::readers::Member;
use crate::store::{self, StoreFault, Transaction};
use crate::texts::Language;

/// Somebody who reads.
#[derive(Debug)]
pub(super) struct Reader {
    /// The code of the office for which she reads, or `operator`.
    pub office: String,
    /// What that office is called, in her language.
    pub name: String,
    /// Her address.
    pub address: String,
    /// Her language.
    pub language: Language,
    /// The name of the absent colleague whose digest she reads.
    pub stands_in_for: Option<String>,
}

impl Reader {
    /// An office itself, at its own mailbox.
    pub fn of(office: &Office) -> Reader {
        Reader {
            office: office.code.clone(),
            name: office.name.get(office.language).to_owned(),
            address: office.email.clone(),
            language: office.language,
            stands_in_for: None,
        }
    }
}

/// The ministers. An office at the top of a ladder that has none reads at its own mailbox, so that the digest
/// reaches somebody before the people are known.
pub(super) async fn ministers(tx: &mut Transaction, now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    let ladder = store::ladder::offices(tx).await?;
    let ministers = at_work(&Staff::of(tx, now).await?, &ladder, |one| one.heads);
    let without = |office: &&Office| ministers.iter().all(|one| one.office != office.code);
    let tops: Vec<Reader> = ladder.tops().filter(without).map(Reader::of).collect();
    Ok(ministers.into_iter().chain(tops).collect())
}

/// The officials who asked for a daily digest.
pub(super) async fn officials(tx: &mut Transaction, now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    let ladder = store::ladder::offices(tx).await?;
    Ok(at_work(&Staff::of(tx, now).await?, &ladder, |one| one.asked))
}

/// Those who keep the house.
pub(super) async fn operators(tx: &mut Transaction) -> Result<Vec<Reader>, StoreFault> {
    let operator = |(address, language)| Reader {
        office: "operator".to_owned(),
        name: String::new(),
        address,
        language,
        stands_in_for: None,
    };
    Ok(store::readers::administrators(tx).await?.into_iter().map(operator).collect())
}

/// Who does the work of those that are wanted, each once for an office. Where nobody does, it is read by whoever is
/// away: better late than by none.
fn at_work(staff: &Staff, ladder: &Ladder, wanted: impl Fn(&Member) -> bool) -> Vec<Reader> {
    let reader = |one: &Member| {
        let there = staff.at_work_for(one).unwrap_or(one);
        let name = ladder.get(&one.office)?.name.get(there.language).to_owned();
        let stands_in_for = (there.person != one.person).then(|| one.name.clone());
        let (address, language) = (there.address.clone(), there.language);
        Some(Reader { office: one.office.clone(), name, address, language, stands_in_for })
    };
    let mut readers: Vec<Reader> = staff.members().filter(|one| wanted(one)).filter_map(reader).collect();
    // Whoever reads for herself is told of no colleague.
    readers.sort_by_key(|one| one.stands_in_for.is_some());
    let mut known = BTreeSet::new();
    readers.retain(|one| known.insert((one.office.clone(), one.address.clone())));
    readers
}
