//! Column types that both databases have under different names, and how our own types fit them.
//!
//! | here | SQLite | PostgreSQL |
//! | --- | --- | --- |
//! | [`SqlInstant`] | `INTEGER`, microseconds since 1970 | `TIMESTAMPTZ` |
//! | [`SqlId`] | `TEXT`, hyphenated lower case | `UUID` |
//! | [`SqlJson`] | `TEXT` | `JSONB` |

mod id;
mod instant;
mod json;

pub use id::SqlId;
pub use instant::{At, SqlInstant};
pub use json::{Json, SqlJson};
