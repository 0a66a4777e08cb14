//! Which tickets a list shows, as its query string says.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::domain::{OrganizationId, PersonId, TeamId};
use crate::sla::{SeverityCode, Status};
use crate::store::ticket::{AssigneeFilter, Cursor, Direction, Sort, SortKey, TicketFilter};
use crate::web::api::input::{CommaList, Flag, Limit};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};

/// The parameters of the list of tickets; every condition that is given must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// In one of these states, with commas between them.
    #[param(value_type = Option<String>, example = "open,waiting_on_customer")]
    status: CommaList<Status>,
    /// Of one of these severities, with commas between them.
    #[param(value_type = Option<String>, example = "Critical,High")]
    severity: CommaList<SeverityCode>,
    /// `me`, `none`, or a person’s id.
    assignee: Option<String>,
    /// Of this customer.
    organization: Option<OrganizationId>,
    /// Of this team.
    team: Option<TeamId>,
    /// Opened under the agreement of this key.
    contract: Option<String>,
    /// With a broken promise, or without any.
    #[param(value_type = Option<bool>)]
    breached: Option<Flag>,
    /// Waiting on the customer, or not.
    #[param(value_type = Option<bool>)]
    waiting: Option<Flag>,
    /// With a severity suggested and not yet decided, or without. For the provider’s people.
    #[param(value_type = Option<bool>)]
    suggestion: Option<Flag>,
    /// `true` for those that you follow. For the provider’s people.
    #[param(value_type = Option<bool>)]
    following: Option<Flag>,
    /// Put away until later, or not. For the provider’s people.
    #[param(value_type = Option<bool>)]
    snoozed: Option<Flag>,
    /// With this in the subject, or with this number.
    text: Option<String>,
    /// Received at or after this.
    created_from: Option<DateTime<Utc>>,
    /// Received before this.
    created_to: Option<DateTime<Utc>>,
    /// `next_due`, `created`, `updated` or `number`; with `-` before it, the last first. Customers have no `next_due`.
    sort: Option<String>,
    /// Where the page begins: `next` of the page before.
    cursor: Option<String>,
    /// Items a page, up to 200; 50 unless said otherwise.
    #[param(value_type = Option<i64>)]
    pub limit: Limit,
}

impl Wanted {
    /// The conditions, for who asks.
    ///
    /// # Errors
    /// [`WebError::Invalid`] naming the parameter.
    pub fn filter(&self, session: &Session) -> Result<TicketFilter, WebError> {
        let is_staff = session.person.role.is_staff();
        let inside =
            [("suggestion", self.suggestion), ("following", self.following), ("snoozed", self.snoozed)];
        let asked = inside.iter().filter(|(_, flag)| flag.is_some() && !is_staff);
        let faults: Vec<_> = asked
            .map(|(name, _)| FieldFault::new(name, "Only the provider’s people can ask for this."))
            .collect();
        if !faults.is_empty() {
            return Err(WebError::Invalid(faults));
        }
        Ok(TicketFilter {
            status: self.states(),
            assignee: self.assignee(session)?,
            severities: self.severity.0.clone(),
            organization: self.organization,
            team: self.team.filter(|_| is_staff),
            contract_key: self.contract.clone(),
            is_breached: self.breached.map(|flag| flag.0),
            has_suggestion: self.suggestion.map(|flag| flag.0),
            follower: self.following.filter(|flag| flag.0 && is_staff).map(|_| session.person.id),
            is_snoozed: self.snoozed.map(|flag| flag.0),
            text: self.text.clone(),
            created_from: self.created_from,
            created_before: self.created_to,
            ..TicketFilter::default()
        })
    }

    /// The states: those asked for, of which waiting is one or is none.
    fn states(&self) -> Vec<Status> {
        let Some(Flag(is_waiting)) = self.waiting else { return self.status.0.clone() };
        let asked = if self.status.0.is_empty() { Status::ALL } else { &self.status.0 };
        let fits = |status: &Status| (*status == Status::WaitingOnCustomer) == is_waiting;
        asked.iter().copied().filter(fits).collect()
    }

    /// Whether the states asked for contradict each other, so that no ticket can be in one of them.
    #[must_use]
    pub fn is_contradiction(&self) -> bool {
        self.waiting.is_some() && self.states().is_empty()
    }

    fn assignee(&self, session: &Session) -> Result<AssigneeFilter, WebError> {
        match self.assignee.as_deref() {
            None => Ok(AssigneeFilter::Any),
            Some("me") => Ok(AssigneeFilter::Is(session.person.id)),
            Some("none") => Ok(AssigneeFilter::Nobody),
            Some(id) => {
                let id: Result<PersonId, _> = id.parse();
                id.map(AssigneeFilter::Is)
                    .map_err(|_| WebError::field("assignee", "Write me, none, or a person’s id."))
            }
        }
    }

    /// The order. Customers don’t get the queue’s, because it tells which tickets the provider still has to judge.
    ///
    /// # Errors
    /// [`WebError::Invalid`] naming the parameter.
    pub fn order(&self, is_staff: bool) -> Result<Order, WebError> {
        let usual = if is_staff { "next_due" } else { "-updated" };
        let word = self.sort.as_deref().unwrap_or(usual);
        let (direction, name) = match word.strip_prefix('-') {
            Some(name) => (Direction::Descending, name),
            None => (Direction::Ascending, word),
        };
        let key = match name {
            "next_due" if is_staff => SortKey::NextDue,
            "created" => SortKey::Created,
            "updated" => SortKey::Updated,
            "number" => SortKey::Number,
            _ => {
                let known = if is_staff {
                    "next_due, created, updated or number"
                } else {
                    "created, updated or number"
                };
                return Err(WebError::field(
                    "sort",
                    format!("Write {known}, with - before it for the last first."),
                ));
            }
        };
        let sort = Sort { key, direction };
        Ok(Order { sort, after: self.after(word)?, word: word.to_owned() })
    }

    /// A cursor names its order, since it means nothing in another.
    fn after(&self, word: &str) -> Result<Option<Cursor>, WebError> {
        let Some(text) = &self.cursor else { return Ok(None) };
        let place = text.strip_prefix(word).and_then(|rest| rest.strip_prefix(':'));
        place.and_then(|place| place.parse().ok()).map(Some).ok_or_else(|| {
            WebError::field(
                "cursor",
                "This is no place in this list: begin with its first page, in the same order.",
            )
        })
    }
}

/// An order, and where in it a page begins.
#[derive(Debug)]
pub struct Order {
    /// The order.
    pub sort: Sort,
    /// The place.
    pub after: Option<Cursor>,
    word: String,
}

impl Order {
    /// The cursor of the next page.
    #[must_use]
    pub fn next(&self, place: Cursor) -> String {
        format!("{}:{place}", self.word)
    }
}
