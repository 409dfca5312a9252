//! What pages load beside themselves: one style sheet, one script, one picture, each named after its content, so that a
//! browser keeps it for ever and never keeps an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
    path: String,
}

fn asset(name: &'static str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    let version: String = hex::encode(Sha256::digest(bytes)).chars().take(12).collect();
    Asset { name, kind, bytes, path: format!("/assets/{version}/{name}") }
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        asset("style.css", "text/css; charset=utf-8", include_bytes!("assets/style.css")),
        asset("script.js", "text/javascript; charset=utf-8", include_bytes!("assets/script.js")),
        asset("mark.svg", "image/svg+xml", include_bytes!("assets/mark.svg")),
    ]
});

/// The path of an asset.
pub(super) fn path(name: &str) -> String {
    ASSETS.iter().find(|asset| asset.name == name).map_or_else(String::new, |asset| asset.path.clone())
}

/// Answers with an asset.
pub(super) async fn serve(Path((version, name)): Path<(String, String)>) -> Response {
    let path = format!("/assets/{version}/{name}");
    match ASSETS.iter().find(|asset| asset.path == path) {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, asset.kind),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, asset.bytes).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
