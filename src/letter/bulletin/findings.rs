//! Findings for the operator, and the letter that tests a mailbox.

use super::{say, text};
use crate::ladder::Missing;
use crate::letter::Text;
use crate::texts::Language;

/// Something that needs a person before a case needs it.
#[derive(Debug, Clone)]
pub enum Finding<'a> {
    /// A rung of the ladder lacks something.
    Rung {
        /// What its office is called, in the reader's language.
        office: &'a str,
        /// Its mailbox.
        address: &'a str,
        /// What it lacks.
        missing: &'a Missing,
    },
    /// A calendar in use lacks a year.
    Year {
        /// The calendar's name.
        calendar: &'a str,
        /// The year.
        year: i16,
    },
}

impl Finding<'_> {
    /// What is missing and what to do, in a sentence or two.
    pub fn told(&self, language: Language) -> String {
        match self {
            Finding::Rung { office, address, missing } => rung(office, address, missing, language),
            Finding::Year { calendar, year } => match language {
                Language::En => format!(
                    "The calendar {calendar} does not know {year}. Add the year with its decrees, or dates in it \
                     cannot be computed."
                ),
                Language::Ru => format!(
                    "Календарь {calendar} не знает {year} года. Добавьте этот год с его постановлениями, иначе \
                     сроки в нем не вычислить."
                ),
                Language::Kk => format!(
                    "{calendar} күнтізбесінде {year} жыл жоқ. Бұл жылды қаулыларымен қоса енгізіңіз, әйтпесе ондағы \
                     мерзімдерді есептеу мүмкін емес."
                ),
            },
        }
    }
}

fn rung(office: &str, address: &str, missing: &Missing, language: Language) -> String {
    match (missing, language) {
        (Missing::Unproven, Language::En) => format!(
            "{office}: no mail has reached {address} yet. Until one has, nobody knows whether the mailbox lives."
        ),
        (Missing::Unproven, Language::Ru) => {
            format!("{office}: ни одно письмо еще не дошло до {address}. Неизвестно, действует ли этот ящик.")
        }
        (Missing::Unproven, Language::Kk) => {
            format!(
                "{office}: {address} мекенжайына әлі бірде-бір хат жеткен жоқ. Бұл жәшіктің жұмыс істейтіні белгісіз."
            )
        }
        (Missing::Returned(why), Language::En) => format!(
            "{office}: the last mail to {address} came back ({why}). Ask the office for its address and correct it."
        ),
        (Missing::Returned(why), Language::Ru) => {
            format!(
                "{office}: последнее письмо на {address} вернулось ({why}). Уточните адрес у органа и исправьте его."
            )
        }
        (Missing::Returned(why), Language::Kk) => format!(
            "{office}: {address} мекенжайына жіберілген соңғы хат қайтып келді ({why}). Мекенжайды органнан нақтылап, \
             түзетіңіз."
        ),
        (Missing::Nobody, Language::En) => {
            format!("{office}: nobody serves there now, nor stands in. Enter an official or a deputy.")
        }
        (Missing::Nobody, Language::Ru) => {
            format!(
                "{office}: сейчас там никто не служит и никто не замещает. Внесите должностное лицо или заместителя."
            )
        }
        (Missing::Nobody, Language::Kk) => {
            format!(
                "{office}: қазір онда ешкім қызмет етпейді және ешкім алмастырмайды. Лауазымды адамды немесе орынбасарын енгізіңіз."
            )
        }
    }
}

/// What needs the operator.
pub fn for_the_operator(findings: &[Finding], language: Language) -> Text {
    let number = findings.len();
    let subject = match language {
        Language::En => format!("redress needs you: {number} found"),
        Language::Ru => format!("redress нуждается в вас: найдено {number}"),
        Language::Kk => format!("redress сізді қажет етеді: {number} табылды"),
    };
    let opening = say(
        language,
        "Something is missing that a case will need. No case has been hurt by it yet.",
        "Не хватает того, что понадобится делам. Ни одно дело от этого еще не пострадало.",
        "Істерге қажет болатын нәрсе жетіспейді. Бұдан әзірге бірде-бір іс зардап шеккен жоқ.",
    );
    let to_do = say(
        language,
        "Please mend what is listed. `redress doctor` shows at any time what is left.",
        "Исправьте перечисленное. `redress doctor` в любое время покажет, что осталось.",
        "Аталғандарды түзетіңіз. `redress doctor` не қалғанын кез келген уақытта көрсетеді.",
    );
    let list: Vec<String> = findings.iter().map(|one| format!("- {}", one.told(language))).collect();
    text(subject, &[opening.to_owned(), to_do.to_owned(), list.join("\n")])
}

/// The monthly test of the mailbox of an office on the ladder.
pub fn test_of_a_mailbox(office: &str, language: Language) -> Text {
    let subject = match language {
        Language::En => format!("Monthly test of the mailbox of {office}"),
        Language::Ru => format!("Ежемесячная проверка почтового ящика: {office}"),
        Language::Kk => format!("Пошта жәшігін ай сайынғы тексеру: {office}"),
    };
    let paragraphs = match language {
        Language::En => [
            format!(
                "When an office leaves an appeal unanswered, the appeal moves up, and {office} is told of it at this \
                 address. This letter tests that the address lives."
            ),
            "There is nothing that you must do: that the letter arrives is all it is for.".to_owned(),
            format!("If you do not act for {office}, answer this letter and say so. A person will read it."),
        ],
        Language::Ru => [
            format!(
                "Если орган оставляет жалобу без ответа, она переходит выше, и «{office}» узнает об этом по этому \
                 адресу. Это письмо проверяет, действует ли адрес."
            ),
            "От вас ничего не требуется: достаточно того, что письмо дошло.".to_owned(),
            format!(
                "Если вы не действуете от имени органа «{office}», сообщите об этом ответным письмом. Его прочтет человек."
            ),
        ],
        Language::Kk => [
            format!(
                "Орган шағымды жауапсыз қалдырса, шағым жоғары өтеді, ал «{office}» бұл туралы осы мекенжай арқылы \
                 біледі. Бұл хат мекенжайдың жұмыс істейтінін тексереді."
            ),
            "Сізден ештеңе талап етілмейді: хаттың жеткені жеткілікті.".to_owned(),
            format!(
                "Егер сіз «{office}» атынан әрекет етпесеңіз, бұл туралы жауап хатпен хабарлаңыз. Оны адам оқиды."
            ),
        ],
    };
    text(subject, &paragraphs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_and_the_test_of_a_mailbox_in_all_languages() {
        let returned = Missing::Returned("550 5.1.1 no such mailbox".to_owned());
        let rung = |missing| Finding::Rung { office: "KGD", address: "kgd@gov.example", missing };
        let findings = [
            rung(&Missing::Unproven),
            rung(&returned),
            rung(&Missing::Nobody),
            Finding::Year { calendar: "kz", year: 2028 },
        ];
        let texts = [Language::En, Language::Ru, Language::Kk].map(|language| {
            [for_the_operator(&findings, language), test_of_a_mailbox("KGD", language)]
                .map(|text| format!("Subject: {}\n\n{}", text.subject, text.body))
                .join("\n")
        });
        insta::assert_snapshot!(texts.join("\n"));
    }
}
