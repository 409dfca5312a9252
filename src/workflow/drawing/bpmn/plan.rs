//! Where the processes are drawn: steps from left to right in layered order, each in its holder's lane.
//!
//! Pure; part of `bpmn`. A way leaves its column to the right, runs along the upper edge of the lane it leads to and
//! enters from the left, so that no way runs over a task.

use super::process::{Kind, Pool};
use crate::workflow::drawing::picture::{Point, Rect};

/// The bands with the names of pool and lane.
const BAND: i32 = 30;
const TASK: (i32, i32) = (160, 80);
const GATEWAY: i32 = 50;
const EVENT: i32 = 36;
const GAP: i32 = 30;
/// Between ways that run side by side.
const WAYS: i32 = 10;
/// Below a task, to the ends of what its reminders send.
const SENT: i32 = 70;
const POOLS: i32 = 60;

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
        let lines = down(pool, top);
        for flow in 0..pool.flows.len() {
            pool.flows[flow].points = way(pool, flow, &gutters, &lines);
        }
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
        let timers = wide(column.ending.len() + column.beside.len());
        let (w, h) = match pool.items[column.main].kind {
            Kind::Task => (TASK.0.max(timers), TASK.1),
            _ => (EVENT, EVENT),
        };
        pool.items[column.main].rect = Rect { x, y: 0, w, h };
        // Timers that end the task are to the right, so that their ways cross no other's.
        let beside = column.beside.iter().map(|(boundary, _)| *boundary);
        for (place, boundary) in beside.chain(column.ending.iter().copied()).enumerate() {
            let left = x + wide(place) + 6;
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
            x += size + GAP;
        }
        gutters.push(Gutters { enters, leaves: x });
        x += GAP + WAYS * small(leaving(pool, gutters.len() - 1).len());
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
        y += GAP;
        for (column, entry) in entries.iter_mut().enumerate() {
            if pool.columns[column].role == role {
                *entry = y;
                y += WAYS;
            }
        }
        let middle = y + GAP / 2 + TASK.1 / 2;
        let of_role: Vec<usize> =
            (0..pool.columns.len()).filter(|column| pool.columns[*column].role == role).collect();
        let mut below = TASK.1 / 2 + GAP;
        for &column in &of_role {
            below = below.max(stand(pool, column, middle));
        }
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
    let lower = middle + TASK.1 / 2;
    for item in column.beside.iter().map(|(boundary, _)| boundary).chain(&column.ending) {
        pool.items[*item].rect.y = lower - EVENT / 2;
    }
    let ways = EVENT / 2 + GAP / 2 + WAYS * small(column.ending.len());
    for (_, end) in &column.beside {
        pool.items[*end].rect.y = lower + ways + SENT - EVENT;
    }
    TASK.1 / 2 + ways + if column.beside.is_empty() { 0 } else { SENT + GAP }
}

/// The flows that leave a column for another, or come back to it.
fn leaving(pool: &Pool, column: usize) -> Vec<usize> {
    let here = &pool.columns[column];
    let sources: Vec<usize> =
        [Some(here.main), here.after].into_iter().flatten().chain(here.ending.clone()).collect();
    let flows = pool.flows.iter().enumerate();
    flows
        .filter(|(_, flow)| flow.column.is_some() && sources.contains(&flow.from))
        .map(|(at, _)| at)
        .collect()
}

/// The corners of a flow.
fn way(pool: &Pool, flow: usize, gutters: &[Gutters], entries: &[i32]) -> Vec<Point> {
    let Pool { items, flows, columns, .. } = pool;
    let (from, to) = (items[flows[flow].from].rect, items[flows[flow].to].rect);
    let (middle, entry) = (from.y + from.h / 2, Point { x: to.x, y: to.y + to.h / 2 });
    let right = Point { x: from.x + from.w, y: middle };
    let low = Point { x: from.x + from.w / 2, y: from.y + from.h };
    let is_timer = matches!(items[flows[flow].from].kind, Kind::Boundary { .. });
    let Some(target) = flows[flow].column else {
        return if is_timer { vec![low, Point { x: to.x + to.w / 2, y: to.y }] } else { vec![right, entry] };
    };
    let found = (0..columns.len()).find_map(|column| {
        let place = leaving(pool, column).iter().position(|one| *one == flow)?;
        Some((column, place))
    });
    let Some((column, place)) = found else { return vec![right, entry] };
    if !is_timer && target == column + 1 && columns[target].role == columns[column].role {
        return vec![right, entry];
    }
    let leaves = gutters[column].leaves + WAYS * small(place);
    let nth = columns[column].ending.iter().rev().position(|one| *one == flows[flow].from);
    let mut points = match nth {
        Some(nth) => {
            let level = low.y + GAP / 2 + WAYS * small(nth);
            vec![low, Point { x: low.x, y: level }, Point { x: leaves, y: level }]
        }
        None => vec![right, Point { x: leaves, y: middle }],
    };
    let (above, enters) = (entries[target], gutters[target].enters);
    points.extend([
        Point { x: leaves, y: above },
        Point { x: enters, y: above },
        Point { x: enters, y: entry.y },
        entry,
    ]);
    points
}

/// How wide so many timers beside each other are.
fn wide(timers: usize) -> i32 {
    small(timers) * (EVENT + 12)
}

fn small(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 1000)
}
