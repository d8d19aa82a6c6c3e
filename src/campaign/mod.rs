//! One year's campaign.

pub mod window;
