//! The page behind the link in the mail about a resolution.

use askama::Template;

use crate::domain::Verdict;
use crate::web::view::Shell;

/// What was said of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidOfTicket {
    /// Content or not.
    pub verdict: Verdict,
    /// Why; may be empty.
    pub comment: String,
}

impl SaidOfTicket {
    /// Whether it is praise.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.verdict == Verdict::Good
    }
}

/// The page.
#[derive(Template)]
#[template(path = "portal/rate.html")]
pub struct RatePage {
    /// What is around it.
    pub shell: Shell,
    /// The ticket's number.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// The link's token.
    pub token: String,
    /// What the link in the mail says already.
    pub chosen: Option<Verdict>,
    /// What was said before.
    pub said: Option<SaidOfTicket>,
    /// Whether it was said just now.
    pub is_saved: bool,
    /// Why it was refused.
    pub fault: Option<String>,
}

impl RatePage {
    /// Whether this verdict is chosen.
    #[must_use]
    pub fn is_chosen(&self, word: &str) -> bool {
        let said = self.said.as_ref().map(|said| said.verdict);
        self.chosen.or(said).is_some_and(|verdict| verdict.as_str() == word)
    }
}
