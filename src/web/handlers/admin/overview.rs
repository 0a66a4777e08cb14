//! `GET /admin`: how the installation is.

use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::Health;
use crate::domain::{Condition, InboundState, OutboxState, Viewer};
use crate::sla::{Instant, Status};
use crate::store::stuck_ticket::StuckTicket;
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

/// How many tickets whose clocks stand still are named.
const MOST_NAMED: i64 = 20;

struct Found {
    open: i64,
    untriaged: i64,
    inbound: Vec<(InboundState, i64)>,
    outbox: Vec<(OutboxState, i64)>,
    stuck: Vec<String>,
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
    let health = site.app.health().await;
    let config = &site.app.config;
    let database = if site.app.db.is_sqlite() { "SQLite, embedded" } else { "PostgreSQL" };
    let sends_by = match &config.smtp {
        Some(smtp) => format!("SMTP by {}", smtp.host),
        None => "nobody: notices stay in the outbox".to_owned(),
    };
    let mailboxes = config.mailboxes.len();
    render(&OverviewPage {
        shell: shell(&site, &session, Look::of(&request), None, now).at(Area::Overview, "Health"),
        troubles: troubles(&health, &found),
        gauges: gauges(&found),
        facts: vec![
            FactLine::new("Version", env!("CARGO_PKG_VERSION")),
            FactLine::new("Address", &config.public_url),
            FactLine::new("Database", database),
            FactLine::new("Mail out", sends_by),
            FactLine::new("Mail from", config.mail.from.as_str()),
            FactLine {
                href: Some("/admin/mailboxes".to_owned()),
                ..FactLine::new("Mailboxes read", mailboxes.to_string())
            },
            FactLine {
                href: Some("/admin/mailbox-tokens".to_owned()),
                ..FactLine::new("Mail over HTTP", "Mailbox tokens")
            },
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
        stuck: stuck(c, now)?,
        has_rota: store::rota::default(c)?.is_some(),
        has_contract: !store::contract::list_in_force(c, now)?.is_empty(),
    })
}

/// The tickets whose clocks can't be moved, as sentences.
fn stuck(c: &mut Connection, now: Instant) -> Result<Vec<String>, WebError> {
    let stuck = store::stuck_ticket::list(c, MOST_NAMED)?;
    let in_words = |stuck: &StuckTicket| {
        format!(
            "The clocks of ticket {} have stood still for {}, after {} tries: {}. They are tried again by themselves.",
            stuck.number,
            span(now - stuck.since),
            stuck.attempts,
            stuck.error
        )
    };
    Ok(stuck.iter().map(in_words).collect())
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

/// What needs somebody: what fails or should be looked at, then what is missing.
fn troubles(health: &Health, found: &Found) -> Vec<String> {
    let mut checks: Vec<_> = health.checks.iter().filter(|check| check.condition > Condition::Well).collect();
    checks.sort_by_key(|check| std::cmp::Reverse(check.condition));
    let mut troubles: Vec<_> =
        checks.into_iter().map(|check| format!("{} {}", check.words, check.remedy)).collect();
    if !found.has_contract {
        troubles.push("No agreement is in force: no ticket can be opened.".to_owned());
    }
    if !found.has_rota {
        troubles.push("There is no on-call rota: pages go to everybody of the team.".to_owned());
    }
    troubles.extend(found.stuck.iter().cloned());
    troubles
}
