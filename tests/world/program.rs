//! The built program, run as a person at a terminal or a service manager runs it.

use std::ffi::OsString;
use std::fs::{File, Permissions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;
use tempfile::TempDir;
use tokio::time::{Instant, sleep};

use super::appeals::World;
use super::cluster::variable;

/// How long anything that must become true may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program with its settings.
pub struct Program {
    folder: TempDir,
    database: Option<String>,
    more: Vec<(&'static str, OsString)>,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Program {
    /// On the database of a world.
    pub fn on(world: &World) -> Program {
        Program { database: Some(world.database.url.clone()), ..Program::alone() }
    }

    /// With a data folder of its own, in which it keeps a private database.
    pub fn alone() -> Program {
        // Open to others, or as root the server's account would not reach what is in it.
        let open = Permissions::from_mode(0o711);
        let folder = tempfile::Builder::new().prefix("redress-").permissions(open).tempdir().unwrap();
        Program { folder, database: None, more: Vec::new() }
    }

    /// With one more setting.
    pub fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Program {
        self.more.push((name, value.into()));
        self
    }

    /// A path below its data folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.data().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().unwrap();
        Said {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `up` on a free port, until it serves.
    pub fn up(&self) -> Running {
        self.serve(&["up", "--port", "0"])
    }

    /// Runs a command that serves, until it does.
    pub fn serve(&self, arguments: &[&str]) -> Running {
        let said = self.folder.path().join(format!("said-{:08x}", rand::random::<u32>()));
        let log = File::create(&said).unwrap();
        let mut child = self.command(arguments).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut running = Running { child, out, said, told: String::new(), address: String::new() };
        while running.address.is_empty() {
            let line = running.line();
            if let Some((_, address)) = line.split_once("http://127") {
                running.address = format!("127{}", address.split('/').next().unwrap());
            }
        }
        running
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redress"));
        command.args(arguments).env_clear().stdin(Stdio::null()).env("REDRESS_DATA", self.data());
        command
            .envs(["PATH", "HOME", "XDG_DATA_HOME"].iter().filter_map(|name| Some((name, variable(name)?))));
        command.envs(self.database.iter().map(|url| ("DATABASE_URL", url)));
        command.envs(self.more.iter().map(|(name, value)| (name, value)));
        command
    }
}

impl Said {
    /// It did what was asked; what it said.
    pub fn done(self) -> String {
        assert_eq!((self.status, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// It did not, and said why, in an error of one line or more; the error.
    pub fn refused(self) -> String {
        assert_eq!(self.status, Some(1), "{self:?}");
        assert!(self.err.starts_with("redress: ") && self.err.trim().len() > 40, "{self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
        self.err
    }

    /// What it answered, one value for each line.
    pub fn json(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{self:?}")))
            .collect()
    }
}

/// A program that serves. Dropped, it is killed.
pub struct Running {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    said: PathBuf,
    /// What it has printed so far, as far as it was read.
    pub told: String,
    pub address: String,
}

impl Running {
    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        if self.out.read_line(&mut line).unwrap() == 0 {
            let _ = self.child.wait();
            panic!("it ended: {}\n{}", self.told, self.log());
        }
        self.told.push_str(&line);
        line
    }

    /// The status and text of a page; none when nobody answers.
    pub fn page(&self, path: &str) -> Option<(u16, String)> {
        self.page_in("en", path)
    }

    /// The same, asked for in a language.
    pub fn page_in(&self, language: &str, path: &str) -> Option<(u16, String)> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nAccept-Language: {language}"), "")
    }

    /// The status and text of the answer to a form.
    pub fn form(&self, path: &str, fields: &str) -> Option<(u16, String)> {
        let (kind, length) = ("application/x-www-form-urlencoded", fields.len());
        let head = format!("POST {path} HTTP/1.1\r\nContent-Type: {kind}\r\nContent-Length: {length}");
        self.ask(&head, fields)
    }

    fn ask(&self, head: &str, body: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "{head}\r\nHost: redress\r\nConnection: close\r\n\r\n{body}").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        Some((head.split_whitespace().nth(1)?.parse().ok()?, body.to_owned()))
    }

    /// Whether it says that all is well with it.
    pub fn is_well(&self) -> bool {
        matches!(self.page("/health"), Some((200, _)))
    }

    /// Asks it to stop, as a service manager does, and says how it ended and how long it took.
    pub fn stop(mut self) -> (Said, Duration) {
        let asked = Instant::now();
        kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM).unwrap();
        let mut out = String::new();
        self.out.read_to_string(&mut out).unwrap();
        let status = self.child.wait().unwrap().code();
        (Said { status, out, err: self.log() }, asked.elapsed())
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// What it reported so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.said).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The process number of the server in a data folder.
pub fn postmaster(data: &Path) -> i32 {
    let file = std::fs::read_to_string(data.join("postgres/data/postmaster.pid")).unwrap();
    file.lines().next().unwrap().trim().parse().unwrap()
}

/// Waits for what must become true, and fails if it has not in half a minute.
pub async fn eventually<F: Future<Output = bool>>(what: &str, is_true: impl Fn() -> F) {
    let end = Instant::now() + PATIENCE;
    while !is_true().await {
        assert!(Instant::now() < end, "not in half a minute: {what}");
        sleep(Duration::from_millis(20)).await;
    }
}
