//! The check for viruses, by a real ClamAV that knows one signature.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use axum::http::StatusCode;
use redress::web::Clamd;

use crate::filing::Draft;
use crate::served::{APPELLANT, OFFICIAL, Served};
use crate::world::tools::provided;

/// What the one signature finds.
const VIRUS: &str = "the-virus-of-the-tests";

/// A folder where a daemon of ClamAV will listen.
struct Clam {
    folder: tempfile::TempDir,
    daemon: Option<Child>,
}

impl Clam {
    fn away() -> Clam {
        Clam { folder: tempfile::tempdir().unwrap(), daemon: None }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("clamd.sock")
    }

    /// Begins, and is there when it listens.
    fn begins(&mut self) {
        provided("virus");
        let folder = self.folder.path();
        let (signatures, settings) = (folder.join("signatures"), folder.join("clamd.conf"));
        std::fs::create_dir(&signatures).unwrap();
        let signature = format!("Tests.Virus:0:*:{}\n", hex::encode(VIRUS));
        std::fs::write(signatures.join("tests.ndb"), signature).unwrap();
        let text = format!(
            "LocalSocket {}\nDatabaseDirectory {}\nTemporaryDirectory {}\nForeground yes\n",
            self.socket().display(),
            signatures.display(),
            folder.display(),
        );
        std::fs::write(&settings, text).unwrap();
        let mut command = Command::new(program());
        command.arg("--config-file").arg(&settings).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut daemon = command.spawn().unwrap();
        let said = BufReader::new(daemon.stdout.take().unwrap());
        self.daemon = Some(daemon);
        // The last that it says before it listens.
        let begun = said.lines().map_while(Result::ok).any(|line| line.starts_with("Self checking"));
        assert!(begun, "clamd did not begin");
    }
}

impl Drop for Clam {
    fn drop(&mut self) {
        if let Some(daemon) = &mut self.daemon {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }
}

/// Packages put it where only administrators look.
fn program() -> &'static Path {
    let places = ["/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd"];
    places.into_iter().map(Path::new).find(|place| place.exists()).unwrap_or(Path::new("clamd"))
}

#[tokio::test]
async fn a_file_waits_while_the_check_for_viruses_is_away_and_is_kept_back_once_a_virus_is_found() {
    let mut clam = Clam::away();
    let socket = format!("unix:{}", clam.socket().display());
    let served = Served::at("2021-01-27 12:00").await.checked_by(Clamd::new(&socket));
    let visitor = served.signed_in(APPELLANT).await;
    let draft = Draft::begin(&visitor).await;
    let infected = format!("A letter with {VIRUS} in it.");
    draft.adds(&[("early.txt", infected.as_bytes()), ("clean.txt", b"A clean letter.")]).await;
    assert!(draft.page("/papers").await.body.contains("not checked for viruses yet"));
    draft.tells_the_decision().await;
    let reference = draft.sends().await;
    let reader = served.signed_in(OFFICIAL).await;
    let page = reader.get(&format!("/appeals/{reference}")).await.body;
    assert!(page.contains("not checked for viruses yet"), "{page}");
    let link = |name: &str| {
        let (before, _) = page.split_once(&format!("download>{name}<")).unwrap();
        before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap().to_owned()
    };
    let waits = reader.get(&link("clean.txt")).await;
    assert_eq!(waits.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(waits.body.contains("This file has not been checked yet"), "{}", waits.body);
    let whole = reader.get(&format!("/appeals/{reference}/file.zip")).await.body;
    assert!(whole.contains("LEFT-OUT.txt") && whole.contains("not checked for viruses yet"));
    assert!(!whole.contains(VIRUS) && !whole.contains("A clean letter."));

    clam.begins();
    let clean = reader.get(&link("clean.txt")).await;
    assert_eq!((clean.status, clean.body.as_str()), (StatusCode::OK, "A clean letter."));
    let kept_back = reader.get(&link("early.txt")).await;
    assert_eq!(kept_back.status, StatusCode::FORBIDDEN);
    assert!(kept_back.body.contains("A virus was found in it."), "{}", kept_back.body);
    let page = reader.get(&format!("/appeals/{reference}")).await.body;
    assert!(page.contains("infected, not handed out") && !page.contains("download>early.txt"), "{page}");
    assert!(!page.contains("not checked for viruses yet"), "{page}");
    let whole = reader.get(&format!("/appeals/{reference}/file.zip")).await.body;
    assert!(whole.contains("A clean letter.") && !whole.contains(VIRUS));

    let adding = format!("/appeals/{reference}/papers");
    let late = visitor.post_files(&adding, &[("late.txt", infected.as_bytes())]).await.body;
    assert!(late.contains("late.txt: a virus was found in this file."), "{late}");
    assert!(!reader.get(&format!("/appeals/{reference}")).await.body.contains("late.txt"));
}
