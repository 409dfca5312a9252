//! The second factor: an app whose codes change every thirty seconds (TOTP, RFC 6238), and recovery codes for when it is
//! lost. `door` asks for one after the first factor, `me` sets it up.
//!
//! The app's secret is sealed with a key that is not in the database, and for one person: whoever reads or moves rows
//! can make no codes. Recovery codes are known by their hashes alone.

use jiff::Timestamp;
use rand::RngExt;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use totp_rs::{Algorithm, Builder, Totp};

use super::{Pages, tracking};
use crate::store::StoreFault;
use crate::store::factor;

/// The length of a secret in bytes: that of SHA-1's output, as RFC 4226 recommends.
const SECRET: usize = 20;
/// How many recovery codes there are.
const RECOVERY_CODES: usize = 10;
/// How many symbols a recovery code has: 72 bits.
const RECOVERY_LENGTH: usize = 16;

/// What somebody's app must know, and what she can do when she has lost it.
pub(super) struct App(Totp);

impl App {
    /// A new app for a person with this address.
    pub fn new(email: &str) -> App {
        App::with(&rand::rng().random::<[u8; SECRET]>(), email)
    }

    fn with(secret: &[u8], email: &str) -> App {
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(30)
            // One step before and one after: the clocks of phones are not exact, and people type slowly.
            .with_skew(1)
            .with_secret(secret.to_vec())
            // A colon would end the name.
            .with_account_name(email.replace(':', " "))
            .with_issuer(Some("redress"));
        App(totp.build().expect("a secret of 160 bits, six digits and names without a colon are right"))
    }

    /// The address that a QR code holds (`otpauth://totp/…`).
    pub fn address(&self) -> String {
        self.0.to_url().expect("the app has a name")
    }

    /// The secret as people type it: base32 in groups of four.
    pub fn typed(&self) -> String {
        let text = self.0.secret().to_base32();
        let groups: Vec<&str> =
            text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        groups.join(" ")
    }

    /// The step of time whose code this is, if it is one of now, of the step before or the one after.
    pub fn step(&self, code: &str, now: Timestamp) -> Option<i64> {
        let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let is_code = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
        let seconds = u64::try_from(now.as_second()).ok().filter(|_| is_code)?;
        self.0.check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
    }

    /// Its secret as the database may have it.
    pub fn sealed(&self, pages: &Pages, person: i64) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = rand::rng().random();
        let mut sealed = self.0.secret().as_bytes().to_vec();
        key(pages)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), owner(person), &mut sealed)
            .expect("twenty bytes are not too long to seal");
        [nonce.as_slice(), &sealed].concat()
    }

    /// The app whose secret was sealed for this person; none if the key is another.
    pub fn unsealed(pages: &Pages, person: i64, email: &str, sealed: &[u8]) -> Option<App> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN)?;
        let mut sealed = sealed.to_vec();
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let secret = key(pages).open_in_place(nonce, owner(person), &mut sealed).ok();
        if secret.is_none() {
            tracing::error!(
                person,
                "a second factor was sealed with another key than REDRESS_MAIL_KEY is now"
            );
        }
        secret.map(|secret| App::with(secret, email))
    }
}

fn key(pages: &Pages) -> LessSafeKey {
    let key = pages.mail.identity().key_for("second factor");
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).expect("the key has 256 bits"))
}

/// What is sealed for one person opens for no other.
fn owner(person: i64) -> Aad<[u8; 8]> {
    Aad::from(person.to_be_bytes())
}

/// Whether a person proves her second factor by this: a code of her app, or a recovery code. Each is used up by it.
pub(super) async fn proves(
    pages: &Pages,
    person: i64,
    email: &str,
    typed: &str,
    now: Timestamp,
) -> Result<bool, StoreFault> {
    let Some(kept) = factor::of(&pages.store, person).await?.filter(|kept| kept.since.is_some()) else {
        return Ok(false);
    };
    let app = App::unsealed(pages, person, email, &kept.secret);
    match app.and_then(|app| app.step(typed, now)) {
        Some(step) => factor::use_step(&pages.store, person, step).await,
        None => factor::use_recovery_code(&pages.store, person, &tracking::hash(typed), now).await,
    }
}

/// New recovery codes.
pub(super) fn recovery_codes() -> Vec<String> {
    (0..RECOVERY_CODES).map(|_| tracking::symbols(RECOVERY_LENGTH)).collect()
}

/// Their hashes.
pub(super) fn hashes(codes: &[String]) -> Vec<Vec<u8>> {
    codes.iter().map(|code| tracking::hash(code)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, the secret of SHA-1; of its eight digits the last six.
    #[test]
    fn codes_are_those_of_the_standard_and_are_taken_one_step_early_or_late() {
        let app = App::with(b"12345678901234567890", "a@b.example");
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(app.step("287082", at(59)), Some(1));
        assert_eq!(app.step("081 804", at(1_111_111_109)), Some(37_037_036));
        assert_eq!(app.step("287082", at(89)), Some(1));
        assert_eq!(app.step("287082", at(90)), None);
        assert_eq!(app.step("287082", at(0)), Some(1));
        for wrong in ["287083", "", "28708", "2870822", "２８７０８２", "abcdef"] {
            assert_eq!(app.step(wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_is_told_by_address_and_by_text() {
        let app = App::with(b"12345678901234567890", "dana:x@kgd.example");
        assert_eq!(
            app.address(),
            "otpauth://totp/redress:dana%20x%40kgd.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=redress"
        );
        assert_eq!(app.typed(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn recovery_codes_are_ten_and_no_two_alike() {
        let codes = recovery_codes();
        assert_eq!(codes.len(), 10);
        assert_eq!(codes[0].len(), 19);
        assert_eq!(hashes(&codes).into_iter().collect::<std::collections::BTreeSet<_>>().len(), 10);
    }
}
