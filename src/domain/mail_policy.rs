//! What the operator decided about mail that can't be believed.

/// What becomes of a mail that can't be believed as far as it would like to be. It never gets into the ticket it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Handling {
    /// It opens a ticket of its own, with a banner that says why.
    #[default]
    NewTicket,
    /// It is held back, visible to managers, who release or discard it.
    HoldBack,
}

impl std::str::FromStr for Handling {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "new_ticket" => Ok(Self::NewTicket),
            "hold_back" => Ok(Self::HoldBack),
            _ => Err(format!("“{text}” is neither new_ticket nor hold_back")),
        }
    }
}

/// The operator's decisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MailPolicy {
    /// For a mail that names a ticket to which its sender does not belong.
    pub outsiders: Handling,
    /// For a mail whose sender's domain says that it did not send it.
    pub forged: Handling,
}
