//! Who writes: the sender, the addresses that answers and returns come to, and the key behind these.
//!
//! All mail comes back to one mailbox, by what follows the `+` in its address: `appeals+r<token>@…` for an
//! answer of a participant, `appeals+b<letter>.<proof>@…` for a letter that could not be delivered, `appeals+n…` for a bulletin. Tokens are keyed hashes (HMAC-SHA-256, 128 bits; RFC 2104), so that nobody can make one and the same letter
//! always bears the same. The database knows only the SHA-256 of an answer's token. Pure.

use lettre::Address;
use lettre::message::Mailbox;
use ring::hmac;
use sha2::{Digest, Sha256};

use super::dkim::Dkim;
use super::setup::MailSetup;

/// Lower-case base32 (RFC 4648): mailboxes are compared without regard to case.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The shortest key that is taken, in bytes.
const SHORTEST_KEY: usize = 32;

/// The longest address that fits a mailbox with a token behind it: 64 bytes before the `@` (RFC 5321).
const LONGEST_LOCAL: usize = 30;

/// The sender of every letter.
#[derive(Debug)]
pub struct Identity {
    from: Mailbox,
    key: hmac::Key,
    dkim: Option<Dkim>,
}

impl Identity {
    /// A sender with an address such as `appeals@example.kz` and a secret of at least 32 bytes.
    ///
    /// # Errors
    /// An address that is none or whose name is too long to carry a token; a key that is too short.
    pub fn new(from: &str, secret: &[u8]) -> Result<Identity, MailSetup> {
        let address: Address = from.parse()?;
        if address.user().len() > LONGEST_LOCAL || address.user().contains('+') {
            return Err(MailSetup::Local(address.user().to_owned()));
        }
        if secret.len() < SHORTEST_KEY {
            return Err(MailSetup::Key);
        }
        let from = Mailbox::new(Some("redress".to_owned()), address);
        Ok(Identity { from, key: hmac::Key::new(hmac::HMAC_SHA256, secret), dkim: None })
    }

    /// The same, signing what it sends.
    pub fn signing(self, dkim: Dkim) -> Identity {
        Identity { dkim: Some(dkim), ..self }
    }

    /// The sender as it stands in `From`.
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// The domain after the `@`.
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// The signer, if letters are signed.
    pub fn dkim(&self) -> Option<&Dkim> {
        self.dkim.as_ref()
    }

    /// A key of 256 bits for a purpose of its own, which follows from the secret as the addresses do.
    pub fn key_for(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        // No address is made from words that begin so.
        key.copy_from_slice(hmac::sign(&self.key, format!("key for\0{purpose}").as_bytes()).as_ref());
        key
    }

    /// The token by which an answer of this participant in this appeal is known.
    pub fn reply_token(&self, reference: &str, recipient: &str) -> String {
        self.token(&["reply", reference, recipient], 16)
    }

    /// The address for such an answer.
    pub fn reply_address(&self, reference: &str, recipient: &str) -> String {
        self.plus(&format!("r{}", self.reply_token(reference, recipient)))
    }

    /// The address to which a letter returns that cannot be delivered (a variable envelope return path).
    pub fn return_address(&self, letter: i64) -> String {
        self.plus(&format!("b{letter}.{}", self.proof("return", letter)))
    }

    /// The same for a bulletin.
    pub fn return_address_of_bulletin(&self, bulletin: i64) -> String {
        self.plus(&format!("n{bulletin}.{}", self.proof("bulletin", bulletin)))
    }

    /// The Message-ID of a digest of the letters with these.
    pub fn digest_id(&self, letters: &[&str]) -> String {
        let words = [&["digest"], letters].concat();
        format!("<{}@{}>", self.token(&words, 16), self.domain())
    }

    /// What an address of ours was made for; none for any other address.
    pub fn purpose(&self, address: &str) -> Option<Purpose> {
        let (local, domain) = address.rsplit_once('@')?;
        let (name, tag) = local.split_once('+')?;
        let ours =
            domain.eq_ignore_ascii_case(self.domain()) && name.eq_ignore_ascii_case(self.from.email.user());
        let tag = tag.to_ascii_lowercase();
        match tag.split_at_checked(1).filter(|_| ours)? {
            ("r", token) => Some(Purpose::Reply { token_hash: token_hash(token) }),
            ("b", rest) => Some(Purpose::Return { letter: self.proven("return", rest)? }),
            ("n", rest) => Some(Purpose::ReturnOfBulletin { bulletin: self.proven("bulletin", rest)? }),
            _ => None,
        }
    }

    /// The key in `<key>.<proof>`, if the proof is ours.
    fn proven(&self, what: &str, tag: &str) -> Option<i64> {
        let (key, proof) = tag.split_once('.')?;
        let key: i64 = key.parse().ok()?;
        // Hashes are compared, so that the time it takes tells nothing about the proof.
        (token_hash(&self.proof(what, key)) == token_hash(proof)).then_some(key)
    }

    fn proof(&self, what: &str, key: i64) -> String {
        self.token(&[what, &key.to_string()], 10)
    }

    fn plus(&self, tag: &str) -> String {
        format!("{}+{tag}@{}", self.from.email.user(), self.domain())
    }

    /// The first `bytes` of the keyed hash of these words, in base32.
    fn token(&self, words: &[&str], bytes: usize) -> String {
        // No word contains a zero byte, so no two lists of words are joined to the same text.
        base32(&hmac::sign(&self.key, words.join("\0").as_bytes()).as_ref()[..bytes])
    }
}

/// What an address of ours was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// An answer of a participant.
    Reply {
        /// The SHA-256 of the token.
        token_hash: Vec<u8>,
    },
    /// The return of a letter.
    Return {
        /// Its key.
        letter: i64,
    },
    /// The return of a bulletin.
    ReturnOfBulletin {
        /// Its key.
        bulletin: i64,
    },
}

/// What the database keeps of an answer's token.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[(held << (5 - bits) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        Identity::new("appeals@redress.test", &[7; 32]).unwrap()
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        assert_eq!([b"f".as_slice(), b"foobar"].map(base32), ["my", "mzxw6ytboi"]);
    }

    #[test]
    fn every_participant_of_every_appeal_has_an_address_of_its_own_that_stays_the_same() {
        let one = identity().reply_address("R-1", "ECHO");
        assert_eq!(one, identity().reply_address("R-1", "ECHO"));
        assert_ne!(one, identity().reply_address("R-1", "KGD"));
        assert_ne!(one, identity().reply_address("R-2", "ECHO"));
        let other = Identity::new("appeals@redress.test", &[8; 32]).unwrap();
        assert_ne!(one, other.reply_address("R-1", "ECHO"));
        assert!(one.split('@').next().unwrap().len() <= 64, "{one}");
    }

    #[test]
    fn an_address_is_known_again_in_any_case_and_no_made_up_one_is() {
        let identity = identity();
        let returned = identity.return_address(4711);
        assert_eq!(identity.purpose(&returned.to_uppercase()), Some(Purpose::Return { letter: 4711 }));
        assert_eq!(identity.purpose(&returned.replace("b4711.", "b4712.")), None);
        let token_hash = token_hash(&identity.reply_token("R-1", "ECHO"));
        assert_eq!(
            identity.purpose(&identity.reply_address("R-1", "ECHO")),
            Some(Purpose::Reply { token_hash })
        );
        for other in
            ["appeals@redress.test", "appeals+r@elsewhere.test", "x+b1.a@redress.test", "", "@", "+@"]
        {
            assert_eq!(identity.purpose(other), None, "{other}");
        }
    }

    #[test]
    fn a_short_key_and_a_name_without_room_for_a_token_are_refused() {
        assert!(matches!(Identity::new("appeals@redress.test", &[7; 31]), Err(MailSetup::Key)));
        assert!(matches!(Identity::new("a+b@redress.test", &[7; 32]), Err(MailSetup::Local(_))));
        assert!(matches!(Identity::new("appeals@", &[7; 32]), Err(MailSetup::Sender(_))));
    }
}
