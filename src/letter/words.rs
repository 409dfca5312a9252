//! Numbers of days as each language writes them; dates are written by [`Language::date`].
//!
//! Pure grammar (plural forms after Unicode CLDR). Called by the `days` filter of letter templates.

use crate::texts::Language;

/// A number of days with its noun: `1 day`, `2 дня`, `5 дней`, `5 күн`.
pub fn days(language: Language, number: i64) -> String {
    let noun = match (language, number.unsigned_abs() % 10, number.unsigned_abs() % 100) {
        (Language::En, _, _) if number == 1 => "day",
        (Language::En, _, _) => "days",
        (Language::Ru, _, 11..=14) => "дней",
        (Language::Ru, 1, _) => "день",
        (Language::Ru, 2..=4, _) => "дня",
        (Language::Ru, _, _) => "дней",
        (Language::Kk, _, _) => "күн",
    };
    format!("{number} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_russian_noun_follows_its_number() {
        for (number, words) in [
            (0, "0 дней"),
            (1, "1 день"),
            (2, "2 дня"),
            (5, "5 дней"),
            (11, "11 дней"),
            (14, "14 дней"),
            (21, "21 день"),
            (90, "90 дней"),
            (102, "102 дня"),
            (111, "111 дней"),
        ] {
            assert_eq!(days(Language::Ru, number), words);
        }
    }

    #[test]
    fn english_has_two_forms_and_kazakh_one() {
        assert_eq!(days(Language::En, 1), "1 day");
        assert_eq!(days(Language::En, 21), "21 days");
        assert_eq!(days(Language::Kk, 1), "1 күн");
        assert_eq!(days(Language::Kk, 21), "21 күн");
    }
}
