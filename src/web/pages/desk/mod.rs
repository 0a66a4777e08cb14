//! The agents' pages.

mod bulk;
mod call;
mod held;
mod join;
mod queue;
mod take;
mod ticket;
mod ticket_cards;

pub use bulk::{BulkDonePage, BulkPage, BulkRow, RecentBulk};
pub use call::{CallDraft, CallPage, CallerRow, CallersPage, OpenTicket};
pub use held::HeldView;
pub use join::{Candidate, ClockLine, JoinPage, Part, Preview};
pub use queue::{Due, Heading, Headings, QueuePage, QueueRow, SavedLink, Selectable, SelectableGroup};
pub use take::TakePage;
pub use ticket::{DeskTicketPage, Lane};
pub use ticket_cards::{
    Banners, Composer, KeptFile, MacroLink, PageBanner, Properties, RelatedLine, Reporter, SnoozeBanner,
    SnoozeForm, SuggestionBanner, WatchersCard,
};
