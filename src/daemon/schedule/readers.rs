//! Who reads what the schedules write.

use jiff::Timestamp;

use crate::ladder::{Ladder, Office};
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
pub(super) async fn ministers(tx: &mut Transaction, now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    let ladder = store::ladder::offices(tx).await?;
    let ministers = of_offices(store::readers::ministers(tx, now).await?, &ladder);
    let without = |office: &&Office| ministers.iter().all(|one| one.office != office.code);
    let tops: Vec<Reader> = ladder.tops().filter(without).map(Reader::of).collect();
    Ok(ministers.into_iter().chain(tops).collect())
}

/// The officials who asked for a daily digest.
pub(super) async fn officials(tx: &mut Transaction, now: Timestamp) -> Result<Vec<Reader>, StoreFault> {
    let asked = store::readers::who_asked(tx, now).await?;
    Ok(of_offices(asked, &store::ladder::offices(tx).await?))
}

/// Those who keep the house.
pub(super) async fn operators(tx: &mut Transaction) -> Result<Vec<Reader>, StoreFault> {
    let operator = |one: store::readers::Reader| Reader {
        office: "operator".to_owned(),
        name: String::new(),
        address: one.address,
        language: one.language,
    };
    Ok(store::readers::administrators(tx).await?.into_iter().map(operator).collect())
}

fn of_offices(readers: Vec<store::readers::Reader>, ladder: &Ladder) -> Vec<Reader> {
    let named = readers.into_iter().filter_map(|one| {
        let office = ladder.get(one.office.as_deref()?)?;
        let name = office.name.get(one.language).to_owned();
        Some(Reader { office: office.code.clone(), name, address: one.address, language: one.language })
    });
    named.collect()
}
