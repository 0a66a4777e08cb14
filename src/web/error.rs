//! The one error of the web part: what went wrong, and who can mend it.
//!
//! A handler returns it; the middleware `error_answers` turns it into an HTML page or, under `/api`, a problem document
//! (RFC 9457), both with the request's id.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::domain::TooMuch;
use crate::service::{Fault, Gather, ServiceError};
use crate::store::StoreError;

/// One thing wrong with one field of what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name as sent; empty where it is the whole.
    pub field: String,
    /// What is wrong and what to do, as a sentence for the sender.
    pub message: String,
}

impl FieldFault {
    /// A fault of a field.
    #[must_use]
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// Why a request was not answered as asked. Texts inside are shown to the sender, except in [`WebError::Internal`].
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Nothing here, or nothing that the asker may see: both answer alike.
    #[error("not found")]
    NotFound,
    /// Sign in first.
    #[error("not signed in")]
    SignInFirst,
    /// The address or the password is wrong; which of them is not said.
    #[error("wrong address or password")]
    WrongPassword,
    /// Who signed in a while ago does so again before this.
    #[error("not signed in lately")]
    SignInAgain,
    /// The asker may not do this.
    #[error("not allowed")]
    NotAllowed,
    /// The token of the asking program may only read.
    #[error("a token that may only read")]
    ReadOnly,
    /// The form did not come from our own page, or the page is from an old session.
    #[error("the form is not from this session")]
    ForeignForm,
    /// What was sent is understood, but can't be done as it is.
    #[error("invalid input")]
    Invalid(Vec<FieldFault>),
    /// What was sent is of a media type that isn't taken here.
    #[error("wrong media type: {0}")]
    WrongType(String),
    /// What was sent can't be read.
    #[error("malformed input: {0}")]
    Malformed(String),
    /// Somebody else changed it in the meantime (RFC 9110 section 15.5.13).
    #[error("changed in the meantime")]
    Stale,
    /// It can't be done in the present state.
    #[error("conflict: {0}")]
    Conflict(String),
    /// More bytes than are taken.
    #[error("too large: {0}")]
    TooLarge(String),
    /// Too many tries: wait so many seconds.
    #[error("too many tries")]
    TooMany {
        /// Seconds until the next try.
        retry_after: i64,
    },
    /// One customer has written as much within an hour as is taken.
    #[error("{0}")]
    TooMuch(TooMuch),
    /// The database or another part can't be reached just now.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// The disk is full.
    #[error("no space is left")]
    NoSpace,
    /// Our own fault. The text goes to the log only.
    #[error("{0}")]
    Internal(String),
}

impl WebError {
    /// One fault of one field.
    #[must_use]
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldFault::new(field, message)])
    }

    /// The same, where the page or program calls a field of the verb by another name.
    #[must_use]
    pub fn at(mut self, field: &str, sent_as: &str) -> Self {
        if let Self::Invalid(faults) = &mut self {
            let named = faults.iter_mut().filter(|fault| fault.field == field);
            named.for_each(|fault| fault.field = sent_as.to_owned());
        }
        self
    }

    /// What is told on the ticket's page where something could not be done to it: what is wrong with the form, or how the
    /// ticket stands by now.
    ///
    /// # Errors
    /// This one, where it needs a page of its own.
    pub fn told_on_page(self) -> Result<String, Self> {
        match self {
            Self::Invalid(faults) => {
                Ok(faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join(" "))
            }
            Self::Conflict(text) => Ok(text),
            Self::Stale => {
                Ok("Somebody else changed this ticket while you were at it. This is how it stands now: \
                               repeat your change if it still fits."
                    .to_owned())
            }
            other => Err(other),
        }
    }

    /// After how many seconds it can be tried again, where that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<i64> {
        match self {
            Self::TooMany { retry_after } => Some((*retry_after).max(1)),
            Self::TooMuch(over) => Some(over.retry_after.num_seconds().max(0) + 1),
            _ => None,
        }
    }

    /// Our own fault, with its cause for the log.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }
}

impl Gather for WebError {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Invalid(mut faults), Self::Invalid(more)) => {
                faults.extend(more);
                Self::Invalid(faults)
            }
            (Self::Invalid(_), graver) | (graver, _) => graver,
        }
    }
}

impl ResponseError for WebError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst | Self::WrongPassword => StatusCode::UNAUTHORIZED,
            Self::WrongType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::SignInAgain | Self::NotAllowed | Self::ReadOnly | Self::ForeignForm => {
                StatusCode::FORBIDDEN
            }
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } | Self::TooMuch(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoSpace => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Only the status: the middleware writes the body, because only it knows who reads it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Conflict { .. } => Self::Stale,
            StoreError::Unavailable(cause) => Self::Unavailable(cause),
            StoreError::NoSpace => Self::NoSpace,
            other => Self::internal(other),
        }
    }
}

impl From<ServiceError> for WebError {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::NotFound(_) => Self::NotFound,
            ServiceError::Forbidden(_) => Self::NotAllowed,
            ServiceError::Invalid(faults) => {
                let fault = |fault: Fault| FieldFault::new(fault.field, fault.message);
                Self::Invalid(faults.into_iter().map(fault).collect())
            }
            ServiceError::Stale => Self::Stale,
            ServiceError::Conflict(text) => Self::Conflict(text),
            ServiceError::TooMuch(over) => Self::TooMuch(over),
            ServiceError::Contract(cause) => Self::Internal(cause),
            ServiceError::Store(error) => error.into(),
        }
    }
}
