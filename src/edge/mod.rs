//! The edge: the only place that touches the world.

pub mod worker;
