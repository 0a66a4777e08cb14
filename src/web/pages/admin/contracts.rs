//! Agreements: their versions, what they say, what they would have promised, and adding a version.

use askama::Template;

use super::{Form, SourceLine, Succession};
use crate::web::pages::portal::AgreementPage;
use crate::web::view::{Moment, Shell};

/// One agreement in the list.
#[derive(Debug, Clone)]
pub struct ContractRow {
    /// The address of its page.
    pub href: String,
    /// The key.
    pub key: String,
    /// The name.
    pub name: String,
    /// The version in force.
    pub number: i32,
    /// Since when it is in force.
    pub since: Moment,
    /// When the next version takes effect, if one waits.
    pub next: Option<Moment>,
    /// How many customers are on it.
    pub customers: usize,
    /// Whether senders who belong to no customer are served under it.
    pub is_default: bool,
}

/// The list.
#[derive(Template)]
#[template(path = "admin/contracts.html")]
pub struct ContractsPage {
    /// What is around it.
    pub shell: Shell,
    /// The agreements, by key.
    pub rows: Vec<ContractRow>,
}

/// One version.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// The address of the page that shows it.
    pub href: String,
    /// Its number.
    pub number: i32,
    /// From when new tickets are opened under it.
    pub effective: Moment,
    /// When it was added.
    pub added: Moment,
    /// Who added it.
    pub by: Option<String>,
    /// Whether it is in force now.
    pub is_in_force: bool,
    /// Whether it is the one on the page.
    pub is_shown: bool,
}

/// What the agreement would promise for a report at some instant.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// The clock.
    pub clock: &'static str,
    /// What is promised, as the contract words it.
    pub target: String,
    /// By when, in the contract's zone.
    pub due: Option<String>,
    /// How that comes about.
    pub explanation: String,
}

/// The page of one agreement, in one version.
#[derive(Template)]
#[template(path = "admin/contract.html")]
pub struct ContractPage {
    /// What is around it.
    pub shell: Shell,
    /// The agreement's key.
    pub key: String,
    /// The version shown.
    pub number: i32,
    /// What it says, as tables.
    pub agreement: AgreementPage,
    /// What it says beside its clocks: name and text.
    pub terms: Vec<(&'static str, String)>,
    /// Every version, the last first.
    pub versions: Vec<VersionRow>,
    /// The severities to ask about: code, name, whether chosen.
    pub severities: Vec<(String, String, bool)>,
    /// The wall-clock time asked about, in the contract's zone.
    pub asked_at: String,
    /// What is wrong with that time.
    pub asked_fault: Option<String>,
    /// The answers.
    pub answers: Vec<WhatIf>,
    /// The file.
    pub source: Vec<SourceLine>,
    /// The customers on it.
    pub customers: Vec<(String, String)>,
}

/// The page that adds a version.
#[derive(Template)]
#[template(path = "admin/new_contract.html")]
pub struct NewContractPage {
    /// What is around it.
    pub shell: Shell,
    /// The agreement that it follows, if any: key and name.
    pub follows: Option<(String, String)>,
    /// Agreements to begin with, while there is no text: key and name.
    pub templates: Vec<(&'static str, String)>,
    /// Calendar files that were given with the text: the name of the field that carries each on, and its text.
    pub given: Vec<(String, String)>,
    /// The form: the text, from when, calendar files.
    pub form: Form,
    /// The file with its faults, if it has any.
    pub faulty: Vec<SourceLine>,
    /// How many faults.
    pub fault_count: usize,
    /// Whether the version was looked at, and nothing is wrong with it.
    pub is_sound: bool,
    /// What the text says as tables, once it has none.
    pub preview: Option<AgreementPage>,
    /// The terms of that.
    pub terms: Vec<(&'static str, String)>,
    /// What that changes against the version in force.
    pub succession: Option<Succession>,
}
