//! What a mail server says about a mail before it, and over which connection.

// `core` has the address as a value; only `std` can open a connection to it.
use core::net::SocketAddr;

use serde::{Deserialize, Serialize};

/// The envelope of a mail that was given to our own SMTP or LMTP listener (RFC 5321 section 2.3.1), and who gave it.
///
/// Nothing in it is proven but `peer` and `tls`: anybody may greet with any name and write any return path. When the
/// mail was received is kept with the mail itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The address and port of the server that gave us the mail.
    pub peer: SocketAddr,
    /// The name under which it greeted (HELO, EHLO, LHLO), as it wrote it.
    pub helo: String,
    /// Where failures are to be reported (MAIL FROM), without angle brackets; empty for automatic mail.
    pub return_path: String,
    /// To whom (RCPT TO), as written, without angle brackets; only those that were accepted.
    pub recipients: Vec<String>,
    /// The version of TLS that the connection used, such as `TLSv1_3`; none in clear text.
    pub tls: Option<String>,
}
