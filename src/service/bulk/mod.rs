//! One action on many tickets: looked at beforehand, done, taken back.
//!
//! Each ticket is changed by the verb that changes a single one, in a savepoint of its own, so that history, clocks and
//! notices are as ever, and one that can't be changed stops no other. All of them are changed at one instant and in one
//! transaction: what was done is known as a whole, whatever breaks.

mod answer;
mod change;
mod each;
mod preview;
mod undo;

pub use change::change_in_bulk;
pub use each::BulkLine;
pub use preview::preview_bulk;
pub use undo::undo_bulk;
