//! The fuzzer: libFuzzer's loop around the one reader that `REDRESS_READER` names. `tools/fuzz.sh` builds and runs it.
//!
//! A thread of its own ends a reader that takes too long. libFuzzer would do so from a signal, in the middle of
//! whatever the reader does, where without a sanitizer it waits for ever on the allocator; and it counts the clock on
//! the wall, by which a busy machine is slow. A reader that computes is held to processor time, one that waits to the wall.

#![no_main]

mod readers;

use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use libfuzzer_sys::fuzz_target;

/// The most processor time for one input.
const LONGEST: Duration = Duration::from_secs(5);
/// The longest on the wall, for a reader that waits.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

static READER: LazyLock<readers::Reader> = LazyLock::new(|| {
    let name = std::env::var("REDRESS_READER").unwrap_or_default();
    let known: Vec<&str> = readers::ALL.iter().map(|(name, _)| *name).collect();
    let found = readers::ALL.iter().find(|(known, _)| *known == name);
    let reader =
        found.unwrap_or_else(|| panic!("REDRESS_READER=`{name}` names none of {}", known.join(", "))).1;
    reader(b""); // What is read once, such as the shipped rules, is not counted to the first input.
    thread::spawn(watch);
    reader
});

/// When the input under way was begun.
static BEGUN: Mutex<Option<(ProcessTime, Instant)>> = Mutex::new(None);

fn begun() -> std::sync::MutexGuard<'static, Option<(ProcessTime, Instant)>> {
    BEGUN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn watch() {
    loop {
        thread::sleep(Duration::from_millis(500));
        let Some((computing, waiting)) = *begun() else { continue };
        if computing.elapsed() > LONGEST || waiting.elapsed() > LONGEST_WAIT {
            eprintln!("the input takes longer than {LONGEST:?} of processor time, or waits");
            std::process::abort(); // libFuzzer keeps the input.
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let reader = *READER;
    *begun() = Some((ProcessTime::now(), Instant::now()));
    reader(bytes);
    *begun() = None;
});
