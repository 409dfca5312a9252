//! `redress letters`: what became of letters, and what a person decides on those that wait for one.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use super::house::House;
use super::say;
use crate::clock::Clock;
use crate::config::Config;
use crate::mail::{Delivery, Outgoing};
use crate::store::bulletin;
use crate::store::letter::{self, Letter};
use crate::store::outbox;

/// See and steer letters.
#[derive(Debug, Subcommand)]
pub enum Letters {
    /// List letters, the oldest first.
    List(List),
    /// Show a letter with its text and what became of it.
    Show(Show),
    /// Write a letter as a PDF, with its number, hashes and QR code.
    Paper(Print),
    /// Send letters again that failed, bounced or are held.
    Retry(Retry),
    /// Hold a letter that was not sent yet.
    Hold(Hold),
    /// List what the schedule wrote: digests, tests of mailboxes, findings.
    Bulletins(Bulletins),
    /// Send a letter that is none to an address, by the way that all letters go.
    Test(Test),
}

/// Which letters.
#[derive(Debug, Args)]
pub struct List {
    /// Only those of the appeal with this reference.
    #[arg(long)]
    appeal: Option<String>,
    /// Only those in this state: queued, sending, accepted, deferred, failed, held, withdrawn or bounced.
    #[arg(long)]
    status: Option<String>,
    /// As JSON, one letter a line.
    #[arg(long)]
    json: bool,
}

/// Which letter.
#[derive(Debug, Args)]
pub struct Show {
    /// The letter's number.
    id: i64,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Which letter is put on paper, and where.
#[derive(Debug, Args)]
pub struct Print {
    /// The letter's number.
    id: i64,
    /// The file.
    #[arg(long)]
    out: PathBuf,
}

/// Which letters are sent again.
#[derive(Debug, Args)]
pub struct Retry {
    /// Their numbers.
    #[arg(required_unless_present = "all")]
    ids: Vec<i64>,
    /// All in this state: held, failed, deferred or bounced.
    #[arg(long, value_parser = ["held", "failed", "deferred", "bounced"])]
    all: Option<String>,
}

/// Which letter is held, and why.
#[derive(Debug, Args)]
pub struct Hold {
    /// The letter's number.
    id: i64,
    /// Why, for whoever comes after you.
    #[arg(long)]
    why: String,
}

/// How the bulletins are told.
#[derive(Debug, Args)]
pub struct Bulletins {
    /// As JSON, one a line, with their texts.
    #[arg(long)]
    json: bool,
}

/// To whom a test goes.
#[derive(Debug, Args)]
pub struct Test {
    /// The address.
    address: String,
}

impl Letters {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let done = match self {
            Letters::List(list) => list.run(&house).await,
            Letters::Show(show) => show.run(&house).await,
            Letters::Paper(print) => print.run(&house, config.mail.site.as_deref()).await,
            Letters::Retry(retry) => retry.run(&house).await,
            Letters::Hold(hold) => hold.run(&house).await,
            Letters::Bulletins(bulletins) => bulletins.run(&house).await,
            Letters::Test(test) => test.run(&house).await,
        };
        house.close().await?;
        done
    }
}

impl List {
    async fn run(self, house: &House) -> anyhow::Result<ExitCode> {
        let store = house.registry.store();
        let wanted = |letter: &&Letter| self.status.as_ref().is_none_or(|status| letter.status == *status);
        if let Some(reference) = &self.appeal {
            letter::of(store, reference).await?.iter().filter(wanted).for_each(|letter| self.tell(letter));
            return Ok(ExitCode::SUCCESS);
        }
        let mut after = 0;
        loop {
            let letters = letter::list(store, after, 500, self.status.as_deref()).await?;
            let Some(last) = letters.last() else { return Ok(ExitCode::SUCCESS) };
            after = last.id;
            letters.iter().for_each(|letter| self.tell(letter));
        }
    }

    fn tell(&self, letter: &Letter) {
        match self.json {
            true => say!("{}", as_json(letter)),
            false => say!("{}", line(letter)),
        }
    }
}

/// A letter in a line.
fn line(letter: &Letter) -> String {
    let kind = if letter.legal { "notice" } else { "courtesy" };
    format!(
        "{:>7}  {:<9}  {:<8}  {}  to {} <{}>  {}",
        letter.id, letter.status, kind, letter.reference, letter.recipient, letter.address, letter.name
    )
}

fn as_json(letter: &Letter) -> serde_json::Value {
    json!({
        "id": letter.id, "reference": letter.reference, "entry": letter.seq, "letter": letter.name,
        "legal": letter.legal, "recipient": letter.recipient, "address": letter.address,
        "language": letter.language, "subject": letter.subject, "message_id": letter.message_id,
        "written_at": letter.written_at, "status": letter.status, "attempts": letter.attempts,
        "next_at": letter.next_at, "answer": letter.answer, "settled_at": letter.settled_at,
    })
}

impl Show {
    async fn run(self, house: &House) -> anyhow::Result<ExitCode> {
        let letter = known(house, self.id).await?;
        if self.json {
            let mut told = as_json(&letter);
            told["body"] = letter.body.into();
            say!("{told}");
            return Ok(ExitCode::SUCCESS);
        }
        say!("{}\n{}", line(&letter), fate(&letter));
        say!("Message-ID: {}\nSubject: {}\n\n{}", letter.message_id, letter.subject, letter.body);
        Ok(ExitCode::SUCCESS)
    }
}

/// What became of a letter, in a sentence.
fn fate(letter: &Letter) -> String {
    let answer = letter.answer.as_deref().unwrap_or("nothing");
    let at = letter.settled_at.unwrap_or(letter.written_at);
    match letter.status.as_str() {
        "accepted" => format!("The mail server took it at {at} and said: {answer}"),
        "failed" => format!("It was refused for good at {at}: {answer}"),
        "bounced" => format!("It came back at {at}: {answer}"),
        "held" => {
            format!("It waits for a person since {at}: {answer}. `redress letters retry {}`", letter.id)
        }
        "withdrawn" => format!("It was not sent, because it was no longer true at {at}: {answer}"),
        "sending" => "It is being sent.".to_owned(),
        _ => match letter.next_at {
            Some(next) if letter.attempts > 0 => format!("It is sent next at {next}; before: {answer}"),
            Some(next) => format!("It is sent at {next}."),
            None => "It is not sent.".to_owned(),
        },
    }
}

impl Print {
    async fn run(self, house: &House, site: Option<&str>) -> anyhow::Result<ExitCode> {
        let letter = known(house, self.id).await?;
        let pdf = house.registry.on_paper(&letter, site).await?;
        std::fs::write(&self.out, pdf)
            .with_context(|| format!("{} cannot be written", self.out.display()))?;
        say!("letter {} is in {}", letter.id, self.out.display());
        Ok(ExitCode::SUCCESS)
    }
}

impl Retry {
    async fn run(self, house: &House) -> anyhow::Result<ExitCode> {
        let store = house.registry.store();
        let mut ids = self.ids;
        if let Some(status) = &self.all {
            let mut after = 0;
            loop {
                let letters = letter::list(store, after, 500, Some(status)).await?;
                let Some(last) = letters.last() else { break };
                after = last.id;
                ids.extend(letters.iter().map(|letter| letter.id));
            }
        }
        let sent = outbox::retry(store, &ids, house.clock.now()).await?;
        store.say_look().await?;
        say!("{sent} of {} letters are sent again now", ids.len());
        Ok(if sent == ids.len() as u64 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Hold {
    async fn run(self, house: &House) -> anyhow::Result<ExitCode> {
        let letter = known(house, self.id).await?;
        let held = outbox::hold(house.registry.store(), &[self.id], &self.why, house.clock.now()).await?;
        if held == 0 {
            bail!("letter {} is {}: only a letter that waits to be sent can be held", self.id, letter.status);
        }
        say!("letter {} is held; `redress letters retry {}` sends it", self.id, self.id);
        Ok(ExitCode::SUCCESS)
    }
}

impl Bulletins {
    async fn run(self, house: &House) -> anyhow::Result<ExitCode> {
        let mut after = 0;
        loop {
            let bulletins = bulletin::list(house.registry.store(), after).await?;
            let Some(last) = bulletins.last() else { return Ok(ExitCode::SUCCESS) };
            after = last.id;
            for one in &bulletins {
                let answer = one.answer.as_deref().unwrap_or_default();
                match self.json {
                    true => say!(
                        "{}",
                        json!({
                            "id": one.id, "schedule": one.job, "about": one.about, "address": one.address,
                            "language": one.language, "subject": one.subject, "body": one.body,
                            "message_id": one.message_id, "written_at": one.written_at, "status": one.status,
                            "attempts": one.attempts, "answer": answer,
                        })
                    ),
                    false => say!(
                        "{:>7}  {:<9}  {}  {} <{}>  {}  {answer}",
                        one.id,
                        one.status,
                        one.job,
                        one.about,
                        one.address,
                        one.subject
                    ),
                }
            }
        }
    }
}

impl Test {
    async fn run(self, house: &House) -> anyhow::Result<ExitCode> {
        let identity = house.mail.identity();
        let now = house.clock.now();
        let test = Outgoing {
            message_id: identity.digest_id(&["test", &now.to_string()]),
            address: self.address,
            language: "en".to_owned(),
            subject: "A test of redress' letters".to_owned(),
            body: "This is a test. It belongs to no appeal, and nothing needs to be done.\n".to_owned(),
            written_at: now,
            reply_to: identity.from().email.to_string(),
            return_path: identity.return_address(0),
            about: "test".to_owned(),
            earlier: Vec::new(),
            file: "test.eml".to_owned(),
        };
        match house.mail.send(&test).await {
            Delivery::Accepted(answer) => say!("accepted: {answer}"),
            Delivery::Deferred(why) => bail!("not now: {why}"),
            Delivery::Failed(why) => bail!("refused for good: {why}"),
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn known(house: &House, id: i64) -> anyhow::Result<Letter> {
    match letter::find(house.registry.store(), id).await? {
        Some(letter) => Ok(letter),
        None => bail!("there is no letter {id}; `redress letters list` shows all"),
    }
}
