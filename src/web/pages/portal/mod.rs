//! The customers' pages.

mod agreement;
mod contacts;
mod rate;
mod report;
mod ticket;
mod tickets;

pub use agreement::{AgreementPage, Day, Row as AgreementRow, agreement_tables};
pub use contacts::{ContactLine, ContactTable, ContactsPage, CustomerContactsPage};
pub use rate::{RatePage, SaidOfTicket};
pub use report::{Choice, Draft, Offer, OffersFragment, Question, ReportPage, offers, questions};
pub use ticket::{Escalation, PortalTicketPage};
pub use tickets::{PortalRow, RowPromise, Show, TicketsPage};
