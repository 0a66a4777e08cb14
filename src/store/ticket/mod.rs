//! Tickets: written whole, found with who asks, listed in the order of the queue.

mod arrivals;
mod changed;
mod columns;
mod filter;
mod find;
mod last_change;
mod list;
mod of_contract;
mod queue_order;
mod ranked;
mod sort;
mod ticket_row;
mod wake;
mod write;

pub use arrivals::{each, each_arrival, each_arrived};
pub use changed::{ChangedTicket, changed_since};
pub use filter::{AssigneeFilter, TicketFilter};

pub use find::{find, find_all, find_by_number, lock, number};
pub use last_change::{last_change, set_internal};
pub use list::{TicketPage, count, count_up_to, list};
pub use of_contract::{unresolved_of_contract, versions_kept};
pub use ranked::{Found, RankedPage, count_found, found_in_order, ranked};
pub use sort::{Cursor, Direction, Sort, SortKey};
pub use ticket_row::TicketRow;
pub use wake::{due_to_wake, next_wake};
pub use write::{insert, next_number, update};
