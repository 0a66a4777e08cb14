//! Backups: one file with everything, made while everything runs, on either database, and read back into either.
//!
//! A backup is one consistent state of the database, attachments and raw mails included. The file is JSON lines,
//! compressed (gzip), then sealed under the installation's key ([`crate::vault`]): a [`Header`], for each table its
//! columns and its rows, and a [`Summary`] with the count and the fingerprint of each table. A file without its summary
//! is not a backup: it was cut off.
//!
//! A backup counts only once it was read back: [`verify`] restores it into a scratch database, and compares.

mod archive;
mod error;
mod fingerprint;
mod header;
mod load;
mod make;
mod name;
mod prune;
mod restore;
mod scratch;
mod verify;

pub use archive::read_header;
pub use error::BackupError;
pub use header::{Header, Summary, TableSummary};
pub use make::{Cover, Made, make};
pub use name::{file_name, taken_at};
pub use prune::prune;
pub use restore::{Restored, restore};
pub use verify::{Verified, verify};
