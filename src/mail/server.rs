//! A mail server: connections that are kept, and letters handed over on them stage by stage.
//!
//! The stage at which something fails decides what it means. Before the letter's own commands the server or
//! our settings are at fault, and the letter waits. A permanent answer to the letter itself is final. When
//! the connection is lost after the last byte nobody knows whether the letter was taken: it waits too,
//! and goes out again under the same Message-ID. lettre speaks SMTP (RFC 5321, 3207, 4954) and TLS.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use url::Url;

use super::Delivery;
use super::message::Composed;
use super::setup::MailSetup;

/// How long each answer of the server is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the answer to a whole letter is waited for: servers look at it before they take it.
const PATIENCE_AT_END: Duration = Duration::from_secs(60);

/// A mail server.
pub struct Server {
    host: String,
    port: u16,
    encryption: Encryption,
    tls: Option<TlsParameters>,
    login: Option<Credentials>,
    hello: ClientId,
    patience: Duration,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

impl std::fmt::Debug for Server {
    /// The password is not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encryption {
    None,
    StartTls,
    FromFirstByte,
}

/// A fault with the words of whoever reported it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The server could not be reached or did not let us in; says nothing about the letter.
    Unready(String),
    /// It refused the letter for now.
    NotNow(String),
    /// It refused the letter for good.
    Never(String),
    /// The connection failed before the letter was whole.
    Lost(String),
    /// The connection failed after the letter was whole.
    Unknown(String),
}

impl Server {
    /// The server at an address such as `smtps://user:password@mail.example.kz`, or with STARTTLS
    /// `smtp://user:password@mail.example.kz:587?tls=required`; `ca` is a PEM file of further authorities.
    ///
    /// # Errors
    /// An address that is none; a password that would travel in the clear to another machine.
    pub fn new(url: &str, ca: Option<&[u8]>, hello: &str) -> Result<Server, MailSetup> {
        let url = Url::parse(url).map_err(|why| MailSetup::Server(why.to_string()))?;
        let host = url.host_str().ok_or_else(|| MailSetup::Server("it names no host".to_owned()))?.to_owned();
        let required = url.query_pairs().any(|(key, value)| key == "tls" && value == "required");
        let encryption = match (url.scheme(), required) {
            ("smtps", _) => Encryption::FromFirstByte,
            ("smtp", true) => Encryption::StartTls,
            ("smtp", false) => Encryption::None,
            (other, _) => return Err(MailSetup::Server(format!("`{other}` is not smtp or smtps"))),
        };
        let here = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
        let login = login(&url)?;
        if login.is_some() && encryption == Encryption::None && !here {
            return Err(MailSetup::Clear { host });
        }
        let port = url.port().unwrap_or(match encryption {
            Encryption::FromFirstByte => 465,
            Encryption::StartTls => 587,
            Encryption::None => 25,
        });
        let tls = match encryption {
            Encryption::None => None,
            _ => Some(parameters(&host, ca)?),
        };
        let (hello, idle) = (ClientId::Domain(hello.to_owned()), Mutex::default());
        Ok(Server { host, port, encryption, tls, login, hello, patience: PATIENCE, idle })
    }

    /// The same, waiting for each answer only so long.
    pub fn patient_for(self, patience: Duration) -> Server {
        Server { patience, ..self }
    }

    /// Where it is, for messages.
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Whether what is sent is encrypted, and whether a password is used, for messages.
    pub fn manner(&self) -> (&'static str, bool) {
        let encryption = match self.encryption {
            Encryption::None => "without encryption",
            Encryption::StartTls => "with STARTTLS",
            Encryption::FromFirstByte => "with TLS from the first byte",
        };
        (encryption, self.login.is_some())
    }

    /// Hands a letter over.
    pub async fn send(&self, letter: &Composed) -> Delivery {
        match self.hand_over(letter).await {
            Ok(answer) => Delivery::Accepted(answer),
            Err(Fault::Never(why)) => Delivery::Failed(why),
            Err(Fault::NotNow(why)) => Delivery::Deferred(why),
            Err(Fault::Unready(why)) => Delivery::Deferred(format!("{} is not ready: {why}", self.place())),
            Err(Fault::Lost(why)) => Delivery::Deferred(format!("the connection failed: {why}")),
            Err(Fault::Unknown(why)) => Delivery::Deferred(format!(
                "the connection failed after the whole letter was sent, so nobody knows whether it was taken: {why}"
            )),
        }
    }

    async fn hand_over(&self, letter: &Composed) -> Result<String, Fault> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(mut connection) = kept {
            match self.envelope(&mut connection, letter).await {
                // The server had closed it meanwhile, or wanted no more letters on it.
                Err(Fault::Lost(_) | Fault::Unready(_)) => {}
                Err(fault) => return self.keep(connection, Err(fault)).await,
                Ok(()) => {
                    let answer = self.content(&mut connection, letter).await;
                    return self.keep(connection, answer).await;
                }
            }
        }
        let mut connection = self.connect().await?;
        let answer = match self.envelope(&mut connection, letter).await {
            Ok(()) => self.content(&mut connection, letter).await,
            Err(fault) => Err(fault),
        };
        self.keep(connection, answer).await
    }

    /// Connects, encrypts and logs in.
    pub async fn connect(&self) -> Result<AsyncSmtpConnection, Fault> {
        let unready = |fault: Fault| match fault {
            Fault::Never(why) | Fault::NotNow(why) | Fault::Lost(why) | Fault::Unknown(why) => {
                Fault::Unready(why)
            }
            unready @ Fault::Unready(_) => unready,
        };
        let mut connection = self.reach().await.map_err(unready)?;
        if let (Encryption::StartTls, Some(tls)) = (self.encryption, &self.tls) {
            let starting = connection.starttls(tls.clone(), &self.hello);
            self.wait(self.patience, starting).await.map_err(unready)?;
        }
        if let Some(login) = &self.login {
            let asking = connection.auth(&[Mechanism::Plain, Mechanism::Login], login);
            self.wait(self.patience, asking).await.map_err(unready)?;
        }
        Ok(connection)
    }

    /// Reaches the server and reads its greeting.
    async fn reach(&self) -> Result<AsyncSmtpConnection, Fault> {
        let address = (self.host.trim_matches(['[', ']']).to_owned(), self.port);
        if self.encryption == Encryption::FromFirstByte {
            let (patience, tls) = (Some(self.patience), self.tls.clone());
            let reaching = AsyncSmtpConnection::connect_tokio1(address, patience, &self.hello, tls, None);
            return self.wait(self.patience, reaching).await;
        }
        // lettre leaves Nagle's algorithm on and writes the end of a letter by itself, so that each letter would
        // wait for the server's delayed acknowledgement, forty milliseconds.
        let late = |_| Fault::Lost(format!("no answer within {} seconds", self.patience.as_secs_f32()));
        let reaching = tokio::time::timeout(self.patience, TcpStream::connect(address));
        let stream = reaching.await.map_err(late)?.map_err(|why| Fault::Lost(why.to_string()))?;
        stream.set_nodelay(true).map_err(|why| Fault::Lost(why.to_string()))?;
        let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello);
        self.wait(self.patience, greeting).await
    }

    /// Names the sender and the recipient.
    async fn envelope(&self, connection: &mut AsyncSmtpConnection, letter: &Composed) -> Result<(), Fault> {
        let mut parameters = Vec::new();
        if !letter.bytes.is_ascii() {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(Fault::Never(format!(
                    "the mail server does not carry addresses with letters beyond ASCII (SMTPUTF8): {}",
                    letter.envelope.to()[0]
                )));
            }
            parameters.push(MailParameter::SmtpUtfEight);
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let from = Mail::new(letter.envelope.from().cloned(), parameters);
        self.wait(self.patience, connection.command(from)).await.map_err(about_us)?;
        for to in letter.envelope.to() {
            let to = Rcpt::new(to.clone(), Vec::new());
            self.wait(self.patience, connection.command(to)).await.map_err(about_us)?;
        }
        self.wait(self.patience, connection.command(Data)).await?;
        Ok(())
    }

    async fn content(
        &self,
        connection: &mut AsyncSmtpConnection,
        letter: &Composed,
    ) -> Result<String, Fault> {
        let patience = self.patience.max(PATIENCE_AT_END.min(self.patience * 2));
        match self.wait(patience, connection.message(&letter.bytes)).await {
            Ok(response) => Ok(words(&response)),
            Err(Fault::Lost(why)) => Err(Fault::Unknown(why)),
            Err(fault) => Err(fault),
        }
    }

    /// Keeps a connection that can still be used.
    async fn keep(
        &self,
        mut connection: AsyncSmtpConnection,
        answer: Result<String, Fault>,
    ) -> Result<String, Fault> {
        let usable = match &answer {
            Ok(_) => true,
            Err(Fault::Never(_) | Fault::NotNow(_)) => {
                self.wait(self.patience, connection.command(Rset)).await.is_ok()
            }
            Err(_) => false,
        };
        if usable && !connection.has_broken() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        answer
    }

    /// Waits for an answer, but not for ever.
    async fn wait<T>(
        &self,
        patience: Duration,
        asked: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
    ) -> Result<T, Fault> {
        match tokio::time::timeout(patience, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(why)) if why.is_permanent() => Err(Fault::Never(in_words(&why))),
            Ok(Err(why)) if why.is_transient() => Err(Fault::NotNow(in_words(&why))),
            Ok(Err(why)) => Err(Fault::Lost(in_words(&why))),
            Err(_) => Err(Fault::Lost(format!("no answer within {} seconds", patience.as_secs_f32()))),
        }
    }
}

/// Refusals at the envelope that are about us and not about the letter: 421 ends the session, 530 to 538 want
/// us to log in (RFC 4954).
fn about_us(fault: Fault) -> Fault {
    let (Fault::Never(why) | Fault::NotNow(why)) = &fault else { return fault };
    match why.get(..3) {
        Some("421" | "530" | "534" | "535" | "538") => Fault::Unready(why.clone()),
        _ => fault,
    }
}

/// The server's code and words.
fn words(response: &Response) -> String {
    let words: Vec<&str> = response.message().map(str::trim).filter(|line| !line.is_empty()).collect();
    format!("{} {}", response.code(), words.join(" "))
}

/// `550 5.1.1 no such mailbox`, or what the network said.
fn in_words(why: &lettre::transport::smtp::Error) -> String {
    let cause = std::error::Error::source(why).map(ToString::to_string);
    match (why.status(), cause) {
        (Some(code), cause) => format!("{code} {}", cause.unwrap_or_default()).trim().to_owned(),
        (None, Some(cause)) => format!("{why}: {cause}").replace(&format!("{cause}: {cause}"), &cause),
        (None, None) => why.to_string(),
    }
}

fn login(url: &Url) -> Result<Option<Credentials>, MailSetup> {
    let decoded = |text: &str| {
        let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
        decoded.map(String::from).map_err(|why| MailSetup::Server(why.to_string()))
    };
    match (url.username(), url.password()) {
        ("", _) => Ok(None),
        (user, password) => {
            Ok(Some(Credentials::new(decoded(user)?, decoded(password.unwrap_or_default())?)))
        }
    }
}

fn parameters(host: &str, ca: Option<&[u8]>) -> Result<TlsParameters, MailSetup> {
    let mut parameters = TlsParameters::builder(host.to_owned());
    if let Some(ca) = ca {
        parameters = parameters.add_root_certificate(Certificate::from_pem(ca)?);
    }
    Ok(parameters.build()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(url: &str) -> Result<Server, MailSetup> {
        Server::new(url, None, "redress.test")
    }

    #[test]
    fn the_scheme_says_how_it_is_encrypted_and_on_which_port() {
        let place = |url| server(url).map(|server| (server.place(), server.manner())).unwrap();
        assert_eq!(
            place("smtps://u:p@mail.kz"),
            ("mail.kz:465".to_owned(), ("with TLS from the first byte", true))
        );
        assert_eq!(
            place("smtp://mail.kz?tls=required"),
            ("mail.kz:587".to_owned(), ("with STARTTLS", false))
        );
        assert_eq!(
            place("smtp://localhost:2525"),
            ("localhost:2525".to_owned(), ("without encryption", false))
        );
    }

    #[test]
    fn a_password_never_travels_in_the_clear_to_another_machine() {
        assert!(matches!(server("smtp://u:p@mail.kz"), Err(MailSetup::Clear { .. })));
        assert!(server("smtp://u:p@127.0.0.1:2525").is_ok());
    }

    #[test]
    fn what_is_no_address_of_a_server_is_refused() {
        for url in ["", "mail.kz", "http://mail.kz", "smtp://"] {
            assert!(matches!(server(url), Err(MailSetup::Server(_))), "{url}");
        }
    }

    #[test]
    fn a_refused_login_says_nothing_about_the_letter() {
        let why = |code: &str| format!("{code} no");
        assert_eq!(about_us(Fault::Never(why("530"))), Fault::Unready(why("530")));
        assert_eq!(about_us(Fault::NotNow(why("421"))), Fault::Unready(why("421")));
        assert_eq!(about_us(Fault::Never(why("550"))), Fault::Never(why("550")));
    }
}
