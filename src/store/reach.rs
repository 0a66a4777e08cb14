//! How a database is reached.

/// Who can read what is said to the database on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Nobody: it does not leave this machine.
    Here,
    /// Nobody: the server has shown that it is the one in the address.
    Encrypted,
    /// Whoever has a certificate of the same issuer, and sits in between.
    EncryptedForAnyOfItsIssuer,
    /// Whoever sits in between and pretends to be the server, which shows nothing.
    EncryptedForAnybody,
    /// Everybody on the way.
    Readable,
}
