//! `/manager/breaches/{id}`: one broken promise, excused or not.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::choices::Known;
use crate::domain::{PromiseId, PromiseOutcome};
use crate::service;
use crate::store::report::{PromiseFilter, ReportedPromise};
use crate::store::{self, Connection};
use crate::web::auth::Session;
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::{Done, see_other, shell};
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::manager::{BreachPage, ExcuseView, PromiseLine};
use crate::web::pages::render_with;
use crate::web::site::Site;
use crate::web::view::{Area, Look, Moment};

/// Shows it.
///
/// # Errors
/// [`WebError::NotFound`] for a promise that was not broken.
pub async fn show(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse, WebError> {
    page(&site, &session, &request, read_id(&id)?, None, done.sentence()).await
}

/// Excuses it.
///
/// # Errors
/// As [`show`] and [`Posted`]. What is refused is shown again as typed.
pub async fn excuse(
    site: web::Data<Site>,
    session: Session,
    request: HttpRequest,
    id: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let id = read_id(&id)?;
    let (context, by) = (site.app.context(), session.person.clone());
    let (cause, evidence) = (posted.text("cause"), posted.text("evidence"));
    let written = site
        .app
        .db
        .write(move |c| {
            service::excuse_breach(c, &context, &by, id, &cause, &evidence).map_err(WebError::from)
        })
        .await;
    match written {
        Ok(()) => Ok(see_other(&format!("/manager/breaches/{id}?done=excused"))),
        Err(WebError::Invalid(faults)) => {
            page(&site, &session, &request, id, Some((&posted, faults)), None).await
        }
        Err(error) => Err(error),
    }
}

/// Takes its excuse back.
///
/// # Errors
/// As [`show`].
pub async fn withdraw(
    site: web::Data<Site>,
    session: Session,
    id: web::Path<String>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    let id = read_id(&id)?;
    let (context, by) = (site.app.context(), session.person.clone());
    site.app
        .db
        .write(move |c| service::withdraw_excuse(c, &context, &by, id).map_err(WebError::from))
        .await?;
    Ok(see_other(&format!("/manager/breaches/{id}?done=withdrawn")))
}

fn read_id(text: &str) -> Result<PromiseId, WebError> {
    text.parse().map_err(|_| WebError::NotFound)
}

fn find(c: &mut Connection, id: PromiseId) -> Result<ReportedPromise, WebError> {
    let filter =
        PromiseFilter { id: Some(id), outcomes: vec![PromiseOutcome::Broken], ..PromiseFilter::default() };
    let (rows, _) = store::report::list(c, &filter, None, 1)?;
    rows.into_iter().next().ok_or(WebError::NotFound)
}

async fn page(
    site: &Site,
    session: &Session,
    request: &HttpRequest,
    id: PromiseId,
    refused: Option<(&Posted, Vec<FieldFault>)>,
    done: Option<&'static str>,
) -> Result<HttpResponse, WebError> {
    let (now, zone, contracts) = (site.now(), session.person.time_zone, site.app.contracts.clone());
    let (row, by, known) = site
        .app
        .db
        .read(move |c| -> Result<_, WebError> {
            let row = find(c, id)?;
            let by = match &row.excuse {
                Some(excuse) => store::person::find(c, excuse.excused_by)?,
                None => None,
            };
            let known = Known::load(c, &contracts, now, [row.contract_version_id])?;
            Ok((row, by, known))
        })
        .await?;
    let mut shell = shell(site, session, Look::of(request), None, now)
        .at(Area::Board, format!("Breach on #{}", row.ticket_number));
    shell.done = done;
    let excuse = row.excuse.clone().map(|excuse| ExcuseView {
        cause: excuse.cause,
        evidence: excuse.evidence,
        by: by.map_or_else(|| "Somebody".to_owned(), |person| person.name),
        at: Moment::new(excuse.excused_at, now, zone),
    });
    let typed = |name: &str| refused.as_ref().map(|(posted, _)| posted.text(name)).unwrap_or_default();
    let form = form(id, typed("cause"), typed("evidence"));
    let faults = refused.map(|(_, faults)| faults).unwrap_or_default();
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let severity = known.severity(row.contract_version_id, &row.promise.severity);
    let line = PromiseLine::new(row, severity, now, zone);
    render_with(status, &BreachPage { shell, line, excuse, form: form.with_faults(faults) })
}

fn form(id: PromiseId, cause: String, evidence: String) -> Form {
    let fields = vec![
        FormField::new("cause", "Cause", Input::Line("text"), cause)
            .hint("In a few words: the customer’s network was down."),
        FormField::new("evidence", "Evidence", Input::Lines(3), evidence)
            .hint("What shows it, or where it can be found."),
    ];
    Form::new(format!("/manager/breaches/{id}"), "Excuse it", fields).about(
        "Excuse this breach",
        "It stays broken. Beside the share kept, the board shows the share without excused breaches. Your name stands with it.",
    )
}
