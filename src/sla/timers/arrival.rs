//! What is known of a ticket when it arrives.

use crate::sla::{Instant, SeverityCode};

use super::Channel;

/// How a ticket comes into the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// When the report was received.
    pub at: Instant,
    /// The way by which it came.
    pub channel: Channel,
    /// The severity at which it starts. For [`Channel::Email`] the caller passes the contract's email severity.
    pub severity: SeverityCode,
    /// What classification read, where that is another severity than the one it starts at.
    pub suggested: Option<SeverityCode>,
}
