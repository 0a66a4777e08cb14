//! `/manager/breaches/{id}`: one broken promise, excused or not.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::choices::Known;
use crate::domain::{PromiseId, PromiseOutcome};
use crate::service;
use crate::store::report::{PromiseFilter, ReportedPromise};
use crate::store::{self, Connection};
use crate::web::error::{FieldFault, WebError};
use crate::web::handlers::see_other;
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::manager::{BreachPage, ExcuseView, PromiseLine};
use crate::web::pages::render_with;
use crate::web::view::{Area, Moment};
use crate::web::visit::{PathId, Visit};

/// Shows it.
///
/// # Errors
/// [`WebError::NotFound`] for a promise that was not broken.
pub async fn show(visit: Visit, PathId(id): PathId<PromiseId>) -> Result<HttpResponse, WebError> {
    page(&visit, id, None).await
}

/// Excuses it.
///
/// # Errors
/// As [`show`] and [`Posted`]. What is refused is shown again as typed.
pub async fn excuse(
    visit: Visit,
    PathId(id): PathId<PromiseId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let (cause, evidence) = (posted.text("cause"), posted.text("evidence"));
    let written =
        visit.write(move |c, cx, by| service::excuse_breach(c, cx, by, id, &cause, &evidence)).await;
    match written {
        Ok(()) => Ok(see_other(&format!("/manager/breaches/{id}?done=excused"))),
        Err(WebError::Invalid(faults)) => page(&visit, id, Some((&posted, faults))).await,
        Err(error) => Err(error),
    }
}

/// Takes its excuse back.
///
/// # Errors
/// As [`show`].
pub async fn withdraw(
    visit: Visit,
    PathId(id): PathId<PromiseId>,
    _: Posted,
) -> Result<HttpResponse, WebError> {
    visit.write(move |c, cx, by| service::withdraw_excuse(c, cx, by, id)).await?;
    Ok(see_other(&format!("/manager/breaches/{id}?done=withdrawn")))
}

fn find(c: &mut Connection, id: PromiseId) -> Result<ReportedPromise, WebError> {
    let filter =
        PromiseFilter { id: Some(id), outcomes: vec![PromiseOutcome::Broken], ..PromiseFilter::default() };
    let (rows, _) = store::report::list(c, &filter, None, 1)?;
    rows.into_iter().next().ok_or(WebError::NotFound)
}

async fn page(
    visit: &Visit,
    id: PromiseId,
    refused: Option<(&Posted, Vec<FieldFault>)>,
) -> Result<HttpResponse, WebError> {
    let (now, zone, contracts) =
        (visit.now, visit.session.person.time_zone, visit.site.app.contracts.clone());
    let (row, by, known) = visit
        .read(move |c| {
            let row = find(c, id)?;
            let by = match &row.excuse {
                Some(excuse) => store::person::find(c, excuse.excused_by)?,
                None => None,
            };
            let known = Known::load(c, &contracts, now, [row.contract_version_id])?;
            Ok((row, by, known))
        })
        .await?;
    let shell = visit.shell(Area::Board, format!("Breach on #{}", row.ticket_number));
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
