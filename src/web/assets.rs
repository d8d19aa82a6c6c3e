//! What the pages are dressed in: stylesheet, fonts and scripts, all of them
//! part of the program.
//!
//! The fonts are Noto Sans (SIL Open Font License), in two pieces, Latin and
//! Vietnamese, whose figures are all of one width. The scripts are htmx 4.0.1
//! (BSD Zero Clause) and our own; every page works without them.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};

use super::failure::Failure;

/// A file of the program's own.
struct Asset {
    name: &'static str,
    media_type: &'static str,
    bytes: &'static [u8],
}

macro_rules! asset {
    ($name:literal, $media_type:literal) => {
        Asset {
            name: $name,
            media_type: $media_type,
            bytes: include_bytes!(concat!("assets/", $name)),
        }
    };
}

const ASSETS: &[Asset] = &[
    asset!("style.css", "text/css; charset=utf-8"),
    asset!("htmx.min.js", "text/javascript; charset=utf-8"),
    asset!("keys.js", "text/javascript; charset=utf-8"),
    asset!("noto-sans-latin-400-normal.woff2", "font/woff2"),
    asset!("noto-sans-latin-600-normal.woff2", "font/woff2"),
    asset!("noto-sans-latin-700-normal.woff2", "font/woff2"),
    asset!("noto-sans-vietnamese-400-normal.woff2", "font/woff2"),
    asset!("noto-sans-vietnamese-600-normal.woff2", "font/woff2"),
    asset!("noto-sans-vietnamese-700-normal.woff2", "font/woff2"),
    // What everybody sees looks the same here as in the folder that is handed on.
    Asset {
        name: "results.css",
        media_type: "text/css; charset=utf-8",
        bytes: crate::publication::page::CSS.as_bytes(),
    },
];

/// One of them.
///
/// # Errors
/// When there is none of that name.
pub async fn show(Path(name): Path<String>) -> Result<Response, Failure> {
    let mut all = ASSETS.iter();
    let asset = all
        .find(|asset| asset.name == name)
        .ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        // Another version of the program asks for it under another address.
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    Ok((headers, asset.bytes).into_response())
}
