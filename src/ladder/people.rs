//! The people who serve in offices and organisations, and their CSV.
//!
//! Pure. A person signs in with the address of her mailbox; what she may see and do follows from where she serves.
//! Called by `redress people import`; read by `store` and by the pages.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::read::{Fault, Faults, email, finish, language, required, rows};
use crate::texts::Language;

/// A person who signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name by which journals and signatures know her.
    pub name: String,
    /// Her mailbox.
    pub email: String,
    /// The language in which she is written to.
    pub language: Language,
    /// Whether she keeps the house; who does can read no appeal by it.
    pub administrator: bool,
    /// Where she serves.
    pub serves: Vec<Membership>,
}

/// A place in an office or an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// As what.
    pub role: Role,
    /// The code of the office or organisation.
    pub side: String,
}

/// As what a person serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Works on appeals in an office.
    Official,
    /// Heads an office and watches over its appeals.
    Minister,
    /// Belongs to an organisation that appeals.
    Member,
    /// Acts for an organisation under a power of attorney.
    Representative,
}

impl Role {
    const ALL: [Role; 4] = [Role::Official, Role::Minister, Role::Member, Role::Representative];

    /// The word for it in files and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Role::Official => "official",
            Role::Minister => "minister",
            Role::Member => "member",
            Role::Representative => "representative",
        }
    }

    /// Whether it is served in an office; otherwise in an organisation.
    pub fn is_of_office(self) -> bool {
        matches!(self, Role::Official | Role::Minister)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let known = Role::ALL.into_iter().find(|role| role.code() == code);
        known.ok_or_else(|| {
            format!(
                "`{code}` is not a role: write official, minister, member, representative or administrator"
            )
        })
    }
}

#[derive(Deserialize)]
struct PersonRow {
    name: String,
    email: String,
    language: String,
    role: String,
    of: String,
}

/// People from CSV with the columns `name,email,language,role,of`; a person with several roles has several rows.
/// The role `administrator` has an empty `of`.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn people(csv: &str) -> Result<Vec<Person>, Faults> {
    let mut faults = Faults::default();
    let mut read: BTreeMap<String, Person> = BTreeMap::new();
    for (line, row) in rows::<PersonRow>(csv, &mut faults) {
        let mut row_faults = required(&[("name", &row.name), ("role", &row.role)]);
        let language = language(&row.language, &mut row_faults);
        email(&row.email, &mut row_faults);
        let person = read.entry(row.email.to_lowercase()).or_insert_with(|| Person {
            name: row.name.clone(),
            email: row.email.clone(),
            language,
            administrator: false,
            serves: Vec::new(),
        });
        if person.name != row.name {
            row_faults.push(format!("{} is `{}` above and `{}` here", row.email, person.name, row.name));
        }
        match (row.role.as_str(), row.of.is_empty()) {
            ("administrator", true) => person.administrator = true,
            ("administrator", false) => {
                row_faults.push("an administrator serves in no office: leave `of` empty".to_owned())
            }
            (_, true) => {
                row_faults.push("`of` is empty: write the code of the office or organisation".to_owned())
            }
            (role, false) => match role.parse() {
                Ok(role) => person.serves.push(Membership { role, side: row.of }),
                Err(fault) => row_faults.push(fault),
            },
        }
        faults.0.extend(row_faults.into_iter().map(|message| Fault { line, message }));
    }
    finish(faults, read.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_with_two_roles_has_two_rows_and_every_fault_is_told() {
        let read = people(
            "name,email,language,role,of\nA. Serik,as@gov.example,kk,official,DGD\nA. Serik,AS@gov.example,kk,administrator,\n",
        );
        let read = read.unwrap();
        assert_eq!((read.len(), read[0].administrator, read[0].serves.len()), (1, true, 1));
        let faults =
            people("name,email,language,role,of\n,x,de,king,\nB,b@x.example,ru,boss,DGD\n").unwrap_err();
        assert_eq!(faults.0.len(), 5, "{faults}");
    }
}
