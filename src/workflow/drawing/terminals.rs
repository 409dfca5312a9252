//! The ends of a track, placed to its right, each where its lines reach it with the least turning.
//!
//! Pure; part of `lane`.

use std::collections::BTreeSet;

use super::lane::Sketch;

/// Between two ends.
const GAP: i32 = 18;
/// Between the arrows that reach one end.
const LANDINGS: i32 = 14;

/// Places the ends and settles where their arrows arrive; answers with the lowest side of all.
pub(super) fn place(ends: &[usize], sketch: &mut Sketch) -> i32 {
    let mut wanted: Vec<(i32, usize)> = ends.iter().map(|end| (centre(*end, sketch), *end)).collect();
    wanted.sort_unstable();
    // No arrow may arrive at a height at which a line of others runs past.
    let heights: BTreeSet<i32> =
        sketch.groups.iter().flat_map(|group| group.sources.iter().map(|(_, y)| *y)).collect();
    let mut lowest = 0;
    for (centre, end) in wanted {
        let arriving: Vec<usize> =
            (0..sketch.groups.len()).filter(|group| sketch.groups[*group].to == end).collect();
        let height = sketch.nodes[end].height.max(LANDINGS * (count(&arriving) + 1));
        let above = LANDINGS * (count(&arriving) - 1).max(0) / 2;
        let first = lowest + height / 2 - above;
        let mut at = straight(&arriving, centre - above, sketch).unwrap_or(centre - above).max(first);
        while arriving.iter().zip(0..).any(|(group, place)| {
            let y = at + LANDINGS * place;
            let own = sketch.groups[*group].sources.as_slice();
            heights.range(y - 3..=y + 3).any(|height| !(own.len() == 1 && own[0].1 == y && *height == y))
        }) {
            at += 1;
        }
        for (group, place) in arriving.iter().zip(0..) {
            sketch.groups[*group].landing = at + LANDINGS * place;
        }
        let block = &mut sketch.nodes[end];
        block.top = at + above - height / 2;
        block.height = height;
        lowest = block.top + height + GAP;
    }
    lowest - GAP
}

/// Where the first must arrive for a line that arrives alone to come straight, as near as can be to what is wanted.
fn straight(arriving: &[usize], wanted: i32, sketch: &Sketch) -> Option<i32> {
    let alone = arriving.iter().zip(0..).filter_map(|(group, place)| match *sketch.groups[*group].sources {
        [(_, y)] => Some(y - LANDINGS * place),
        _ => None,
    });
    alone.filter(|at| (at - wanted).abs() < 2 * LANDINGS).min_by_key(|at| (at - wanted).abs())
}

/// The middle of the heights from which lines come.
fn centre(end: usize, sketch: &Sketch) -> i32 {
    let groups = sketch.groups.iter().filter(|group| group.to == end);
    let mut heights: Vec<i32> = groups.flat_map(|group| group.sources.iter().map(|(_, y)| *y)).collect();
    heights.sort_unstable();
    heights.get(heights.len() / 2).copied().unwrap_or(0)
}

fn count(arriving: &[usize]) -> i32 {
    i32::try_from(arriving.len()).unwrap_or(i32::MAX / LANDINGS - 1)
}
