//! One action on many tickets: chosen in the queue, looked at beforehand, done, taken back.

mod choices;
pub mod done;
mod form;
mod line;
pub mod preview;
mod recent;

pub use choices::choices;
pub use recent::recent;
