//! What stands on a page of tokens beside them: the form for another one, and a token that was just made.

use actix_web::http::StatusCode;

use super::values::Values;
use crate::web::error::{FieldFault, WebError};
use crate::web::input::Posted;
use crate::web::pages::admin::FactLine;

/// The form, empty or as typed, and what came of it.
pub(super) struct TokenForm<'a> {
    pub(super) status: StatusCode,
    pub(super) values: Values<'a>,
    pub(super) faults: Vec<FieldFault>,
    /// A token that was just made: it is shown this once.
    pub(super) made: Option<FactLine>,
}

impl<'a> TokenForm<'a> {
    /// An empty form.
    pub(super) fn empty() -> Self {
        Self { status: StatusCode::OK, values: Values::empty(), faults: Vec::new(), made: None }
    }

    /// The form after a token was asked for with it, which is this one if it was made.
    ///
    /// # Errors
    /// What is wrong with something else than the form.
    pub(super) fn after<T>(
        outcome: Result<T, WebError>,
        posted: &'a Posted,
        token: &str,
    ) -> Result<Self, WebError> {
        match outcome {
            Ok(_) => {
                let made = Some(FactLine::new("New token, shown once", token));
                Ok(Self { made, ..Self::empty() })
            }
            Err(WebError::Invalid(faults)) => {
                let (status, values) = (StatusCode::UNPROCESSABLE_ENTITY, Values::Typed(posted));
                Ok(Self { status, values, faults, made: None })
            }
            Err(error) => Err(error),
        }
    }
}
