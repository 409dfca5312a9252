//! The welcome of somebody who was entered as acting for an organisation.

use super::{say, text};
use crate::letter::Text;
use crate::texts::Language;

/// What a welcome says. Names are in the reader's language, and in the nominative.
#[derive(Debug, Clone, Copy)]
pub struct Welcome<'a> {
    /// The organisation for which she may act.
    pub organisation: &'a str,
    /// Whether she belongs to it; if not she represents it.
    pub is_member: bool,
    /// Who entered her.
    pub by: &'a str,
    /// The last day on which she may act, in words, if it ends by itself.
    pub last_day: Option<&'a str>,
    /// The page on which she signs in.
    pub door: &'a str,
}

/// The letter to her.
pub fn welcome(told: &Welcome, language: Language) -> Text {
    let Welcome { organisation, by, door, .. } = *told;
    let role = match (told.is_member, language) {
        (true, Language::En) => format!("{by} has entered you as a member of {organisation}."),
        (false, Language::En) => format!("{by} has entered you as a representative of {organisation}."),
        (true, Language::Ru) => {
            format!("Вы внесены как участник организации: {organisation}. Кем внесены: {by}.")
        }
        (false, Language::Ru) => {
            format!("Вы внесены как представитель организации: {organisation}. Кем внесены: {by}.")
        }
        (true, Language::Kk) => {
            format!("Сіз ұйымның мүшесі ретінде енгізілдіңіз: {organisation}. Енгізген: {by}.")
        }
        (false, Language::Kk) => {
            format!("Сіз ұйымның өкілі ретінде енгізілдіңіз: {organisation}. Енгізген: {by}.")
        }
    };
    let may = say(
        language,
        "You can now see its appeals and act in them.",
        "Теперь вы видите ее жалобы и можете действовать по ним.",
        "Енді сіз оның шағымдарын көріп, олар бойынша әрекет ете аласыз.",
    );
    let how = say(
        language,
        "There is nothing you must do. To sign in, give the address of this mailbox on the page below; there is no \
         password, a link comes by e-mail.",
        "От вас ничего не требуется. Чтобы войти, укажите адрес этого почтового ящика на странице ниже; пароля нет, \
         ссылка для входа приходит письмом.",
        "Сізден ештеңе талап етілмейді. Кіру үшін төмендегі бетте осы пошта жәшігінің мекенжайын көрсетіңіз; \
         құпиясөз жоқ, кіру сілтемесі хатпен келеді.",
    );
    let last = told.last_day.map(|day| match language {
        Language::En => format!("The last day on which you can act: {day}."),
        Language::Ru => {
            format!("Последний день, когда вы можете действовать: {}.", day.trim_end_matches('.'))
        }
        Language::Kk => format!("Әрекет ете алатын соңғы күніңіз: {day}."),
    });
    let stranger = say(
        language,
        "If you do not know this organisation, answer this letter. A person will read it.",
        "Если эта организация вам неизвестна, ответьте на это письмо. Его прочтет человек.",
        "Бұл ұйымды білмесеңіз, осы хатқа жауап беріңіз. Оны адам оқиды.",
    );
    let subject = match language {
        Language::En => format!("You can act for {organisation}"),
        Language::Ru => format!("Вы можете действовать за организацию: {organisation}"),
        Language::Kk => format!("Сіз ұйым үшін әрекет ете аласыз: {organisation}"),
    };
    let paragraphs = [
        format!("{role} {may}"),
        how.to_owned(),
        door.to_owned(),
        last.unwrap_or_default(),
        stranger.to_owned(),
    ];
    text(subject, &paragraphs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_and_a_representative_are_welcomed_in_all_languages() {
        let letters = Language::ALL.map(|language| {
            let last_day = language.date(jiff::civil::date(2021, 6, 30));
            let member = Welcome {
                organisation: "ECHO",
                is_member: true,
                by: "Dana Sadykova",
                last_day: None,
                door: "https://appeals.example.kz/sign-in",
            };
            let representative = Welcome { is_member: false, last_day: Some(&last_day), ..member };
            [member, representative].map(|told| {
                let text = welcome(&told, language);
                format!("Subject: {}\n\n{}", text.subject, text.body)
            })
        });
        insta::assert_snapshot!(letters.concat().join("\n"));
    }
}
