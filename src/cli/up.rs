//! `redress up`: the daemon and a plain page, until it is told to stop.

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
use crate::web;

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
        let mut house = House::open(&config, Clock::Real).await?;
        if let Some(cluster) = &house.cluster {
            say!("{}", cluster.was_found());
        }
        let daemon = Daemon::start(&house.registry, &house.mail, &house.clock);
        serve_until_stopped(&mut house, listener).await?;
        daemon.stop().await;
        house.close().await?;
        say!("stopped");
        Ok(ExitCode::SUCCESS)
    }
}

/// Takes the port.
pub(super) async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let advice = || format!("port {port} cannot be taken; if another program has it, choose one with --port");
    TcpListener::bind(("127.0.0.1", port)).await.with_context(advice)
}

/// Serves the pages until Ctrl-C or SIGTERM, and brings the private database back if it dies meanwhile.
pub(super) async fn serve_until_stopped(house: &mut House, listener: TcpListener) -> anyhow::Result<()> {
    let mut term = signal(SignalKind::terminate())?;
    say!("\nserving http://{}/ until Ctrl-C", listener.local_addr()?);
    let pages = web::pages(house.registry.clone());
    tokio::select! {
        served = axum::serve(listener, pages) => served?,
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
        () = house.keep_database() => {}
    }
    Ok(())
}
