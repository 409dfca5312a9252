//! Legal notices that did not arrive: the appeal is told, and an office has the task to serve them.

use jiff::Timestamp;

use crate::appeal::{Actor, Command, Deed, NoticeOf, Undelivered};
use crate::registry::{Registry, Submission};
use crate::store::StoreFault;
use crate::store::letter::Letter;

/// The longest answer of a mail server that is entered in a journal, in characters.
const LONGEST: usize = 500;

/// Enters these failures in the journals of their appeals, each once for each letter.
pub(crate) async fn tell(
    registry: &Registry,
    failed: &[(&Letter, &str)],
    now: Timestamp,
) -> Result<(), StoreFault> {
    if failed.is_empty() {
        return Ok(());
    }
    let submission = |(letter, why): &(&Letter, &str)| {
        let notice =
            NoticeOf { seq: letter.seq, letter: letter.name.clone(), recipient: letter.recipient.clone() };
        let why = why.chars().filter(|char| !char.is_control()).take(LONGEST).collect();
        let command = Command::Undelivered(Undelivered { notice, why });
        Submission {
            key: format!("undelivered {}", letter.id),
            reference: Some(letter.reference.clone()),
            deed: Deed { actor: Actor::Redress, command },
        }
    };
    // Each answer is either that it is done or that it was done before, perhaps in other words.
    registry.submit_all(failed.iter().map(submission).collect(), now).await?;
    Ok(())
}
