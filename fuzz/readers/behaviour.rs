//! Behaviour files: a few appeals carried by them.

use redress::story::simulate::{self, Figures, World};

use super::rules;
use super::told::told;

pub fn read(bytes: &[u8]) {
    let (rules, calendar, cast) = (rules::rules(), rules::calendar(), rules::cast());
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let behaviour = match simulate::read("fuzzed.yaml", text, &rules.definition) {
        Ok(behaviour) => behaviour,
        Err(problems) => return told(text, &problems),
    };
    match World::new(&rules, &calendar, &behaviour, cast) {
        Ok(world) => {
            let courses = world.simulate(2, 7, |_| {});
            assert_eq!(courses.len(), 2);
            Figures::of(&courses);
        }
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
}
