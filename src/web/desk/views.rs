//! Views of the queue that a person keeps.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::filter::Filter;
use crate::store;
use crate::web::Pages;
use crate::web::fields::Fields;
use crate::web::here::Here;
use crate::web::trouble::Trouble;

/// Keeps the view at hand under a name.
pub(super) async fn save(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    here.sender(&fields)?;
    let viewer = here.official()?;
    // Read and written again: only what a filter can say is kept.
    let filter = Filter::read(&Fields::read(fields.text("query").as_bytes()));
    let name: String = fields.text("name").chars().take(80).collect();
    if !name.is_empty() {
        store::view::save(&pages.store, viewer.id, &name, &filter.query(), here.now).await?;
    }
    Ok(Redirect::to(&format!("/queue?{}", filter.query())).into_response())
}

/// Forgets one.
pub(super) async fn forget(
    State(pages): State<Pages>,
    here: Here,
    fields: Fields,
) -> Result<Response, Trouble> {
    let viewer = here.official()?;
    if let Ok(id) = fields.text("view").parse() {
        store::view::forget(&pages.store, viewer.id, id).await?;
    }
    Ok(Redirect::to("/queue").into_response())
}
