//! A timeline on a terminal: days, and under each what happened, in aligned columns.
//!
//! Lines are wrapped at the terminal's width, in a pipe at 100 columns, where there are no colours either.
//! What it says is the caller's; the demonstration uses it.

use std::borrow::Cow;
use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};
use jiff::civil::{Date, DateTime};
use textwrap::core::display_width;
use textwrap::{Options, WordSeparator, WordSplitter};

use super::say;
use crate::texts::Language;

/// What a line of a moment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// What happened: stands beside the name of the appeal.
    What,
    /// The same, where somebody was silent.
    Silence,
    /// The decision that is appealed.
    Decision,
    /// A filing that came late.
    Late,
    /// What was stated.
    Says,
    /// Whose turn it is.
    Now,
    /// A deadline and its reason.
    Due,
    /// A letter that was written.
    Letter,
    /// Where a fact is known from.
    Source,
}

impl Label {
    fn word(self) -> &'static str {
        match self {
            Label::What | Label::Silence => "",
            Label::Decision => "decision",
            Label::Late => "late",
            Label::Says => "says",
            Label::Now => "now",
            Label::Due => "due",
            Label::Letter => "letter",
            Label::Source => "source",
        }
    }

    fn style(self) -> Style {
        match self {
            Label::What | Label::Decision | Label::Says | Label::Now => Style::new(),
            Label::Silence => AnsiColor::Red.on_default().bold(),
            Label::Late => AnsiColor::Yellow.on_default(),
            Label::Due => AnsiColor::Green.on_default(),
            Label::Letter => AnsiColor::Cyan.on_default(),
            Label::Source => Style::new().dimmed(),
        }
    }
}

/// What happened at a moment to one appeal, or in the same words to several.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    /// When, on the calendar's wall clock.
    pub at: DateTime,
    /// The names of the appeals.
    pub appeals: Vec<String>,
    /// The lines.
    pub lines: Vec<(Label, String)>,
}

/// The column of times, then that of names and labels.
const TIME: usize = 7;
const NAME: usize = 11;

/// The width in a pipe.
const PIPE: usize = 100;

/// A timeline as it is written.
#[derive(Debug)]
pub(super) struct Timeline {
    width: usize,
    day: Option<Date>,
}

impl Timeline {
    /// A timeline at the terminal's width.
    pub fn new() -> Timeline {
        let terminal = std::io::stdout().is_terminal();
        let width = if terminal { textwrap::termwidth().clamp(60, 112) } else { PIPE };
        Timeline { width, day: None }
    }

    /// A title.
    pub fn title(&mut self, text: &str) {
        let style = Style::new().bold();
        self.day = None;
        say!("\n{style}{text}{style:#}\n{}", "─".repeat(display_width(text).min(self.width)));
    }

    /// A paragraph behind a label, such as a date or a name.
    pub fn paragraph(&self, label: &str, text: &str) {
        let indent = " ".repeat(TIME + NAME);
        let style = Style::new().dimmed();
        // A label that is longer than its column has a line of its own.
        if display_width(label) + 2 > indent.len() {
            say!("{style}{label}{style:#}");
            self.wrapped(&indent, &indent, text, Style::new());
        } else {
            let pad = " ".repeat(indent.len() - display_width(label));
            self.wrapped(&format!("{style}{label}{style:#}{pad}"), &indent, text, Style::new());
        }
    }

    /// A moment, under its day.
    pub fn moment(&mut self, moment: &Moment) {
        if self.day != Some(moment.at.date()) {
            let style = Style::new().bold().underline();
            say!("\n{style}{}{style:#}", Language::En.date_with_weekday(moment.at.date()));
            self.day = Some(moment.at.date());
        }
        let (time, names) = (moment.at.strftime("%H:%M").to_string(), moment.appeals.join(", "));
        let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
        let mut name = names.as_str();
        if name.len() >= NAME {
            say!("{time:<TIME$}{bold}{name}{bold:#}");
            name = "";
        }
        let indent = " ".repeat(TIME + NAME);
        for (place, (label, text)) in moment.lines.iter().enumerate() {
            let begin = match place {
                0 if names.len() < NAME => format!("{time:<TIME$}{bold}{name:<NAME$}{bold:#}"),
                _ => format!("{:<TIME$}{dim}{:<NAME$}{dim:#}", "", label.word()),
            };
            let text = if *label == Label::Letter { self.shortened(text, &indent) } else { text.into() };
            self.wrapped(&begin, &indent, &text, label.style());
        }
    }

    /// As much of a text as fits into one line: a letter is told of, not quoted.
    fn shortened<'a>(&self, text: &'a str, indent: &str) -> Cow<'a, str> {
        let room = self.width - indent.len();
        if display_width(text) <= room {
            return text.into();
        }
        let mut width = 1; // the ellipsis
        let fits = text.chars().take_while(|letter| {
            width += display_width(letter.encode_utf8(&mut [0; 4]));
            width <= room
        });
        let fits: String = fits.collect();
        format!("{}…", fits.trim_end()).into()
    }

    /// `begin` is as wide as `indent` once its colours are taken off.
    fn wrapped(&self, begin: &str, indent: &str, text: &str, style: Style) {
        let options = Options::new(self.width - indent.len()).break_words(false);
        // References and codes of offices stay whole.
        let options =
            options.word_splitter(WordSplitter::NoHyphenation).word_separator(WordSeparator::AsciiSpace);
        for (place, line) in textwrap::wrap(text, options).into_iter().enumerate() {
            say!("{}{style}{line}{style:#}", if place == 0 { begin } else { indent });
        }
    }
}

/// Moments of one instant that say the same of several appeals become one; their letters stand together, those that
/// are alike once.
pub(super) fn gathered(moments: Vec<Moment>) -> Vec<Moment> {
    let mut gathered: Vec<(Moment, Vec<String>)> = Vec::new();
    for mut moment in moments {
        let letters = moment.lines.extract_if(.., |(label, _)| *label == Label::Letter);
        let letters: Vec<String> = letters.map(|(_, text)| text).collect();
        let same =
            gathered.iter_mut().find(|(other, _)| other.at == moment.at && other.lines == moment.lines);
        match same {
            Some((other, written)) => {
                other.appeals.extend(moment.appeals);
                written.extend(letters);
            }
            None => gathered.push((moment, letters)),
        }
    }
    let whole = |(mut moment, letters): (Moment, Vec<String>)| {
        let source = moment.lines.iter().position(|(label, _)| *label == Label::Source);
        let at = source.unwrap_or(moment.lines.len());
        moment.lines.splice(at..at, counted(letters).into_iter().map(|text| (Label::Letter, text)));
        moment
    };
    gathered.into_iter().map(whole).collect()
}

/// Texts in the order of their first, each with how often there are more of it.
fn counted(texts: Vec<String>) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = Vec::new();
    for text in texts {
        match counted.iter_mut().find(|(known, _)| *known == text) {
            Some((_, count)) => *count += 1,
            None => counted.push((text, 1)),
        }
    }
    let often = |(text, count)| if count > 1 { format!("{count} × {text}") } else { text };
    counted.into_iter().map(often).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(appeal: &str, lines: &[(Label, &str)]) -> Moment {
        let lines = lines.iter().map(|(label, text)| (*label, (*text).to_owned())).collect();
        Moment { at: "2021-01-27T10:00".parse().unwrap(), appeals: vec![appeal.to_owned()], lines }
    }

    #[test]
    fn what_happens_alike_to_several_appeals_is_said_once_with_all_letters() {
        let one = moment(
            "ECHO",
            &[
                (Label::What, "recommends"),
                (Label::Letter, "to ECHO"),
                (Label::Letter, "to the office"),
                (Label::Source, "ART"),
            ],
        );
        let two = moment(
            "ILI",
            &[
                (Label::What, "recommends"),
                (Label::Letter, "to ILI"),
                (Label::Letter, "to the office"),
                (Label::Source, "ART"),
            ],
        );
        let other = moment("KIBHR", &[(Label::What, "reports")]);
        let [both, alone] = gathered(vec![one, other, two]).try_into().unwrap();
        assert_eq!(both.appeals, ["ECHO", "ILI"]);
        let lines: Vec<&str> = both.lines.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(lines, ["recommends", "to ECHO", "2 × to the office", "to ILI", "ART"]);
        assert_eq!(alone.appeals, ["KIBHR"]);
    }
}
