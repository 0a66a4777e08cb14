//! How connections to mail servers are protected.

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for servers on the same machine.
    None,
    /// In clear text first, then TLS; without TLS nothing is said.
    StartTls,
    /// TLS from the first byte.
    Tls,
}
