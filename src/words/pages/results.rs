//! Results for everybody, before there are any.

use askama::Template;

use super::Frame;

/// Where the style of published results lies.
pub const STYLE: &str = concat!("/static/results.css?v=", env!("CARGO_PKG_VERSION"));

/// The title of the page.
pub const TITLE: &str = "Kết quả";

/// The page while nothing is published.
#[derive(Template)]
#[template(path = "results.html", config = "src/words/askama.toml")]
pub struct NotYet {
    /// What stands around it.
    pub frame: Frame,
}
