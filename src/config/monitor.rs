//! Settings of the operator's own address.

use std::net::SocketAddr;

use super::raw::Raw;

impl Raw {
    /// Where health and metrics are told; nowhere unless it is set.
    pub(super) fn monitor(&mut self) -> Option<SocketAddr> {
        if !self.has("monitor") {
            return None;
        }
        self.required(
            "monitor.listen",
            "the address and port of health and metrics, such as 127.0.0.1:9187",
        )?;
        self.parsed("monitor.listen", "127.0.0.1:9187", "an address and port such as 127.0.0.1:9187")
    }
}
