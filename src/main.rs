//! The program `redress`.

use std::process::ExitCode;

/// Composing letters is much making and dropping of short texts, which this does faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    redress::cli::run(std::env::args_os().collect()).await
}
