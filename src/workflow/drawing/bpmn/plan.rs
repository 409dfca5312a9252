//! Where the processes are drawn: steps from left to right in layered order, each in its holder's lane.
//!
//! Pure; part of `bpmn`. A way leaves its column to the right, on a row of its own where its name stands, runs along
//! the upper edge of the lane it leads to and enters from the left, so that no way runs over a task.

use super::process::{Column, Kind, Pool};
use crate::workflow::drawing::measure::wrap;
use crate::workflow::drawing::picture::{Point, Rect};

/// The bands with the names of pool and lane.
const BAND: i32 = 30;
const TASK: (i32, i32) = (160, 80);
const GATEWAY: i32 = 50;
const EVENT: i32 = 36;
const GAP: i32 = 30;
/// Between ways that run side by side.
const WAYS: i32 = 10;
/// Between two timers of a task, and the height of their names below them.
const TIMERS: (i32, i32) = (132, 54);
/// Below those names, to the ends of what reminders send.
const SENT: i32 = 60;
const POOLS: i32 = 60;
/// The names of ways: how wide, the size of their letters, and the distance of lines.
const NAME: (i32, i32, i32) = (150, 11, 14);

/// Where a column's ways leave and enter.
#[derive(Debug, Clone, Copy)]
struct Gutters {
    enters: i32,
    leaves: i32,
}

/// Gives everything its place, and the ways their corners.
pub(super) fn plan(mut pools: Vec<Pool>) -> Vec<Pool> {
    let mut top = POOLS;
    for pool in &mut pools {
        let gutters = across(pool);
        let entries = down(pool, top);
        for column in 0..pool.columns.len() {
            ways(pool, column, &gutters, &entries);
        }
        within(pool);
        top = pool.rect.y + pool.rect.h + POOLS;
    }
    let width = pools.iter().map(|pool| pool.rect.w).max().unwrap_or(0);
    for pool in &mut pools {
        pool.rect.w = width;
        for (_, rect) in &mut pool.roles {
            rect.w = width - BAND;
        }
    }
    pools
}

/// From left to right.
fn across(pool: &mut Pool) -> Vec<Gutters> {
    let mut gutters = Vec::new();
    let mut x = POOLS + 2 * BAND + GAP;
    for column in &pool.columns {
        let enters = x;
        x += GAP;
        if let Some(join) = column.join {
            pool.items[join].rect = Rect { x, y: 0, w: GATEWAY, h: GATEWAY };
            x += GATEWAY + GAP;
        }
        let timers = TIMERS.0 * small(column.ending.len() + column.beside.len());
        let (w, h) = match pool.items[column.main].kind {
            Kind::Task => (TASK.0.max(timers), TASK.1),
            _ => (EVENT, EVENT),
        };
        pool.items[column.main].rect = Rect { x, y: 0, w, h };
        // Timers that end the task are to the right, so that their ways cross no other's.
        let beside = column.beside.iter().map(|(boundary, _)| *boundary);
        for (place, boundary) in beside.chain(column.ending.iter().copied()).enumerate() {
            let left = x + TIMERS.0 * small(place) + 6;
            pool.items[boundary].rect = Rect { x: left, y: 0, w: EVENT, h: EVENT };
        }
        for (boundary, end) in &column.beside {
            let left = pool.items[*boundary].rect.x;
            pool.items[*end].rect = Rect { x: left, y: 0, w: EVENT, h: EVENT };
        }
        x += w + GAP;
        if let Some(after) = column.after {
            let size = if matches!(pool.items[after].kind, Kind::Wait(_)) { EVENT } else { GATEWAY };
            pool.items[after].rect = Rect { x, y: 0, w: size, h: size };
            x += size + WAYS;
        }
        if rows(pool, column).is_empty() {
            x += WAYS
        } else {
            x += NAME.0 + GAP
        }
        gutters.push(Gutters { enters, leaves: x });
        x += GAP + WAYS * small(leaving(pool, column).len());
    }
    pool.rect = Rect { x: POOLS, y: 0, w: x - POOLS, h: 0 };
    gutters
}

/// From above; answers with the height of the way into each column.
fn down(pool: &mut Pool, top: i32) -> Vec<i32> {
    let mut entries = vec![0; pool.columns.len()];
    let mut y = top;
    for role in 0..pool.roles.len() {
        let upper = y;
        let of_role: Vec<usize> =
            (0..pool.columns.len()).filter(|column| pool.columns[*column].role == role).collect();
        y += GAP;
        for &column in &of_role {
            entries[column] = y;
            y += WAYS;
        }
        let above = of_role.iter().map(|column| {
            let rows = rows(pool, &pool.columns[*column]);
            rows.iter().map(|(_, high)| high).sum::<i32>() - TASK.1 / 2
        });
        let middle = y + GAP / 2 + above.fold(TASK.1 / 2, i32::max);
        let below = of_role.iter().map(|column| stand(pool, *column, middle)).max().unwrap_or(0);
        y = middle + below + GAP;
        pool.roles[role].1 = Rect { x: POOLS + BAND, y: upper, w: pool.rect.w - BAND, h: y - upper };
    }
    pool.rect = Rect { y: top, h: y - top, ..pool.rect };
    entries
}

/// Puts a column on its lane's middle; answers with how far it reaches below.
fn stand(pool: &mut Pool, column: usize, middle: i32) -> i32 {
    let column = &pool.columns[column];
    for item in [column.join, Some(column.main), column.after].into_iter().flatten() {
        let rect = &mut pool.items[item].rect;
        rect.y = middle - rect.h / 2;
    }
    if let Some(after) = column.after {
        let Rect { x, y, h, .. } = pool.items[after].rect;
        // Beside the rows of its ways.
        pool.items[after].label = Rect { x: x - GAP + 6, y: y + h + 2, w: GAP + GATEWAY / 2, h: 2 * NAME.2 };
    }
    let lower = middle + TASK.1 / 2;
    for item in column.beside.iter().map(|(boundary, _)| boundary).chain(&column.ending) {
        let item = &mut pool.items[*item];
        item.rect.y = lower - EVENT / 2;
        // To the right of the way that leads down from it.
        let (x, y) = (item.rect.x + EVENT / 2 + 6, item.rect.y + EVENT + 2);
        item.label = Rect { x, y, w: TIMERS.0 - 14, h: TIMERS.1 - 6 };
    }
    let ways = EVENT / 2 + TIMERS.1 + WAYS * small(column.ending.len());
    for (_, end) in &column.beside {
        pool.items[*end].rect.y = lower + ways + SENT - EVENT;
    }
    match (column.ending.is_empty(), column.beside.is_empty()) {
        (true, true) => TASK.1 / 2,
        (false, true) => TASK.1 / 2 + ways,
        (_, false) => TASK.1 / 2 + ways + SENT + GAP,
    }
}

/// The flows that leave a column for another, or come back to it.
fn leaving(pool: &Pool, column: &Column) -> Vec<usize> {
    let sources: Vec<usize> =
        [Some(column.main), column.after].into_iter().flatten().chain(column.ending.clone()).collect();
    let flows = pool.flows.iter().enumerate();
    flows
        .filter(|(_, flow)| flow.column.is_some() && sources.contains(&flow.from))
        .map(|(at, _)| at)
        .collect()
}

/// The flows of a column's choice, each with the height of its row.
fn rows(pool: &Pool, column: &Column) -> Vec<(usize, i32)> {
    let Some(after) = column.after else { return Vec::new() };
    let named = |flow: &usize| pool.flows[*flow].from == after && !pool.flows[*flow].name.is_empty();
    let high = |flow: usize| {
        let lines = wrap(&pool.flows[flow].name, NAME.1, NAME.0).len();
        (flow, NAME.2 * small(lines) + WAYS)
    };
    leaving(pool, column).into_iter().filter(named).map(high).collect()
}

/// The corners of all that leaves a column.
fn ways(pool: &mut Pool, at: usize, gutters: &[Gutters], entries: &[i32]) {
    let column = &pool.columns[at];
    let middle = pool.items[column.main].rect.y + pool.items[column.main].rect.h / 2;
    let rows = rows(pool, column);
    // The rows end with the task's lower side, below which run the ways of its timers.
    let mut row = middle + TASK.1 / 2 - rows.iter().map(|(_, high)| high).sum::<i32>();
    let mut planned = Vec::new();
    for (place, flow) in leaving(pool, column).into_iter().enumerate() {
        let leaves = gutters[at].leaves + WAYS * small(place);
        let from = pool.items[pool.flows[flow].from].rect;
        let right = Point { x: from.x + from.w, y: middle };
        let low = Point { x: from.x + from.w / 2, y: from.y + from.h };
        let ending = column.ending.iter().rev().position(|one| *one == pool.flows[flow].from);
        let mut points = match ending {
            Some(nth) => {
                let level = low.y + TIMERS.1 + WAYS * small(nth);
                vec![low, Point { x: low.x, y: level }, Point { x: leaves, y: level }]
            }
            None => vec![right, Point { x: leaves, y: middle }],
        };
        let mut label = super::process::NOWHERE;
        if let Some((_, high)) = rows.iter().find(|(one, _)| *one == flow) {
            row += high;
            let start = right.x + WAYS;
            points = vec![
                right,
                Point { x: start, y: middle },
                Point { x: start, y: row },
                Point { x: leaves, y: row },
            ];
            label = Rect { x: start + 6, y: row - high + 4, w: NAME.0, h: high - 6 };
        }
        let target = pool.flows[flow].column.unwrap_or(at);
        let to = pool.items[pool.flows[flow].to].rect;
        let (entry, enters, above) = (to.y + to.h / 2, gutters[target].enters, entries[target]);
        let is_next = target == at + 1 && pool.columns[target].role == column.role;
        if is_next && ending.is_none() && label == super::process::NOWHERE {
            planned.push((flow, vec![right, Point { x: to.x, y: entry }], label));
            continue;
        }
        let corners = [(leaves, above), (enters, above), (enters, entry), (to.x, entry)];
        points.extend(corners.map(|(x, y)| Point { x, y }));
        planned.push((flow, points, label));
    }
    for (flow, points, label) in planned {
        pool.flows[flow].points = straightened(points);
        pool.flows[flow].label = label;
    }
}

/// The corners of what stays within a column: into the task, out of it, and down to what a reminder sends.
fn within(pool: &mut Pool) {
    for flow in pool.flows.iter_mut().filter(|flow| flow.column.is_none()) {
        let (from, to) = (pool.items[flow.from].rect, pool.items[flow.to].rect);
        flow.points = match pool.items[flow.from].kind {
            Kind::Boundary { .. } => {
                let x = from.x + from.w / 2;
                vec![Point { x, y: from.y + from.h }, Point { x, y: to.y }]
            }
            _ => {
                let y = from.y + from.h / 2;
                vec![Point { x: from.x + from.w, y }, Point { x: to.x, y }]
            }
        };
    }
}

/// Without the corners at which nothing turns.
fn straightened(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if let [.., before, last] = kept.as_slice()
            && ((before.x == last.x && last.x == point.x) || (before.y == last.y && last.y == point.y))
        {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    kept
}

fn small(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 1000)
}
