//! The only reader of the environment: settings, all checked together.

use std::ffi::OsString;
use std::path::PathBuf;

use thiserror::Error;

/// What the environment says.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`: a Postgres of one's own; without it a private cluster is kept in the data folder.
    pub database_url: Option<String>,
    /// `REDRESS_DATA`: the data folder.
    pub data: PathBuf,
    /// `REDRESS_SMTP_URL`: the mail server; without it letters are written to a folder.
    pub smtp_url: Option<String>,
    /// `REDRESS_MAIL_FROM`: the sender of every letter.
    pub mail_from: String,
    /// How letters are sent and answers come in.
    pub mail: MailConfig,
    /// `REDRESS_WORKFLOWS`: the folder of workflow files; without it those in the program are used.
    pub workflows: Option<PathBuf>,
    /// `REDRESS_CLAMD`: where clamd listens, which looks for viruses in papers: `unix:/run/clamav/clamd.ctl` or
    /// `host:port`; without it nobody does.
    pub clamd: Option<String>,
    /// The provider that officials can sign in with.
    pub oidc: Option<OidcConfig>,
    /// `REDRESS_TRUSTED_PROXIES`: the proxies before the pages, as addresses or networks such as `127.0.0.1, 10.0.0.0/8`,
    /// that say in `X-Forwarded-For` who asks; without it the connection does.
    pub trusted_proxies: Option<String>,
    /// `REDRESS_PG_BIN`: the folder of Postgres' server programs.
    pub postgres: Option<PathBuf>,
    /// `PATH`.
    pub path: Option<OsString>,
    /// Where an ordinary user's programs keep their data.
    pub data_home: Option<PathBuf>,
    /// The folder for what may be lost: `TMPDIR`, or the system's.
    pub temporary: PathBuf,
    /// The program itself, which starts a copy of itself to keep the private cluster.
    pub program: PathBuf,
    /// `REDRESS_LOG`: which messages are logged, such as `info` or `redress=debug`.
    pub log: String,
}

/// How letters are sent and answers come in.
#[derive(Debug, Clone, Default)]
pub struct MailConfig {
    /// `REDRESS_SMTP_CA`: a PEM file of authorities that the mail server's certificate may come from, besides
    /// those of the system.
    pub ca: Option<PathBuf>,
    /// `REDRESS_MAIL_KEY`: the secret behind the addresses for answers, the same in every process of an
    /// installation; without it one is made in the data folder.
    pub key: Option<String>,
    /// `REDRESS_DKIM_KEY`: the PEM file of the private key that letters are signed with.
    pub dkim_key: Option<PathBuf>,
    /// `REDRESS_DKIM_SELECTOR`: the name of that key in DNS, `redress` without it.
    pub dkim_selector: String,
    /// `REDRESS_QUIET_HOURS`: when courtesy mail waits, such as `21-8`, or `none`.
    pub quiet_hours: Option<String>,
    /// `REDRESS_COURTESY_A_DAY`: how many courtesy letters one address gets in a day before the rest waits for a
    /// digest.
    pub courtesy_a_day: Option<usize>,
    /// `REDRESS_MAIL_AUTHORITY`: the name under which the receiving mail server writes `Authentication-Results`;
    /// with it, an answer counts only if that server found its sender genuine.
    pub authority: Option<String>,
    /// `REDRESS_MAILDIR`: the Maildir into which the mail server lays what comes in.
    pub maildir: Option<PathBuf>,
    /// `REDRESS_SITE`: the address of the pages as others reach them, such as `https://appeals.example.kz`.
    pub site: Option<String>,
}

/// A provider of identities (OpenID Connect).
#[derive(Debug, Clone)]
pub struct OidcConfig {
    /// `REDRESS_OIDC_ISSUER`: its address, such as `https://id.example.kz`.
    pub issuer: String,
    /// `REDRESS_OIDC_CLIENT_ID`: who we are to it.
    pub client_id: String,
    /// `REDRESS_OIDC_CLIENT_SECRET_FILE`: the file of the secret that proves it.
    pub client_secret: PathBuf,
    /// `REDRESS_OIDC_NAME`: its name on the button; without it, its address.
    pub name: String,
    /// `REDRESS_OIDC_NAME_RU`: the same in Russian, where it differs.
    pub name_ru: Option<String>,
    /// `REDRESS_OIDC_NAME_KK`: the same in Kazakh, where it differs.
    pub name_kk: Option<String>,
    /// `REDRESS_OIDC_CA`: a PEM file of authorities that its certificate may come from, besides those of the system.
    pub ca: Option<PathBuf>,
}

/// What is wrong with the environment, all of it.
#[derive(Debug, Error)]
#[error("the settings are not right:\n{}", .0.join("\n"))]
pub struct ConfigFault(pub Vec<String>);

impl Config {
    /// Reads and checks the environment.
    #[allow(clippy::disallowed_methods)]
    pub fn from_env() -> Result<Config, ConfigFault> {
        let mut faults = Vec::new();
        let mut text = |name: &str| match std::env::var(name) {
            Ok(value) => Some(value).filter(|value| !value.is_empty()),
            Err(std::env::VarError::NotPresent) => None,
            Err(std::env::VarError::NotUnicode(_)) => {
                faults.push(format!("  {name} is not UTF-8"));
                None
            }
        };
        let database_url = text("DATABASE_URL");
        let data = text("REDRESS_DATA").map(PathBuf::from);
        let smtp_url = text("REDRESS_SMTP_URL");
        let mail_from = text("REDRESS_MAIL_FROM").unwrap_or_else(|| "redress@redress.example".to_owned());
        let mut mail = MailConfig {
            ca: text("REDRESS_SMTP_CA").map(PathBuf::from),
            key: text("REDRESS_MAIL_KEY"),
            dkim_key: text("REDRESS_DKIM_KEY").map(PathBuf::from),
            dkim_selector: text("REDRESS_DKIM_SELECTOR").unwrap_or_else(|| "redress".to_owned()),
            quiet_hours: text("REDRESS_QUIET_HOURS"),
            authority: text("REDRESS_MAIL_AUTHORITY"),
            maildir: text("REDRESS_MAILDIR").map(PathBuf::from),
            site: text("REDRESS_SITE"),
            ..MailConfig::default()
        };
        let courtesy_a_day = text("REDRESS_COURTESY_A_DAY");
        let workflows = text("REDRESS_WORKFLOWS").map(PathBuf::from);
        let clamd = text("REDRESS_CLAMD");
        let issuer = text("REDRESS_OIDC_ISSUER");
        let client = (text("REDRESS_OIDC_CLIENT_ID"), text("REDRESS_OIDC_CLIENT_SECRET_FILE"));
        let name = text("REDRESS_OIDC_NAME");
        let (name_ru, name_kk) = (text("REDRESS_OIDC_NAME_RU"), text("REDRESS_OIDC_NAME_KK"));
        let ca = text("REDRESS_OIDC_CA").map(PathBuf::from);
        let trusted_proxies = text("REDRESS_TRUSTED_PROXIES");
        let postgres = text("REDRESS_PG_BIN").map(PathBuf::from);
        let home = text("HOME").map(|home| PathBuf::from(home).join(".local/share"));
        let data_home = text("XDG_DATA_HOME").map(PathBuf::from).or(home);
        let data = data.unwrap_or_else(|| data_folder(data_home.as_deref()));
        let log = text("REDRESS_LOG").unwrap_or_else(|| "warn".to_owned());
        if let Some(url) = &database_url
            && !url.starts_with("postgres://")
            && !url.starts_with("postgresql://")
        {
            faults.push("  DATABASE_URL must look like postgres://user:password@host/redress".to_owned());
        }
        if let Some(url) = &smtp_url
            && !url.starts_with("smtp://")
            && !url.starts_with("smtps://")
        {
            faults.push("  REDRESS_SMTP_URL must look like smtps://user:password@mail.example.kz".to_owned());
        }
        if !mail_from.contains('@') {
            faults.push("  REDRESS_MAIL_FROM must be an address such as appeals@example.kz".to_owned());
        }
        let oidc = match (issuer, client) {
            (Some(issuer), (Some(client_id), Some(secret))) => {
                if mail.site.is_none() {
                    faults.push(
                        "  REDRESS_OIDC_ISSUER needs REDRESS_SITE, to which the provider sends readers back"
                            .to_owned(),
                    );
                }
                let host = issuer.trim_start_matches("https://").trim_end_matches('/').to_owned();
                let (name, client_secret) = (name.unwrap_or(host), PathBuf::from(secret));
                Some(OidcConfig { issuer, client_id, client_secret, name, name_ru, name_kk, ca })
            }
            (None, (None, None)) => None,
            _ => {
                faults.push(
                    "  REDRESS_OIDC_ISSUER, REDRESS_OIDC_CLIENT_ID and REDRESS_OIDC_CLIENT_SECRET_FILE belong together".to_owned(),
                );
                None
            }
        };
        match courtesy_a_day.map(|number| number.parse()).transpose() {
            Ok(number) => mail.courtesy_a_day = number,
            Err(_) => faults.push("  REDRESS_COURTESY_A_DAY must be a number".to_owned()),
        }
        // Nothing of the environment, but a fact of the process that nobody else shall look up.
        let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("redress"));
        if !faults.is_empty() {
            return Err(ConfigFault(faults));
        }
        Ok(Config {
            database_url,
            data,
            smtp_url,
            mail_from,
            mail,
            workflows,
            clamd,
            oidc,
            trusted_proxies,
            postgres,
            path: std::env::var_os("PATH"),
            data_home,
            temporary: std::env::temp_dir(),
            program,
            log,
        })
    }

    /// The domain of the sender's address.
    pub fn mail_domain(&self) -> &str {
        self.mail_from.rsplit_once('@').map_or("redress.example", |(_, domain)| domain)
    }
}

/// Where data is kept unless `REDRESS_DATA` says otherwise: where a system keeps it for its services, or
/// where an ordinary user's programs keep theirs.
fn data_folder(data_home: Option<&std::path::Path>) -> PathBuf {
    match data_home {
        Some(home) if !nix::unistd::geteuid().is_root() => home.join("redress"),
        _ => PathBuf::from("/var/lib/redress"),
    }
}
