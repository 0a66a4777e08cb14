//! Who is called, in which order and after how long.

use chrono::TimeDelta;

use super::words::words;

words! {
    /// Whom a step of the escalation pages.
    pub enum PageTarget {
        /// The person whose turn it is.
        OnCall = "on_call",
        /// The next person in the rota.
        Backup = "backup",
        /// Everybody of the team.
        Team = "team",
        /// The manager.
        Manager = "manager",
    }
}

/// One step of the chain that a page climbs until somebody takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EscalationStep {
    /// How long after the page began the step is taken, in elapsed time.
    pub after: TimeDelta,
    /// Who is paged then.
    pub page: PageTarget,
}

/// The chain of a contract: at least one step, the first at once, each later than the one before. Beside it, whom a
/// customer may call upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escalation {
    steps: Vec<EscalationStep>,
    by_customer: Vec<PageTarget>,
}

impl Escalation {
    /// A chain of these steps.
    ///
    /// # Errors
    /// What is wrong with their order, for the author of the contract.
    pub fn new(steps: Vec<EscalationStep>) -> Result<Escalation, String> {
        match steps.first() {
            None => {
                return Err(
                    "needs at least one step; or leave the table out to page on_call alone".to_owned()
                );
            }
            Some(first) if !first.after.is_zero() => {
                return Err("the first step must come at once: after = \"0m\"".to_owned());
            }
            Some(_) => {}
        }
        if steps.iter().zip(steps.iter().skip(1)).any(|(one, next)| next.after <= one.after) {
            return Err("each step must come later than the one before it".to_owned());
        }
        Ok(Escalation { steps, by_customer: Vec::new() })
    }

    /// The same with those whom a customer may call upon.
    #[must_use]
    pub fn with_by_customer(self, by_customer: Vec<PageTarget>) -> Escalation {
        Escalation { by_customer, ..self }
    }

    /// Whom a customer may call upon who does not want to wait for the clocks; empty where the agreement gives no such
    /// right.
    pub fn by_customer(&self) -> &[PageTarget] {
        &self.by_customer
    }

    /// The steps in order.
    pub fn steps(&self) -> &[EscalationStep] {
        &self.steps
    }
}

impl Default for Escalation {
    fn default() -> Self {
        let steps = vec![EscalationStep { after: TimeDelta::zero(), page: PageTarget::OnCall }];
        Escalation { steps, by_customer: Vec::new() }
    }
}
