//! A body that may bring files: JSON without, `multipart/form-data` with them, the same fields in both.

use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::input::Given;
use crate::service::NewAttachment;
use crate::web::error::WebError;
use crate::web::input::Posted;

/// Reads the fields and the files.
///
/// # Errors
/// As [`Given`] and [`Posted`].
pub async fn read<T: DeserializeOwned + 'static>(
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<(Given<T>, Vec<NewAttachment>), WebError> {
    let mut payload = payload.into_inner();
    if request.content_type() != "multipart/form-data" {
        return Ok((Given::from_request(request, &mut payload).await?, Vec::new()));
    }
    let mut posted = Posted::from_request(request, &mut payload).await?;
    let files = posted.take_files();
    Ok((super::input::from_fields(posted.into_fields())?, files))
}
