//! The program `redress`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    redress::cli::run(std::env::args_os().collect()).await
}
