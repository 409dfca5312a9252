//! How a party's office is found, as words in the file: `above reviewer`, `office KGD`.
//!
//! Pure; part of `compile`.

use super::definition::Found;

/// What the words mean, or what is wrong with them.
pub(super) fn parse(words: &str, kind: Option<&str>) -> Result<Found, String> {
    let parts: Vec<&str> = words.split_whitespace().collect();
    let kind = kind.map(str::to_owned);
    match (parts.as_slice(), kind) {
        (["appellant"], None) => Ok(Found::Appellant),
        (["issuer"], None) => Ok(Found::Issuer),
        (["office", code], None) => Ok(Found::Office((*code).to_owned())),
        (["above", party], kind) => Ok(Found::Above((*party).to_owned(), kind)),
        (["beside", party], Some(kind)) => Ok(Found::Beside((*party).to_owned(), kind)),
        (["beside", _], None) => {
            Err("`beside` needs a `kind`: the kind of office to look for at that place".to_owned())
        }
        (["appellant" | "issuer"] | ["office", _], Some(_)) => {
            Err(format!("`{words}` names one party; a `kind` has no meaning here"))
        }
        _ => Err(format!(
            "`{words}` does not say how the party is found: write appellant, issuer, above <party>, beside <party> or office <CODE>"
        )),
    }
}

/// The party that the words refer to, if they refer to one.
pub(super) fn refers_to(found: &Found) -> Option<&str> {
    match found {
        Found::Above(party, _) | Found::Beside(party, _) => Some(party),
        Found::Appellant | Found::Issuer | Found::Office(_) => None,
    }
}
