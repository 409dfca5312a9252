//! The secret by which anybody who holds the receipt finds an appeal on the public page.
//!
//! It is made when an appeal is sent, shown to whoever sent it, and kept as a hash alone; a new one takes its place.

use rand::RngExt;

use super::door::cookies;

/// No 0 and O, 1 and I and L, 2 and Z, 5 and S, 8 and B, U and V, as in references.
const ALPHABET: &[u8; 23] = b"34679ACDEFGHJKMNPQRTWXY";

/// How many symbols: 90 bits.
const LENGTH: usize = 20;

/// A new secret, in groups of four, such as `7KQ4-XWPM-…`.
pub(super) fn secret() -> String {
    symbols(LENGTH)
}

/// So many symbols by chance, in groups of four.
pub(super) fn symbols(length: usize) -> String {
    let mut rng = rand::rng();
    let mut text = String::with_capacity(length + length / 4);
    for place in 0..length {
        if place > 0 && place % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]));
    }
    text
}

/// The hash of a secret, however it is typed: small letters, spaces and missing hyphens do no harm.
pub(super) fn hash(typed: &str) -> Vec<u8> {
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    cookies::hash(&plain.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_however_it_is_typed() {
        let one = secret();
        assert_eq!(one.len(), LENGTH + 4);
        assert_eq!(hash(&one), hash(&format!(" {} ", one.to_lowercase().replace('-', " "))));
        assert_ne!(hash(&one), hash(&secret()));
    }
}
