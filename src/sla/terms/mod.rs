//! What an agreement says beside its clocks, as data: what is supported, how available the service is, what a broken
//! promise costs.

mod availability;
mod care;
mod claims;
mod credits;
mod in_words;
mod maintenance;
mod paper;
mod performance;
mod period;
mod support;
mod termination;

pub use self::{
    availability::{Availability, AvailabilityFormula},
    care::{Backups, Incidents, Recovery, Security},
    claims::{ClaimFrom, Claims},
    credits::{Credit, CreditAppliedTo, CreditRule, CreditTier, Credits, MonthlyFigures},
    maintenance::{Maintenance, MaintenanceKind, MaintenanceTime},
    paper::{Changes, CustomerDuties, Document, Reporting},
    performance::{Limit, PerformanceMetric},
    period::{Period, PeriodUnit},
    support::{Channel, Cover, Support, SupportLevel},
    termination::{Termination, TerminationRight},
};
use super::contract::reader::Table;

/// The terms of an agreement. Each part may be absent, where the agreement says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The dates of the text.
    pub document: Document,
    /// Ways in, and what is supported.
    pub support: Support,
    /// How available the service is.
    pub availability: Option<Availability>,
    /// When it is taken down on purpose.
    pub maintenance: Vec<Maintenance>,
    /// How fast it is.
    pub performance: Vec<PerformanceMetric>,
    /// What broken promises cost.
    pub credits: Option<Credits>,
    /// How that is claimed.
    pub claims: Option<Claims>,
    /// When the customer may leave.
    pub termination: Option<Termination>,
    /// How soon it is back after a disaster.
    pub recovery: Option<Recovery>,
    /// How data is backed up.
    pub backups: Option<Backups>,
    /// What is said in incidents.
    pub incidents: Option<Incidents>,
    /// How data is protected.
    pub security: Option<Security>,
    /// What is reported.
    pub reporting: Option<Reporting>,
    /// How the agreement changes.
    pub changes: Option<Changes>,
    /// What the customer owes.
    pub customer: Option<CustomerDuties>,
}

impl Terms {
    /// Reads the terms out of the top of a contract file.
    pub(crate) fn read(top: &Table<'_>) -> Option<Terms> {
        let document = top.or("document", Document::default(), Document::read);
        let support = top.or("support", Support::default(), Support::read);
        let availability = top.optional("availability", Availability::read);
        let maintenance = top.list("maintenance", Maintenance::read);
        let performance = top.list("performance", PerformanceMetric::read);
        let credits = top.optional("credits", Credits::read);
        let claims = top.optional("claims", Claims::read);
        let termination = top.optional("termination", Termination::read);
        let recovery = top.optional("recovery", Recovery::read);
        let backups = top.optional("backups", Backups::read);
        let incidents = top.optional("incidents", Incidents::read);
        let security = top.optional("security", Security::read);
        let reporting = top.optional("reporting", Reporting::read);
        let changes = top.optional("changes", Changes::read);
        let customer = top.optional("customer", CustomerDuties::read);
        Some(Terms {
            document: document?,
            support: support?,
            availability: availability?,
            maintenance: maintenance?,
            performance: performance?,
            credits: credits?,
            claims: claims?,
            termination: termination?,
            recovery: recovery?,
            backups: backups?,
            incidents: incidents?,
            security: security?,
            reporting: reporting?,
            changes: changes?,
            customer: customer?,
        })
    }
}
