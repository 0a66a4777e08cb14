//! A request of somebody who is signed in, as a page's handler is given it.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::auth::Session;
use super::error::WebError;
use super::handlers::Done;
use super::site::Site;
use super::view::{Area, Look, Moment, Shell};
use crate::domain::Person;
use crate::service::Context;
use crate::sla::Instant;
use crate::store::Connection;

/// Who asks, of which site, how they like pages to look, and what they did last.
pub struct Visit {
    /// The web part of the installation.
    pub site: web::Data<Site>,
    /// Who is signed in.
    pub session: Session,
    /// When the request came in: the now of its page.
    pub now: Instant,
    look: Look,
    done: Option<&'static str>,
}

impl Visit {
    /// What is around a page of this visitor, with what their last action did.
    #[must_use]
    pub fn shell(&self, area: Area, title: impl Into<String>) -> Shell {
        self.shell_of(None, area, title)
    }

    /// The same around a page of the portal, which names the customer that the visitor belongs to.
    #[must_use]
    pub fn shell_of(&self, company: Option<&str>, area: Area, title: impl Into<String>) -> Shell {
        let token = self.session.form_token(&self.site);
        let mut shell =
            Shell::signed_in(&self.session.person, company, token, self.look, self.now).at(area, title);
        shell.done = self.done;
        shell
    }

    /// An instant in the visitor's zone.
    #[must_use]
    pub fn moment(&self, at: Instant) -> Moment {
        Moment::new(at, self.now, self.session.person.time_zone)
    }

    /// Reads the database.
    ///
    /// # Errors
    /// The reader's own, or that the database can't be read.
    pub async fn read<T, F>(&self, job: F) -> Result<T, WebError>
    where
        F: FnOnce(&mut Connection) -> Result<T, WebError> + Send + 'static,
        T: Send + 'static,
    {
        self.site.app.db.read(job).await
    }

    /// Calls a verb in the visitor's name, at the instant of the call: a form that was sent slowly gains no time by it.
    ///
    /// # Errors
    /// The verb's own, or that the database can't be written.
    pub async fn write<T, E, F>(&self, verb: F) -> Result<T, WebError>
    where
        F: FnOnce(&mut Connection, &Context, &Person) -> Result<T, E> + Send + 'static,
        WebError: From<E>,
        T: Send + 'static,
    {
        let by = self.session.person.clone();
        let context = self.site.app.context().by(&by);
        self.site.app.db.write(move |c| Ok(verb(c, &context, &by)?)).await
    }
}

impl FromRequest for Visit {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let site = request.app_data::<web::Data<Site>>().cloned();
        let session = Session::from_request(request, payload).into_inner();
        let done = web::Query::<Done>::from_query(request.query_string()).ok();
        ready(session.and_then(|session| {
            let site = site.ok_or_else(|| WebError::internal("the web part has no site"))?;
            let (now, look) = (site.now(), Look::of(request));
            Ok(Self { site, session, now, look, done: done.and_then(|done| done.sentence()) })
        }))
    }
}

/// The id in an address. What can't be an id is answered as one that is not there.
#[derive(Debug, Clone, Copy)]
pub struct PathId<T>(pub T);

impl<T: FromStr> FromRequest for PathId<T> {
    type Error = WebError;
    type Future = Ready<Result<Self, WebError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.match_info().query("id").parse().map(Self).map_err(|_| WebError::NotFound))
    }
}
