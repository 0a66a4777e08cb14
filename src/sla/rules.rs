//! The readings between which a contract chooses.

use super::words::words;

words! {
    /// When the clock of a ticket starts that arrives in a band which its severity does not cover.
    pub enum HoldOver {
        /// At the next opening of office hours, if the severity covers them; else as [`HoldOver::NextCovered`].
        NextWorkingDay = "next_working_day",
        /// At the next instant of any covered band.
        NextCovered = "next_covered",
    }
}

words! {
    /// From when a target counts that a change of severity brings.
    pub enum Reclassify {
        /// From the instant at which the ticket first was at least that severe.
        FromChange = "from_change",
        /// From the clock's own start.
        FromStart = "from_start",
    }
}

words! {
    /// What counts as the provider's response.
    pub enum ResponseMetBy {
        /// A public reply that a person writes.
        Reply = "reply",
        /// An agent's acknowledgement as well.
        Acknowledgement = "acknowledgement",
    }
}

words! {
    /// How a target of business days is counted.
    pub enum BusinessDayRule {
        /// A day lasts until the same share of office time has gone on a later day.
        Rolling = "rolling",
        /// Days end at the close of business.
        CloseOfBusiness = "close_of_business",
    }
}
