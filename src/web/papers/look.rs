//! What looks into a file before it is kept, and the word in which it answers. Pure: the process that the
//! [`Examiner`](super::Examiner) starts, and whoever tests it with whatever bytes.

use super::kind::{self, Kind, KindFault};
use super::pdf::{self, PdfFault};

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Kind(KindFault),
    Pdf(PdfFault),
    TooLarge,
    TooMany,
    TooMuch,
    Infected,
}

/// What can be found by looking into a file.
const FOUND: [Fault; 7] = [
    Fault::Kind(KindFault::Empty),
    Fault::Kind(KindFault::Unknown),
    Fault::Kind(KindFault::OldOffice),
    Fault::Kind(KindFault::Macros),
    Fault::Kind(KindFault::NotUtf8),
    Fault::Pdf(PdfFault::Locked),
    Fault::Pdf(PdfFault::Broken),
];

impl Fault {
    /// The name of its words.
    pub fn words(self) -> &'static str {
        match self {
            Fault::Kind(KindFault::Empty) => "paper-empty",
            Fault::Kind(KindFault::Unknown) => "paper-unknown",
            Fault::Kind(KindFault::OldOffice) => "paper-old-office",
            Fault::Kind(KindFault::Macros) => "paper-macros",
            Fault::Kind(KindFault::NotUtf8) => "paper-not-utf8",
            Fault::Pdf(PdfFault::Locked) => "paper-locked",
            Fault::Pdf(PdfFault::Broken) => "paper-broken",
            Fault::TooLarge => "paper-too-large",
            Fault::TooMany => "paper-too-many",
            Fault::TooMuch => "paper-too-much",
            Fault::Infected => "paper-infected",
        }
    }
}

/// Looks into a file, whatever its bytes. Answers in one word: its media type if it is taken, `paper-broken` or the like
/// if it is not.
pub fn look(bytes: &[u8]) -> &'static str {
    let looked = match kind::kind(bytes) {
        Ok(Kind::Pdf) => pdf::check(bytes).map(|()| Kind::Pdf).map_err(Fault::Pdf),
        other => other.map_err(Fault::Kind),
    };
    looked.map_or_else(Fault::words, Kind::media)
}

/// What such a word says; none if it is no answer.
pub(super) fn understood(word: &str) -> Option<Result<Kind, Fault>> {
    let kind = Kind::ALL.into_iter().find(|kind| kind.media() == word).map(Ok);
    kind.or_else(|| FOUND.into_iter().find(|fault| fault.words() == word).map(Err))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_understood() {
        for kind in Kind::ALL {
            assert_eq!(understood(kind.media()), Some(Ok(kind)));
        }
        for fault in FOUND {
            assert_eq!(understood(fault.words()), Some(Err(fault)));
        }
        assert_eq!((understood(look(b"Note")), understood("")), (Some(Ok(Kind::Text)), None));
    }
}
