//! A page of a list.

use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list. A page begins after the last item of the one before, so that nothing is shown twice or left out
/// when the list grows meanwhile.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// Give this as `cursor` to get the next page; null on the last one.
    pub next: Option<String>,
}

impl<T> Listed<T> {
    /// A list that is always whole.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }
}
