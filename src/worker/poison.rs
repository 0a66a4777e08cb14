//! Going on past rows that cannot be read.

use crate::app::App;
use crate::service::{self, ServiceError};
use crate::sla::Instant;

/// Sets the row aside that an error is about, so that the work which met it can begin again without it.
///
/// # Errors
/// The error itself, where it is about anything else.
pub(super) async fn set_aside(app: &App, now: Instant, error: ServiceError) -> Result<(), ServiceError> {
    let ServiceError::Store(error) = error else { return Err(error) };
    let (context, unreadable) = (app.context_at(now), error.clone());
    match app.db.write(move |c| service::set_aside(c, &context, &unreadable)).await? {
        true => Ok(()),
        false => Err(error.into()),
    }
}
