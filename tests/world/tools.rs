//! The programs of other makers that tests need. `make test` installs them; where only `cargo test` was run, the first
//! test that needs one does.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// Makes sure that the programs for `what` (a word of `tools/provision.sh`) are there and tells the folder of the
/// repository. Panics with what the installer said if it could not.
pub fn provided(what: &'static str) -> &'static Path {
    static DONE: Mutex<BTreeMap<&str, Result<(), String>>> = Mutex::new(BTreeMap::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Err(said) = done.entry(what).or_insert_with(|| install(folder, what)) {
        panic!("`make {what}` failed:\n{said}");
    }
    folder
}

/// Each test may be a process of its own, so a lock on a file keeps two from installing at the same time.
fn install(folder: &Path, what: &str) -> Result<(), String> {
    std::fs::create_dir_all(folder.join("target")).unwrap();
    let lock = File::create(folder.join(format!("target/{what}-tests.lock"))).unwrap();
    lock.lock().unwrap();
    let done = Command::new(folder.join("tools/provision.sh")).arg(what).output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    done.status.success().then_some(()).ok_or_else(|| String::from_utf8_lossy(&said).into_owned())
}
