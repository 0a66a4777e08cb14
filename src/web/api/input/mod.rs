//! Reading what programs send: bodies and query strings, with the field named in every refusal.

mod body;
mod comma_list;
mod fault;
mod flag;
mod idempotency_key;
mod if_match;
mod limit;
mod month;
mod query;
mod read;
mod required;

pub use body::{Body, Given, read_bytes};
pub use comma_list::CommaList;
pub use flag::Flag;
pub use idempotency_key::IdempotencyKey;
pub use if_match::{IfMatch, etag};
pub use limit::Limit;
pub use month::MonthWord;
pub use query::{Query, from_fields};
pub use required::required;
