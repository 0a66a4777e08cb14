//! Service credits.

use crate::sla::{
    Share,
    contract::reader::{Table, Value},
    words::words,
};

/// What the customer is credited when promises were broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credits {
    /// How the credit is reckoned.
    pub rule: CreditRule,
    /// The most that is credited for a month, as a share of its fee.
    pub cap: Option<Share>,
    /// Where the credit shows.
    pub applied_to: CreditAppliedTo,
    /// Whether the customer must ask for it.
    pub on_request: bool,
    /// Whether it may be paid out.
    pub cash: bool,
    /// Whether it is all that the customer gets for the breach.
    pub sole_remedy: bool,
    /// What earns no credit.
    pub exclusions: Vec<String>,
    /// More about it, in the agreement's words.
    pub note: Option<String>,
}

/// How a credit is reckoned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditRule {
    /// By the month's availability.
    Tiers(Vec<CreditTier>),
    /// This share of the monthly fee for each breach.
    PerBreach(Share),
    /// So many hours of free service for each full hour without it.
    FreeHoursPerFullHour(u32),
}

/// A range of monthly availability, and its credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditTier {
    /// The least availability of the range.
    pub from: Share,
    /// The availability at which the next better range begins.
    pub below: Share,
    /// The share of the month's fee.
    pub credit: Share,
}

words! {
    /// Where a credit shows.
    pub enum CreditAppliedTo {
        /// On the next invoice.
        NextInvoice = "next_invoice",
        /// In the following month's subscription.
        NextMonth = "next_month",
        /// On the invoice of the period in which the claim was confirmed.
        PeriodOfConfirmation = "period_of_confirmation",
    }
}

/// What happened in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthlyFigures {
    /// The availability by the agreement's formula.
    pub availability: Share,
    /// How many promises of any kind were broken.
    pub breaches: u32,
    /// How many full hours the service was unavailable, all interruptions together.
    pub full_hours_down: u32,
}

/// What a month earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credit {
    /// A share of the month's fee.
    ShareOfFee(Share),
    /// Hours of free service.
    FreeHours(u32),
}

impl Credits {
    /// The credit of a month, cap included. Whether it was claimed in time is another question.
    pub fn of(&self, month: MonthlyFigures) -> Credit {
        let share = match &self.rule {
            CreditRule::FreeHoursPerFullHour(hours) => {
                return Credit::FreeHours(hours.saturating_mul(month.full_hours_down));
            }
            CreditRule::PerBreach(share) => share.times(month.breaches),
            CreditRule::Tiers(tiers) => {
                let tier = tiers
                    .iter()
                    .find(|tier| tier.from <= month.availability && month.availability < tier.below);
                tier.map_or(Share::NOTHING, |tier| tier.credit)
            }
        };
        Credit::ShareOfFee(self.cap.map_or(share, |cap| share.min(cap)))
    }

    pub(super) fn read(value: &Value<'_>) -> Option<Credits> {
        let table = value.table()?;
        let rule = rule(&table);
        let cap = table.optional("cap", Value::parse);
        let applied_to = table.required("applied_to", Value::parse);
        let on_request = table.or("on_request", true, Value::boolean);
        let cash = table.or("cash", false, Value::boolean);
        let sole_remedy = table.or("sole_remedy", false, Value::boolean);
        let exclusions = table.list("exclusions", Value::words);
        let note = table.optional("note", Value::words);
        table.finish();
        Some(Credits {
            rule: rule?,
            cap: cap?,
            applied_to: applied_to?,
            on_request: on_request?,
            cash: cash?,
            sole_remedy: sole_remedy?,
            exclusions: exclusions?,
            note: note?,
        })
    }
}

fn rule(table: &Table<'_>) -> Option<CreditRule> {
    let tiers = table.optional("tiers", tiers);
    let per_breach = table.optional("per_breach", Value::parse);
    let free_hours = table.optional("free_hours_per_full_hour", |value| value.number(1..=1000));
    match (tiers?, per_breach?, free_hours?) {
        (Some(tiers), None, None) => Some(CreditRule::Tiers(tiers)),
        (None, Some(share), None) => Some(CreditRule::PerBreach(share)),
        (None, None, Some(hours)) => Some(CreditRule::FreeHoursPerFullHour(hours)),
        _ => table.fault("needs exactly one of tiers, per_breach and free_hours_per_full_hour"),
    }
}

fn tiers(value: &Value<'_>) -> Option<Vec<CreditTier>> {
    let tiers = value.list(|element| {
        let table = element.table()?;
        let from = table.or("from", Share::NOTHING, Value::parse);
        let below = table.required("below", Value::parse);
        let credit = table.required("credit", Value::parse);
        table.finish();
        let tier = CreditTier { from: from?, below: below?, credit: credit? };
        if tier.from >= tier.below {
            return table
                .fault_at("below", format!("must be more than {}, where the range begins", tier.from));
        }
        Some(tier)
    })?;
    let mut sorted = tiers.clone();
    sorted.sort_by_key(|tier| tier.from);
    match sorted.iter().zip(sorted.iter().skip(1)).find(|(one, next)| next.from < one.below) {
        Some((one, next)) => {
            value.fault(format!("the ranges from {} and from {} overlap", one.from, next.from))
        }
        None if tiers.is_empty() => value.fault("needs at least one range"),
        None => Some(tiers),
    }
}
