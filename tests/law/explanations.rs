//! Why a term ends when it does: the data, and its telling in three languages.

use crate::kz::{basis, calendar, day, rule, unrolled};
use redress::law::{
    Basis, Explanation, Extension, Language, Outcome, Pause, Reading, Row, Rule, Treatment, explain,
};

fn explained(basis: &Basis) -> Explanation {
    explain(basis, calendar()).unwrap()
}

/// The full text, without the release of the zone data, which changes with the program.
fn told(explanation: &Explanation, language: Language) -> String {
    explanation.text(language).replace(&explanation.tz, "<tz>")
}

/// The complaint of 27 January 2021, whose tenth day is a Saturday.
fn complaint() -> Basis {
    basis(rule("10 sutki").under("KOAP 826-3(1)"), "2021-01-27")
}

#[test]
fn every_day_is_listed_with_its_number_and_the_roll_with_its_reason() {
    let explanation = explained(&complaint());
    let treatments: Vec<_> = explanation.lines.iter().map(|line| line.treatment).collect();
    let mut expected: Vec<_> = (1..=10).map(|ordinal| Treatment::Counted { ordinal }).collect();
    expected.extend([Treatment::Passed, Treatment::Moved]);
    assert_eq!(treatments, expected);
    assert_eq!(explanation.unrolled().unwrap().day.on, day("2021-02-06"));
    assert_eq!(explanation.lines.last().unwrap().day.on, day("2021-02-08"));
    assert_eq!(explanation.calendar, "kz@0123456789ab");
    assert_eq!(explanation.zone, "Asia/Almaty");
    assert_eq!(explanation.tz, redress::law::tz_version());
}

#[test]
fn a_date_is_told_in_one_line_in_three_languages() {
    let explanation = explained(&complaint());
    insta::assert_snapshot!(
        Language::ALL.map(|language| explanation.summary(language)).join("\n"),
        @r#"
    Соңғы күні: дүйсенбі, 2021 жылғы 8 ақпан. Мерзімі: 10 тәулік, күнтізбелік күндермен (KOAP 826-3(1)). Есептеу басы: 2021 жылғы 27 қаңтар. Ауыстырылды, бұрынғы күні: сенбі, 2021 жылғы 6 ақпан (демалыс күні).
    Последний день: понедельник, 8 февраля 2021 г. Срок: 10 суток, в календарных днях (KOAP 826-3(1)). Отсчёт от: 27 января 2021 г. Перенесён с: суббота, 6 февраля 2021 г. (выходной).
    Last day: Monday, 8 February 2021. Term: 10 sutki, in calendar days (KOAP 826-3(1)). Counted from: 27 January 2021. Moved from: Saturday, 6 February 2021 (day of rest).
    "#
    );
}

#[test]
fn a_date_is_told_day_by_day_in_three_languages() {
    let working = basis(rule("3 working days").under("APPC 91(4)"), "2021-07-02");
    let explanation = explained(&working);
    insta::assert_snapshot!(
        Language::ALL.map(|language| told(&explanation, language)).join("\n"),
        @r#"
    Соңғы күні: бейсенбі, 2021 жылғы 8 шілде
    Аяқталуы: 08.07.2021 24:00, Asia/Almaty
    Мерзімі: 3 жұмыс күні (APPC 91(4))
    Есептеу басы: жұма, 2021 жылғы 2 шілде; бұл күн есепке кірмейді

       1  03.07.2021  сенбі        05.07.2021 күнінің орнына жұмыс күні [Үкіметтің 2020 жылғы № 930 қаулысы (P2000000930)]
       -  04.07.2021  жексенбі     есепке кірмейді: демалыс күні
       -  05.07.2021  дүйсенбі     есепке кірмейді: 03.07.2021 күнінен ауыстырылған демалыс [Үкіметтің 2020 жылғы № 930 қаулысы (P2000000930)]
       -  06.07.2021  сейсенбі     есепке кірмейді: Астана күні [«Мерекелер туралы» 2001 жылғы 13 желтоқсандағы № 267-II заң (Z010000267_)]
       2  07.07.2021  сәрсенбі
       3  08.07.2021  бейсенбі

    Күнтізбе kz@0123456789ab; уақыт белдеуі Asia/Almaty; белдеу деректері <tz>

    Последний день: четверг, 8 июля 2021 г.
    Истекает: 08.07.2021 24:00, Asia/Almaty
    Срок: 3 рабочих дня (APPC 91(4))
    Отсчёт от: пятница, 2 июля 2021 г.; этот день не считается

       1  03.07.2021  суббота      рабочий день взамен 05.07.2021 [Постановление Правительства 2020 года № 930 (P2000000930)]
       -  04.07.2021  воскресенье  не считается: выходной
       -  05.07.2021  понедельник  не считается: выходной перенесён с 03.07.2021 [Постановление Правительства 2020 года № 930 (P2000000930)]
       -  06.07.2021  вторник      не считается: День столицы [Закон «О праздниках» от 13 декабря 2001 года № 267-II (Z010000267_)]
       2  07.07.2021  среда
       3  08.07.2021  четверг

    Календарь kz@0123456789ab; часовой пояс Asia/Almaty; данные о поясах <tz>

    Last day: Thursday, 8 July 2021
    Ends: 2021-07-08 24:00, Asia/Almaty
    Term: 3 working days (APPC 91(4))
    Counted from: Friday, 2 July 2021; that day does not count

       1  2021-07-03  Saturday     working day in exchange for 2021-07-05 [Government decree of 2020 No. 930 (P2000000930)]
       -  2021-07-04  Sunday       does not count: day of rest
       -  2021-07-05  Monday       does not count: day off moved from 2021-07-03 [Government decree of 2020 No. 930 (P2000000930)]
       -  2021-07-06  Tuesday      does not count: Capital Day [Law on holidays of 13 December 2001 No. 267-II (Z010000267_)]
       2  2021-07-07  Wednesday
       3  2021-07-08  Thursday

    Calendar kz@0123456789ab; time zone Asia/Almaty; zone data <tz>
    "#
    );
}

#[test]
fn pauses_extensions_and_months_are_told_day_by_day() {
    let mut paused = basis(unrolled("1 month"), "2021-02-01");
    paused.pauses = vec![Pause { from: day("2021-02-26"), to: Some(day("2021-02-28")) }];
    paused.extensions =
        vec![Extension { span: "2 working days".parse().unwrap(), article: Some("APPC 76(3)".to_owned()) }];
    insta::assert_snapshot!(
        told(&explained(&paused), Language::En),
        @r#"
    Last day: Friday, 5 March 2021
    Ends: 2021-03-05 24:00, Asia/Almaty
    Term: 1 month
    Extended by: 2 working days (APPC 76(3))
    Clock stood still: 2021-02-27 - 2021-02-28
    Counted from: Monday, 1 February 2021; that day does not count

      ||  2021-02-27  Saturday     the clock stood still: day of rest
      ||  2021-02-28  Sunday       the clock stood still: day of rest
       =  2021-03-01  Monday       1 month later
       1  2021-03-02  Tuesday      for a day on which the clock stood still
       2  2021-03-03  Wednesday    for a day on which the clock stood still
       1  2021-03-04  Thursday
       2  2021-03-05  Friday

    Calendar kz@0123456789ab; time zone Asia/Almaty; zone data <tz>
    "#
    );
}

#[test]
fn the_literal_reading_of_sutki_is_told() {
    let literal = Rule { reading: Reading::Working, ..rule("10 sutki") };
    let summary = explained(&basis(literal, "2021-01-15")).summary(Language::Ru);
    assert!(summary.contains("10 суток, в рабочих днях"), "{summary}");
}

#[test]
fn hours_are_told_by_the_day_they_ran_on() {
    let from: jiff::Timestamp = "2024-02-29T06:00:00Z".parse().unwrap();
    let explanation = explained(&Basis::new(unrolled("24 hours"), from, calendar()));
    let ran: Vec<_> = explanation.lines.iter().map(|line| (line.day.on, line.treatment)).collect();
    let minutes = |hours: i64| Treatment::Ran { minutes: hours * 60 };
    assert_eq!(ran, [(day("2024-02-29"), minutes(13)), (day("2024-03-01"), minutes(11))]);
}

#[test]
fn a_stopped_clock_is_explained_up_to_where_it_stands() {
    let mut stopped = complaint();
    stopped.pauses = vec![Pause { from: day("2021-02-01"), to: None }];
    let explanation = explained(&stopped);
    assert_eq!(explanation.outcome, Outcome::Stopped { since: day("2021-02-01") });
    assert_eq!(explanation.lines.last().unwrap().treatment, Treatment::Counted { ordinal: 5 });
    for language in Language::ALL {
        let since = language.short_date(day("2021-02-01"));
        assert!(explanation.summary(language).contains(&since));
    }
}

#[test]
fn a_day_off_for_a_holiday_on_a_weekend_names_the_holiday_its_day_and_the_law() {
    let day_off = calendar().day(day("2021-05-03")).unwrap();
    assert_eq!(
        day_off.reason(Language::En).unwrap(),
        "Kazakhstan People's Unity Day: day off moved from 2021-05-01"
    );
    assert!(day_off.decree.unwrap().en.contains("art. 5"));
}

#[test]
fn a_date_that_may_still_change_says_so_in_every_language() {
    let explanation = explained(&basis(rule("10 working days"), "2026-05-20"));
    assert!(explanation.summary(Language::En).contains("may still change"));
    assert!(explanation.summary(Language::Ru).contains("может изменить"));
    assert!(explanation.summary(Language::Kk).contains("өзгертуі мүмкін"));
}

#[test]
fn an_explanation_is_read_back_from_json_the_same() {
    let explanation = explained(&complaint());
    let json = serde_json::to_string(&explanation).unwrap();
    assert_eq!(serde_json::from_str::<Explanation>(&json).unwrap(), explanation);
}

#[test]
fn a_long_run_of_ordinary_days_is_told_as_one_and_what_is_special_stays() {
    let basis = basis(rule("20 working days"), "2021-12-13");
    let explanation = explained(&basis);
    assert_eq!(
        explanation.short_text(Language::En).lines().skip(5).take(5).collect::<Vec<_>>(),
        [
            "   1  2021-12-14  Tuesday",
            "   2  2021-12-15  Wednesday",
            "   -  2021-12-16  Thursday     does not count: Independence Day [Law on holidays of 13 December 2001 No. 267-II (Z010000267_)]",
            "   -  2021-12-17  Friday       does not count: Independence Day [Law on holidays of 13 December 2001 No. 267-II (Z010000267_)]",
            "   :  2021-12-18 - 2021-12-31  counted: 3-12; day of rest: 4",
        ]
    );
    let told: usize = explanation
        .rows()
        .iter()
        .map(|row| match row {
            Row::Day(_) => 1,
            Row::Run(run) => usize::try_from(redress::law::days_between(run.from, run.to)).unwrap() + 1,
        })
        .sum();
    assert_eq!(told, explanation.lines.len(), "no day is lost");
}
