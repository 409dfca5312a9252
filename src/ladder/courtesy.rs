//! What an organisation wants of courtesy letters. Legal notices start times that the law counts, and are no choice.

use std::str::FromStr;

/// How reminders and news come to an organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Courtesy {
    /// Each when it is written, in the daytime.
    #[default]
    AtOnce,
    /// Together, the next morning.
    Together,
    /// Not at all.
    Never,
}

impl Courtesy {
    /// All of them, the most letters first.
    pub const ALL: [Courtesy; 3] = [Courtesy::AtOnce, Courtesy::Together, Courtesy::Never];

    /// The word for it in forms and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Courtesy::AtOnce => "at-once",
            Courtesy::Together => "together",
            Courtesy::Never => "never",
        }
    }
}

impl FromStr for Courtesy {
    type Err = String;

    fn from_str(code: &str) -> Result<Courtesy, String> {
        let found = Courtesy::ALL.into_iter().find(|one| one.code() == code);
        found.ok_or_else(|| format!("`{code}` is no way in which courtesy letters come"))
    }
}
