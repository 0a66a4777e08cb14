//! The pure heart: what a contract says, and what the clocks do.

mod instant;

pub use instant::Instant;
