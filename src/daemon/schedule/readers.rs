//! Who reads what the schedules write.

use jiff::Timestamp;

use crate::ladder::Office;
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
}

impl Reader {
    /// An office itself, at its own mailbox.
    pub fn of(office: &Office) -> Reader {
        Reader {
            office: office.code.clone(),
            name: office.name.get(office.language).to_owned(),
            address: office.email.clone(),
            language: office.language,
        }
    }
}

/// The ministers. An office at the top of a ladder that has none reads at its own mailbox, so that the digest
/// reaches somebody before the people are known.
pub(super) async fn ministers(tx: &mut Transaction, _now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    let ladder = store::ladder::offices(tx).await?;
    Ok(ladder.tops().map(Reader::of).collect())
}

/// The officials who asked for a daily digest.
pub(super) async fn officials(_tx: &mut Transaction, _now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    Ok(Vec::new())
}

/// Those who keep the house.
pub(super) async fn operators(_tx: &mut Transaction) -> Result<Vec<Reader>, StoreFault> {
    Ok(Vec::new())
}
