//! Dates and numbers of days as each language writes them.
//!
//! Pure tables and grammar (plural forms after Unicode CLDR). Called by whoever fills [`Facts`](super::Facts),
//! and by the `days` filter of letter templates.

use jiff::civil::Date;

use crate::texts::Language;

/// A date in the middle of a sentence: `26 January 2021`, `26 января 2021 г.`, `2021 жылғы 26 қаңтар`.
pub fn date(language: Language, date: Date) -> String {
    let (year, day) = (date.year(), date.day());
    let month = months(language)[usize::from(date.month().unsigned_abs()) - 1];
    match language {
        Language::En => format!("{day} {month} {year}"),
        Language::Ru => format!("{day} {month} {year} г."),
        Language::Kk => format!("{year} жылғы {day} {month}"),
    }
}

/// A date after its day of the week: `Tuesday, 26 January 2021`.
pub fn date_with_weekday(language: Language, day: Date) -> String {
    let weekday = weekdays(language)[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())];
    format!("{weekday}, {}", date(language, day))
}

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

#[rustfmt::skip]
fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::En => [
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ],
        Language::Ru => [
            "января", "февраля", "марта", "апреля", "мая", "июня",
            "июля", "августа", "сентября", "октября", "ноября", "декабря",
        ],
        Language::Kk => [
            "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым",
            "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан",
        ],
    }
}

fn weekdays(language: Language) -> [&'static str; 7] {
    match language {
        Language::En => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        Language::Ru => ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"],
        Language::Kk => ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"],
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::*;

    #[test]
    fn each_language_writes_26_january_2021_its_own_way() {
        let day = civil::date(2021, 1, 26);
        assert_eq!(date(Language::En, day), "26 January 2021");
        assert_eq!(date(Language::Ru, day), "26 января 2021 г.");
        assert_eq!(date(Language::Kk, day), "2021 жылғы 26 қаңтар");
    }

    #[test]
    fn the_weekday_stands_before_the_date() {
        let day = civil::date(2021, 2, 6);
        assert_eq!(date_with_weekday(Language::En, day), "Saturday, 6 February 2021");
        assert_eq!(date_with_weekday(Language::Ru, day), "суббота, 6 февраля 2021 г.");
        assert_eq!(date_with_weekday(Language::Kk, day), "сенбі, 2021 жылғы 6 ақпан");
    }

    #[test]
    fn the_last_month_and_the_last_weekday_have_names() {
        assert_eq!(date_with_weekday(Language::En, civil::date(2023, 12, 31)), "Sunday, 31 December 2023");
    }

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
