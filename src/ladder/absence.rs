//! Who stands in for whom: absences resolved from deputy to deputy.
//!
//! Pure. A deputy who is away herself is stood in for by hers; a circle leads to nobody.

/// Those who are away on a day, each with her deputy if she has named one. People are known by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Absences(Vec<(i64, Option<i64>)>);

impl Absences {
    /// Absences of one day.
    pub fn new(away: Vec<(i64, Option<i64>)>) -> Absences {
        Absences(away)
    }

    /// Whether a person is away.
    pub fn is_away(&self, person: i64) -> bool {
        self.0.iter().any(|(away, _)| *away == person)
    }

    /// Who does a person's work on this day: herself if she is there; nobody if the way ends or leads in a circle.
    pub fn does_the_work_of(&self, person: i64) -> Option<i64> {
        let (mut now, mut passed) = (person, vec![person]);
        while let Some((_, deputy)) = self.0.iter().find(|(away, _)| *away == now) {
            now = (*deputy)?;
            if passed.contains(&now) {
                return None;
            }
            passed.push(now);
        }
        Some(now)
    }

    /// All whose work a person does on this day, herself first if she is there.
    pub fn worked_for_by(&self, person: i64) -> Vec<i64> {
        let own = (!self.is_away(person)).then_some(person);
        let others = self.0.iter().map(|(away, _)| *away);
        let others = others.filter(|away| *away != person && self.does_the_work_of(*away) == Some(person));
        own.into_iter().chain(others).collect()
    }

    /// Whether the deputies would go in a circle, if this person too were away with this deputy.
    pub fn would_circle(&self, person: i64, deputy: i64) -> bool {
        let mut now = deputy;
        for _ in 0..=self.0.len() {
            match self.0.iter().find(|(away, _)| *away == now) {
                _ if now == person => return true,
                Some((_, Some(next))) => now = *next,
                _ => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deputy_of_a_deputy_stands_in_for_both() {
        let away = Absences::new(vec![(1, Some(2)), (2, Some(3))]);
        assert_eq!(away.does_the_work_of(1), Some(3));
        assert_eq!(away.worked_for_by(3), [3, 1, 2]);
        assert_eq!(away.worked_for_by(2), [] as [i64; 0]);
    }

    #[test]
    fn a_circle_and_an_open_end_lead_to_nobody_and_only_the_circle_is_one() {
        let circle = Absences::new(vec![(1, Some(2)), (2, Some(1))]);
        assert_eq!(circle.does_the_work_of(1), None);
        let away = Absences::new(vec![(2, Some(3)), (3, None)]);
        assert_eq!(away.does_the_work_of(2), None);
        assert!(!away.would_circle(1, 2));
        assert!(Absences::new(vec![(2, Some(1))]).would_circle(1, 2));
        assert!(!Absences::new(vec![(2, Some(3))]).would_circle(1, 2));
    }
}
