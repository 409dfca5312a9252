//! `redress up`: the daemon and the pages, until it is told to stop.

use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::house::House;
use super::say;
use crate::clock::Clock;
use crate::config::Config;
use crate::daemon::supervisor::Daemon;
use crate::web::{self, Clamd, Examiner, Pages, Site};

/// Serve appeals.
#[derive(Debug, Args)]
pub struct Up {
    /// The port of the pages, on this machine only; put a proxy with TLS before it.
    #[arg(long, default_value_t = 8021)]
    port: u16,
}

impl Up {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let listener = listen(self.port).await?;
        let house = House::open(&config, Clock::Real).await?;
        for line in house.described().await {
            say!("{line}");
        }
        for missing in house.registry.rulebook().missing_years(house.clock.now()) {
            say!("warning: {missing}");
        }
        serve_until_stopped(house, listener, &[]).await?;
        say!("stopped; nothing was left half done");
        Ok(ExitCode::SUCCESS)
    }
}

/// Takes the port.
pub(super) async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let advice = || format!("port {port} cannot be taken; if another program has it, choose one with --port");
    TcpListener::bind(("127.0.0.1", port)).await.with_context(advice)
}

/// Runs the daemon and serves the pages until Ctrl-C or SIGTERM; then stops both and closes the house.
///
/// Prints a way to sign in for each of `people`, by their addresses.
pub(super) async fn serve_until_stopped(
    house: House,
    listener: TcpListener,
    people: &[&str],
) -> anyhow::Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    let address = listener.local_addr()?;
    say!("pages      http://{address}/, health at http://{address}/health, for this machine only");
    say!("to stop    Ctrl-C, or SIGTERM to process {}", std::process::id());
    let daemon = Daemon::start(&house.registry, &house.mail, &house.clock);
    if let Some(cluster) = &house.cluster {
        daemon.guard(cluster, house.registry.store());
    }
    if let Some(maildir) = &house.maildir {
        daemon.collect(maildir, &house.registry, &house.mail);
    }
    let site = Site::new(house.site.as_deref().unwrap_or(&format!("http://{address}")));
    let (registry, mail, clock) = (house.registry.clone(), house.mail.clone(), house.clock.clone());
    let clamd = house.clamd.as_deref().map(Clamd::new);
    let examiner = Examiner::new(&house.program);
    let pages = Pages::open(registry, mail, daemon.vitals(), clock, site, examiner)
        .await?
        .checked_by(clamd)
        .rung_by(daemon.bell())
        .behind(house.proxies.clone())
        .with_provider(house.provider.clone());
    greet(&pages, people).await?;
    let served = tokio::select! {
        served = web::serve(listener, pages.clone()) => served,
        _ = tokio::signal::ctrl_c() => Ok(()),
        _ = term.recv() => Ok(()),
    };
    pages.close().await;
    daemon.stop().await;
    house.close().await?;
    Ok(served?)
}

/// Prints for each of these people a link with the digits that go with it.
async fn greet(pages: &Pages, people: &[&str]) -> anyhow::Result<()> {
    for email in people {
        if let Some((link, code)) = pages.invitation(email).await? {
            say!("sign in    {email}, digits {code}\n           {link}");
        }
    }
    Ok(())
}
