//! Searching tickets: what people type into the search field, and how words are compared.

mod condition;
mod fold;
mod query;
mod snippet;

pub use condition::{Condition, Since, Whose};
pub use fold::fold;
pub use query::{SearchFault, SearchQuery};
pub use snippet::{Snippet, snippet};
