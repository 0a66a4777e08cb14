//! `GET /admin`: how the installation is.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;

use crate::domain::{InboundState, OutboxState, Viewer};
use crate::sla::{Instant, Status};
use crate::store::ticket::TicketFilter;
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::handlers::shell;
use crate::web::pages::admin::{FactLine, Gauge, OverviewPage};
use crate::web::pages::manager::grouped;
use crate::web::pages::render;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Tone, span, zone_name};

/// How late the worker may be before somebody should look.
const PATIENCE: TimeDelta = TimeDelta::minutes(2);

struct Found {
    open: i64,
    untriaged: i64,
    inbound: Vec<(InboundState, i64)>,
    outbox: Vec<(OutboxState, i64)>,
    next_wake: Option<Instant>,
    next_mail: Option<Instant>,
    next_notice: Option<Instant>,
    has_rota: bool,
    has_contract: bool,
}

/// Shows the counts.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
) -> Result<HttpResponse, WebError> {
    let (now, viewer) = (site.now(), session.viewer());
    let found = site.app.db.read(move |c| find(c, viewer, now)).await?;
    let config = &site.app.config;
    let database = if site.app.db.is_sqlite() { "SQLite, embedded" } else { "PostgreSQL" };
    let sends_by = match &config.smtp {
        Some(smtp) => format!("SMTP by {}", smtp.host),
        None => "nobody: notices stay in the outbox".to_owned(),
    };
    let mailboxes = config.mailboxes.len();
    render(&OverviewPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Overview, "Health"),
        troubles: troubles(&found, site.app.sends_mail(), now),
        gauges: gauges(&found),
        facts: vec![
            FactLine::new("Version", env!("CARGO_PKG_VERSION")),
            FactLine::new("Address", &config.public_url),
            FactLine::new("Database", database),
            FactLine::new("Mail out", sends_by),
            FactLine::new("Mail from", config.mail.from.as_str()),
            FactLine::new("Mailboxes read", mailboxes.to_string()),
            FactLine::new("Time zone", zone_name(config.time_zone)),
        ],
    })
}

fn find(c: &mut Connection, viewer: Viewer, now: Instant) -> Result<Found, WebError> {
    let open =
        TicketFilter { status: vec![Status::Open, Status::WaitingOnCustomer], ..TicketFilter::default() };
    let untriaged = TicketFilter { has_suggestion: Some(true), ..open.clone() };
    Ok(Found {
        open: store::ticket::count(c, viewer, &open)?,
        untriaged: store::ticket::count(c, viewer, &untriaged)?,
        inbound: store::inbound::counts(c)?,
        outbox: store::outbox::counts(c)?,
        next_wake: store::ticket::next_wake(c)?,
        next_mail: store::inbound::next_read_at(c)?,
        next_notice: store::outbox::next_attempt(c)?,
        has_rota: store::rota::default(c)?.is_some(),
        has_contract: !store::contract::list_in_force(c, now)?.is_empty(),
    })
}

impl Found {
    fn mails(&self, wanted: InboundState) -> i64 {
        self.inbound.iter().filter(|(state, _)| *state == wanted).map(|(_, count)| count).sum()
    }

    fn notices(&self, wanted: OutboxState) -> i64 {
        self.outbox.iter().filter(|(state, _)| *state == wanted).map(|(_, count)| count).sum()
    }
}

fn gauges(found: &Found) -> Vec<Gauge> {
    let gauge = |count: i64, label, href, bad: Tone| Gauge {
        count: grouped(count),
        label,
        href,
        tone: if count > 0 { bad } else { Tone::Ok },
    };
    vec![
        gauge(found.open, "open tickets", "/desk?view=open", Tone::Calm),
        gauge(found.untriaged, "mails to triage", "/desk?view=triage", Tone::Soon),
        gauge(
            found.notices(OutboxState::Pending),
            "notices waiting",
            "/admin/outbox?state=pending",
            Tone::Calm,
        ),
        gauge(found.notices(OutboxState::Failed), "notices failed", "/admin/outbox?state=failed", Tone::Late),
        gauge(
            found.mails(InboundState::Received),
            "mails waiting",
            "/admin/inbox?state=received",
            Tone::Calm,
        ),
        gauge(
            found.mails(InboundState::Quarantined),
            "mails held back",
            "/admin/inbox?state=quarantined",
            Tone::Soon,
        ),
        gauge(found.mails(InboundState::Failed), "mails failed", "/admin/inbox?state=failed", Tone::Late),
    ]
}

/// What needs somebody, as sentences.
fn troubles(found: &Found, sends_mail: bool, now: Instant) -> Vec<String> {
    let late = |next: Option<Instant>| next.map(|at| now - at).filter(|late| *late > PATIENCE);
    let mut troubles = Vec::new();
    if !found.has_contract {
        troubles.push("No agreement is in force: no ticket can be opened.".to_owned());
    }
    if !found.has_rota {
        troubles.push("There is no on-call rota: pages go to everybody of the team.".to_owned());
    }
    if !sends_mail {
        troubles.push("No mail server is configured: notices wait in the outbox.".to_owned());
    }
    if let Some(late) = late(found.next_wake) {
        troubles.push(format!("The clocks are {} behind: is the worker running?", span(late)));
    }
    if let Some(late) = late(found.next_notice) {
        troubles.push(format!("A notice has waited {} for its turn: is the worker running?", span(late)));
    }
    if let Some(late) = late(found.next_mail) {
        troubles.push(format!("A received mail has waited {} to be read.", span(late)));
    }
    if found.notices(OutboxState::Failed) > 0 {
        troubles.push("Some notices could not be delivered.".to_owned());
    }
    if found.mails(InboundState::Failed) > 0 {
        troubles.push("Some mails could not be read; they are tried again.".to_owned());
    }
    troubles
}
