//! Mail that was held, once a person knows what it is: entered as the message of a party, or set aside.
//!
//! The journal says that a clerk entered it: whose it is was not found by its address.

use jiff::Timestamp;

use super::{Taken, fingerprint};
use crate::appeal::Actor;
use crate::mail::Mail;
use crate::mail::incoming::Incoming;
use crate::registry::{Answer, Registry};
use crate::store::StoreFault;
use crate::store::incoming;

/// Why a mail that was held was not entered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEntered {
    /// There is no such mail, or it was dealt with before.
    #[error("no mail {0} is held: `redress mail list --held` shows those that are")]
    NotHeld(i64),
    /// Nobody said whose it is.
    #[error("the mail does not tell whose it is: say `--appeal REFERENCE --from PARTY`")]
    WhoseIsIt,
    /// Whoever it is said to be from has no part in the appeal.
    #[error("{code} was never written to about {reference}, so it is no party to it; those are {}", parties.join(", "))]
    NoParty {
        /// The appeal.
        reference: String,
        /// Who was named.
        code: String,
        /// Who was written to.
        parties: Vec<String>,
    },
    /// It came again since, by an address of the appeal.
    #[error("mail {0} came again by an address of the appeal and was dealt with then: it is set aside now")]
    CameAgain(i64),
    /// It is beyond what is read, or the appeal refuses it.
    #[error("it cannot be entered: {0}")]
    Refused(String),
}

/// Enters a held mail as a message in its appeal; answers with the number of the entry. `of` names the appeal and the
/// party where the mail does not tell. `how` is kept with the mail: how it was found out whose it is.
///
/// # Errors
/// The outer one if the database cannot be asked, the inner one if the mail is not entered.
pub async fn enter(
    registry: &Registry,
    mail: &Mail,
    id: i64,
    of: Option<(&str, &str)>,
    how: &str,
    now: Timestamp,
) -> Result<Result<i32, NotEntered>, StoreFault> {
    let store = registry.store();
    let Some(held) = incoming::held(store, id).await? else { return Ok(Err(NotEntered::NotHeld(id))) };
    let known = held.party.as_ref().map(|(reference, code)| (reference.as_str(), code.as_str()));
    let Some((reference, code)) = of.or(known) else { return Ok(Err(NotEntered::WhoseIsIt)) };
    let Some(party) = incoming::party(store, reference, code).await? else {
        let parties = incoming::parties(store, reference).await?;
        let (reference, code) = (reference.to_owned(), code.to_owned());
        return Ok(Err(NotEntered::NoParty { reference, code, parties }));
    };
    let read = match Incoming::read(&held.raw, mail.identity(), None) {
        Ok(read) => read,
        Err(why) => return Ok(Err(NotEntered::Refused(why))),
    };
    let fingerprint = fingerprint(&read, Some(party.appeal));
    if incoming::is_kept_beside(store, id, &fingerprint).await? {
        incoming::settle(store, &[id], how, now).await?;
        return Ok(Err(NotEntered::CameAgain(id)));
    }
    let taken = Taken { registry, raw: &held.raw, now };
    let entry = match taken.submit(&read, &party, Actor::Clerk).await? {
        Answer::Done(receipt) => receipt.entries.1,
        Answer::Refused(why) => return Ok(Err(NotEntered::Refused(why.to_string()))),
        Answer::Faulty(why) => return Ok(Err(NotEntered::Refused(why))),
    };
    incoming::enter(store, id, &party, &fingerprint, how, now).await?;
    Ok(Ok(entry))
}
