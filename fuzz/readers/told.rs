//! The faults of a file, as its author is told them.

use redress::source::Problems;

/// Holds faults to what is promised of them: there is one, each lies in one line of the file, all can be drawn.
pub fn told(text: &str, problems: &Problems) {
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in problems {
        let underlined = text.get(problem.span.clone());
        assert!(
            underlined.is_some_and(|text| !text.contains('\n')),
            "{problem:?} lies in no line of the file"
        );
        let lines = text.as_bytes()[..problem.span.start].iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(problem.line, lines + 1, "{problem:?}");
        assert!(!problem.message.is_empty());
    }
    assert!(!problems.render(false).is_empty());
}
