//! `POST /api/v1/tickets/bulk`, and taking it back.

use std::collections::HashMap;

use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{
    BulkAction, BulkChange, BulkChangeId, BulkOutcome, ChosenTicket, ContentHash, LeftAlone, MacroId, Person,
    PersonId, SnoozeUntil, Tag, TeamId, TicketId, TicketNumber, Viewer,
};
use crate::service::{self, Context, Contracts, Once};
use crate::sla::{Instant, SeverityCode, Status};
use crate::store::ticket::{Sort, TicketFilter};
use crate::store::{self, Connection};
use crate::web::api::input::{Body, IdempotencyKey, required};
use crate::web::error::WebError;
use crate::web::macro_text;
use crate::web::middleware::RequestId;
use crate::web::problem::Problem;
use crate::web::visit::{PathId, Visit};

/// One action on many tickets.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBulkChange {
    /// Up to 200 tickets.
    pub tickets: Vec<WantedTicket>,
    /// What is done to each of them.
    pub action: WantedAction,
    /// Whether only to say what would happen; nothing is changed then.
    #[serde(default)]
    pub preview: bool,
}

/// A ticket to be changed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedTicket {
    /// Its number.
    pub number: TicketNumber,
    /// The version that you know: a ticket that was changed since is left as it is.
    #[serde(default)]
    pub version: Option<i64>,
}

/// What is done to each ticket.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum WantedAction {
    /// Give it to somebody.
    Assign {
        /// The person of the provider; null for nobody.
        #[serde(deserialize_with = "required")]
        #[schema(required = true)]
        assignee_id: Option<PersonId>,
    },
    /// Give it to a team.
    AssignTeam {
        /// The team; null for none.
        #[serde(deserialize_with = "required")]
        #[schema(required = true)]
        team_id: Option<TeamId>,
    },
    /// Set its severity.
    SetSeverity {
        /// The code; a ticket whose agreement lacks it is left as it is.
        severity: SeverityCode,
        /// Why, in up to 1,000 characters; kept with each ticket.
        reason: String,
    },
    /// Set its status.
    SetStatus {
        /// The status.
        status: Status,
    },
    /// Add a tag.
    AddTag {
        /// The tag.
        tag: String,
    },
    /// Take a tag.
    RemoveTag {
        /// The tag.
        tag: String,
    },
    /// Answer its requester by a macro, filled in for each ticket. The replies leave ten seconds later.
    Answer {
        /// One of your own macros or a shared one, that answers customers.
        macro_id: MacroId,
    },
    /// Put it away. Its clocks run on: it comes back sooner where one needs somebody.
    Snooze {
        /// Until when, within the next year.
        until: DateTime<Utc>,
        /// Why, in up to 1,000 characters; kept with each ticket.
        reason: String,
    },
    /// Merge it into another ticket of the same customer.
    Merge {
        /// The number of the ticket in which it goes on.
        into: TicketNumber,
    },
}

/// What became of the tickets.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkChangeView {
    /// By which it can be taken back; null for a preview.
    pub id: Option<BulkChangeId>,
    /// Until when it can be taken back; null where it can’t.
    pub undo_until: Option<DateTime<Utc>>,
    /// Each ticket, in the order of their numbers.
    pub tickets: Vec<BulkTicketView>,
    /// For a preview, how many notices of which kind would leave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notices: Option<HashMap<String, usize>>,
}

/// What became of one ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkTicketView {
    /// Its number.
    pub number: TicketNumber,
    /// Its version now.
    pub version: i64,
    /// What became of it.
    pub outcome: BulkWord,
    /// Why it was not changed, or not back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Problem>,
}

/// What became of one ticket, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkWord {
    /// It is changed.
    Changed,
    /// It was so already.
    Unchanged,
    /// It could not be changed.
    Refused,
    /// It was changed, and that is taken back.
    TakenBack,
    /// It was changed, and that could not be taken back.
    Stays,
}

/// Change many tickets at once
///
/// Each ticket is changed as by its own call, all at one instant. One that can’t be changed is named with its problem,
/// and stops no other. An action that is sent again under the same `Idempotency-Key` changes nothing: the answer tells
/// the first one’s outcome.
///
/// # Errors
/// 422 for no ticket, too many, one that is not there, a missing reason, and for what is no tag.
#[utoipa::path(post, path = "/api/v1/tickets/bulk", tag = "tickets", request_body = NewBulkChange,
    params(("Idempotency-Key" = Option<String>, Header, description = "Your own name for this action")),
    responses((status = 200, description = "What became of each ticket", body = BulkChangeView)))]
pub async fn change(
    visit: Visit,
    key: IdempotencyKey,
    RequestId(request_id): RequestId,
    body: Body<NewBulkChange>,
) -> Result<HttpResponse, WebError> {
    // What was read has a JSON form; an empty one would only compare as different.
    let fingerprint = ContentHash::of(&serde_json::to_vec(&body.0).unwrap_or_default());
    let once = key.0.map(|key| Once { key, fingerprint });
    let NewBulkChange { tickets, action, preview } = body.0;
    let chosen: Vec<ChosenTicket> =
        tickets.into_iter().map(|one| ChosenTicket { number: one.number, version: one.version }).collect();
    let contracts = visit.site.app.contracts.clone();
    let changing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<BulkChangeView, WebError> {
        let action = action.read(c, &contracts, by, &chosen, cx.now)?;
        if preview {
            return rehearse(c, cx, by, &chosen, &action, &request_id);
        }
        let change = service::change_in_bulk(c, cx, by, &chosen, &action, once)?;
        BulkChangeView::of(c, by, change, &request_id)
    };
    Ok(HttpResponse::Ok().json(visit.write(changing).await?))
}

/// Take a change of many tickets back
///
/// Within ten minutes, wherever nobody has done anything to the ticket since; replies within ten seconds, before they
/// leave. The clocks follow by each agreement’s rules; mails that have left stay sent.
///
/// # Errors
/// 404, 409 where it is too late, or taken back already.
#[utoipa::path(post, path = "/api/v1/tickets/bulk/{id}/undo", tag = "tickets",
    params(("id" = BulkChangeId, Path, description = "The change’s id")),
    responses((status = 200, description = "What became of each ticket", body = BulkChangeView)))]
pub async fn undo(
    visit: Visit,
    PathId(id): PathId<BulkChangeId>,
    RequestId(request_id): RequestId,
) -> Result<HttpResponse, WebError> {
    let undoing = move |c: &mut Connection, cx: &Context, by: &Person| -> Result<BulkChangeView, WebError> {
        let change = service::undo_bulk(c, cx, by, id)?;
        BulkChangeView::of(c, by, change, &request_id)
    };
    Ok(HttpResponse::Ok().json(visit.write(undoing).await?))
}

fn rehearse(
    c: &mut Connection,
    context: &Context,
    person: &Person,
    chosen: &[ChosenTicket],
    action: &BulkAction,
    request_id: &str,
) -> Result<BulkChangeView, WebError> {
    let lines = service::preview_bulk(c, context, person, chosen, action)?;
    let mut notices: HashMap<String, usize> = HashMap::new();
    for label in lines.iter().flat_map(|line| &line.notices) {
        *notices.entry(label.clone()).or_default() += 1;
    }
    let outcomes = lines.into_iter().map(|line| (line.ticket.id, line.outcome)).collect();
    let tickets = views(c, person, outcomes, request_id)?;
    Ok(BulkChangeView { id: None, undo_until: None, tickets, notices: Some(notices) })
}

impl WantedAction {
    fn read(
        self,
        c: &mut Connection,
        contracts: &Contracts,
        by: &Person,
        chosen: &[ChosenTicket],
        now: Instant,
    ) -> Result<BulkAction, WebError> {
        let tag = |text: String| Tag::parse(&text).map_err(|fault| WebError::field("action.tag", fault));
        Ok(match self {
            Self::Assign { assignee_id } => BulkAction::Assign(assignee_id),
            Self::AssignTeam { team_id } => BulkAction::AssignTeam(team_id),
            Self::SetSeverity { reason, .. } if reason.trim().is_empty() => {
                return Err(WebError::field(
                    "action.reason",
                    "Say why: it is kept with each of the tickets.",
                ));
            }
            Self::SetSeverity { severity, reason } => BulkAction::Reclassify { to: severity, reason },
            Self::SetStatus { status } => BulkAction::SetStatus(status),
            Self::AddTag { tag: text } => BulkAction::AddTag(tag(text)?),
            Self::RemoveTag { tag: text } => BulkAction::RemoveTag(tag(text)?),
            Self::Answer { macro_id } => {
                let answer = macro_text::answer(c, contracts, by, macro_id, chosen, now)?;
                let missing = "You have no macro with this id that answers customers.";
                BulkAction::Answer(answer.ok_or_else(|| WebError::field("action.macro_id", missing))?)
            }
            Self::Snooze { reason, .. } if reason.trim().is_empty() => {
                return Err(WebError::field(
                    "action.reason",
                    "Say why they can wait: it is kept with each of the tickets.",
                ));
            }
            Self::Snooze { until, reason } => BulkAction::Snooze { until: SnoozeUntil::At(until), reason },
            Self::Merge { into } => {
                let found = store::ticket::find_by_number(c, Viewer::of(by), into)?;
                let missing = || WebError::field("action.into", "There is no ticket with this number.");
                BulkAction::Merge { into: found.ok_or_else(missing)?.number }
            }
        })
    }
}

impl BulkChangeView {
    fn of(
        c: &mut Connection,
        person: &Person,
        change: BulkChange,
        request_id: &str,
    ) -> Result<Self, WebError> {
        let undo_until = change.undo_until();
        let tickets = views(c, person, change.lines, request_id)?;
        Ok(Self { id: Some(change.id), undo_until, tickets, notices: None })
    }
}

fn views(
    c: &mut Connection,
    person: &Person,
    outcomes: Vec<(TicketId, BulkOutcome)>,
    request_id: &str,
) -> Result<Vec<BulkTicketView>, WebError> {
    let filter =
        TicketFilter { ids: outcomes.iter().map(|(id, _)| *id).collect(), ..TicketFilter::default() };
    let limit = i64::try_from(outcomes.len()).unwrap_or(i64::MAX);
    let listed = store::ticket::list(c, Viewer::of(person), &filter, Sort::default(), None, limit)?;
    let outcomes: HashMap<TicketId, BulkOutcome> = outcomes.into_iter().collect();
    let view = |row: store::ticket::TicketRow| {
        let (outcome, why) = words(outcomes.get(&row.id)?);
        let problem = why.map(|why| Problem::of(&error(why), request_id));
        Some(BulkTicketView { number: row.number, version: row.version, outcome, problem })
    };
    let mut views: Vec<BulkTicketView> = listed.rows.into_iter().filter_map(view).collect();
    views.sort_unstable_by_key(|view| view.number);
    Ok(views)
}

fn words(outcome: &BulkOutcome) -> (BulkWord, Option<&LeftAlone>) {
    match outcome {
        BulkOutcome::Done { .. } => (BulkWord::Changed, None),
        BulkOutcome::Left { why: LeftAlone::Unchanged } => (BulkWord::Unchanged, None),
        BulkOutcome::Left { why } => (BulkWord::Refused, Some(why)),
        BulkOutcome::TakenBack { .. } => (BulkWord::TakenBack, None),
        BulkOutcome::Stays { why, .. } => (BulkWord::Stays, Some(why)),
    }
}

/// The error that the ticket's own call would have answered with.
fn error(why: &LeftAlone) -> WebError {
    match why {
        LeftAlone::Stale => WebError::Stale,
        LeftAlone::Unchanged | LeftAlone::Refused { .. } => WebError::Conflict(why.in_words().to_owned()),
    }
}
