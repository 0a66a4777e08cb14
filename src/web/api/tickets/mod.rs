//! Tickets: found, opened, answered, changed.

pub mod acknowledge;
pub mod assign;
pub mod bulk;
mod change;
mod clock_view;
mod filter;
pub mod following;
pub mod history;
mod history_event;
mod history_line;
pub mod list;
mod message_view;
pub mod open;
pub mod related;
pub mod severity;
pub mod show;
pub mod snooze;
pub mod solution;
pub mod status;
pub mod suggestion;
mod summary;
pub mod tags;
pub mod take_page;
mod ticket_view;
pub mod watchers;
pub mod write;

pub use clock_view::{ClockLine, Clocks};
pub use history_line::HistoryLine;
pub use message_view::{FileView, MessageView};
pub use related::RelatedView;
pub use snooze::SnoozeView;
pub use summary::{NextDue, TicketSummary};
pub use ticket_view::{PageLine, TicketView};
pub use watchers::WatcherView;
