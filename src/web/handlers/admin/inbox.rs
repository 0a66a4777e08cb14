//! `GET /admin/inbox`: every mail that came in, and what became of it.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::domain::{InboundMail, InboundMailId, InboundState, ParsedMail, TicketId, Viewer};
use crate::store::inbound::InboundFilter;
use crate::store::{self, Connection};
use crate::vault::Keyring;
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::input::encode;
use crate::web::mail_search::{Narrowed, narrowed};
use crate::web::pages::admin::{Found, InboxPage, InboxRow, Tab};
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Chip, Look, Moment, Tone};

/// How many mails stand on one page.
const PER_PAGE: i64 = 50;
/// How much of a mail's beginning is read for the list: its header, in all likelihood.
const HEADER_BYTES: usize = 16 * 1024;

/// The ready-made views: word, name, state.
const VIEWS: [(&str, &str, Option<InboundState>); 6] = [
    ("all", "All", None),
    ("quarantined", "Held back", Some(InboundState::Quarantined)),
    ("discarded", "Discarded", Some(InboundState::Discarded)),
    ("failed", "Failed", Some(InboundState::Failed)),
    ("received", "Waiting", Some(InboundState::Received)),
    ("processed", "Read", Some(InboundState::Processed)),
];

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    state: String,
    q: String,
    before: String,
}

#[derive(Default)]
struct Listed {
    mails: Vec<(InboundMail, ParsedMail, Option<i64>)>,
    next: Option<InboundMailId>,
}

/// Shows the list.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    query: web::Query<Query>,
) -> Result<HttpResponse, WebError> {
    let (now, zone, viewer) = (site.now(), session.person.time_zone, session.viewer());
    let &(word, view, state) = VIEWS.iter().find(|(word, ..)| *word == query.state).unwrap_or(&VIEWS[0]);
    let (typed, before, app) = (query.q.trim().to_owned(), query.before.parse().ok(), site.app.clone());
    let read = move |bytes: &[u8]| app.read_mail(bytes);
    let (sought, keys) = (typed.clone(), site.app.keys());
    let reading = move |c: &mut Connection| -> Result<_, WebError> {
        let counts = if sought.is_empty() { Some(store::inbound::counts(c)?) } else { None };
        let Some(Narrowed { ticket, text }) = narrowed(c, viewer, &sought)? else {
            return Ok((Listed::default(), counts));
        };
        let filter = InboundFilter { state, ticket, text };
        Ok((list(c, viewer, &filter, before, &keys, &read)?, counts))
    };
    let (listed, counts) = site.app.db.read(reading).await?;
    let address = address(word, &typed);
    render(&InboxPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Inbox, "Received mail"),
        tabs: tabs(word, &typed, counts.as_deref()),
        found: Found {
            view,
            everywhere: state.and(Some(self::address("all", &typed))),
            state: word,
            search: typed,
        },
        next: listed.next.map(|last| format!("{address}&before={last}")),
        first: (!query.before.is_empty()).then_some(address),
        rows: listed
            .mails
            .into_iter()
            .map(|(mail, parsed, ticket)| InboxRow {
                href: format!("/admin/inbox/{}", mail.id),
                subject: subject(&parsed),
                from: from(&parsed),
                received: Moment::new(mail.received_at, now, zone),
                state: chip(mail.state),
                source: mail.source,
                reason: mail.error,
                ticket,
            })
            .collect(),
    })
}

fn address(view: &str, search: &str) -> String {
    let search = if search.is_empty() { String::new() } else { format!("&q={}", encode(search)) };
    format!("/admin/inbox?state={view}{search}")
}

/// Counted is everything of a view: beside what was searched for it would mislead, and stands nowhere.
fn tabs(current: &str, search: &str, counts: Option<&[(InboundState, i64)]>) -> Vec<Tab> {
    let count = |wanted: Option<InboundState>| {
        let of_state = counts?.iter().filter(|(state, _)| wanted.is_none_or(|wanted| wanted == *state));
        Some(of_state.map(|(_, count)| count).sum())
    };
    VIEWS
        .iter()
        .map(|(word, label, state)| Tab {
            href: address(word, search),
            label,
            count: count(*state),
            is_current: *word == current,
        })
        .collect()
}

fn list(
    c: &mut Connection,
    viewer: Viewer,
    filter: &InboundFilter,
    before: Option<InboundMailId>,
    keys: &Keyring,
    read: &dyn Fn(&[u8]) -> ParsedMail,
) -> Result<Listed, WebError> {
    let mut found = store::inbound::list(c, filter, before, PER_PAGE + 1)?;
    let fits = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_more = found.len() > fits;
    found.truncate(fits);
    let next = found.last().filter(|_| has_more).map(|last| last.id);
    let mut mails = Vec::with_capacity(found.len());
    for mail in found {
        let raw = store::blob::get(c, keys, &mail.raw)?.unwrap_or_default();
        let header = raw.get(..raw.len().min(HEADER_BYTES)).unwrap_or_default();
        let number = ticket_number(c, viewer, mail.ticket_id)?;
        mails.push((mail, read(header), number));
    }
    Ok(Listed { mails, next })
}

/// The number of a mail's ticket, if it became or joined one.
///
/// # Errors
/// Where the database can't be read.
pub fn ticket_number(
    c: &mut Connection,
    viewer: Viewer,
    id: Option<TicketId>,
) -> Result<Option<i64>, WebError> {
    match id {
        Some(id) => Ok(store::ticket::find(c, viewer, id)?.map(|ticket| ticket.number.0)),
        None => Ok(None),
    }
}

/// A mail's subject, or a word for none.
pub fn subject(mail: &ParsedMail) -> String {
    let subject = mail.subject.trim();
    if subject.is_empty() { "(no subject)".to_owned() } else { subject.to_owned() }
}

/// Who says to have written a mail.
pub fn from(mail: &ParsedMail) -> String {
    match (&mail.from_name, &mail.from) {
        (Some(name), Some(address)) if !name.trim().is_empty() => format!("{} <{address}>", name.trim()),
        (_, Some(address)) => address.as_str().to_owned(),
        (_, None) => "nobody named".to_owned(),
    }
}

/// A mail's state.
pub fn chip(state: InboundState) -> Chip {
    match state {
        InboundState::Received => Chip { label: "Waiting", tone: Tone::Live },
        InboundState::Processed => Chip { label: "Read", tone: Tone::Ok },
        InboundState::Quarantined => Chip { label: "Held back", tone: Tone::Soon },
        InboundState::Discarded => Chip { label: "Discarded", tone: Tone::Calm },
        InboundState::Failed => Chip { label: "Failed", tone: Tone::Late },
    }
}
