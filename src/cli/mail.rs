//! `redress mail`: whether the mail settings work, mail that comes in, and what becomes of mail that is held.

use std::io::Read;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;

use super::house::House;
use super::{post_office, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::daemon::inbox::{self, NotEntered};
use crate::mail::Fault;
use crate::mail::incoming::{Incoming, LARGEST};
use crate::store::incoming;

/// Check mail settings, take and list mail.
#[derive(Debug, Subcommand)]
pub enum Mail {
    /// Connect to the mail server, log in, and say what is wrong.
    Check(Check),
    /// Take one mail from standard input, as a mail server pipes it.
    Receive(Receive),
    /// List the mail that came in.
    List(List),
    /// Show what a mail that is held says.
    Show(Show),
    /// Enter a mail that is held as the message of a party to an appeal.
    Enter(Enter),
    /// Set mail that is held aside.
    Settle(Settle),
}

/// Which mail.
#[derive(Debug, Args)]
pub struct Show {
    /// Its number, from `redress mail list`.
    mail: i64,
}

/// Which mail, and whose it is.
#[derive(Debug, Args)]
pub struct Enter {
    /// Its number, from `redress mail list`.
    mail: i64,
    /// The appeal that it is about; needed where the mail does not tell.
    #[arg(long, requires = "from", value_name = "REFERENCE")]
    appeal: Option<String>,
    /// The organisation or the office that wrote it, by code.
    #[arg(long, requires = "appeal", value_name = "PARTY")]
    from: Option<String>,
    /// How it was found out whose it is; kept with the mail.
    #[arg(long)]
    how: String,
}

/// Which mail, and what became of it.
#[derive(Debug, Args)]
pub struct Settle {
    /// Their numbers, from `redress mail list`.
    #[arg(required = true)]
    mail: Vec<i64>,
    /// How they were dealt with; kept with them.
    #[arg(long)]
    how: String,
}

/// How the findings are told.
#[derive(Debug, Args)]
pub struct Check {
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// How the verdict is told.
#[derive(Debug, Args)]
pub struct Receive {
    /// As JSON, a verdict a line.
    #[arg(long)]
    json: bool,
}

/// Which mail.
#[derive(Debug, Args)]
pub struct List {
    /// Only what waits for a person.
    #[arg(long)]
    held: bool,
    /// As JSON, one mail a line.
    #[arg(long)]
    json: bool,
}

impl Mail {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        match self {
            Mail::Check(check) => check.run(&config).await,
            Mail::Receive(receive) => receive.run(&config).await,
            Mail::List(list) => list.run(&config).await,
            Mail::Show(show) => show.run(&config).await,
            Mail::Enter(enter) => enter.run(&config).await,
            Mail::Settle(settle) => settle.run(&config).await,
        }
    }
}

impl Check {
    /// Needs no database.
    async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        std::fs::create_dir_all(&config.data)?;
        let folder = config.data.join("letters");
        let mail = post_office::open(config, &config.data, &folder)?;
        let (place, fault) = match mail.server() {
            None => (format!("the folder {}", folder.display()), None),
            Some(server) => (server.place(), server.connect().await.err()),
        };
        let advice = fault.as_ref().map(advice);
        let dkim = mail.identity().dkim();
        if self.json {
            let dns = dkim.map(|dkim| json!({"name": dkim.record_name(), "text": dkim.record()}));
            say!("{}", json!({"to": place, "well": fault.is_none(), "advice": advice, "dkim": dns}));
        } else {
            if let Some(server) = mail.server() {
                let (encryption, login) = server.manner();
                say!(
                    "letters go to {place}, {encryption}, {}",
                    if login { "with a login" } else { "without a login" }
                );
            } else {
                say!("letters are written to {place}: set REDRESS_SMTP_URL to send them");
            }
            match dkim {
                Some(dkim) => {
                    say!("they are signed; DNS must have\n  {} TXT \"{}\"", dkim.record_name(), dkim.record())
                }
                None => say!("they are not signed: set REDRESS_DKIM_KEY, unless the mail server signs them"),
            }
            match &advice {
                None => say!("all is well"),
                Some(advice) => bail!("{advice}"),
            }
        }
        Ok(if fault.is_none() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What to do about a fault, in plain words.
fn advice(fault: &Fault) -> String {
    let (Fault::Unready(why)
    | Fault::NotNow(why)
    | Fault::Never(why)
    | Fault::Lost(why)
    | Fault::Unknown(why)) = fault;
    let said = why.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let what = if has(&["refused"]) && has(&["connection"]) {
        "nobody listens there: check the host and the port, and that the mail server runs"
    } else if has(&["lookup", "name or service", "resolve"]) {
        "the host's name is not known: check it for a typing mistake"
    } else if has(&["535", "534"]) {
        "the server did not take the user and password: check both; percent-encode special characters (@ is %40)"
    } else if has(&["530", "538"]) {
        "the server wants a login, or one that is encrypted: write user:password@ before the host, and smtps:// or ?tls=required"
    } else if has(&["starttls is not supported"]) {
        "the server has no STARTTLS on this port: use smtps:// with port 465, or another port"
    } else if has(&["certificate", "unknownissuer", "invalid peer"]) {
        "the server's certificate is not trusted or is for another name: use the name in the certificate, or name its authority with REDRESS_SMTP_CA"
    } else if has(&["no answer within", "timed out"]) {
        "the server does not answer: a firewall may be in between, or smtps:// is used on a port without TLS"
    } else if has(&["no compatible authentication"]) {
        "the server offers no login by password (PLAIN or LOGIN) here: is the connection encrypted?"
    } else if has(&["corrupt", "invalid content type", "invalidcontenttype"]) {
        "the server speaks no TLS from the first byte on this port: write smtp://… ?tls=required, or use port 465"
    } else {
        "the server said so"
    };
    format!("the mail settings do not work: {what} ({why})")
}

impl Receive {
    async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let mut raw = Vec::new();
        // Nothing else runs yet, so waiting here holds up nobody.
        // One byte more than is read: enough to see that it is too large.
        std::io::stdin().take(LARGEST as u64 + 1).read_to_end(&mut raw)?;
        let house = House::open(config, Clock::Real).await?;
        let authority = config.mail.authority.as_deref();
        let verdicts = inbox::take(&house.registry, &house.mail, authority, &raw, house.clock.now()).await;
        house.close().await?;
        for verdict in verdicts? {
            match self.json {
                true => say!("{}", json!({"verdict": verdict.what, "reasons": verdict.reasons})),
                false => say!("{}: {}", verdict.what, verdict.reasons.replace('\n', "; ")),
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl List {
    async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let house = House::open(config, Clock::Real).await?;
        let mut after = 0;
        loop {
            let mails = incoming::list(house.registry.store(), after, self.held).await?;
            let Some(last) = mails.last() else { break };
            after = last.id;
            for mail in &mails {
                let (sender, subject) = (mail.sender.as_deref(), mail.subject.as_deref());
                match self.json {
                    true => say!(
                        "{}",
                        json!({
                            "id": mail.id, "received_at": mail.received_at, "sender": sender, "subject": subject,
                            "verdict": mail.verdict, "reasons": mail.reasons, "reference": mail.reference,
                            "letter": mail.letter, "files": mail.files,
                        })
                    ),
                    false => say!(
                        "{:>6}  {}  {:<9}  {}  {}  {}",
                        mail.id,
                        mail.received_at,
                        mail.verdict,
                        sender.unwrap_or("?"),
                        subject.unwrap_or_default(),
                        mail.reasons.replace('\n', "; "),
                    ),
                }
            }
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Show {
    async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let house = House::open(config, Clock::Real).await?;
        let held = incoming::held(house.registry.store(), self.mail).await?;
        let held = held.ok_or(NotEntered::NotHeld(self.mail))?;
        match Incoming::read(&held.raw, house.mail.identity(), None) {
            Ok(mail) => {
                say!("From: {}", mail.sender.as_deref().unwrap_or("?"));
                say!("Subject: {}", mail.subject);
                if let Some((reference, code)) = &held.party {
                    say!("To the address of {code} in {reference}");
                }
                for file in &mail.files {
                    say!("File: {} ({}, {} bytes)", file.name, file.kind, file.content.len());
                }
                say!("\n{}", mail.text);
            }
            Err(why) => say!("it cannot be read: {why}"),
        }
        house.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}

impl Enter {
    async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let house = House::open(config, Clock::Real).await?;
        let of = self.appeal.as_deref().zip(self.from.as_deref());
        let (registry, mail, now) = (&house.registry, &house.mail, house.clock.now());
        let entry = inbox::enter(registry, mail, self.mail, of, &self.how, now).await?;
        house.close().await?;
        say!("mail {} is entry {} of its appeal", self.mail, entry?);
        Ok(ExitCode::SUCCESS)
    }
}

impl Settle {
    async fn run(self, config: &Config) -> anyhow::Result<ExitCode> {
        let house = House::open(config, Clock::Real).await?;
        let settled =
            incoming::settle(house.registry.store(), &self.mail, &self.how, house.clock.now()).await?;
        house.close().await?;
        say!("{settled} of {} set aside", self.mail.len());
        Ok(if settled as usize == self.mail.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
