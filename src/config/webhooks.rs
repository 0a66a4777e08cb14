//! Webhooks: which of the operator's own networks they may be in.

use super::Network;
use super::raw::Raw;

impl Raw {
    /// Networks of the operator's own that may be called; none lets webhooks reach the public Internet alone.
    pub(super) fn webhook_networks(&mut self) -> Option<Vec<Network>> {
        self.listed("webhooks.allow", str::parse)
    }
}
