//! What the customers of the demonstration report, and what becomes of it: one file an agreement.

mod discount_kit;
mod dms;
mod software_support;
mod teamplify;

use crate::domain::capitalized;
use crate::sla::{Affected, Answers, Impact, Workaround};

/// One fault, from the report to its resolution. In every text `{}` stands for one of the details.
#[derive(Debug)]
pub(super) struct Scenario {
    /// What the provider makes of it, as the agreement calls it.
    pub(super) severity: &'static str,
    /// What the reporter answers in the form.
    answers: (Affected, Impact, Workaround),
    /// One line.
    subject: &'static str,
    /// The description, without greeting and name.
    report: &'static str,
    /// What makes one report differ from the next of its kind.
    details: [&'static str; 3],
    /// The first answer of an agent.
    first: &'static str,
    /// What the agent has to ask, and what the customer answers.
    question: Option<(&'static str, &'static str)>,
    /// How the work goes on.
    updates: &'static [&'static str],
    /// What agents tell each other.
    note: &'static str,
    /// The last word.
    resolution: &'static str,
}

/// One report of a scenario: the scenario with one of its details.
#[derive(Debug, Clone, Copy)]
pub(super) struct Story {
    scenario: &'static Scenario,
    detail: &'static str,
}

/// Every report there is under an agreement, no two alike.
pub(super) fn stories(contract_key: &str) -> Vec<Story> {
    let scenarios: &'static [Scenario] = match contract_key {
        "dms" => &dms::SCENARIOS,
        "discount-kit" => &discount_kit::SCENARIOS,
        "software-support" => &software_support::SCENARIOS,
        "teamplify" => &teamplify::SCENARIOS,
        _ => &[],
    };
    scenarios
        .iter()
        .flat_map(|scenario| scenario.details.iter().map(move |detail| Story { scenario, detail }))
        .collect()
}

impl Story {
    /// The severity that the provider gives it, as the agreement calls it.
    pub(super) fn severity(&self) -> &'static str {
        self.scenario.severity
    }

    /// The answers of the reporter.
    pub(super) fn answers(&self) -> Answers {
        let (affected, impact, workaround) = self.scenario.answers;
        Answers { affected: Some(affected), impact: Some(impact), workaround: Some(workaround) }
    }

    /// Whether something is broken that may break again.
    pub(super) fn is_fault(&self) -> bool {
        let (_, impact, _) = self.scenario.answers;
        !matches!(impact, Impact::Cosmetic | Impact::Question)
    }

    /// The subject of the report.
    pub(super) fn subject(&self) -> String {
        capitalized(&self.told(self.scenario.subject))
    }

    /// The text of the report.
    pub(super) fn report(&self) -> String {
        self.told(self.scenario.report)
    }

    /// An agent's first answer.
    pub(super) fn first(&self) -> String {
        self.told(self.scenario.first)
    }

    /// What an agent asks, and what the customer answers.
    pub(super) fn question(&self) -> Option<(&'static str, &'static str)> {
        self.scenario.question
    }

    /// An agent's updates in order.
    pub(super) fn updates(&self) -> &'static [&'static str] {
        self.scenario.updates
    }

    /// A note between agents.
    pub(super) fn note(&self) -> &'static str {
        self.scenario.note
    }

    /// What the agent writes when it is over.
    pub(super) fn resolution(&self) -> String {
        self.told(self.scenario.resolution)
    }

    fn told(&self, text: &str) -> String {
        text.replace("{}", self.detail)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::stories;
    use crate::sla::{Contract, classify, shipped};

    #[test]
    fn every_severity_of_every_agreement_occurs_and_no_subject_twice() {
        for (key, source) in shipped() {
            let contract = Contract::parse(source, &|name| Err(format!("{name} is not shipped"))).unwrap();
            let stories = stories(key);
            let told: BTreeSet<_> = stories.iter().map(super::Story::severity).collect();
            let promised: BTreeSet<_> =
                contract.severities().iter().map(|severity| severity.code().as_str()).collect();
            assert_eq!(told, promised, "{key}");
            let subjects: BTreeSet<_> = stories.iter().map(super::Story::subject).collect();
            assert_eq!(subjects.len(), stories.len(), "{key}");
        }
    }

    #[test]
    fn most_forms_are_read_as_the_provider_reads_them() {
        for (key, source) in shipped() {
            let contract = Contract::parse(source, &|name| Err(format!("{name} is not shipped"))).unwrap();
            let stories = stories(key);
            let is_agreed = |story: &&super::Story| {
                let text = format!("{}\n{}", story.subject(), story.report());
                let read = classify(contract.classification(), &story.answers(), &text);
                read.is_some_and(|read| read.severity.as_str() == story.severity())
            };
            let agreed = stories.iter().filter(is_agreed).count();
            assert!(agreed * 10 >= stories.len() * 9, "{key}: {agreed} of {}", stories.len());
        }
    }
}
