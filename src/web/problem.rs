//! An error in words: as a problem document (RFC 9457) for programs, as title and detail for the error page.

use actix_web::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::error::{FieldFault, WebError};
use crate::domain::{TooMuch, Writing};

/// A problem document, `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem; always `about:blank`, so that the status says it all (RFC 9457 section 4.2.1).
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// A short title for people.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it, as a sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The request, as it is named in the server's log.
    pub request_id: String,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemField>,
}

/// One fault of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemField {
    /// The field's name as sent.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl Problem {
    /// Words an error of ours.
    #[must_use]
    pub fn of(error: &WebError, request_id: &str) -> Self {
        use actix_web::ResponseError;
        let (title, detail) = words(error);
        let (detail, errors) = match error {
            WebError::Invalid(faults) => (named(faults), faults.iter().map(ProblemField::of).collect()),
            _ => (detail, Vec::new()),
        };
        Self { detail, errors, ..Self::of_status(error.status_code(), title, request_id) }
    }

    /// Words a status that the framework chose.
    #[must_use]
    pub fn of_status(status: StatusCode, title: &str, request_id: &str) -> Self {
        Self {
            kind: "about:blank",
            title: title.to_owned(),
            status: status.as_u16(),
            detail: String::new(),
            request_id: request_id.to_owned(),
            errors: Vec::new(),
        }
    }
}

impl ProblemField {
    fn of(fault: &FieldFault) -> Self {
        Self { field: fault.field.clone(), message: fault.message.clone() }
    }
}

/// What is wrong, each with its field before it: `status: “opn” is none of open, resolved.`
fn named(faults: &[FieldFault]) -> String {
    let lines = faults.iter().map(|fault| match fault.field.as_str() {
        "" => fault.message.clone(),
        field => format!("{field}: {}", fault.message),
    });
    lines.collect::<Vec<_>>().join(" ")
}

fn words(error: &WebError) -> (&'static str, String) {
    let fixed = |title, detail: &str| (title, detail.to_owned());
    match error {
        WebError::NotFound => fixed("Not found", "There is nothing here, or nothing that you may see."),
        WebError::SignInFirst => fixed("Sign in first", "You are not signed in, or your session is over."),
        WebError::WrongPassword => {
            fixed("Not signed in", "This email address and password do not fit together.")
        }
        WebError::SignInAgain => fixed(
            "Sign in again",
            "You signed in more than ten minutes ago. Sign in again, then repeat this.",
        ),
        WebError::NotAllowed => fixed("Not allowed", "Your account may not do this."),
        WebError::ReadOnly => fixed(
            "Not allowed",
            "This token may only read. Use one that may also write: an administrator makes it.",
        ),
        WebError::ForeignForm => fixed(
            "Form expired",
            "This form is from an earlier session, or not from this site. Go back, reload the page and send it again.",
        ),
        WebError::Invalid(faults) => {
            let lines: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
            ("That did not work", lines.join(" "))
        }
        WebError::WrongType(text) => ("Not taken in this form", text.clone()),
        WebError::Malformed(text) => ("Can't be read", text.clone()),
        WebError::Stale => fixed(
            "Changed in the meantime",
            "Somebody else changed this ticket while you were at it. Look at it again, then repeat your change.",
        ),
        WebError::Conflict(text) => ("Not possible now", text.clone()),
        WebError::TooLarge(text) => ("Too large", text.clone()),
        WebError::TooMany { retry_after } => {
            ("Too many tries", format!("Wait {} and try again.", minutes(*retry_after)))
        }
        WebError::TooMuch(over) => ("Too much at once", too_much(*over)),
        WebError::Unavailable(_) => fixed(
            "Not available just now",
            "We can't reach our database. Nothing was saved; please try again in a moment.",
        ),
        WebError::NoSpace => fixed(
            "No room left",
            "Our disk is full, so nothing was saved. Please keep what you wrote, and try again later; if it is urgent, call us.",
        ),
        WebError::Internal(_) => fixed(
            "Something broke",
            "This is our fault. Nothing was saved; please try again, and tell us if it happens again.",
        ),
    }
}

fn too_much(over: TooMuch) -> String {
    let wait = minutes(over.retry_after.num_seconds());
    let meanwhile = match over.writing {
        Writing::Ticket => " Until then, write into a ticket that is open.",
        Writing::Reply => "",
    };
    format!("{over} This one was not kept: send it again in {wait}.{meanwhile}")
}

fn minutes(seconds: i64) -> String {
    match (seconds.max(1) + 59) / 60 {
        1 => "a minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}
