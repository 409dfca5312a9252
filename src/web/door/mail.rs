//! Mail about signing in: the link, which is sent at once and kept nowhere, for it holds a secret; and what a person must
//! be told of a change to how she signs in.

use std::time::Duration;

use jiff::Timestamp;

use super::Invitation;
use super::cookies::Secret;
use crate::ladder::Person;
use crate::mail::{Delivery, Outgoing};
use crate::web::{Pages, words};

/// Sends it, trying three times.
pub(super) async fn send(pages: &Pages, person: &Person, invitation: &Invitation, now: Timestamp) {
    let say = |name: &str| words::say(person.language, name, &[]);
    let link = pages.site.link(&format!("/sign-in/link/{}", invitation.token));
    let body =
        [say("mail-lead"), link, say("mail-code"), invitation.code.clone(), say("mail-end")].join("\n\n");
    // Known by a hash: the secret of the link itself must not stand in a header or a file's name.
    deliver(pages, &compose(pages, person, &invitation.token, say("mail-subject"), &body, now)).await;
}

/// Tells a person, behind the answer, of a change to how she signs in, by the name of its words: whoever makes one in her
/// name cannot keep it from her.
pub(in crate::web) fn tell(pages: &Pages, person: &Person, name: &str, now: Timestamp) {
    let say = |name: &str| words::say(person.language, name, &[]);
    let (subject, body) = (say(name), say(&format!("{name}-text")));
    let outgoing = compose(pages, person, &Secret::new().text, subject, &body, now);
    let pages = pages.clone();
    pages.errands.clone().spawn(async move { deliver(&pages, &outgoing).await });
}

async fn deliver(pages: &Pages, outgoing: &Outgoing) {
    for pause in [0, 5, 30] {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        match pages.mail.send(outgoing).await {
            Delivery::Accepted(_) => return,
            Delivery::Deferred(why) => tracing::warn!(why, "a mail about signing in was put off"),
            Delivery::Failed(why) => {
                tracing::warn!(why, "a mail about signing in was refused");
                return;
            }
        }
    }
}

/// A mail whose identity follows from a word that no other has.
fn compose(
    pages: &Pages,
    person: &Person,
    word: &str,
    subject: String,
    body: &str,
    now: Timestamp,
) -> Outgoing {
    let identity = pages.mail.identity();
    let id = identity.digest_id(&["sign-in", word]);
    Outgoing {
        file: format!("sign-in-{}.eml", id.trim_matches(['<', '>']).split('@').next().unwrap_or_default()),
        message_id: id,
        address: person.email.clone(),
        language: person.language.code().to_owned(),
        subject,
        body: format!("{body}\n"),
        written_at: now,
        reply_to: identity.from().email.to_string(),
        return_path: identity.return_address(0),
        about: "sign-in".to_owned(),
        earlier: Vec::new(),
    }
}
