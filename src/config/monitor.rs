//! Settings of the operator's own address.

use std::net::SocketAddr;

use super::raw::Raw;

/// The setting.
const LISTEN: &str = "monitor.listen";
/// What it takes.
const WHAT: &str = "the address and port of health and metrics, such as 127.0.0.1:9187";

impl Raw {
    /// Where health and metrics are told; nowhere unless it is set.
    pub(super) fn monitor(&mut self) -> Option<SocketAddr> {
        if !self.has("monitor") {
            return None;
        }
        if !self.is_set(LISTEN) {
            return self.fault(LISTEN, &format!("missing: write {WHAT}"));
        }
        self.parsed(LISTEN, "", WHAT)
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn health_is_told_where_the_operator_says_and_nowhere_else() {
        let listen = |source: &str| Config::parse(source, std::iter::empty()).map(|config| config.monitor);
        assert_eq!(listen("").unwrap(), None);
        assert_eq!(listen("monitor.listen = '127.0.0.1:4711'").unwrap(), "127.0.0.1:4711".parse().ok());
        assert!(listen("monitor.listen = ''").is_err());
    }
}
