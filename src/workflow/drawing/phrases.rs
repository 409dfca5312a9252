//! The words of a drawing, language by language.
//!
//! Pure. Labels that need no inflection around what they carry: `{}` stands for a span, a number or a name in the
//! nominative. A native speaker checks the Kazakh column before a release.

use crate::texts::Language;
use crate::workflow::definition::{Anchor, Late};

pub(super) struct Phrases {
    // Where a track begins.
    pub filing: &'static str,
    pub filed_with: &'static str,
    pub opens: &'static str,
    pub late_accepted: &'static str,
    pub late_refused: &'static str,
    pub stays_execution: &'static str,
    // What is said of a track.
    pub decides: &'static str,
    pub beside: &'static str,
    pub ends_track: &'static str,
    pub at_any_time: &'static str,
    pub opens_track: &'static str,
    pub goes_on_in: &'static str,
    // What is said of a limit.
    pub service: &'static str,
    pub runs_on: &'static str,
    pub reminder_before: &'static str,
    pub reminder_after: &'static str,
    pub or_where: &'static str,
    // Under which conditions something holds.
    pub only_if: &'static str,
    pub except_if: &'static str,
    pub answered: &'static str,
    pub only_after: &'static str,
    pub not_before: &'static str,
    // What silence does.
    pub escalates: &'static str,
    pub lapses: &'static str,
    pub chased: &'static str,
    pub chased_in_vain: &'static str,
    pub climbs: &'static str,
    pub climbed_in_vain: &'static str,
    pub deemed: &'static str,
    pub closes: &'static str,
    pub recorded: &'static str,
    // What an action does.
    pub extends: &'static str,
    pub stops: &'static str,
    pub second: &'static str,
    pub another_official: &'static str,
    pub next_remedy: &'static str,
    // Ends.
    pub as_decided: &'static str,
    pub done: &'static str,
    // Where an appeal stands.
    pub here: &'static str,
    pub ended: &'static str,
    pub until: &'static str,
    pub passed: &'static str,
    // What the lines and boxes mean.
    pub legend_step: &'static str,
    pub legend_end: &'static str,
    pub legend_action: &'static str,
    pub legend_silence: &'static str,
    pub legend_pause: &'static str,
    pub legend_extension: &'static str,
    pub legend_again: &'static str,
    pub legend_reminder: &'static str,
    // Only in BPMN.
    pub choice: &'static str,
    pub recorded_or_told: &'static str,
    // The description for those who do not see the picture.
    pub version: &'static str,
    pub law: &'static str,
}

pub(super) fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::En => &EN,
        Language::Ru => &RU,
        Language::Kk => &KK,
    }
}

/// What a time counts from; nothing for the day of arrival at the step.
pub(super) fn counted_from(anchor: Anchor, language: Language) -> Option<&'static str> {
    let [en, ru, kk] = match anchor {
        Anchor::Entry => return None,
        Anchor::Filing => ["from filing", "со дня подачи", "берілген күннен"],
        Anchor::Service => ["from service", "со дня вручения", "тапсырылған күннен"],
        Anchor::Sending => ["from sending", "со дня направления", "жіберілген күннен"],
        Anchor::Publication => ["from publication", "со дня опубликования", "жарияланған күннен"],
        Anchor::Knowledge => {
            ["from knowledge of it", "со дня, когда стало известно", "белгілі болған күннен"]
        }
        Anchor::Receipt => ["from receipt", "со дня поступления", "келіп түскен күннен"],
        Anchor::Expiry => {
            ["from the end of the time missed", "со дня истечения срока", "мерзім біткен күннен"]
        }
        Anchor::Decision => ["from the decision", "со дня решения", "шешім қабылданған күннен"],
        Anchor::Registration => ["from registration", "со дня регистрации", "тіркелген күннен"],
    };
    Some(match language {
        Language::En => en,
        Language::Ru => ru,
        Language::Kk => kk,
    })
}

impl Phrases {
    /// What becomes of an appeal that comes late.
    pub(super) fn late(&self, late: Late) -> &'static str {
        match late {
            Late::Accept => self.late_accepted,
            Late::Refuse => self.late_refused,
        }
    }
}

static EN: Phrases = Phrases {
    filing: "Filing",
    filed_with: "with: {}",
    opens: "Opened by",
    late_accepted: "late: accepted and flagged",
    late_refused: "late: refused",
    stays_execution: "stays execution",
    decides: "decides the appeal",
    beside: "runs beside; decides nothing",
    ends_track: "ends the track: {}",
    at_any_time: "At any time: {}",
    opens_track: "opens: {}",
    goes_on_in: "Goes on in: {}",
    service: "set by the service",
    runs_on: "runs on in a pause",
    reminder_before: "reminder {} before",
    reminder_after: "reminder {} after",
    or_where: "or {}",
    only_if: "if {}",
    except_if: "not if {}",
    answered: "“{q}”: {a}",
    only_after: "after “{a}”",
    not_before: "{s} after “{a}” at the earliest",
    escalates: "Silence: passed on",
    lapses: "The time runs out",
    chased: "then a reminder each {s}, {n} at most",
    chased_in_vain: "Still silent after {n} reminders",
    climbs: "silence: up to the next office, {n} times at most",
    climbed_in_vain: "Every office above silent",
    deemed: "Silence counts as: {}",
    closes: "Silence ends it",
    recorded: "silence: recorded only",
    extends: "+{} at most",
    stops: "{} at most",
    second: "second signature: {}",
    another_official: "another official",
    next_remedy: "next remedy open: {}",
    as_decided: "as decided",
    done: "track ends",
    here: "The appeal is here",
    ended: "The appeal ended here",
    until: "until {}",
    passed: "passed",
    legend_step: "step: title, holder, limits",
    legend_end: "end",
    legend_action: "an action leads on",
    legend_silence: "silence leads on: the time has passed",
    legend_pause: "stops the clock",
    legend_extension: "adds time",
    legend_again: "leads back here",
    legend_reminder: "reminder",
    choice: "What is done?",
    recorded_or_told: "told",
    version: "version {}",
    law: "Law",
};

static RU: Phrases = Phrases {
    filing: "Подача",
    filed_with: "куда: {}",
    opens: "Открывается",
    late_accepted: "с опозданием: принимается с отметкой",
    late_refused: "с опозданием: не принимается",
    stays_execution: "приостанавливает исполнение",
    decides: "решает жалобу",
    beside: "идёт рядом; ничего не решает",
    ends_track: "прекращает: {}",
    at_any_time: "В любое время: {}",
    opens_track: "открывает: {}",
    goes_on_in: "Продолжение: {}",
    service: "установлено сервисом",
    runs_on: "идёт и во время паузы",
    reminder_before: "напоминание: {} до срока",
    reminder_after: "напоминание: {} после срока",
    or_where: "или {}",
    only_if: "если {}",
    except_if: "кроме случая: {}",
    answered: "«{q}»: {a}",
    only_after: "после действия «{a}»",
    not_before: "не ранее чем через {s} после действия «{a}»",
    escalates: "Молчание: передаётся дальше",
    lapses: "Срок истёк",
    chased: "затем напоминания: интервал {s}, не более {n}",
    chased_in_vain: "Молчание после напоминаний ({n})",
    climbs: "молчание: к следующему вышестоящему, не более {n} раз",
    climbed_in_vain: "Молчат все вышестоящие органы",
    deemed: "Молчание считается решением: {}",
    closes: "Молчание завершает",
    recorded: "молчание: только фиксируется",
    extends: "не более +{}",
    stops: "не более {}",
    second: "вторая подпись: {}",
    another_official: "другое должностное лицо",
    next_remedy: "открыто следующее средство защиты: {}",
    as_decided: "как решено",
    done: "ветвь завершена",
    here: "Жалоба здесь",
    ended: "Жалоба завершилась здесь",
    until: "до {}",
    passed: "пройдено",
    legend_step: "шаг: название, у кого, сроки",
    legend_end: "завершение",
    legend_action: "ведёт действие",
    legend_silence: "ведёт молчание: срок истёк",
    legend_pause: "останавливает срок",
    legend_extension: "продлевает срок",
    legend_again: "ведёт сюда же",
    legend_reminder: "напоминание",
    choice: "Что сделано?",
    recorded_or_told: "извещено",
    version: "версия {}",
    law: "Закон",
};

static KK: Phrases = Phrases {
    filing: "Шағым беру",
    filed_with: "қайда: {}",
    opens: "Ашылады",
    late_accepted: "кешіксе: белгімен қабылданады",
    late_refused: "кешіксе: қабылданбайды",
    stays_execution: "орындауды тоқтата тұрады",
    decides: "шағымды шешеді",
    beside: "қатар жүреді; ештеңе шешпейді",
    ends_track: "тоқтатады: {}",
    at_any_time: "Кез келген уақытта: {}",
    opens_track: "ашады: {}",
    goes_on_in: "Жалғасы: {}",
    service: "сервис белгілеген",
    runs_on: "үзіліс кезінде де өтеді",
    reminder_before: "еске салу: мерзімге дейін {}",
    reminder_after: "еске салу: мерзімнен кейін {}",
    or_where: "немесе {}",
    only_if: "шарты: {}",
    except_if: "мынадан басқа: {}",
    answered: "«{q}»: {a}",
    only_after: "мынадан кейін: «{a}»",
    not_before: "«{a}» әрекетінен кейін, ең ерте: {s}",
    escalates: "Үнсіздік: әрі қарай беріледі",
    lapses: "Мерзім өтті",
    chased: "кейін еске салу: аралығы {s}, ең көбі {n}",
    chased_in_vain: "Еске салудан кейін де үнсіздік ({n})",
    climbs: "үнсіздік: келесі жоғары органға, ең көбі {n} рет",
    climbed_in_vain: "Барлық жоғары орган үнсіз",
    deemed: "Үнсіздік шешім болып есептеледі: {}",
    closes: "Үнсіздік аяқтайды",
    recorded: "үнсіздік: тек тіркеледі",
    extends: "ең көбі +{}",
    stops: "ең көбі {}",
    second: "екінші қол: {}",
    another_official: "басқа лауазымды адам",
    next_remedy: "келесі қорғау жолы ашық: {}",
    as_decided: "шешімге сай",
    done: "тармақ аяқталды",
    here: "Шағым осында",
    ended: "Шағым осында аяқталды",
    until: "соңғы күні: {}",
    passed: "өтті",
    legend_step: "қадам: атауы, кімде, мерзімдері",
    legend_end: "аяқталуы",
    legend_action: "әрекет апарады",
    legend_silence: "үнсіздік апарады: мерзім өтті",
    legend_pause: "мерзімді тоқтатады",
    legend_extension: "мерзімді ұзартады",
    legend_again: "осында қайтарады",
    legend_reminder: "еске салу",
    choice: "Не істелді?",
    recorded_or_told: "хабарланды",
    version: "{}-нұсқа",
    law: "Заң",
};

/// A phrase with its gap filled.
pub(super) fn fill(phrase: &str, with: &str) -> String {
    phrase.replace("{}", with)
}
