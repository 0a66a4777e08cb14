//! What we thought of a received mail, kept beside it and shown where it is read.

use serde::{Deserialize, Serialize};

use super::{Authentication, ContentHash, TicketNumber};

/// Something about a mail that its readers have to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "remark")]
pub enum Remark {
    /// The domain of its sender says that it did not send it.
    NotTheSender {
        /// Who it says it is from.
        claimed: String,
    },
    /// Another mail with the same Message-ID said something else.
    SameMessageId,
    /// The same mail had come by another road, with other lines in its header: nothing was written a second time.
    Repeated,
    /// It names a ticket to which its sender does not belong.
    Outsider {
        /// That ticket.
        ticket: TicketNumber,
    },
    /// It was held back, and a manager let it in.
    WasHeldBack {
        /// Why it was held back.
        reason: String,
    },
    /// People were copied in it who did not become watchers by that.
    OnlyCopied {
        /// Their addresses.
        addresses: Vec<String>,
    },
    /// It says that a mail did not arrive, and names none of ours.
    ForeignReport,
}

impl Remark {
    /// The banner, for staff.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Self::NotTheSender { claimed } => format!(
                "This mail says it comes from {claimed}, but that domain says it did not send it. Nobody is answered until you have asked them another way."
            ),
            Self::SameMessageId => {
                "Another mail came before under the same Message-ID, and said something else. Both are kept."
                    .to_owned()
            }
            Self::Repeated => {
                "The same mail had come before by another road. It was not added again.".to_owned()
            }
            Self::WasHeldBack { reason } => {
                format!("This mail was held back, and a manager let it in. The reason was: {reason}")
            }
            Self::OnlyCopied { addresses } => format!(
                "Copied in this mail, but not added as watchers: {}. Add them if they are to read along.",
                addresses.join(", ")
            ),
            Self::ForeignReport => {
                "This says that a mail of ours did not arrive, but names none that we sent. Nothing follows from it."
                    .to_owned()
            }
            Self::Outsider { ticket } => format!(
                "This mail names ticket #{ticket}, but its sender does not belong to that ticket. It was not added there."
            ),
        }
    }
}

/// The judgement on one mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MailJudgement {
    /// What is known of its origin.
    pub authentication: Authentication,
    /// The ticket that it names, and into which it did not get.
    #[serde(default)]
    pub wanted: Option<TicketNumber>,
    /// What it says and whose word that is, as one hash: equal for the same mail by two roads.
    #[serde(default)]
    pub content: Option<ContentHash>,
    /// What its readers have to know.
    #[serde(default)]
    pub remarks: Vec<Remark>,
}

impl MailJudgement {
    /// The banners over the mail, for staff.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        self.remarks.iter().map(Remark::in_words).collect()
    }
}
