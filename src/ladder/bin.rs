//! The business identification number (BIN) of Kazakhstan: twelve digits, the last a check digit.
//!
//! Pure. Called when an organisation is entered or imported.

use thiserror::Error;

/// Why a number is not a BIN.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BinFault {
    /// Not twelve digits.
    #[error("a BIN has twelve digits; this one has {0} characters")]
    Length(usize),
    /// Something else than a digit.
    #[error("a BIN has digits only; `{0}` is not one")]
    Digit(char),
    /// The check digit does not fit the others.
    #[error("the last digit of the BIN does not fit the others: check it for a typing mistake")]
    Check,
}

const FIRST: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND: [u32; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/// Checks the length, the digits and the check digit (weights 1 to 11 modulo 11, and on a remainder of
/// ten once more with weights 3 to 11, 1, 2).
pub fn check_bin(bin: &str) -> Result<(), BinFault> {
    let length = bin.chars().count();
    if length != 12 {
        return Err(BinFault::Length(length));
    }
    let digits = bin
        .chars()
        .map(|c| c.to_digit(10).ok_or(BinFault::Digit(c)))
        .collect::<Result<Vec<u32>, BinFault>>()?;
    let remainder = |weights: &[u32; 11]| weights.iter().zip(&digits).map(|(w, d)| w * d).sum::<u32>() % 11;
    let check = match remainder(&FIRST) {
        10 => remainder(&SECOND),
        fits => fits,
    };
    if check == digits[11] { Ok(()) } else { Err(BinFault::Check) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bin_with_a_right_check_digit_passes() {
        // 0*1+2*0.. computed by hand: 020740000003 has the weighted sum 2*2+4*7+5*4 = 52, remainder 8.
        assert_eq!(check_bin("020740000008"), Ok(()));
    }

    #[test]
    fn each_fault_of_a_bin_is_named() {
        assert_eq!(check_bin("0207"), Err(BinFault::Length(4)));
        assert_eq!(check_bin("02074000000x"), Err(BinFault::Digit('x')));
        assert_eq!(check_bin("020740000003"), Err(BinFault::Check));
    }

    #[test]
    fn a_wrong_digit_among_the_first_is_found() {
        assert_eq!(check_bin("120740000008"), Err(BinFault::Check));
        assert_eq!(check_bin("030740000008"), Err(BinFault::Check));
        assert_eq!(check_bin("020750000008"), Err(BinFault::Check));
    }
}
