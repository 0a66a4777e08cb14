//! Where an agent stands on the desk: which list, narrowed by what, and which page of it. Every address of the desk
//! carries it, so that the queue beside a ticket stays the one it was opened from.

use actix_web::{HttpRequest, web};
use serde::Deserialize;

use crate::domain::{OrganizationId, PersonId};
use crate::sla::{SeverityCode, Status};
use crate::store::ticket::{AssigneeFilter, Cursor, TicketFilter};
use crate::web::input::encode;
use crate::web::view::{ListOrder, QueueView};

/// A list of the desk, as an address carries it. Whatever does not fit is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Place {
    /// The ready-made view.
    #[serde(default)]
    pub view: String,
    /// A severity: its contract's key and its code, `dms:High`, or the code alone for every contract.
    #[serde(default)]
    pub severity: String,
    /// A customer's id.
    #[serde(default)]
    pub customer: String,
    /// What is searched for.
    #[serde(default)]
    pub q: String,
    /// The order, where it is not the usual one.
    #[serde(default)]
    pub sort: String,
    /// Where the page begins.
    #[serde(default)]
    pub after: String,
}

impl Place {
    /// The place that an address carries.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        Self::parse(request.query_string())
    }

    /// The place that the query of an address carries.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        web::Query::<Self>::from_query(query).map(web::Query::into_inner).unwrap_or_default()
    }

    /// All of a ready-made view.
    #[must_use]
    pub fn of_view(view: QueueView) -> Self {
        Self { view: view.as_str().to_owned(), ..Self::default() }
    }

    /// The ready-made view.
    #[must_use]
    pub fn queue_view(&self) -> QueueView {
        QueueView::parse(&self.view)
    }

    /// Whether its reader chooses the order: what is worked through stands by what breaks next.
    #[must_use]
    pub fn is_sortable(&self) -> bool {
        let is_reference =
            matches!(self.queue_view(), QueueView::All | QueueView::Done | QueueView::Following);
        is_reference || !self.q.trim().is_empty()
    }

    /// The order.
    #[must_use]
    pub fn order(&self) -> ListOrder {
        if self.is_sortable() { ListOrder::parse(&self.sort) } else { ListOrder::Usual }
    }

    /// The first page of the same list in an order.
    #[must_use]
    pub fn in_order(&self, order: ListOrder) -> Self {
        Self { sort: order.as_str().to_owned(), ..self.first_page() }
    }

    /// Whether anything beyond the view narrows the list.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !(self.severity.is_empty() && self.customer.is_empty() && self.q.trim().is_empty())
    }

    /// Where the page begins; none for the first one.
    #[must_use]
    pub fn cursor(&self) -> Option<Cursor> {
        self.after.parse().ok()
    }

    /// The first page of the same list.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self { after: String::new(), ..self.clone() }
    }

    /// The same search in all tickets; none where nothing is searched for, or all are searched already.
    #[must_use]
    pub fn in_all_tickets(&self) -> Option<Self> {
        let is_wider = !self.q.trim().is_empty() && self.queue_view() != QueueView::All;
        is_wider.then(|| Self { view: QueueView::All.as_str().to_owned(), ..self.first_page() })
    }

    /// The page of the same list that begins after a ticket.
    #[must_use]
    pub fn page_after(&self, cursor: Cursor) -> Self {
        Self { after: cursor.to_string(), ..self.clone() }
    }

    /// The address of a page of the desk at this place; `done` tells what the last action did.
    #[must_use]
    pub fn address(&self, path: &str, done: Option<&str>) -> String {
        let parts: Vec<String> = self
            .parts()
            .into_iter()
            .chain(done.map(|word| ("done", word)))
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    /// The address of a ticket at this place.
    #[must_use]
    pub fn ticket(&self, number: impl std::fmt::Display) -> String {
        self.address(&format!("/desk/tickets/{number}"), None)
    }

    /// Name and value of everything that is set.
    #[must_use]
    pub fn parts(&self) -> Vec<(&'static str, &str)> {
        let view = if self.queue_view() == QueueView::default() { "" } else { self.queue_view().as_str() };
        let all = [
            ("view", view),
            ("severity", self.severity.as_str()),
            ("customer", self.customer.as_str()),
            ("q", self.q.trim()),
            ("sort", self.order().as_str()),
            ("after", self.after.as_str()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The conditions beside what is searched for, for who asks.
    #[must_use]
    pub fn filter(&self, me: PersonId) -> TicketFilter {
        let (contract_key, severities) = self.severity_chosen();
        let mut filter = TicketFilter {
            status: vec![Status::Open, Status::WaitingOnCustomer],
            severities,
            contract_key,
            organization: self.customer.parse::<OrganizationId>().ok(),
            is_snoozed: Some(false),
            ..TicketFilter::default()
        };
        match self.queue_view() {
            QueueView::Mine => filter.assignee = AssigneeFilter::Is(me),
            QueueView::Unassigned => filter.assignee = AssigneeFilter::Nobody,
            QueueView::Triage => filter.has_suggestion = Some(true),
            QueueView::Breached => filter.is_breached = Some(true),
            QueueView::Waiting => filter.status = vec![Status::WaitingOnCustomer],
            QueueView::Following => {
                filter.follower = Some(me);
                filter.status = Vec::new();
                filter.is_snoozed = None;
            }
            QueueView::Snoozed => filter.is_snoozed = Some(true),
            QueueView::Done => {
                filter.status = vec![Status::Resolved, Status::Closed];
                filter.is_snoozed = None;
            }
            QueueView::All => {
                filter.status = Vec::new();
                filter.is_snoozed = None;
            }
            QueueView::Open => {}
        }
        filter
    }

    /// Codes mean different things in different contracts, so a choice names its contract; an address may do without.
    fn severity_chosen(&self) -> (Option<String>, Vec<SeverityCode>) {
        match self.severity.split_once(':') {
            _ if self.severity.is_empty() => (None, Vec::new()),
            Some((key, code)) => (Some(key.to_owned()), vec![SeverityCode::new(code)]),
            None => (None, vec![SeverityCode::new(self.severity.clone())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn an_address_carries_only_what_is_set() {
        let place = |view: &str, q: &str| Place { view: view.into(), q: q.into(), ..Place::default() };
        for (place, done, address) in [
            (Place::default(), None, "/desk"),
            (place("open", ""), Some("assigned"), "/desk?done=assigned"),
            (place("nonsense", ""), None, "/desk"),
            (place("mine", " a&b "), Some("noted"), "/desk?view=mine&q=a%26b&done=noted"),
        ] {
            assert_eq!(place.address("/desk", done), address);
        }
    }
}
