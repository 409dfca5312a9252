//! The mail by which a person signs in. It is sent at once and kept nowhere: it holds a secret.

use std::time::Duration;

use jiff::Timestamp;

use super::Invitation;
use crate::ladder::Person;
use crate::mail::{Delivery, Outgoing};
use crate::web::{Pages, words};

/// Sends it, trying three times.
pub(super) async fn send(pages: &Pages, person: &Person, invitation: &Invitation, now: Timestamp) {
    let outgoing = compose(pages, person, invitation, now);
    for pause in [0, 5, 30] {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        match pages.mail.send(&outgoing).await {
            Delivery::Accepted(_) => return,
            Delivery::Deferred(why) => tracing::warn!(why, "a mail to sign in was put off"),
            Delivery::Failed(why) => {
                tracing::warn!(why, "a mail to sign in was refused");
                return;
            }
        }
    }
}

fn compose(pages: &Pages, person: &Person, invitation: &Invitation, now: Timestamp) -> Outgoing {
    let identity = pages.mail.identity();
    let say = |name: &str| words::say(person.language, name, &[]);
    let link = pages.site.link(&format!("/sign-in/link/{}", invitation.token));
    let body =
        [say("mail-lead"), link, say("mail-code"), invitation.code.clone(), say("mail-end")].join("\n\n");
    // Known by a hash: the secret of the link itself must not stand in a header or a file's name.
    let id = identity.digest_id(&["sign-in", &invitation.token]);
    Outgoing {
        file: format!("sign-in-{}.eml", id.trim_matches(['<', '>']).split('@').next().unwrap_or_default()),
        message_id: id,
        address: person.email.clone(),
        language: person.language.code().to_owned(),
        subject: say("mail-subject"),
        body: format!("{body}\n"),
        written_at: now,
        reply_to: identity.from().email.to_string(),
        return_path: identity.return_address(0),
        about: "sign-in".to_owned(),
        earlier: Vec::new(),
    }
}
