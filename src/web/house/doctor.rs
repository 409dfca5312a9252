//! The doctor: every journal folded again and compared with its row, behind the page, with its progress shown.
//!
//! One examination at a time in a process. It reads only; what it finds names appeals and says nothing of what they say.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::{keeper, moment};
use crate::doctor::{self, Findings};
use crate::store::{self, StoreFault};
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::page::{Page, render};
use crate::web::trouble::Trouble;

/// The most faults that are shown.
const MOST: usize = 200;

/// An examination.
#[derive(Debug, Clone, Default)]
pub(super) enum Examination {
    /// There was none in this process.
    #[default]
    None,
    /// Under way.
    UnderWay { since: Timestamp, done: u64, of: u64 },
    /// Over.
    Over { at: Timestamp, findings: Arc<Findings> },
    /// Ended by a fault of the database, or by a stop.
    BrokenOff { at: Timestamp },
}

#[derive(Template)]
#[template(path = "house/doctor.html")]
struct Doctor {
    page: Page,
    examination: Examination,
    /// When it began, ended or broke off.
    when: String,
    faults: Vec<(Option<String>, String)>,
    untold: usize,
}

pub(super) async fn page(State(pages): State<Pages>, here: Here) -> Result<Response, Trouble> {
    here.administrator()?;
    let examination = pages.house.examination().clone();
    let at = match &examination {
        Examination::None => here.now,
        Examination::UnderWay { since: at, .. }
        | Examination::Over { at, .. }
        | Examination::BrokenOff { at } => *at,
    };
    let found = match &examination {
        Examination::Over { findings, .. } => findings.faults.as_slice(),
        _ => &[],
    };
    let faults = found.iter().take(MOST).map(|fault| (fault.reference.clone(), fault.what.clone()));
    Ok(render(&Doctor {
        page: Page::new(&here, "house-doctor-title"),
        when: moment(&pages, &here, at),
        faults: faults.collect(),
        untold: found.len().saturating_sub(MOST),
        examination,
    }))
}

/// Begins an examination, unless one is under way.
pub(super) async fn begin(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    keeper(&here, &fields)?;
    let begins = {
        let mut examination = pages.house.examination();
        let begins = !matches!(*examination, Examination::UnderWay { .. });
        if begins {
            *examination = Examination::UnderWay { since: here.now, done: 0, of: 0 };
        }
        begins
    };
    if begins {
        let work = pages.clone();
        pages.errands.spawn(async move {
            let over = tokio::select! {
                found = examine(&work) => found,
                () = work.house.stopped() => Ok(None),
            };
            let at = work.clock.now();
            *work.house.examination() = match over {
                Ok(Some(findings)) => Examination::Over { at, findings: Arc::new(findings) },
                Ok(None) => Examination::BrokenOff { at },
                Err(fault) => {
                    tracing::error!(%fault, "the examination broke off");
                    Examination::BrokenOff { at }
                }
            };
        });
    }
    Ok(Redirect::to("/house/doctor").into_response())
}

async fn examine(pages: &Pages) -> Result<Option<Findings>, StoreFault> {
    let (appeals, _) = store::appeal::count(&pages.store).await?;
    let tell = |more: u64| {
        if let Examination::UnderWay { done, of, .. } = &mut *pages.house.examination() {
            *done += more;
            *of = appeals.cast_unsigned();
        }
    };
    tell(0);
    doctor::examine(&pages.registry, tell).await.map(Some)
}
