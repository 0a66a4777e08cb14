//! The terms of an agreement beside its clocks, one line each, for people.

use super::{CreditRule, CreditTier, Credits, Maintenance, Termination, TerminationRight, Terms};
use crate::sla::format_length;

impl Terms {
    /// What the agreement says, as names and sentences; nothing where it is silent.
    #[must_use]
    pub fn in_words(&self) -> Vec<(&'static str, String)> {
        lines(self)
    }
}

fn lines(terms: &Terms) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let Some(date) = terms.document.effective {
        lines.push(("effective", date.to_string()));
    }
    if let Some(hours) = &terms.support.hours {
        lines.push(("support hours", hours.clone()));
    }
    for level in &terms.support.levels {
        lines.push(("support level", format!("{} ({})", level.name, level.cover.as_str().replace('_', " "))));
    }
    if let Some(availability) = &terms.availability {
        let target = availability.target;
        let unit = availability.measured_over.as_str();
        lines.push(("availability", format!("{target} of the time, measured by {unit}")));
        if let Some(least) = availability.ignores_shorter_than {
            lines.push(("no downtime", format!("interruptions of less than {}", format_length(least))));
        }
        lines.extend(availability.exclusions.iter().map(|exclusion| ("no downtime", exclusion.clone())));
    }
    lines.extend(terms.maintenance.iter().map(|kind| ("maintenance", maintenance(kind))));
    lines.extend(
        terms.performance.iter().map(|one| ("performance", format!("{} below {}", one.metric, one.below))),
    );
    if let Some(credits) = &terms.credits {
        lines.extend(credit_lines(credits));
    }
    if let Some(claims) = &terms.claims {
        lines.push((
            "claims",
            format!(
                "within {} of the {}",
                claims.within,
                claims.from.as_str().replace("_of", " of the").replace('_', " ")
            ),
        ));
    }
    if let Some(termination) = &terms.termination {
        lines.extend(termination_lines(termination));
    }
    if let Some(recovery) = &terms.recovery {
        let (time, point) = (format_length(recovery.time), format_length(recovery.point));
        lines.push(("recovery", format!("back within {time}, losing at most {point}")));
    }
    if let Some(backups) = &terms.backups {
        lines.push(("backups", format!("every {}, kept for {}", backups.every, backups.keep)));
    }
    if let Some(notice) = terms.incidents.as_ref().and_then(|incidents| incidents.notice) {
        lines.push(("incidents", format!("told within {notice}")));
    }
    if let Some(changes) = &terms.changes {
        lines.push(("changes", format!("announced {} ahead", changes.notice)));
    }
    lines
}

fn maintenance(kind: &Maintenance) -> String {
    let mut text = format!("{}, {}", kind.kind, kind.time.as_str()).replace('_', " ");
    if let Some(notice) = kind.notice {
        text += &format!(", announced {notice} ahead");
    }
    if let Some(notice) = kind.notice_below {
        text += &format!(", announced less than {notice} ahead");
    }
    if let Some(period) = kind.at_most_once_in {
        text += &format!(", at most once in {period}");
    }
    text
}

fn credit_lines(credits: &Credits) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&'static str, String)> = match &credits.rule {
        CreditRule::Tiers(tiers) => {
            let tier = |tier: &CreditTier| {
                format!(
                    "{} of the fee for an availability from {} to below {}",
                    tier.credit, tier.from, tier.below
                )
            };
            tiers.iter().map(|one| ("credit", tier(one))).collect()
        }
        CreditRule::PerBreach(share) => {
            vec![("credit", format!("{share} of the month's fee for each breach"))]
        }
        CreditRule::FreeHoursPerFullHour(hours) => {
            vec![("credit", format!("{hours} free hours for each full hour without the service"))]
        }
    };
    if let Some(cap) = credits.cap {
        lines.push(("credit", format!("at most {cap} of a month's fee")));
    }
    lines
}

fn termination_lines(termination: &Termination) -> Vec<(&'static str, String)> {
    let right = |right: &TerminationRight| match right {
        TerminationRight::ConsecutiveMonths(months) => format!("after breaches in {months} months in a row"),
        TerminationRight::Breaches { count, within } => format!("after {count} breaches within {within}"),
        TerminationRight::ServiceReduced => "when a change reduces the service".to_owned(),
    };
    let mut lines: Vec<_> = termination.rights.iter().map(|one| ("termination", right(one))).collect();
    if let Some(notice) = termination.notice {
        lines.push(("termination", format!("with {notice} of notice")));
    }
    lines
}
