//! The agents' pages.

mod bulk;
mod held;
mod queue;
mod take;
mod ticket;

pub use bulk::{BulkDonePage, BulkPage, BulkRow};
pub use held::HeldView;
pub use queue::{Due, QueuePage, QueueRow, SavedLink, Selectable, SelectableGroup};
pub use take::TakePage;
pub use ticket::{Banner, DeskTicketPage, Lane, MacroLink, PageBanner};
