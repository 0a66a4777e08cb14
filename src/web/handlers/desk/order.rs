//! How the reader of a list chooses its order: by a selection, and by the headings of its columns.

use super::place::Place;
use crate::web::pages::desk::{Heading, Headings, Selectable};
use crate::web::view::ListOrder;

/// The orders to choose from; none where the list stands by what breaks next.
pub(super) fn choices(place: &Place) -> Vec<Selectable> {
    if !place.is_sortable() {
        return Vec::new();
    }
    let choice = |order: ListOrder| Selectable {
        value: order.as_str().to_owned(),
        label: order.label().to_owned(),
        is_chosen: order == place.order(),
    };
    ListOrder::ALL.into_iter().map(choice).collect()
}

/// What the list shows; where its reader chose an order, which.
pub(super) fn caption(place: &Place) -> String {
    match place.order() {
        ListOrder::Usual => place.queue_view().caption().to_owned(),
        order => format!("{}.", order.label()),
    }
}

/// The headings that lead to other orders, where there are any.
pub(super) fn headings(place: &Place) -> Option<Headings> {
    let present = place.order();
    let heading = |next: ListOrder, sorted| Heading::new(place.in_order(next).address("/desk", None), sorted);
    let received = match present {
        ListOrder::Newest => heading(ListOrder::Oldest, "descending"),
        ListOrder::Oldest => heading(ListOrder::Newest, "ascending"),
        _ => heading(ListOrder::Newest, "none"),
    };
    let severity = if present == ListOrder::Severity { "descending" } else { "none" };
    // A search stands by how well it matches, which is in no column.
    let due = if present == ListOrder::Usual && place.q.trim().is_empty() { "ascending" } else { "none" };
    place.is_sortable().then(|| Headings {
        severity: heading(ListOrder::Severity, severity),
        received,
        due: heading(ListOrder::Usual, due),
    })
}
