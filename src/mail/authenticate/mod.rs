//! Whether a mail comes from whom it says: by what our own mail server wrote into it, or by checks of our own.

mod own_check;
mod results;

use std::net::SocketAddr;

pub use self::own_check::{Authenticator, ask_by};
use self::results::results_of;
use super::parse::header_fields;
use crate::domain::{Authentication, EmailAddress, MailCheck, prove};

/// Which name server our own checks ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Resolver {
    /// The one that this machine is set up with.
    #[default]
    System,
    /// This one, over UDP and TCP.
    At(SocketAddr),
}

/// Reads what our own mail server found, out of the topmost Authentication-Results field under its name (RFC 8601).
///
/// Fields of other names are foreign, and a lower one of the same name was in the mail before our server got it:
/// anybody can have written those, and neither is read. Without such a field nothing is known.
#[must_use]
pub fn read_results(raw: &[u8], server: &str, from: Option<&EmailAddress>) -> Authentication {
    let fields = header_fields(raw);
    let written = fields.iter().filter(|(name, _)| name == "authentication-results");
    let own =
        written.filter_map(|(_, value)| results_of(value)).find(|(id, _)| id.eq_ignore_ascii_case(server));
    match own {
        Some((id, checks)) => judged(id, checks, from),
        None => Authentication::default(),
    }
}

fn judged(checked_by: String, checks: Vec<MailCheck>, from: Option<&EmailAddress>) -> Authentication {
    let proof = from.map(|address| prove(address.domain(), &checks)).unwrap_or_default();
    Authentication { checked_by: Some(checked_by), checks, proof }
}

#[cfg(test)]
mod tests {
    use super::read_results;
    use crate::domain::{EmailAddress, Proof};

    fn proof(header: &str) -> Proof {
        let raw = format!("{header}From: ann@customer.example\r\nSubject: x\r\n\r\ntext\r\n");
        read_results(
            raw.as_bytes(),
            "mx.ours.example",
            EmailAddress::parse("ann@customer.example").ok().as_ref(),
        )
        .proof
    }

    #[test]
    fn only_the_topmost_field_of_our_own_server_is_believed() {
        let pass = "dmarc=pass header.from=customer.example";
        let fail = "dmarc=fail header.from=customer.example";
        let field = |id: &str, results: &str| format!("Authentication-Results: {id}; {results}\r\n");
        for (header, expected) in [
            (field("mx.ours.example", pass), Proof::Proven),
            (field("MX.Ours.Example 1", pass), Proof::Proven),
            (field("mx.ours.example", fail), Proof::Refuted),
            (field("mx.theirs.example", pass), Proof::Unknown),
            (field("mx.ours.example.evil.example", pass), Proof::Unknown),
            (field("mx.ours.example", fail) + &field("mx.ours.example", pass), Proof::Refuted),
            (field("mx.ours.example", "none") + &field("mx.ours.example", pass), Proof::Unknown),
            (field("mx.theirs.example", pass) + &field("mx.ours.example", fail), Proof::Refuted),
            (field("(mx.ours.example) evil.example", pass), Proof::Unknown),
            (field("\"mx.ours.example; dmarc=pass\"", pass), Proof::Unknown),
            (format!("X-Authentication-Results: mx.ours.example; {pass}\r\n"), Proof::Unknown),
            (String::new(), Proof::Unknown),
        ] {
            assert_eq!(proof(&header), expected, "{header}");
        }
    }

    #[test]
    fn what_is_found_for_another_domain_proves_nothing() {
        for (results, expected) in [
            ("dkim=pass header.d=customer.example", Proof::Proven),
            ("dkim=pass header.i=@mail.customer.example", Proof::Proven),
            ("dkim=pass (2048-bit key; evil=1) header.d=customer.example header.s=a", Proof::Proven),
            ("spf=pass smtp.mailfrom=bounce@customer.example", Proof::Proven),
            ("spf=pass smtp.mailfrom=evil.example", Proof::Refuted),
            ("dkim=pass header.d=evil.example", Proof::Refuted),
            ("dkim=pass header.d=notcustomer.example", Proof::Refuted),
            ("dkim=pass header.d=example", Proof::Refuted),
            ("dmarc=pass header.from=evil.example", Proof::Refuted),
            ("dmarc=pass; dmarc=fail header.from=customer.example", Proof::Refuted),
            ("dmarc=fail header.from=customer.example; dkim=pass header.d=customer.example", Proof::Refuted),
            ("spf=fail smtp.mailfrom=customer.example", Proof::Refuted),
            ("spf=softfail smtp.mailfrom=customer.example", Proof::Unknown),
            ("spf=fail smtp.mailfrom=x@customer.example; dkim=pass header.d=customer.example", Proof::Proven),
            ("spf=none smtp.mailfrom=customer.example; dkim=none; dmarc=none", Proof::Unknown),
            ("dmarc=temperror header.from=customer.example", Proof::Unknown),
            ("dkim=pass header.b=x reason=\"header.d=customer.example\"", Proof::Unknown),
        ] {
            let header = format!("Authentication-Results: mx.ours.example; {results}\r\n");
            assert_eq!(proof(&header), expected, "{results}");
        }
    }
}
