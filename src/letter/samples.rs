//! Facts for trying letters: one case of January 2021, in each language, at the moments that letters tell of.

use std::collections::BTreeMap;

use jiff::civil::date as day;

use super::Facts;
use crate::texts::Language;

/// One text in each language.
fn say(language: Language, en: &str, ru: &str, kk: &str) -> String {
    match language {
        Language::En => en,
        Language::Ru => ru,
        Language::Kk => kk,
    }
    .to_owned()
}

/// An article as the language cites it.
fn koap(language: Language, article: &str) -> String {
    format!("{} {article}", say(language, "KoAP", "КоАП", "ӘҚБтК"))
}

pub(super) fn organisation(language: Language) -> String {
    say(language, "Public Fund Example", "Общественный фонд «Пример»", "«Үлгі» қоғамдық қоры")
}

pub(super) fn district(language: Language) -> String {
    say(
        language,
        "District Office of State Revenue",
        "Районное управление государственных доходов",
        "Аудандық мемлекеттік кірістер басқармасы",
    )
}

pub(super) fn city(language: Language) -> String {
    say(
        language,
        "Almaty City Department of State Revenue",
        "Департамент государственных доходов по городу Алматы",
        "Алматы қаласы бойынша Мемлекеттік кірістер департаменті",
    )
}

pub(super) fn committee(language: Language) -> String {
    say(
        language,
        "State Revenue Committee",
        "Комитет государственных доходов",
        "Мемлекеттік кірістер комитеті",
    )
}

/// The complaint of 27 January 2021 on the day it reaches the city department: in time, execution stayed.
pub(super) fn received(language: Language) -> Facts {
    Facts {
        reference: "KZ-2021-00042".to_owned(),
        recipient: organisation(language),
        applicant: organisation(language),
        issuer: district(language),
        decision_number: Some("0147".to_owned()),
        decided_on: language.date(day(2021, 1, 25)),
        served_on: language.date(day(2021, 1, 25)),
        filed_on: language.date(day(2021, 1, 27)),
        filing_ended_on: Some(language.date(day(2021, 2, 4))),
        stays_execution: Some(koap(language, "826-2(4)")),
        step: say(language, "With the higher authority", "У вышестоящего органа", "Жоғары тұрған органда"),
        holder: Some(city(language)),
        due: Some(language.date(day(2021, 2, 8))),
        due_why: Some(say(
            language,
            "10 days of 24 hours from 27 January 2021; the last day, Saturday 6 February, is not a working day, \
             so Monday 8 February 2021; KoAP 826-3(1)",
            "10 суток с 27 января 2021 г.; последний день, суббота 6 февраля, нерабочий, поэтому понедельник \
             8 февраля 2021 г.; КоАП 826-3(1)",
            "2021 жылғы 27 қаңтардан бастап 10 тәулік; соңғы күн, 6 ақпан сенбі, жұмыс күні емес, сондықтан \
             2021 жылғы 8 ақпан, дүйсенбі; ӘҚБтК 826-3(1)",
        )),
        otherwise: Some(say(
            language,
            "If it stays silent, the complaint passes to the State Revenue Committee on the next day",
            "Если он промолчит, на следующий день жалоба перейдет в Комитет государственных доходов",
            "Егер ол үндемесе, шағым келесі күні Мемлекеттік кірістер комитетіне өтеді",
        )),
        days_suspended: Some(2),
        suspended_until: Some(language.date(day(2021, 4, 25))),
        today: language.date(day(2021, 1, 27)),
        page: Some("https://appeals.example.kz/appeals/KZ-2021-00042".to_owned()),
        record: "9f86d081884c7d65".to_owned(),
        ..Facts::default()
    }
}

/// The same complaint, had the decision been that of 15 January: out of time since 25 January.
pub(super) fn received_late(language: Language) -> Facts {
    Facts {
        decided_on: language.date(day(2021, 1, 15)),
        served_on: language.date(day(2021, 1, 15)),
        filing_ended_on: Some(language.date(day(2021, 1, 25))),
        late: true,
        stays_execution: None,
        days_suspended: Some(12),
        suspended_until: Some(language.date(day(2021, 4, 15))),
        ..received(language)
    }
}

/// 9 February: the city department has stayed silent, the committee has the complaint.
pub(super) fn escalated(language: Language) -> Facts {
    Facts {
        step: say(
            language,
            "Overdue, with the authority above",
            "Просрочено, у следующего вышестоящего органа",
            "Мерзімі өткен, одан жоғары тұрған органда",
        ),
        holder: Some(committee(language)),
        silent: Some(city(language)),
        missed_on: Some(language.date(day(2021, 2, 8))),
        next: Some(committee(language)),
        due: Some(language.date(day(2021, 2, 11))),
        due_why: Some(say(
            language,
            "3 working days from 8 February 2021; a time set by this service, not by law",
            "3 рабочих дня с 8 февраля 2021 г.; срок установлен этой службой, а не законом",
            "2021 жылғы 8 ақпаннан бастап 3 жұмыс күні; мерзімді заң емес, осы қызмет белгілеген",
        )),
        otherwise: Some(say(
            language,
            "If it stays silent too, the complaint passes to the Ministry of Finance",
            "Если и он промолчит, жалоба перейдет в Министерство финансов",
            "Егер ол да үндемесе, шағым Қаржы министрлігіне өтеді",
        )),
        days_suspended: Some(15),
        today: language.date(day(2021, 2, 9)),
        ..received(language)
    }
}

/// 9 February, the committee's side of it.
pub(super) fn passed_to_you(language: Language) -> Facts {
    Facts { recipient: committee(language), yours: true, ..escalated(language) }
}

fn reasons(language: Language) -> BTreeMap<String, String> {
    let text = say(
        language,
        "The reports were filed in time.\nThe difference in the sums comes from the exchange rate of the day.",
        "Отчеты поданы в срок.\nРазница в суммах возникла из-за курса валюты на день отчета.",
        "Есептер мерзімінде тапсырылған.\nСомалардағы айырма сол күнгі валюта бағамынан туындаған.",
    );
    BTreeMap::from([("reasons".to_owned(), text)])
}

/// 3 February: the city department has left the decision unchanged; the court is open.
pub(super) fn decision(language: Language) -> Facts {
    Facts {
        step: say(
            language,
            "Decided; the court is open",
            "Решение принято; открыт путь в суд",
            "Шешім қабылданды; сотқа жүгінуге болады",
        ),
        holder: Some(organisation(language)),
        yours: true,
        by: Some(city(language)),
        action: Some(say(
            language,
            "Leave the decision unchanged",
            "Оставить постановление без изменения",
            "Қаулыны өзгеріссіз қалдыру",
        )),
        article: Some(koap(language, "826-4(1)(1)")),
        outcome: Some(say(language, "left unchanged", "оставлено без изменения", "өзгеріссіз қалдырылды")),
        stated: reasons(language),
        due: Some(language.date(day(2021, 2, 15))),
        due_why: Some(say(
            language,
            "10 days of 24 hours from 3 February 2021; the last day, Saturday 13 February, is not a working day, \
             so Monday 15 February 2021; KoAP 826-4(4)",
            "10 суток с 3 февраля 2021 г.; последний день, суббота 13 февраля, нерабочий, поэтому понедельник \
             15 февраля 2021 г.; КоАП 826-4(4)",
            "2021 жылғы 3 ақпаннан бастап 10 тәулік; соңғы күн, 13 ақпан сенбі, жұмыс күні емес, сондықтан \
             2021 жылғы 15 ақпан, дүйсенбі; ӘҚБтК 826-4(4)",
        )),
        otherwise: Some(say(
            language,
            "If you do not go to court, the decision enters into force",
            "Если вы не обратитесь в суд, постановление вступит в силу",
            "Егер сотқа жүгінбесеңіз, қаулы күшіне енеді",
        )),
        days_suspended: Some(9),
        today: language.date(day(2021, 2, 3)),
        ..received(language)
    }
}

/// 3 February as it was: annulled; the district office must confirm in writing.
pub(super) fn annulled_confirm(language: Language) -> Facts {
    Facts {
        recipient: district(language),
        step: say(
            language,
            "Annulled; to be confirmed in writing",
            "Отменено; требуется письменное подтверждение",
            "Күші жойылды; жазбаша растау қажет",
        ),
        holder: Some(district(language)),
        yours: true,
        by: Some(city(language)),
        article: Some(koap(language, "826-4(1)(3)")),
        outcome: Some(say(language, "annulled", "отменено", "күші жойылды")),
        stated: reasons(language),
        due: Some(language.date(day(2021, 2, 4))),
        due_why: None,
        otherwise: Some(say(
            language,
            "If you stay silent, the higher authority is told on every working day",
            "Если вы промолчите, вышестоящий орган будет извещаться каждый рабочий день",
            "Егер үндемесеңіз, жоғары тұрған орган әр жұмыс күні хабардар етіледі",
        )),
        days_suspended: None,
        suspended_until: None,
        today: language.date(day(2021, 2, 3)),
        ..received(language)
    }
}

/// Every fact present at once, as no occasion has it, to see every sentence of a letter. `asked` is everything
/// that the workflow asks for.
pub(super) fn full<'a>(language: Language, asked: impl IntoIterator<Item = &'a str>) -> Facts {
    let text = reasons(language)["reasons"].clone();
    let stated = asked.into_iter().map(|name| (name.to_owned(), text.clone())).collect();
    Facts {
        by: Some(city(language)),
        action: decision(language).action,
        article: decision(language).article,
        outcome: decision(language).outcome,
        stated,
        ground: Some(say(
            language,
            "another case is pending",
            "рассматривается другое дело",
            "басқа іс қаралуда",
        )),
        until: Some(language.date(day(2021, 3, 10))),
        due_before: Some(language.date(day(2021, 2, 10))),
        calendar_why: Some(say(
            language,
            "Wednesday, 10 February 2021: offices closed: day of mourning [Decree No. 1]",
            "среда, 10 февраля 2021 г.: учреждения закрыты: день траура [Указ № 1]",
            "сәрсенбі, 2021 жылғы 10 ақпан: мекемелер жабық: аза тұту күні [№ 1 Жарлық]",
        )),
        chase: 2,
        ..escalated(language)
    }
}

/// Nothing that can be missing is there.
pub(super) fn bare(language: Language) -> Facts {
    let full = full(language, []);
    Facts {
        reference: full.reference,
        recipient: full.recipient,
        applicant: full.applicant,
        issuer: full.issuer,
        decided_on: full.decided_on,
        served_on: full.served_on,
        filed_on: full.filed_on,
        step: full.step,
        today: full.today,
        record: full.record,
        ..Facts::default()
    }
}
