//! `redress look`, hidden: looks into the file on its input and says in one word what it is, for the pages that started it.
//! It limits itself before it reads, so that nothing in a file can make it a burden.

use std::io::{Read, stdin};
use std::process::ExitCode;

use nix::sys::resource::{Resource, setrlimit};

use super::say;
use crate::web;

/// The most processor time, in seconds.
const SECONDS: u64 = 5;
/// The most memory, in bytes.
const MEMORY: u64 = 768 << 20;

pub(super) fn run() -> anyhow::Result<ExitCode> {
    for (what, most) in [(Resource::RLIMIT_CPU, SECONDS), (Resource::RLIMIT_CORE, 0)] {
        setrlimit(what, most, most)?;
    }
    // Linux keeps to it; macOS knows it and refuses it.
    let limited = setrlimit(Resource::RLIMIT_AS, MEMORY, MEMORY);
    if cfg!(target_os = "linux") {
        limited?;
    }
    let mut content = Vec::new();
    stdin().lock().read_to_end(&mut content)?;
    say!("{}", web::look(&content));
    Ok(ExitCode::SUCCESS)
}
