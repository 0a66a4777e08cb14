//! The customers' pages.

mod agreement;
mod report;
mod ticket;
mod tickets;

pub use agreement::{AgreementPage, Day, Row as AgreementRow, agreement_tables};
pub use report::{Choice, Draft, Offer, OffersFragment, Question, ReportPage, offers, questions};
pub use ticket::PortalTicketPage;
pub use tickets::{PortalRow, RowPromise, Show, TicketsPage};
