//! Small workflows at random, as files that the real compiler reads.

use std::fmt::Write;

/// A source of chance that is the same on every machine.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.roll(times) == 0
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len() as u64) as usize]
    }
}

/// What the workflows are like.
#[derive(Debug, Clone, Copy)]
pub struct Taste {
    /// Steps with two limits.
    pub crowded: bool,
    /// Limits in hours, from filing or service, or moved back.
    pub odd: bool,
    /// Clocks that are stopped, limits that are lengthened.
    pub clocks: bool,
    /// Ways back to earlier steps, and ends as decided.
    pub wild: bool,
    /// Actions that rest on others, and appeals that come late.
    pub order: bool,
}

struct Writing {
    dice: Dice,
    taste: Taste,
    steps: u64,
    /// Whether the appeal may be handed to two parties.
    twofold: bool,
    /// Whether silence may be chased.
    chases: bool,
    /// How many actions there are on which others may rest.
    first: u64,
    /// Whether an appeal may come late.
    late: bool,
    /// Whether a silence that was overlooked waits for a person.
    waits: bool,
    text: String,
}

/// The part of a workflow file that matters, from `filing` on.
pub fn body(seed: u64, taste: Taste) -> String {
    let mut dice = Dice::new(seed);
    let steps = 1 + dice.roll(3);
    let chases = dice.one_in(2);
    let (first, late) = match taste.order {
        true => (dice.roll(3), dice.one_in(3)),
        false => (0, false),
    };
    let text = String::new();
    let mut writing = Writing { dice, taste, steps, twofold: false, chases, first, late, waits: false, text };
    writing.write();
    writing.text
}

impl Writing {
    fn write(&mut self) {
        let next = self.dice.pick(&["from-notice", "from-legal-day"]);
        // Nobody is asked while somebody looks, also after a clock that was stopped on its last day.
        self.waits = self.taste.clocks && next == "from-notice" && self.dice.one_in(2);
        let deemed = match self.waits {
            true => "{wait-for-person: {confirmed-by: ngo, within: 3 working days}}",
            false => "at-once",
        };
        let _ = writeln!(self.text, "after-outage: {{next-time: {next}, deemed: {deemed}}}");
        let beside = match self.taste.odd && self.dice.one_in(2) {
            true => format!(", a: s{}", self.dice.roll(self.steps)),
            false => String::new(),
        };
        let _ = writeln!(self.text, "filing:\n  by: ngo\n  with: {{issuer: s0{beside}}}");
        self.twofold = !beside.is_empty();
        let late = if self.late { self.dice.pick(&["accept", "refuse"]) } else { "accept" };
        let _ = writeln!(
            self.text,
            "  time: {{within: 1 month, from: decision, nature: service}}\n  late: {late}\n  asks:"
        );
        let _ = writeln!(
            self.text,
            "    kind: {{title: {{en: k}}, kind: choice, optional: true, choices: {{other: {{en: o}}}}}}"
        );
        if self.late {
            let _ = writeln!(
                self.text,
                "    why: {{title: {{en: w}}, optional: true}}\n  restoration: {{article: an article, motion: why}}"
            );
        }
        let _ = writeln!(self.text, "tracks:\n  legal:\n    decides: true\n    title: {{en: t}}\n    steps:");
        let mut actions = String::new();
        for first in 0..self.first {
            self.first(first, &mut actions);
        }
        if self.late {
            actions.push_str("\n  restore: {title: {en: r}, by: [ngo, issuer, a, b], restores-time: true}");
        }
        for step in 0..self.steps {
            self.step(step, &mut actions);
        }
        let decided = if self.taste.wild && self.dice.one_in(4) { "as-decided" } else { "unanswered" };
        let _ = writeln!(self.text, "      e0: {{title: {{en: e}}, ends: {decided}}}");
        let _ = writeln!(self.text, "      e1: {{title: {{en: e}}, ends: withdrawn}}");
        if actions.is_empty() {
            actions.push_str(" {}");
        }
        let _ = writeln!(self.text, "actions:{actions}");
        let from = self.dice.roll(self.steps);
        let to = self.dice.pick(&["end", "decision-or-next-remedy"]);
        let within = self.span(4).replace("hours", "calendar days");
        let _ = writeln!(
            self.text,
            "promises: [{{title: {{en: p}}, from: s{from}, to: {to}, within: {within}}}]"
        );
    }

    /// A step after this one, or now and then one before it.
    fn target(&mut self, step: u64) -> String {
        let back = self.taste.wild && self.dice.one_in(6);
        let (from, count) = if back { (0, step + 1) } else { (step + 1, self.steps + 1 - step) };
        match from + self.dice.roll(count) {
            next if next < self.steps => format!("s{next}"),
            next => format!("e{}", next - self.steps),
        }
    }

    fn step(&mut self, step: u64, actions: &mut String) {
        let holder = self.dice.pick(&["ngo", "issuer", "a", "b"]);
        let remedy = if self.dice.one_in(4) { "\n        next-remedy: an article" } else { "" };
        let _ = writeln!(
            self.text,
            "      s{step}:\n        title: {{en: s}}\n        holder: {holder}{remedy}\n        limits:"
        );
        let limits = if self.taste.crowded && self.dice.one_in(2) { 2 } else { 1 };
        for limit in 0..limits {
            let time = self.time();
            let silence = match self.dice.roll(8) {
                0 if limit == 1 => "stay: l0".to_owned(),
                _ => self.silence(step),
            };
            let runs_on = if self.taste.clocks && self.dice.one_in(5) { ", runs-on: true" } else { "" };
            let _ = writeln!(
                self.text,
                "          l{limit}: {{time: {time}{runs_on}, on-silence: {{{silence}}}}}"
            );
        }
        let mut allows = self.first_here(step);
        for number in 0..self.dice.roll(3) {
            let name = format!("m{step}{number}");
            let to = self.target(step);
            let decides = if self.dice.one_in(3) { ", decision: changed" } else { "" };
            let bound = if self.dice.one_in(2) { ", at-most: 1" } else { "" };
            let rests = if self.taste.order && self.dice.one_in(2) {
                self.not_before(self.first)
            } else {
                String::new()
            };
            let _ = write!(
                actions,
                "\n  {name}: {{title: {{en: m}}, by: [{holder}], to: {to}{decides}{bound}{rests}}}"
            );
            allows.push(name);
        }
        if self.taste.clocks {
            self.clocks(step, holder, limits, &mut allows, actions);
        }
        let _ = writeln!(self.text, "        allows: [{}]", allows.join(", "));
    }

    /// An action on which others may rest; most do nothing else.
    fn first(&mut self, number: u64, actions: &mut String) {
        let most = 1 + self.dice.roll(2);
        let to = if self.dice.one_in(6) {
            format!(", to: {}", self.target(self.steps - 1))
        } else {
            String::new()
        };
        let decides = if self.dice.one_in(8) { ", decision: changed" } else { "" };
        let rests = if self.dice.one_in(4) { self.not_before(number) } else { String::new() };
        let _ = write!(
            actions,
            "\n  n{number}: {{title: {{en: n}}, by: [ngo, issuer, a, b], at-most: {most}{to}{decides}{rests}}}"
        );
    }

    /// Those of them that are lawful at a step: each at one step at least.
    fn first_here(&mut self, step: u64) -> Vec<String> {
        let mut here = Vec::new();
        for number in 0..self.first {
            if number % self.steps == step || self.dice.one_in(3) {
                here.push(format!("n{number}"));
            }
        }
        if self.late && (step == 0 || self.dice.one_in(3)) {
            here.push("restore".to_owned());
        }
        here
    }

    /// That one of the first so many actions must come before.
    fn not_before(&mut self, first: u64) -> String {
        if first == 0 {
            return String::new();
        }
        let after = self.dice.roll(first);
        let wait = if self.dice.one_in(3) { String::new() } else { format!(", wait: {}", self.span(3)) };
        format!(", not-before: {{after: n{after}{wait}}}")
    }

    fn clocks(
        &mut self,
        step: u64,
        holder: &str,
        limits: u64,
        allows: &mut Vec<String>,
        actions: &mut String,
    ) {
        if self.dice.one_in(2) {
            let limit = self.dice.roll(limits);
            let by = self.span(2);
            let most = 1 + self.dice.roll(2);
            let in_all = if self.dice.one_in(3) { format!(", in-all: {by}") } else { String::new() };
            let name = format!("x{step}");
            let per = match self.first > 0 && self.dice.one_in(2) {
                true => format!(", per: n{}", self.dice.roll(self.first)),
                false => String::new(),
            };
            let _ = write!(
                actions,
                "\n  {name}: {{title: {{en: x}}, by: [{holder}], at-most: {most}, extends: {{limit: l{limit}, by: {by}{in_all}{per}}}}}"
            );
            allows.push(name);
        }
        if self.dice.one_in(2) {
            let most = 1 + self.dice.roll(2);
            let long = self.span(3);
            let name = format!("p{step}");
            let _ = write!(
                actions,
                "\n  {name}: {{title: {{en: p}}, by: [{holder}], at-most: {most}, stops-clock: {{at-most: {long}, grounds: {{g: {{en: g}}}}}}}}"
            );
            allows.push(name);
            if self.dice.one_in(2) {
                let bound = if self.dice.one_in(3) { ", at-most: 1" } else { "" };
                let rests = if self.taste.order && self.dice.one_in(3) {
                    self.not_before(self.first)
                } else {
                    String::new()
                };
                let name = format!("r{step}");
                let _ = write!(
                    actions,
                    "\n  {name}: {{title: {{en: r}}, by: [{holder}], restarts-clock: true{bound}{rests}}}"
                );
                allows.push(name);
            }
        }
    }

    fn span(&mut self, most: u64) -> String {
        let amount = 1 + self.dice.roll(most);
        let units = match (self.taste.odd && self.dice.one_in(4), amount) {
            (true, _) => return format!("{} hours", 5 * amount),
            (false, 1) => ["working day", "calendar day", "sutki"],
            (false, _) => ["working days", "calendar days", "sutki"],
        };
        format!("{amount} {}", self.dice.pick(&units))
    }

    fn time(&mut self) -> String {
        let month = !self.taste.clocks && self.dice.one_in(12);
        let within = if month { "1 month".to_owned() } else { self.span(4) };
        let anchors: &[&str] = match self.taste.odd {
            _ if self.waits => &["entry", "receipt", "registration"],
            // Who is late had the decision long before.
            true if self.late => &["entry", "expiry", "receipt", "registration", "filing", "service"],
            true => &["entry", "expiry", "receipt", "registration", "filing", "decision", "service"],
            false => &["entry", "expiry", "receipt", "registration"],
        };
        let from = self.dice.pick(anchors);
        let rolls: &[&str] = match self.taste.odd && !self.taste.clocks {
            true => &["next", "none", "previous"],
            false => &["next", "next", "none"],
        };
        let roll = self.dice.pick(rolls);
        let reading = if self.dice.one_in(5) { ", sutki: working" } else { "" };
        let ends = if self.dice.one_in(5) { ", ends: close-of-business" } else { "" };
        let or = match self.taste.odd && self.dice.one_in(5) {
            true if self.twofold && self.dice.one_in(2) => {
                format!(", or: [{{where: {{with: a}}, within: {}}}]", self.span(4))
            }
            true => format!(", or: [{{where: {{kind: other}}, within: {}}}]", self.span(4)),
            false => String::new(),
        };
        format!("{{within: {within}, from: {from}, roll: {roll}, nature: service{reading}{ends}{or}}}")
    }

    fn silence(&mut self, step: u64) -> String {
        let to = self.target(step);
        match self.dice.roll(8) {
            0 => format!("climb: {{rungs: {}, then: {to}}}", 1 + self.dice.roll(2)),
            1 if self.chases => {
                let every = self.dice.pick(&["1 working day", "1 calendar day", "2 working days"]);
                format!("chase: {{every: {every}, at-most: {}, then: {to}}}", self.dice.roll(3))
            }
            2 | 3 => format!("escalate: {to}"),
            4 => format!("deemed: {{decision: unchanged, article: an article, then: {to}}}"),
            5 => "close: unanswered".to_owned(),
            _ => format!("lapse: {to}"),
        }
    }
}
