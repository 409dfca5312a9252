//! The programs of other makers that the tests of letters need. `make test` installs them; where only
//! `cargo test` was run, the first test that needs one does.

use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

/// Makes sure that the programs are there and tells the folder of the repository. Panics with what the
/// installer said if it could not.
pub fn tools() -> &'static Path {
    static DONE: OnceLock<Result<(), String>> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Err(said) = DONE.get_or_init(|| install(folder)) {
        panic!("`make mail` failed:\n{said}");
    }
    folder
}

/// Each test may be a process of its own, so a lock on a file keeps two from installing at the same time.
fn install(folder: &Path) -> Result<(), String> {
    std::fs::create_dir_all(folder.join("target")).unwrap();
    let lock = File::create(folder.join("target/mail-tests.lock")).unwrap();
    lock.lock().unwrap();
    let done = Command::new(folder.join("tools/provision.sh")).arg("mail").output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    done.status.success().then_some(()).ok_or_else(|| String::from_utf8_lossy(&said).into_owned())
}
