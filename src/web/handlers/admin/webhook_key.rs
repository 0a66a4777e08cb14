//! `POST /admin/webhooks/{id}/key`: a new key for the signatures of a webhook, shown once.

use actix_web::HttpResponse;

use super::webhook::{Refused, page};
use crate::domain::{OldKey, WebhookId, WebhookSecret};
use crate::service;
use crate::web::error::{FieldFault, WebError};
use crate::web::input::Posted;
use crate::web::pages::admin::{Form, FormField, Input};
use crate::web::pages::manager::Choice;
use crate::web::visit::{PathId, Visit};

/// Makes a key, and shows it on the webhook's page.
///
/// # Errors
/// [`WebError::NotFound`]. Where it isn’t said what becomes of the old one, the form is shown again.
pub async fn renew(
    visit: Visit,
    PathId(id): PathId<WebhookId>,
    posted: Posted,
) -> Result<HttpResponse, WebError> {
    let chosen = posted.text("old_key");
    let old = OldKey::ALL.into_iter().find(|old| old.as_str() == chosen);
    let Some(old) = old else {
        let fault = FieldFault::new("old_key", "Choose what becomes of the old key.");
        return page(&visit, id, None, None, Refused::Key(vec![fault])).await;
    };
    let key = WebhookSecret::from_random(rand::random());
    let kept = key.clone();
    visit.write(move |c, cx, by| service::renew_webhook_key(c, cx, by, id, &kept, old)).await?;
    page(&visit, id, Some(&key), None, Refused::Nothing).await
}

/// The form that asks for one.
pub fn form(place: &str) -> Form {
    let choice = |old: OldKey| Choice {
        value: old.as_str().to_owned(),
        label: match old {
            OldKey::SignsForADay => "It signs too, for a day",
            OldKey::EndsAtOnce => "It ends at once",
        }
        .to_owned(),
        is_chosen: false,
    };
    let choices = OldKey::ALL.into_iter().map(choice).collect();
    let old = FormField::new("old_key", "The old key", Input::Select(choices), "signs_for_a_day")
        .hint("While both sign, the header holds two signatures with a comma between. Check first that the other side splits the header at commas.");
    Form::new(format!("{place}/key"), "Make a new key", vec![old])
        .about("A new key", "Signs everything that leaves from now on. You are shown it once.")
}
