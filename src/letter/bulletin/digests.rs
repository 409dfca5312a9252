//! Digests: how the appeals of an office stand, for those who answer for it.

use jiff::civil::Date;

use super::{Figures, MOST_LISTED, Waiting, say, text};
use crate::letter::Text;
use crate::texts::Language;

/// Whose digest it is, of which day, and where its links lead.
#[derive(Debug, Clone, Copy)]
pub struct Digest<'a> {
    /// What the office is called, in the reader's language.
    pub office: &'a str,
    /// The day.
    pub today: Date,
    /// The language of whoever reads it.
    pub language: Language,
    /// The name of the absent colleague for whom she reads it.
    pub stands_in_for: Option<&'a str>,
    /// The address of the pages as others reach them, without a stroke at its end; without it nothing is linked.
    pub site: Option<&'a str>,
}

impl Digest<'_> {
    /// Why whoever stands in gets it.
    fn standing_in(&self) -> String {
        let Some(name) = self.stands_in_for else { return String::new() };
        match self.language {
            Language::En => {
                format!("You receive this digest because you stand in for an absent colleague: {name}.")
            }
            Language::Ru => {
                format!("Вы получаете эту сводку, потому что замещаете отсутствующего коллегу: {name}.")
            }
            Language::Kk => format!(
                "Бұл жиынтық сізге келді, себебі сіз жұмыста жоқ әріптесіңізді алмастырып отырсыз: {name}."
            ),
        }
    }

    /// The way to the reader's own pages, which differ with what she is.
    fn pages(&self) -> String {
        let on_the_pages = say(self.language, "On the pages", "На страницах", "Беттерде");
        self.site.map_or(String::new(), |site| format!("{on_the_pages}: {site}/home"))
    }
}

/// The digest of Monday: five numbers, and what waits for her office.
pub fn for_a_minister(digest: &Digest, figures: &Figures, waiting: &[Waiting]) -> Text {
    let Digest { office, today, language, .. } = *digest;
    let day = language.date_with_weekday(today);
    let (late, escalated) = (figures.late, figures.escalated);
    let subject = match language {
        Language::En => format!("Appeals on {day}: {late} late, {escalated} waiting for your office"),
        Language::Ru => format!("Жалобы, {day}: просрочено {late}, ждут вашего органа {escalated}"),
        Language::Kk => {
            format!("Шағымдар, {day}: мерзімі өткені {late}, сіздің органды күтіп тұрғаны {escalated}")
        }
    };
    let opening = match language {
        Language::En => {
            format!("This is how appeals against decisions of {office} and of the offices below it stand.")
        }
        Language::Ru => {
            format!("Так обстоят дела с жалобами на решения органа «{office}» и нижестоящих органов.")
        }
        Language::Kk => format!(
            "«{office}» органының және одан төмен тұрған органдардың шешімдеріне берілген шағымдардың жағдайы осындай."
        ),
    };
    let to_do = match (waiting.is_empty(), language) {
        (true, Language::En) => "None of them waits for your office: there is nothing that you must do.",
        (false, Language::En) => "Those listed below wait for your office, the earliest date first.",
        (true, Language::Ru) => "Ни одна из них не ждет вашего органа: от вас ничего не требуется.",
        (false, Language::Ru) => "Перечисленные ниже ждут вашего органа; сначала те, чей срок раньше.",
        (true, Language::Kk) => {
            "Олардың ешқайсысы сіздің органды күтіп тұрған жоқ: сізден ештеңе талап етілмейді."
        }
        (false, Language::Kk) => "Төменде аталғандары сіздің органды күтіп тұр; мерзімі ертерегі бірінші.",
    };
    let end = say(
        language,
        "This digest comes on Mondays at 09:00, Almaty time. It is no legal notice and moves no date.",
        "Эта сводка приходит по понедельникам в 09:00 по времени Алматы. Она не является официальным уведомлением \
         и не меняет сроков.",
        "Бұл жиынтық дүйсенбі сайын Алматы уақытымен сағат 09:00-де келеді. Ол ресми хабарлама емес және \
         мерзімдерді өзгертпейді.",
    );
    text(
        subject,
        &[
            opening,
            digest.standing_in(),
            to_do.to_owned(),
            numbers(figures, language),
            list(waiting, digest),
            digest.pages(),
            end.to_owned(),
        ],
    )
}

fn numbers(figures: &Figures, language: Language) -> String {
    let none = say(language, "none in a year", "за год не было", "бір жылда болған жоқ");
    let median = figures.median_days.map_or(none.to_owned(), |days| decimal(days, language));
    let keys = match language {
        Language::En => {
            ["Open", "Late now", "Escalated to your office", "Due this week", "Median days to a decision"]
        }
        Language::Ru => [
            "Открыто",
            "Просрочено",
            "Поднялись до вашего органа",
            "Срок на этой неделе",
            "Медиана дней до решения",
        ],
        Language::Kk => [
            "Ашық",
            "Мерзімі өткен",
            "Сіздің органға көтерілгені",
            "Мерзімі осы аптада",
            "Шешімге дейінгі күндердің медианасы",
        ],
    };
    let numbers =
        [figures.open, figures.late, figures.escalated, figures.due_this_week].map(|one| one.to_string());
    let lines = keys.iter().zip(numbers.into_iter().chain([median]));
    lines.map(|(key, number)| format!("{key}: {number}")).collect::<Vec<_>>().join("\n")
}

/// A median is whole or lies in the middle of two days.
fn decimal(days: f64, language: Language) -> String {
    let written = format!("{days}");
    if language == Language::En { written } else { written.replace('.', ",") }
}

/// The daily digest of an official who asked for it: what lies on the desk of her office.
pub fn for_an_official(digest: &Digest, waiting: &[Waiting]) -> Text {
    let Digest { office, today, language, .. } = *digest;
    let day = language.date_with_weekday(today);
    let count = |has: fn(Date, Date) -> bool| {
        waiting.iter().filter(|one| one.due_on.is_some_and(|due| has(due, today))).count()
    };
    let (late, now) = (count(|due, today| due < today), count(|due, today| due == today));
    let number = waiting.len();
    let subject = match language {
        Language::En => format!("Your desk on {day}: {late} late, {now} due today"),
        Language::Ru => format!("Ваши дела, {day}: просрочено {late}, срок сегодня {now}"),
        Language::Kk => format!("Сіздің істеріңіз, {day}: мерзімі өткені {late}, мерзімі бүгін {now}"),
    };
    let opening = match language {
        Language::En => format!("Open appeals that wait for {office}: {number}."),
        Language::Ru => format!("Открытые жалобы, которые ждут органа «{office}»: {number}."),
        Language::Kk => format!("«{office}» органын күтіп тұрған ашық шағымдар: {number}."),
    };
    let to_do = say(
        language,
        "Decide those first whose date comes first; what is not decided by then passes to the office above or as \
         the law says.",
        "Сначала решите те, чей срок раньше: не решенное в срок переходит в вышестоящий орган или далее по закону.",
        "Алдымен мерзімі ертерек келетіндерін шешіңіз: мерзімінде шешілмегені жоғары тұрған органға немесе заң \
         бойынша әрі қарай өтеді.",
    );
    let asked = say(
        language,
        "You asked for this digest. ",
        "Вы просили присылать эту сводку. ",
        "Бұл жиынтықты өзіңіз сұрағансыз. ",
    );
    let asked = if digest.stands_in_for.is_some() { "" } else { asked };
    let end = say(
        language,
        "It comes on working days at 08:30, Almaty time, when something waits. It is no legal notice.",
        "Она приходит по рабочим дням в 08:30 по времени Алматы, если что-то ждет решения. Она не является \
         официальным уведомлением.",
        "Ол шешімді күткен іс болса, жұмыс күндері Алматы уақытымен сағат 08:30-да келеді. Ол ресми \
         хабарлама емес.",
    );
    let end = format!("{asked}{end}");
    text(
        subject,
        &[opening, digest.standing_in(), to_do.to_owned(), list(waiting, digest), digest.pages(), end],
    )
}

/// The appeals, the earliest date first, and how many are not listed.
fn list(waiting: &[Waiting], digest: &Digest) -> String {
    let mut sorted: Vec<&Waiting> = waiting.iter().collect();
    sorted.sort_by_key(|one| (one.due_on.is_none(), one.due_on, &one.reference));
    let mut lines: Vec<String> = sorted.iter().take(MOST_LISTED).map(|one| line(one, digest)).collect();
    if let Some(more) = sorted.len().checked_sub(MOST_LISTED).filter(|more| *more > 0) {
        lines.push(match digest.language {
            Language::En => format!("- and {more} more"),
            Language::Ru => format!("- и еще {more}"),
            Language::Kk => format!("- және тағы {more}"),
        });
    }
    lines.join("\n")
}

fn line(one: &Waiting, digest: &Digest) -> String {
    let Digest { today, language, site, .. } = *digest;
    let when = match one.due_on {
        None => say(language, "no date", "без срока", "мерзімсіз").to_owned(),
        Some(due) => {
            let date = language.date(due);
            let late = due < today;
            match language {
                Language::En if late => format!("late since {date}"),
                Language::En => format!("due {date}"),
                Language::Ru if late => format!("просрочено, срок был {date}"),
                Language::Ru => format!("срок {date}"),
                Language::Kk if late => format!("мерзімі {date} өтіп кеткен"),
                Language::Kk => format!("мерзімі {date}"),
            }
        }
    };
    let link = site.map_or(String::new(), |site| format!(" {site}/appeals/{}", one.reference));
    format!("- {}, {}: {when}{link}", one.reference, one.organisation)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn waiting() -> Vec<Waiting> {
        let one = |reference: &str, due_on| Waiting {
            reference: reference.to_owned(),
            organisation: "Echo".to_owned(),
            due_on,
        };
        vec![
            one("R-2222-2222-2222", None),
            one("R-3333-3333-3333", Some(date(2021, 2, 24))),
            one("R-4444-4444-4444", Some(date(2021, 2, 19))),
        ]
    }

    fn digest(office: &str, today: Date, language: Language) -> Digest<'_> {
        Digest { office, today, language, stands_in_for: None, site: None }
    }

    fn all(digest: impl Fn(Language) -> Text) -> String {
        let texts = [Language::En, Language::Ru, Language::Kk].map(digest);
        texts.map(|text| format!("Subject: {}\n\n{}", text.subject, text.body)).join("\n")
    }

    #[test]
    fn a_minister_sees_five_numbers_and_what_waits_for_her() {
        let figures = Figures { open: 12, late: 2, escalated: 3, due_this_week: 4, median_days: Some(7.5) };
        let today = date(2021, 2, 22);
        insta::assert_snapshot!(all(|language| {
            for_a_minister(&digest("Ministry of Finance", today, language), &figures, &waiting())
        }));
    }

    #[test]
    fn a_minister_for_whom_nothing_waits_is_told_so() {
        let text = for_a_minister(&digest("MF", date(2021, 2, 22), Language::En), &Figures::default(), &[]);
        assert!(text.body.contains("there is nothing that you must do"), "{}", text.body);
        assert!(text.body.contains("Median days to a decision: none in a year"), "{}", text.body);
    }

    #[test]
    fn an_official_sees_her_desk_in_the_order_of_dates() {
        insta::assert_snapshot!(all(|language| {
            for_an_official(&digest("City Department", date(2021, 2, 24), language), &waiting())
        }));
    }

    #[test]
    fn a_long_list_says_how_many_are_left_out() {
        let many = vec![waiting().remove(1); MOST_LISTED + 7];
        for (language, more) in
            [(Language::En, "- and 7 more"), (Language::Ru, "- и еще 7"), (Language::Kk, "- және тағы 7")]
        {
            let text = for_an_official(&digest("KGD", date(2021, 2, 24), language), &many);
            assert_eq!(text.body.matches("R-3333").count(), MOST_LISTED);
            assert!(text.body.contains(more), "{}", text.body);
        }
    }

    #[test]
    fn a_deputy_is_told_for_whom_she_reads_and_every_appeal_is_linked() {
        insta::assert_snapshot!(all(|language| {
            let mut digest = digest("City Department", date(2021, 2, 24), language);
            digest.stands_in_for = Some("Dana Akhmetova");
            digest.site = Some("https://appeals.example.kz");
            for_an_official(&digest, &waiting())
        }));
    }
}
