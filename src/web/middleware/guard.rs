//! The one place where a request is let in: by the routes' table, its session, and where it was sent from.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse, web};

use crate::web::access::Access;
use crate::web::auth::Tokens;
use crate::web::auth::session::{self, Authenticated, Road};
use crate::web::auth::{api_token, mailbox};
use crate::web::error::WebError;
use crate::web::routes::AccessTable;
use crate::web::site::Site;

/// Lets a request through to its handler, with its session at hand, or answers it.
///
/// # Errors
/// Those of the handlers within.
pub async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let site = request.app_data::<web::Data<Site>>().cloned();
    let access = request.app_data::<web::Data<AccessTable>>().and_then(|table| table.of(&request));
    // A path or method that is in no table has no handler either: the router answers 404 or 405.
    let (Some(site), Some(access)) = (site, access) else {
        return next.call(request).await.map(ServiceResponse::map_into_boxed_body);
    };
    match admit(&site, &request, access).await {
        Ok(None) => next.call(request).await.map(ServiceResponse::map_into_boxed_body),
        Ok(Some(Authenticated { session, renewed })) => {
            request.extensions_mut().insert(session);
            let mut response = next.call(request).await?.map_into_boxed_body();
            if let Some(tokens) = renewed {
                renew(&site, &mut response, &tokens)?;
            }
            Ok(response)
        }
        Err(WebError::SignInFirst) if is_page(&request) => Ok(to_sign_in(request)),
        Err(error) => Ok(refuse(request, error)),
    }
}

async fn admit(
    site: &Site,
    request: &ServiceRequest,
    access: Access,
) -> Result<Option<Authenticated>, WebError> {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let has_bearer = request.headers().contains_key(header::AUTHORIZATION);
    if !is_safe && !has_bearer && is_from_elsewhere(request) {
        return Err(WebError::ForeignForm);
    }
    if access == Access::Public {
        return Ok(None);
    }
    if let Some(secret) = mailbox::secret(request).filter(|_| access == Access::Mailbox) {
        return mailbox::admit(site, request, secret).await.map(|()| None);
    }
    let authenticated = match api_token::secret(request) {
        Some(_) if !request.path().starts_with("/api/") => return Err(WebError::SignInFirst),
        Some(secret) => {
            Authenticated { session: api_token::admit(site, request, secret).await?, renewed: None }
        }
        None => session::authenticate(site, request).await?,
    };
    let session = &authenticated.session;
    if session.token().is_some() && access.is_in_person() {
        return Err(WebError::NotAllowed);
    }
    if session.road == Road::Cookie && !is_safe && request.path().starts_with("/api/") {
        let token = request.headers().get("x-form-token").and_then(|value| value.to_str().ok());
        if !token.is_some_and(|token| session.owns_form(site, token)) {
            return Err(WebError::ForeignForm);
        }
    }
    if !access.admits(Some(session.person.role)) {
        return Err(WebError::NotAllowed);
    }
    Ok(Some(authenticated))
}

/// Whether a browser says that another site caused this request. Browsers send Sec-Fetch-Site to trustworthy addresses,
/// and Origin with every change; programs send neither, and have no cookies of other people.
fn is_from_elsewhere(request: &ServiceRequest) -> bool {
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else { return false };
    let host = text("host").unwrap_or_default();
    origin.split_once("://").is_none_or(|(_, authority)| authority != host)
}

fn is_page(request: &ServiceRequest) -> bool {
    !request.path().starts_with("/api/") && matches!(*request.method(), Method::GET | Method::HEAD)
}

fn to_sign_in(request: ServiceRequest) -> ServiceResponse<BoxBody> {
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let place = match wanted {
        "/" => "/signin".to_owned(),
        _ => format!("/signin?next={}", crate::web::input::encode(wanted)),
    };
    request.into_response(HttpResponse::SeeOther().insert_header((header::LOCATION, place)).finish())
}

fn refuse(request: ServiceRequest, error: WebError) -> ServiceResponse<BoxBody> {
    let is_unknown = matches!(error, WebError::SignInFirst);
    let mut response = request.error_response(error);
    if is_unknown {
        let bearer = header::HeaderValue::from_static("Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
    }
    response
}

/// Gives the browser its new tokens, unless the handler has just signed it out or in.
fn renew(site: &Site, response: &mut ServiceResponse<BoxBody>, tokens: &Tokens) -> Result<(), WebError> {
    let cookies = session::cookies(site, tokens, site.now());
    let is_set = |name: &str| {
        let set = response.headers().get_all(header::SET_COOKIE).filter_map(|value| value.to_str().ok());
        set.into_iter().any(|cookie| cookie.starts_with(&format!("{name}=")))
    };
    if cookies.iter().any(|cookie| is_set(cookie.name())) {
        return Ok(());
    }
    for cookie in cookies {
        response.response_mut().add_cookie(&cookie).map_err(WebError::internal)?;
    }
    Ok(())
}
