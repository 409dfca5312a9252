//! References: the number by which people name an appeal, such as `R-7KQ4-XWPM-C2VF`.
//!
//! Made from the key of the filing, so that the same filing always gets the same one, and from letters
//! and digits that nobody confuses on paper or on the telephone. The last is a check symbol.

use std::fmt;

use sha2::{Digest, Sha256};

/// No 0 and O, 1 and I and L, 2 and Z, 5 and S, 8 and B, U and V.
const ALPHABET: &[u8; 23] = b"34679ACDEFGHJKMNPQRTWXY";

/// How many symbols before the check symbol: 23^11 numbers.
const LENGTH: usize = 11;

/// A reference that is written as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    /// The reference of the appeal filed under a key.
    pub fn of_key(key: &str) -> Reference {
        let digest = Sha256::digest([b"redress reference ".as_slice(), key.as_bytes()].concat());
        let mut number = digest.iter().take(16).fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        let mut symbols = Vec::with_capacity(LENGTH + 1);
        for _ in 0..LENGTH {
            symbols.push((number % 23) as usize);
            number /= 23;
        }
        symbols.push(check(&symbols));
        Reference(write(&symbols))
    }

    /// Reads a reference as people type it: small letters, spaces and missing hyphens do no harm.
    ///
    /// None when it is no reference, for instance because two symbols were exchanged.
    pub fn read(typed: &str) -> Option<Reference> {
        let typed = typed.trim().to_ascii_uppercase();
        let typed = typed
            .strip_prefix("R-")
            .or_else(|| typed.strip_prefix('R').filter(|rest| rest.len() > LENGTH))
            .unwrap_or(&typed);
        let symbols = typed
            .bytes()
            .filter(|byte| !matches!(byte, b'-' | b' '))
            .map(|byte| ALPHABET.iter().position(|symbol| *symbol == byte))
            .collect::<Option<Vec<usize>>>()?;
        let (last, first) = symbols.split_last()?;
        (first.len() == LENGTH && check(first) == *last).then(|| Reference(write(&symbols)))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// 23 is prime and no weight is a multiple of it, so any one wrong symbol and any exchange is found.
fn check(symbols: &[usize]) -> usize {
    symbols.iter().zip(1..).map(|(symbol, weight)| symbol * weight).sum::<usize>() % 23
}

fn write(symbols: &[usize]) -> String {
    let mut text = String::from("R");
    for (place, symbol) in symbols.iter().enumerate() {
        if place % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[*symbol]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_reads_back_however_it_is_typed() {
        let reference = Reference::of_key("echo 2021");
        let typed =
            [reference.to_string(), reference.as_str().to_lowercase(), reference.as_str().replace('-', "")];
        for typed in typed {
            assert_eq!(Reference::read(&typed), Some(reference.clone()), "{typed}");
        }
    }

    #[test]
    fn one_wrong_symbol_or_two_exchanged_are_noticed() {
        for key in 0..50 {
            let right = Reference::of_key(&key.to_string()).as_str().replace('-', "")[1..].to_owned();
            for place in 0..12 {
                let mut wrong = right.clone().into_bytes();
                wrong[place] = if wrong[place] == b'X' { b'Y' } else { b'X' };
                assert_eq!(Reference::read(&String::from_utf8(wrong).unwrap()), None);
                let mut exchanged = right.clone().into_bytes();
                exchanged.swap(place, (place + 1) % 12);
                let exchanged = String::from_utf8(exchanged).unwrap();
                assert!(exchanged == right || Reference::read(&exchanged).is_none());
            }
        }
    }
}
