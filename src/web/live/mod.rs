//! What changes while somebody looks: one task per process reads what was committed, on whichever node, and tells every
//! open page by server-sent events. A page that nobody looks at costs nothing.

mod events;
mod hub;
mod news;
mod open_streams;
mod stream;
mod told;

pub use hub::{Hub, Live};
pub use news::TicketNews;
pub use stream::{Watched, stream};
