//! Sentences that letters, pages and the terminal build around names, in the three languages.
//!
//! Pure. Names are inserted in the nominative only, so the sentences are built to need no other case.

use crate::texts::Language;
use crate::workflow::Outcome;

/// What silence leads to when another office takes over.
pub fn passes_to(office: &str, language: Language) -> String {
    match language {
        Language::En => format!("If nobody acts by then, the appeal passes to: {office}."),
        Language::Ru => format!("Если до этого дня никто не примет мер, жалоба переходит выше: {office}."),
        Language::Kk => format!("Осы күнге дейін шара қолданылмаса, шағым жоғары органға өтеді: {office}."),
    }
}

/// What silence leads to when the appeal goes on at another step.
pub fn goes_on_as(step: &str, language: Language) -> String {
    match language {
        Language::En => format!("If nobody acts by then, the appeal stands as: {step}."),
        Language::Ru => {
            format!("Если до этого дня никто не примет мер, дальнейшее состояние жалобы: {step}.")
        }
        Language::Kk => format!("Осы күнге дейін шара қолданылмаса, шағымның келесі күйі: {step}."),
    }
}

/// What silence leads to when the holder is reminded again.
pub fn is_chased(language: Language) -> String {
    match language {
        Language::En => "If nobody acts by then, the delay is recorded and the reminder repeated.".to_owned(),
        Language::Ru => {
            "Если до этого дня никто не примет мер, просрочка фиксируется и напоминание повторяется."
                .to_owned()
        }
        Language::Kk => {
            "Осы күнге дейін шара қолданылмаса, мерзімнің өткені тіркеліп, еске салу қайталанады.".to_owned()
        }
    }
}

/// What silence leads to when the law takes it for a decision.
pub fn counts_as(decision: Outcome, language: Language) -> String {
    let words = outcome(decision, language);
    match language {
        Language::En => {
            format!("If nobody decides by then, the law takes the silence for a decision: {words}.")
        }
        Language::Ru => {
            format!("Если до этого дня решения не будет, по закону молчание считается решением: {words}.")
        }
        Language::Kk => {
            format!("Осы күнге дейін шешім болмаса, заң бойынша үнсіздік шешім болып есептеледі: {words}.")
        }
    }
}

/// What silence leads to when nothing but the record follows from it.
pub fn is_recorded(language: Language) -> String {
    match language {
        Language::En => "If nobody acts by then, the delay is recorded.".to_owned(),
        Language::Ru => "Если до этого дня никто не примет мер, просрочка фиксируется.".to_owned(),
        Language::Kk => "Осы күнге дейін шара қолданылмаса, мерзімнің өткені тіркеледі.".to_owned(),
    }
}

/// An outcome in words.
pub fn outcome(outcome: Outcome, language: Language) -> &'static str {
    outcome.in_words(language)
}
