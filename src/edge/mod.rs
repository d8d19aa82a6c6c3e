//! The edge: the only part that touches the world.

pub mod store;
