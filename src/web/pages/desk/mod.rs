//! The agents' pages.

mod bulk;
mod held;
mod join;
mod queue;
mod take;
mod ticket;

pub use bulk::{BulkDonePage, BulkPage, BulkRow};
pub use held::HeldView;
pub use join::{Candidate, ClockLine, JoinPage, Part, Preview};
pub use queue::{Due, QueuePage, QueueRow, SavedLink, Selectable, SelectableGroup};
pub use take::TakePage;
pub use ticket::{
    Banner, DeskTicketPage, Lane, MacroLink, PageBanner, RelatedLine, SnoozeBanner, SnoozeForm,
};
