//! inbox: what a mail that came in means for the appeals.
//!
//! A report settles the letter it is about. An answer becomes a message on the appeal when the address that it
//! came to and its sender belong to the same participant. Whatever else comes is held for a person, with the
//! reasons, and nothing at all is answered: no loop of machines can start here. Taking the same mail twice
//! changes nothing.

mod held;

use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::post::undelivered;
use crate::appeal::{Actor, Attached, Command, Deed, Message};
use crate::mail::Purpose;
use crate::mail::incoming::{Fate, Incoming};
use crate::mail::{Identity, Mail};
use crate::registry::{Answer, Registry, Submission};
use crate::seal;
use crate::store::incoming::{self, Kept, KeptFile, Participant};
use crate::store::{StoreFault, bulletin, letter};

pub use held::{NotEntered, enter};

/// How long a mail may take to be read; the largest honest one takes a fraction of a second.
const READING: Duration = Duration::from_secs(10);

/// What a mail was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// `message`, `bounce`, `delay`, `delivered`, `automatic`, `held` or `known`.
    pub what: &'static str,
    /// Why, a reason a line.
    pub reasons: String,
}

impl Verdict {
    fn new(what: &'static str, reasons: impl Into<String>) -> Verdict {
        Verdict { what, reasons: reasons.into() }
    }
}

/// Takes a mail as a mail server hands it over. `authority` is the name of that server in
/// `Authentication-Results`; with it, a message counts only if it found the sender to be genuine (DMARC).
pub async fn take(
    registry: &Registry,
    mail: &Mail,
    authority: Option<&str>,
    raw: &[u8],
    now: Timestamp,
) -> Result<Vec<Verdict>, StoreFault> {
    let taken = Taken { registry, raw, now };
    let incoming = match read(mail, authority, raw).await {
        Ok(incoming) => incoming,
        Err(why) => return Ok(vec![taken.hold_unread(&why).await?]),
    };
    if let Some(verdict) = taken.report(&incoming).await? {
        return Ok(vec![verdict]);
    }
    if let Some(why) = &incoming.automatic {
        return Ok(vec![taken.keep(&incoming, None, None, Verdict::new("automatic", why)).await?]);
    }
    let mut verdicts = Vec::new();
    for purpose in &incoming.purposes {
        if let Purpose::Reply { token_hash } = purpose {
            verdicts.push(taken.answer(&incoming, token_hash, authority.is_some()).await?);
        }
    }
    if verdicts.is_empty() {
        let why = format!(
            "it came to no address that a letter names for answers{}",
            hint(&incoming, mail.identity())
        );
        verdicts.push(taken.keep(&incoming, None, None, Verdict::new("held", why)).await?);
    }
    Ok(verdicts)
}

/// Reads a mail beside the loops, and for so long only.
async fn read(mail: &Mail, authority: Option<&str>, raw: &[u8]) -> Result<Incoming, String> {
    let (mail, authority, raw) = (mail.clone(), authority.map(str::to_owned), raw.to_vec());
    let reading =
        tokio::task::spawn_blocking(move || Incoming::read(&raw, mail.identity(), authority.as_deref()));
    match tokio::time::timeout(READING, reading).await {
        Ok(Ok(read)) => read,
        Ok(Err(died)) => Err(format!("reading it failed: {died}")),
        Err(_) => Err(format!("reading it took more than {} seconds", READING.as_secs())),
    }
}

fn hint(incoming: &Incoming, identity: &Identity) -> &'static str {
    let ours = |id: &String| id.ends_with(&format!("@{}>", identity.domain()));
    if incoming.answers.iter().any(ours) { ", though it answers a letter of ours" } else { "" }
}

/// What a report is about, by its key.
#[derive(Debug, Clone, Copy)]
enum Returned {
    Letter(i64),
    Bulletin(i64),
}

struct Taken<'a> {
    registry: &'a Registry,
    raw: &'a [u8],
    now: Timestamp,
}

impl Taken<'_> {
    /// Settles the letter or the bulletin that a report is about.
    async fn report(&self, mail: &Incoming) -> Result<Option<Verdict>, StoreFault> {
        let returned = mail.purposes.iter().find_map(|purpose| match purpose {
            Purpose::Return { letter } => Some(Returned::Letter(*letter)),
            Purpose::ReturnOfBulletin { bulletin } => Some(Returned::Bulletin(*bulletin)),
            Purpose::Reply { .. } => None,
        });
        let by_id = mail.report.as_ref().and_then(|report| report.letter.as_deref());
        let returned = match (returned, by_id) {
            (None, Some(id)) => self.with_message_id(id).await?,
            (returned, _) => returned,
        };
        let Some(returned) = returned else { return Ok(None) };
        let verdict = match (&mail.report, &mail.automatic) {
            (Some(report), _) => Verdict::new(
                match report.fate {
                    Fate::Failed => "bounce",
                    Fate::Delayed => "delay",
                    Fate::Delivered => "delivered",
                },
                &report.words,
            ),
            (None, Some(why)) if why.starts_with("Auto-Submitted: auto-replied") => {
                Verdict::new("automatic", why)
            }
            _ => Verdict::new(
                "held",
                "it came back to the address of a letter, but is no report that can be read",
            ),
        };
        let known = incoming::is_known(self.registry.store(), &fingerprint(mail, None)).await?;
        let letter = match returned {
            Returned::Letter(id) => Some(id),
            Returned::Bulletin(_) => None,
        };
        if verdict.what == "bounce" && !known {
            match returned {
                Returned::Letter(id) => self.bounce(id, &verdict.reasons).await?,
                Returned::Bulletin(id) => {
                    bulletin::bounce(self.registry.store(), id, &verdict.reasons, self.now).await?;
                }
            }
        }
        self.keep(mail, None, letter, verdict).await.map(Some)
    }

    /// What we sent under this Message-ID.
    async fn with_message_id(&self, id: &str) -> Result<Option<Returned>, StoreFault> {
        let store = self.registry.store();
        Ok(match letter::with_message_id(store, id).await? {
            Some(letter) => Some(Returned::Letter(letter)),
            None => bulletin::with_message_id(store, id).await?.map(Returned::Bulletin),
        })
    }

    async fn bounce(&self, id: i64, words: &str) -> Result<(), StoreFault> {
        let store = self.registry.store();
        let ids = incoming::reported(store, id).await?;
        let mut legal = Vec::new();
        for id in &ids {
            legal.extend(letter::find(store, *id).await?.filter(|letter| letter.legal));
        }
        let failed: Vec<_> = legal.iter().map(|letter| (letter, words)).collect();
        undelivered::tell(self.registry, &failed, self.now).await?;
        incoming::bounce(store, &ids, words, self.now).await
    }

    /// Makes an answer a message, if its address and its sender belong to one participant.
    async fn answer(
        &self,
        mail: &Incoming,
        token_hash: &[u8],
        checks_sender: bool,
    ) -> Result<Verdict, StoreFault> {
        let participant = incoming::participant(self.registry.store(), token_hash).await?;
        let Some(participant) = participant else {
            let verdict = Verdict::new("held", "the address that it came to is not known here");
            return self.keep(mail, None, None, verdict).await;
        };
        let reasons = doubts(mail, &participant, checks_sender);
        let verdict = match reasons.is_empty() {
            false => Verdict::new("held", reasons.join("\n")),
            true => match self.submit(mail, &participant, participant.acts()).await? {
                Answer::Done(receipt) => Verdict::new("message", format!("entry {}", receipt.entries.1)),
                Answer::Refused(why) => Verdict::new("held", why.to_string()),
                Answer::Faulty(why) => Verdict::new("held", why),
            },
        };
        self.keep(mail, Some(&participant), None, verdict).await
    }

    /// Enters the mail as a message of the participant, as this actor.
    async fn submit(
        &self,
        mail: &Incoming,
        participant: &Participant,
        actor: Actor,
    ) -> Result<Answer, StoreFault> {
        let attached = |file: &crate::mail::incoming::File| Attached {
            name: file.name.clone(),
            kind: file.kind.clone(),
            size: file.content.len() as u64,
            digest: seal::hex(&Sha256::digest(&file.content)),
        };
        let message = Message {
            from: participant.code.clone(),
            subject: mail.subject.clone(),
            digest: seal::hex(&Sha256::digest(self.raw)),
            attachments: mail.files.iter().map(attached).collect(),
        };
        let key = format!("mail {}", seal::hex(&fingerprint(mail, Some(participant.appeal))));
        let deed = Deed { actor, command: Command::Receive(message) };
        let submission = Submission { key, reference: Some(participant.reference.clone()), deed };
        self.registry.submit(submission, self.now).await
    }

    /// Keeps the mail with what it was taken for.
    async fn keep(
        &self,
        mail: &Incoming,
        participant: Option<&Participant>,
        letter: Option<i64>,
        verdict: Verdict,
    ) -> Result<Verdict, StoreFault> {
        let appeal = participant.map(|participant| participant.appeal);
        let fingerprint = fingerprint(mail, appeal);
        if incoming::is_known(self.registry.store(), &fingerprint).await? {
            return Ok(Verdict::new("known", "it was taken before"));
        }
        let kept = Kept {
            fingerprint,
            message_id: mail.message_id.as_deref(),
            sender: mail.sender.as_deref(),
            subject: &mail.subject,
            verdict: verdict.what,
            reasons: &verdict.reasons,
            appeal,
            letter,
            participant: participant.map(|participant| participant.code.as_str()),
            body: &mail.text,
            raw: self.raw,
            files: mail.files.iter().map(kept_file).collect(),
        };
        incoming::keep(self.registry.store(), &kept, self.now).await?;
        Ok(verdict)
    }

    /// Holds what is beyond the limits, as far as it goes.
    async fn hold_unread(&self, why: &str) -> Result<Verdict, StoreFault> {
        let raw = &self.raw[..self.raw.len().min(crate::mail::incoming::LARGEST)];
        let kept = Kept {
            fingerprint: Sha256::digest(raw).to_vec(),
            message_id: None,
            sender: None,
            subject: "",
            verdict: "held",
            reasons: why,
            appeal: None,
            letter: None,
            participant: None,
            body: "",
            raw,
            files: Vec::new(),
        };
        incoming::keep(self.registry.store(), &kept, self.now).await?;
        Ok(Verdict::new("held", why))
    }
}

impl Participant {
    /// The participant as one who acts.
    fn acts(&self) -> Actor {
        let code = self.code.clone();
        if self.is_appellant { Actor::Organisation(code) } else { Actor::Office(code) }
    }
}

fn kept_file(file: &crate::mail::incoming::File) -> KeptFile<'_> {
    KeptFile {
        name: &file.name,
        kind: &file.kind,
        digest: Sha256::digest(&file.content).to_vec(),
        content: &file.content,
    }
}

/// Why an answer is not taken for one of the participant.
fn doubts(mail: &Incoming, participant: &Participant, checks_sender: bool) -> Vec<String> {
    let mut doubts = Vec::new();
    if participant.revoked {
        doubts.push("the address that it came to was revoked".to_owned());
    }
    let sender = mail.sender.as_deref().unwrap_or_default();
    if !participant.address.as_ref().is_some_and(|address| address.eq_ignore_ascii_case(sender)) {
        doubts.push(format!("its sender `{sender}` is not the address of {}", participant.code));
    }
    if checks_sender && mail.dmarc.as_deref() != Some("pass") {
        let found = mail.dmarc.as_deref().unwrap_or("nothing");
        doubts.push(format!("the receiving server did not find the sender genuine (DMARC: {found})"));
    }
    doubts
}

/// What tells a mail from any other within an appeal: its Message-ID and its content, however it travelled.
fn fingerprint(mail: &Incoming, appeal: Option<i64>) -> Vec<u8> {
    let mut hash = Sha256::new_with_prefix(appeal.unwrap_or_default().to_be_bytes());
    hash.update(mail.content);
    hash.update(mail.message_id.as_deref().unwrap_or_default());
    hash.update(mail.sender.as_deref().unwrap_or_default());
    hash.finalize().to_vec()
}
