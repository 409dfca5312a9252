//! Withdrawals whose time to think again is over: each is submitted once, under a key of its own.

use jiff::Timestamp;

use crate::registry::{Answer, Registry, Submission};
use crate::store::{StoreFault, withdrawal};

/// Enters every withdrawal whose time has come. One that cannot be entered, because of a fault, is tried again by the
/// next look; one that the law does not allow any more is noted as refused, and the appeal goes on.
pub(super) async fn enter(registry: &Registry, now: Timestamp) -> Result<(), StoreFault> {
    for due in withdrawal::due(registry.store(), now).await? {
        let key = format!("withdrawal {}", due.id);
        let submission = Submission { key, reference: Some(due.reference), deed: due.deed };
        let refused = match registry.submit(submission, now).await? {
            Answer::Done(_) => false,
            Answer::Refused(_) => true,
            Answer::Faulty(why) => {
                tracing::error!(withdrawal = due.id, why, "a withdrawal could not be entered");
                continue;
            }
        };
        withdrawal::settle(registry.store(), due.id, refused, now).await?;
    }
    Ok(())
}
