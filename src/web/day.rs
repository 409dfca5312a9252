//! A day typed into three boxes, in any form that means one day only.
//!
//! The month may be a number or a name in one of our languages, the year may have two figures, and a whole date may be
//! typed or pasted into the first box: `27.01.2021`, `2021-01-27`, `27 января 2021 г.`, `2021 жылғы 27 қаңтар`.

use jiff::civil::Date;

/// What is wrong with a typed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayFault {
    /// Nothing was typed.
    Empty,
    /// The day, the month or the year is missing.
    Incomplete,
    /// There is no such day.
    Unreal,
}

/// The first letters of the months in English, Russian and Kazakh.
const MONTHS: [&[&str]; 12] = [
    &["jan", "янв", "қаң"],
    &["feb", "фев", "ақп"],
    &["mar", "мар", "нау"],
    &["apr", "апр", "сәу"],
    &["may", "май", "мая", "мам"],
    &["jun", "июн", "мау"],
    &["jul", "июл", "шіл"],
    &["aug", "авг", "там"],
    &["sep", "сен", "қыр"],
    &["oct", "окт", "қаз"],
    &["nov", "ноя", "қар"],
    &["dec", "дек", "жел"],
];

/// The day that was typed.
pub(super) fn read(day: &str, month: &str, year: &str) -> Result<Date, DayFault> {
    let typed = [day, month, year].map(str::trim);
    match typed {
        ["", "", ""] => Err(DayFault::Empty),
        [whole, "", ""] => read_whole(whole),
        [day, month, year] if !day.is_empty() && !month.is_empty() && !year.is_empty() => {
            of_parts(day, month, year)
        }
        _ => Err(DayFault::Incomplete),
    }
}

fn read_whole(text: &str) -> Result<Date, DayFault> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    // The words for “year”: `г.`, `года`, `жыл`, `жылғы`.
    let parts: Vec<&str> =
        parts.filter(|part| !part.starts_with("жыл") && !matches!(*part, "г" | "год" | "года")).collect();
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts[..] {
        [year, month, day] if is_year(year) => {
            // In Kazakh the day stands before the name of its month: `2021 жылғы 27 қаңтар`.
            of_parts(day, month, year).or_else(|_| of_parts(month, day, year))
        }
        [day, month, year] if is_year(year) => of_parts(day, month, year),
        [_, _, _] => Err(DayFault::Unreal),
        _ => Err(DayFault::Incomplete),
    }
}

fn of_parts(day: &str, month: &str, year: &str) -> Result<Date, DayFault> {
    let day: i8 = day.parse().map_err(|_| DayFault::Unreal)?;
    let month = of_month(month).ok_or(DayFault::Unreal)?;
    let year: i16 = year.parse().map_err(|_| DayFault::Unreal)?;
    let year = if (0..100).contains(&year) { 2000 + year } else { year };
    if !(1990..=2100).contains(&year) {
        return Err(DayFault::Unreal);
    }
    Date::new(year, month, day).map_err(|_| DayFault::Unreal)
}

fn of_month(typed: &str) -> Option<i8> {
    if let Ok(number) = typed.parse::<i8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let start: String = typed.to_lowercase().chars().take(3).collect();
    let place = MONTHS.iter().position(|names| names.contains(&start.as_str()))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_read_in_every_form_that_means_one_day() {
        let day = Ok(date(2021, 1, 27));
        for typed in [
            ["27", "1", "2021"],
            ["27", "01", "21"],
            [" 27 ", "January", "2021"],
            ["27", "января", "2021"],
            ["27", "қаңтар", "2021"],
            ["27.01.2021", "", ""],
            ["2021-01-27", "", ""],
            ["27 января 2021 г.", "", ""],
            ["2021 жылғы 27 қаңтар", "", ""],
        ] {
            assert_eq!(read(typed[0], typed[1], typed[2]), day, "{typed:?}");
        }
    }

    #[test]
    fn what_is_missing_or_unreal_is_told_apart() {
        assert_eq!(read("", " ", ""), Err(DayFault::Empty));
        assert_eq!(read("27", "", "2021"), Err(DayFault::Incomplete));
        for unreal in [["30", "2", "2021"], ["1", "13", "2021"], ["1", "1", "3021"], ["x", "1", "2021"]] {
            assert_eq!(read(unreal[0], unreal[1], unreal[2]), Err(DayFault::Unreal), "{unreal:?}");
        }
        // Two figures everywhere could be two days.
        assert_eq!(read("01.02.03", "", ""), Err(DayFault::Unreal));
    }
}
