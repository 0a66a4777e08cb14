//! `POST /api/v1/promises/preview`: what a report would be promised, before it is sent.

use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Body;
use crate::domain::PromiseLine;
use crate::service::{self, SeverityPreview};
use crate::sla::{Affected, Answers, Impact, SeverityCode, Workaround};
use crate::web::auth::Session;
use crate::web::error::WebError;
use crate::web::site::Site;

/// A report that is not sent yet; any of it may be missing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Who is affected.
    #[serde(default)]
    pub affected: Option<Affected>,
    /// What doesn’t work.
    #[serde(default)]
    pub impact: Option<Impact>,
    /// Whether there is a way round.
    #[serde(default)]
    pub workaround: Option<Workaround>,
    /// Subject and description.
    #[serde(default)]
    pub text: String,
}

/// What your agreement promises at this moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Preview {
    /// The agreement’s name.
    pub contract: String,
    /// The severity that the report would get.
    pub severity: SeverityCode,
    /// Every severity, the most severe first.
    pub severities: Vec<Offer>,
}

/// What one severity promises at this moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offer {
    /// The code.
    pub code: SeverityCode,
    /// The name.
    pub name: String,
    /// What a fault of this severity is like, in the agreement’s words.
    pub description: String,
    /// Whether the agreement covers it at all.
    pub is_covered: bool,
    /// The first answer, if one is promised.
    pub respond: Option<OfferedPromise>,
    /// How often an update is promised, as the agreement words it.
    pub update: Option<String>,
    /// The resolution, if one is promised.
    pub resolve: Option<OfferedPromise>,
}

/// One promise.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferedPromise {
    /// When its time begins to count, where it is held over.
    pub held_over_until: Option<DateTime<Utc>>,
    /// When it would be due.
    pub due_at: Option<DateTime<Utc>>,
    /// As the agreement words it.
    pub target: String,
    /// How the due instant comes about.
    pub explanation: String,
}

/// See what a report would be promised
///
/// For a report sent at this moment. Nothing is saved.
///
/// # Errors
/// 422 for an answer that is none.
#[utoipa::path(post, path = "/api/v1/promises/preview", tag = "promises", request_body = Draft,
    responses((status = 200, description = "What each severity promises now", body = Preview)))]
pub async fn preview(
    site: web::Data<Site>,
    session: Session,
    body: Body<Draft>,
) -> Result<HttpResponse, WebError> {
    let Draft { affected, impact, workaround, text } = body.0;
    let answers = Answers { affected, impact, workaround };
    let (context, person) = (site.app.context(), session.person.clone());
    let reading = move |c: &mut _| service::preview_promises(c, &context, &person, &answers, &text);
    let found = site.app.db.read(reading).await?;
    let severities = found.severities.into_iter().map(Offer::of).collect();
    Ok(HttpResponse::Ok().json(Preview { contract: found.contract, severity: found.severity, severities }))
}

impl Offer {
    fn of(preview: SeverityPreview) -> Self {
        Self {
            code: preview.code,
            name: preview.name,
            description: preview.description,
            is_covered: preview.is_covered,
            respond: preview.respond.map(OfferedPromise::of),
            update: preview.update,
            resolve: preview.resolve.map(OfferedPromise::of),
        }
    }
}

impl OfferedPromise {
    fn of(line: PromiseLine) -> Self {
        Self {
            held_over_until: line.starts_at,
            due_at: line.due_at,
            target: line.target,
            explanation: line.explanation,
        }
    }
}
