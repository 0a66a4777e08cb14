//! What follows a missed promise, as the agreement says.

use crate::domain::capitalized;
use crate::sla::{Contract, PageTarget};

/// One thing that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What kind of thing.
    pub label: String,
    /// What it is.
    pub text: String,
}

/// The terms of an agreement that speak of missed promises.
const TERMS: [&str; 3] = ["credit", "claims", "termination"];

/// Everything that follows, whoever reads it.
#[must_use]
pub fn remedies(contract: &Contract) -> Vec<Remedy> {
    let told = Remedy {
        label: "Told at once".to_owned(),
        text: "the contacts named for it, by mail, in the moment in which it is missed".to_owned(),
    };
    let by_customer = contract.escalation().by_customer();
    let escalation = (!by_customer.is_empty()).then(|| Remedy {
        label: "Escalation".to_owned(),
        text: format!(
            "from the ticket’s page the customer may call upon {}",
            by_customer.iter().map(|target| called(*target)).collect::<Vec<_>>().join(" and ")
        ),
    });
    let terms = contract.terms().in_words().into_iter().filter(|(name, _)| TERMS.contains(name));
    let terms = terms.map(|(name, text)| Remedy { label: capitalized(name), text });
    std::iter::once(told).chain(escalation).chain(terms).collect()
}

fn called(target: PageTarget) -> &'static str {
    match target {
        PageTarget::OnCall => "who is on call",
        PageTarget::Backup => "who is next on call",
        PageTarget::Team => "the team",
        PageTarget::Manager => "the manager",
    }
}
