//! How many queries a page asks: as many for many rows as for few.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::served::{APPELLANT, KEEPER, MINISTER, OFFICIAL, Served, Visitor};

/// Counts the statements that the program sends to Postgres from this thread.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Counter {
    /// How many a page asks, once everything that is kept has been read; the least of some visits, for the pool may open
    /// a connection in between, which begins with statements of its own.
    async fn of(&self, visitor: &Visitor<'_>, path: &str) -> usize {
        visitor.get(path).await;
        let mut least = usize::MAX;
        for _ in 0..3 {
            let before = self.0.load(Ordering::Relaxed);
            let answer = visitor.get(path).await;
            assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.body);
            least = least.min(self.0.load(Ordering::Relaxed) - before);
        }
        least
    }
}

#[tokio::test]
async fn no_page_asks_more_queries_for_more_rows() {
    let counter = Counter::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(counter.clone()));
    let served = Served::at("2021-01-27 10:00").await;
    let reference = served.world.file_appeal().await;
    let case = format!("/appeals/{reference}");
    let pages: &[(&str, &[&str])] = &[
        (APPELLANT, &["/appeals", &case]),
        (
            OFFICIAL,
            &[
                "/queue?tab=office",
                "/queue?tab=unassigned",
                "/queue?tab=seen",
                "/queue?tab=seen&q=echo",
                "/queue.csv?tab=office",
                &case,
            ],
        ),
        (MINISTER, &["/overview", "/queue?tab=seen"]),
        (KEEPER, &["/house", "/house/letters", "/house/people", "/house/offices"]),
    ];
    let mut counts: Vec<Vec<usize>> = Vec::new();
    for more in [9, 50] {
        served.world.filed_days_ago(1, more).await;
        for _ in 0..more {
            served.world.note(&reference, "A call came in.").await;
        }
        let mut asked = Vec::new();
        for (email, paths) in pages {
            let visitor = served.signed_in(email).await;
            for path in *paths {
                asked.push(counter.of(&visitor, path).await);
            }
        }
        counts.push(asked);
    }
    let paths = pages.iter().flat_map(|(_, paths)| *paths);
    for ((path, few), many) in paths.zip(&counts[0]).zip(&counts[1]) {
        assert!(*few > 0, "{path}: the queries are counted");
        assert_eq!(few, many, "{path}: as many queries for 60 rows as for 10");
    }
}
