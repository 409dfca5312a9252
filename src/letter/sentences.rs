//! Sentences that letters, pages and the terminal build around names, in the three languages.
//!
//! Pure. Names are inserted in the nominative only, so the sentences are built to need no other case.

use crate::texts::Language;
use crate::workflow::Outcome;

/// What silence leads to when another office takes over. `by` is the last lawful day, in words.
pub fn passes_to(office: &str, by: &str, language: Language) -> String {
    let unless = unless_somebody_acts(by, language);
    match language {
        Language::En => format!("{unless}, the appeal passes to: {office}."),
        Language::Ru => format!("{unless}, жалоба переходит выше: {office}."),
        Language::Kk => format!("{unless}, шағым жоғары органға өтеді: {office}."),
    }
}

/// What silence leads to when the appeal goes on at another step.
pub fn goes_on_as(step: &str, by: &str, language: Language) -> String {
    let unless = unless_somebody_acts(by, language);
    match language {
        Language::En => format!("{unless}, the appeal stands as: {step}."),
        Language::Ru => format!("{unless}, дальнейшее состояние жалобы: {step}."),
        Language::Kk => format!("{unless}, шағымның келесі күйі: {step}."),
    }
}

/// What silence leads to when the holder is reminded again.
pub fn is_chased(by: &str, language: Language) -> String {
    let unless = unless_somebody_acts(by, language);
    match language {
        Language::En => format!("{unless}, the delay is recorded and the reminder repeated."),
        Language::Ru => format!("{unless}, просрочка фиксируется и напоминание повторяется."),
        Language::Kk => format!("{unless}, мерзімнің өткені тіркеліп, еске салу қайталанады."),
    }
}

/// What silence leads to when nothing but the record follows from it.
pub fn is_recorded(by: &str, language: Language) -> String {
    let unless = unless_somebody_acts(by, language);
    match language {
        Language::En => format!("{unless}, the delay is recorded."),
        Language::Ru => format!("{unless}, просрочка фиксируется."),
        Language::Kk => format!("{unless}, мерзімнің өткені тіркеледі."),
    }
}

/// What silence leads to when the law takes it for a decision.
pub fn counts_as(decision: Outcome, by: &str, language: Language) -> String {
    let words = outcome(decision, language);
    match language {
        Language::En => {
            format!("If nobody decides by {by}, the law takes the silence for a decision: {words}.")
        }
        Language::Ru => {
            format!(
                "Если до конца дня {by} решения не будет, по закону молчание считается решением: {words}."
            )
        }
        Language::Kk => format!(
            "{by} күні аяқталғанға дейін шешім болмаса, заң бойынша үнсіздік шешім болып есептеледі: {words}."
        ),
    }
}

/// The condition with its day: a letter may tell of other days before it.
fn unless_somebody_acts(by: &str, language: Language) -> String {
    match language {
        Language::En => format!("If nobody acts by {by}"),
        Language::Ru => format!("Если до конца дня {by} никто не примет мер"),
        Language::Kk => format!("{by} күні аяқталғанға дейін шара қолданылмаса"),
    }
}

/// An outcome in words.
pub fn outcome(outcome: Outcome, language: Language) -> &'static str {
    outcome.in_words(language)
}
