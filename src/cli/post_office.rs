//! Opening the mail: who writes, with which keys, through which server.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use rand::RngExt;

use crate::config::Config;
use crate::daemon::collect::Maildir;
use crate::mail::{Dkim, Habits, Identity, Mail, Quiet, Server};

/// The mail as the settings say: to a server, or without one to a folder.
pub(super) fn open(config: &Config, data: &Path, letters: &Path) -> anyhow::Result<Mail> {
    let key = match &config.mail.key {
        Some(key) => key.clone(),
        None => kept_key(&data.join("mail.key"))?,
    };
    let mut identity = Identity::new(&config.mail_from, key.as_bytes())?;
    if let Some(path) = &config.mail.dkim_key {
        let pem = read(path, "REDRESS_DKIM_KEY")?;
        identity = identity.signing(Dkim::read(&pem, config.mail_domain(), &config.mail.dkim_selector)?);
    }
    let mail = match &config.smtp_url {
        Some(url) => {
            let ca = config.mail.ca.as_deref().map(|path| read(path, "REDRESS_SMTP_CA")).transpose()?;
            Mail::smtp(Server::new(url, ca.as_deref().map(str::as_bytes), config.mail_domain())?, identity)
        }
        None => Mail::folder(letters.to_owned(), identity)?,
    };
    Ok(mail.with_habits(habits(config)?))
}

/// The Maildir that the settings name.
pub(super) fn maildir(config: &Config) -> anyhow::Result<Option<Maildir>> {
    let Some(folder) = config.mail.maildir.clone() else { return Ok(None) };
    let advice = format!("REDRESS_MAILDIR names {}, which is no Maildir that can be read", folder.display());
    Maildir::open(folder, config.mail.authority.clone()).map(Some).context(advice)
}

fn habits(config: &Config) -> anyhow::Result<Habits> {
    let mut habits = Habits::default();
    habits.courtesy_a_day = config.mail.courtesy_a_day.unwrap_or(habits.courtesy_a_day);
    habits.quiet = match config.mail.quiet_hours.as_deref() {
        None => habits.quiet,
        Some("none") => None,
        Some(hours) => {
            Some(Quiet::read(hours).context("REDRESS_QUIET_HOURS must look like 21-8, or be `none`")?)
        }
    };
    Ok(habits)
}

fn read(path: &Path, setting: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(path)
        .with_context(|| format!("{setting} names {}, which cannot be read", path.display()))
}

/// The key in the data folder, made at first and readable by us alone.
fn kept_key(path: &Path) -> anyhow::Result<String> {
    let advice = || format!("the key {} cannot be made or read", path.display());
    let made = format!("{:032x}{:032x}", rand::rng().random::<u128>(), rand::rng().random::<u128>());
    let mut options = std::fs::OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => file.write_all(made.as_bytes()).map(|()| made).with_context(advice),
        Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => {
            std::fs::read_to_string(path).with_context(advice)
        }
        Err(fault) => Err(fault).with_context(advice),
    }
}
