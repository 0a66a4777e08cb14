//! The ticket's tag in a mail's subject: `[#1042]`.

use super::TicketNumber;

/// The number in the first tag of a subject, if there is one.
///
/// A tag alone proves nothing: anybody can write one, so the sender must belong to the ticket too.
#[must_use]
pub fn find_ticket_tag(subject: &str) -> Option<TicketNumber> {
    subject.split("[#").skip(1).find_map(|rest| {
        let (digits, _) = rest.split_once(']')?;
        let is_number = (1..=18).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number {
            return None;
        }
        digits.parse().ok().filter(|number| *number > 0).map(TicketNumber)
    })
}

/// Puts the ticket's tag before a subject, unless it is in there already.
#[must_use]
pub fn add_ticket_tag(number: TicketNumber, subject: &str) -> String {
    let tag = format!("[#{number}]");
    if subject.contains(&tag) {
        return subject.to_owned();
    }
    format!("{tag} {subject}")
}

/// A subject without the prefixes that mail programs put before it when answering and forwarding, in the common
/// languages.
#[must_use]
pub fn without_reply_prefixes(subject: &str) -> &str {
    const PREFIXES: [&str; 16] = [
        "re", "aw", "sv", "vs", "fw", "fwd", "wg", "tr", "rv", "odp", "antw", "res", "enc", "r", "rif", "ynt",
    ];
    let mut rest = subject.trim_start();
    while let Some((head, tail)) = rest.split_once(':') {
        let word = head.trim().trim_end_matches(|c: char| c.is_ascii_digit() || "[]()".contains(c));
        if !PREFIXES.iter().any(|prefix| word.eq_ignore_ascii_case(prefix)) {
            break;
        }
        rest = tail.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{TicketNumber, add_ticket_tag, find_ticket_tag, without_reply_prefixes};

    #[test]
    fn a_tag_is_found_wherever_it_stands_and_nothing_else_is_taken_for_one() {
        for (subject, number) in [
            ("[#1042] Printer on fire", Some(1042)),
            ("Re: AW: [#7] x", Some(7)),
            ("Printer [# 7] [#8]", Some(8)),
            ("Printer #7", None),
            ("[#]", None),
            ("[#-1]", None),
            ("[#0]", None),
            ("[#99999999999999999999]", None),
            ("[#12", None),
            ("[#١٢]", None),
        ] {
            assert_eq!(find_ticket_tag(subject), number.map(TicketNumber), "{subject}");
        }
    }

    #[test]
    fn a_tag_is_added_once() {
        let once = add_ticket_tag(TicketNumber(7), "Printer");
        assert_eq!(once, "[#7] Printer");
        assert_eq!(add_ticket_tag(TicketNumber(7), &format!("Re: {once}")), "Re: [#7] Printer");
    }

    #[test]
    fn answers_to_answers_lose_their_prefixes() {
        for (subject, bare) in [
            ("Re: Printer", "Printer"),
            ("RE: AW: Fwd: Printer", "Printer"),
            ("Re[2]: Printer", "Printer"),
            ("Error: disk full", "Error: disk full"),
            ("12:30 meeting", "12:30 meeting"),
            ("Re:", ""),
        ] {
            assert_eq!(without_reply_prefixes(subject), bare, "{subject}");
        }
    }
}
