//! `GET /admin/audit`: who changed what; as a page, and as a file.

use actix_web::{HttpResponse, web};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::Deserialize;

use super::audit_words::{Names, Thing};
use crate::domain::{AuditAction, EmailAddress};
use crate::sla::Instant;
use crate::store::audit::{AuditFilter, SealedEntry};
use crate::store::{self, Connection};
use crate::web::error::WebError;
use crate::web::handlers::attachments::as_csv;
use crate::web::input::encode;
use crate::web::pages::admin::{AuditPage, AuditRow};
use crate::web::pages::manager::{Choice, csv};
use crate::web::pages::render;
use crate::web::view::Area;
use crate::web::visit::Visit;

/// How many entries stand on one page.
const PER_PAGE: i64 = 50;
/// How many entries a file holds at most.
const PER_FILE: i64 = 100_000;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    person: String,
    action: String,
    from: String,
    until: String,
    before: String,
}

/// An entry with the names of who did it and to whom.
struct Named {
    sealed: SealedEntry,
    who: String,
    object: Option<Thing>,
    detail: String,
}

/// Shows the log, the last entry first.
///
/// # Errors
/// Where the database can't be read.
pub async fn show(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let (found, fault) = match select(&visit, &query, PER_PAGE + 1).await {
        Ok(found) => (found, None),
        Err(WebError::Invalid(faults)) => (Vec::new(), faults.into_iter().next().map(|fault| fault.message)),
        Err(error) => return Err(error),
    };
    let fits = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_more = found.len() > fits;
    let address = query.address("/admin/audit");
    let rows: Vec<_> = found.into_iter().take(fits).map(|named| row(named, &visit)).collect();
    render(&AuditPage {
        shell: visit.shell(Area::Audit, "Audit log"),
        person: query.person.clone(),
        actions: AuditAction::ALL.iter().map(|action| choice(*action, &query.action)).collect(),
        from: query.from.clone(),
        until: query.until.clone(),
        fault,
        csv: query.address("/admin/audit.csv"),
        next: rows.last().filter(|_| has_more).map(|last| format!("{address}&before={}", last.number)),
        first: (!query.before.is_empty()).then_some(address),
        rows,
    })
}

/// The selected entries as a file, with their seals.
///
/// # Errors
/// As [`show`]; [`WebError::Invalid`] for what is not understood.
pub async fn download(visit: Visit, query: web::Query<Query>) -> Result<HttpResponse, WebError> {
    let found = select(&visit, &query, PER_FILE).await?;
    let mut text = csv::line(["number", "at_utc", "who", "action", "object", "detail", "seal"]);
    for named in &found {
        let entry = &named.sealed.entry;
        let (number, at) = (entry.number.to_string(), entry.at.to_rfc3339());
        let action = entry.action.word();
        let id = || entry.object.id.map(|id| id.to_string()).unwrap_or_default();
        let object = named.object.as_ref().map_or_else(id, |found| found.name.clone());
        let cells = [&number, &at, &named.who, &action, &object, &entry.detail, &named.sealed.seal];
        text.push_str(&csv::line(cells.map(String::as_str)));
    }
    Ok(as_csv("punctual-audit.csv", text))
}

async fn select(visit: &Visit, query: &Query, limit: i64) -> Result<Vec<Named>, WebError> {
    let zone = visit.session.person.time_zone;
    let email = match query.person.trim() {
        "" => None,
        typed => Some(
            EmailAddress::parse(typed)
                .map_err(|_| WebError::field("person", "Write the whole address of the person."))?,
        ),
    };
    let mut filter = AuditFilter {
        person: None,
        action: AuditAction::ALL.into_iter().find(|action| action.word() == query.action),
        from: day(&query.from, "from", zone, 0)?,
        until: day(&query.until, "until", zone, 1)?,
    };
    let (before, app) = (query.before.parse().ok(), visit.site.app.clone());
    let job = move |c: &mut Connection| -> Result<Vec<Named>, WebError> {
        if let Some(email) = email {
            let person = store::person::find_by_email(c, &email)?;
            let person = person.ok_or_else(|| WebError::field("person", "Nobody has this address."))?;
            filter.person = Some(person.id);
        }
        let found = store::audit::list(c, &filter, before, limit)?;
        let mut names = Names::new(c, &app);
        found.into_iter().map(|sealed| named(&mut names, sealed)).collect()
    };
    visit.read(job).await
}

/// The beginning of a local day, so many days later.
fn day(text: &str, field: &'static str, zone: Tz, later: u64) -> Result<Option<Instant>, WebError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong = || WebError::field(field, "Write a date such as 2026-11-23.");
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| wrong())?;
    let day = day.checked_add_days(Days::new(later)).ok_or_else(wrong)?;
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(zone).earliest();
    Ok(Some(midnight.map_or_else(|| day.and_time(chrono::NaiveTime::MIN).and_utc(), |at| at.to_utc())))
}

fn named(names: &mut Names<'_>, sealed: SealedEntry) -> Result<Named, WebError> {
    let who = names.actor(sealed.entry.actor)?;
    let object = names.object(sealed.entry.object)?;
    let detail = names.detail(&sealed.entry.detail)?;
    Ok(Named { sealed, who, object, detail })
}

fn row(named: Named, visit: &Visit) -> AuditRow {
    let entry = named.sealed.entry;
    AuditRow {
        number: entry.number,
        at: visit.moment(entry.at),
        who: named.who,
        what: in_words(entry.action),
        object: named.object.as_ref().map(|found| found.name.clone()).unwrap_or_default(),
        href: named.object.map(|found| found.href).unwrap_or_default(),
        detail: named.detail,
    }
}

fn choice(action: AuditAction, chosen: &str) -> Choice {
    let value = action.word();
    Choice { label: in_words(action), is_chosen: value == chosen, value }
}

/// `Person added`.
fn in_words(action: AuditAction) -> String {
    let words = action.word().replace('_', " ").replace("api", "API");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

impl Query {
    fn address(&self, path: &str) -> String {
        let (person, action) = (encode(&self.person), encode(&self.action));
        format!(
            "{path}?person={person}&action={action}&from={}&until={}",
            encode(&self.from),
            encode(&self.until)
        )
    }
}
