//! `redress doctor`: is what the rows say what the journals say?

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget};

use super::house::House;
use super::say;
use crate::clock::Clock;
use crate::config::Config;
use crate::daemon::rehearsal;
use crate::doctor;

/// Check the database.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Take the mark off appeals that could not be carried on, so that they are tried again.
    #[arg(long)]
    retry: bool,
}

impl Doctor {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let house = House::open(&config, Clock::Real).await?;
        let store = house.registry.store();
        if self.retry {
            let cleared = crate::store::appeal::clear_faults(store, None).await?;
            say!("{cleared} appeals will be tried again");
        }
        let (appeals, _) = crate::store::appeal::count(store).await?;
        let bar = ProgressBar::new(appeals.cast_unsigned());
        if !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let findings = doctor::examine(&house.registry, |done| bar.inc(done)).await?;
        bar.finish_and_clear();
        for finding in &findings.faults {
            say!("{finding}");
        }
        for missing in house.registry.rulebook().missing_years(house.clock.now()) {
            say!("warning: {missing}");
        }
        for gap in rehearsal::gaps(&mut store.begin().await?, house.clock.now()).await? {
            say!("warning: {gap}");
        }
        if house.site.as_deref().is_some_and(|site| site.starts_with("https://")) && house.proxies.is_empty()
        {
            say!(
                "warning: REDRESS_SITE is reached by TLS, so through a proxy, but REDRESS_TRUSTED_PROXIES names none: \
                 limits count all readers as one"
            );
        }
        if let Some(provider) = &house.provider {
            match provider.check(house.clock.now()).await {
                Ok(()) => say!("the provider {} answers, and its keys can be read", provider.issuer()),
                Err(why) => say!("warning: officials cannot sign in with {}: {why}", provider.issuer()),
            }
        }
        say!(
            "{} appeals and {} entries examined, {} faults found",
            findings.appeals,
            findings.entries,
            findings.faults.len()
        );
        say!("time-zone data {}", crate::law::tz_version());
        house.close().await?;
        Ok(if findings.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
