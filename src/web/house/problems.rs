//! The faults of an author's file as pages show them: each with its line, what is wrong in it underlined.

use crate::source::{Problem, Problems};

/// A fault.
pub(super) struct Told {
    pub file: String,
    pub line: i64,
    pub column: i64,
    pub message: String,
    pub help: Option<String>,
    /// The line in which it stands: before the fault, the fault, after it.
    pub drawn: Option<(String, String, String)>,
}

/// All faults, in the order of the file.
pub(super) fn told(problems: &Problems) -> Vec<Told> {
    problems.iter().map(|problem| one(problems, problem)).collect()
}

fn one(problems: &Problems, problem: &Problem) -> Told {
    let drawn = problems.line_of(problem).map(|(line, span)| {
        (line[..span.start].to_owned(), line[span.clone()].to_owned(), line[span.end..].to_owned())
    });
    Told {
        file: problem.file.clone(),
        line: problem.line as i64,
        column: problem.column as i64,
        message: problem.message.clone(),
        help: problem.help.clone(),
        drawn,
    }
}

/// A sentence about a file as a whole.
pub(super) fn sentence(message: String) -> Told {
    Told { file: String::new(), line: 0, column: 0, message, help: None, drawn: None }
}
