//! The independent mail software of the tests, in Python: a server (aiosmtpd) and a reader (dkimpy and
//! Python's own parser).

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::world::tools::provided;

fn python(script: &str) -> Command {
    let folder = provided("mail");
    let packages = folder.join("target/mail-tests");
    let mut command = Command::new("python3");
    command.arg(folder.join("tests/mail").join(script)).env("PYTHONPATH", packages);
    command
}

/// A certificate authority and a certificate of 127.0.0.1 from it, as PEM files in a folder.
fn certificates(folder: &Path) -> (PathBuf, PathBuf, String) {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let authority_key = KeyPair::generate().unwrap();
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = parameters.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(parameters, authority_key);
    let key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let (certificate, private) = (folder.join("certificate.pem"), folder.join("key.pem"));
    std::fs::write(&certificate, leaf.pem()).unwrap();
    std::fs::write(&private, key.serialize_pem()).unwrap();
    (certificate, private, authority)
}

/// A running server and the folder of what it took.
pub struct RealServer {
    child: Child,
    _said: BufReader<ChildStdout>,
    pub port: u16,
    /// The authority that its certificate comes from.
    pub authority: String,
    _kept: tempfile::TempDir,
    folder: PathBuf,
}

impl RealServer {
    /// Starts one; `folder` ends in `utf8` for one that takes addresses beyond ASCII.
    pub fn start(encryption: &str, folder: &str) -> RealServer {
        let kept = tempfile::tempdir().unwrap();
        let (certificate, key, authority) = certificates(kept.path());
        let folder = kept.path().join(folder);
        std::fs::create_dir(&folder).unwrap();
        let mut child = python("server.py")
            .args([&folder, &PathBuf::from(encryption), &certificate, &key])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut port = String::new();
        said.read_line(&mut port).unwrap();
        let port = port.trim().parse().expect("the server says its port, or on stderr why not");
        RealServer { child, _said: said, port, authority, _kept: kept, folder }
    }

    /// What it took, as files in the order in which they came.
    pub fn taken(&self) -> Vec<PathBuf> {
        let mails = (1..).map(|number| self.folder.join(format!("{number}.eml")));
        mails.take_while(|mail| mail.exists()).collect()
    }

    /// The envelope of a mail.
    pub fn envelope(&self, mail: &Path) -> Value {
        serde_json::from_slice(&std::fs::read(mail.with_extension("json")).unwrap()).unwrap()
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Reads a mail by other means than it was made with; with a DNS record its signature is checked.
pub fn read(mail: &Path, record: Option<(&str, &str)>) -> Value {
    let mut command = python("read.py");
    command.arg(mail);
    if let Some((name, text)) = record {
        command.args([name, text]);
    }
    let output = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The values of a header.
pub fn header<'a>(mail: &'a Value, name: &str) -> Vec<&'a str> {
    let headers = mail["headers"].as_array().unwrap().iter();
    headers.filter(|pair| pair[0] == name).map(|pair| pair[1].as_str().unwrap()).collect()
}
