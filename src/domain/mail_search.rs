//! What is typed to find a mail.

use super::TicketNumber;

/// What is looked for among mails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailSearch {
    /// Nothing: every mail is listed.
    Nothing,
    /// What has to do with this ticket, typed as `#1042`.
    Ticket(TicketNumber),
    /// A part of an address, a name or a subject, or a whole Message-ID without angle brackets.
    Text(String),
}

impl MailSearch {
    /// What was typed; an address or a Message-ID may stand in angle brackets.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let typed = typed.trim();
        let bracketed = typed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        let text = bracketed.filter(|inside| inside.contains('@')).unwrap_or(typed).trim();
        let digits = text.strip_prefix('#').filter(|rest| rest.chars().all(|one| one.is_ascii_digit()));
        match digits.and_then(|digits| digits.parse().ok()) {
            Some(number) => Self::Ticket(TicketNumber(number)),
            None if text.is_empty() => Self::Nothing,
            None => Self::Text(text.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MailSearch;
    use crate::domain::TicketNumber;

    #[test]
    fn what_is_typed_is_a_ticket_or_a_text() {
        let text = |text: &str| MailSearch::Text(text.to_owned());
        for (typed, wanted) in [
            ("", MailSearch::Nothing),
            ("  ", MailSearch::Nothing),
            ("<@>", text("@")),
            (" #1042 ", MailSearch::Ticket(TicketNumber(1042))),
            ("1042", text("1042")),
            ("#", text("#")),
            ("#-1", text("#-1")),
            ("#99999999999999999999", text("#99999999999999999999")),
            ("<1.a@acme.example>", text("1.a@acme.example")),
            ("1.a@acme.example", text("1.a@acme.example")),
            ("<none>", text("<none>")),
            ("Ann <ann@acme.example>", text("Ann <ann@acme.example>")),
        ] {
            assert_eq!(MailSearch::parse(typed), wanted, "{typed:?}");
        }
    }
}
