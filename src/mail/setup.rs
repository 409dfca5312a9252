//! What can be wrong with the mail settings, each with what to do about it.

use std::path::PathBuf;

use thiserror::Error;

/// Why the mail settings do not work.
#[derive(Debug, Error)]
pub enum MailSetup {
    /// The server's address.
    #[error(
        "REDRESS_SMTP_URL is not right: {0}. Write smtps://user:password@mail.example.kz for TLS from the first byte (port 465), or smtp://user:password@mail.example.kz?tls=required for STARTTLS (port 587)."
    )]
    Server(String),
    /// A password would travel in the clear.
    #[error(
        "REDRESS_SMTP_URL would send the password to {host} without encryption. Write smtps:// or add ?tls=required."
    )]
    Clear {
        /// The server.
        host: String,
    },
    /// TLS could not be prepared.
    #[error(
        "TLS to the mail server cannot be prepared: {0}. Check REDRESS_SMTP_CA, a PEM file of certificates."
    )]
    Tls(#[from] lettre::transport::smtp::Error),
    /// The sender.
    #[error("REDRESS_MAIL_FROM is not an address: {0}")]
    Sender(#[from] lettre::address::AddressError),
    /// The sender's name has no room for a token.
    #[error(
        "REDRESS_MAIL_FROM has the name `{0}` before its @: it must be of at most 30 characters and without a +, because letters add a token to it."
    )]
    Local(String),
    /// The key of the addresses.
    #[error(
        "REDRESS_MAIL_KEY must be at least 32 characters, by chance and secret. Without it a key is made in the data folder."
    )]
    Key,
    /// The DKIM key.
    #[error(
        "REDRESS_DKIM_KEY cannot be used: {0}. Make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out dkim.pem"
    )]
    Dkim(String),
    /// The folder.
    #[error("the folder {folder} for letters cannot be made: {why}. Give a folder that can be written to.")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        why: std::io::Error,
    },
}
