//! How a clock stands, in a word.

use crate::sla::words::words;

words! {
    /// Where one clock of a ticket stands.
    pub enum ClockState {
        /// The event that starts it has not come yet.
        NotStarted = "not_started",
        /// It counts towards its due instant.
        Running = "running",
        /// It stands still while the customer has to act.
        Paused = "paused",
        /// A respond or resolve clock past its due instant and not met yet.
        Breached = "breached",
        /// Met in time.
        Met = "met",
        /// Met after the due instant.
        MetLate = "met_late",
        /// It counted, and was ended by something that did not meet it.
        Stopped = "stopped",
        /// The agreement promises nothing for it at the severities that the ticket has held.
        NoTarget = "no_target",
    }
}
