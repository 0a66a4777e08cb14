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

    /// A page out of rows of which one more than `limit` was asked for, so that its presence tells of a next page.
    #[must_use]
    pub fn page<R>(
        mut rows: Vec<R>,
        limit: i64,
        place: impl Fn(&R) -> String,
        item: impl FnMut(R) -> T,
    ) -> Self {
        let fits = usize::try_from(limit).unwrap_or(usize::MAX);
        let has_more = rows.len() > fits;
        rows.truncate(fits);
        let next = rows.last().filter(|_| has_more).map(place);
        Self { items: rows.into_iter().map(item).collect(), next }
    }
}
