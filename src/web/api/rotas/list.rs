//! `GET /api/v1/rotas`.

use actix_web::{HttpResponse, web};

use super::RotaView;
use crate::store::{self, Connection, StoreError};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::site::Site;

/// List rotas
///
/// With who is on call at this moment.
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/rotas", tag = "on call",
    responses((status = 200, description = "Every rota, by name", body = Listed<RotaView>)))]
pub async fn list(site: web::Data<Site>) -> Result<HttpResponse, WebError> {
    let now = site.now();
    let reading = move |c: &mut Connection| -> Result<Vec<RotaView>, StoreError> {
        store::rota::list(c)?.into_iter().map(|rota| RotaView::load(c, rota, now)).collect()
    };
    Ok(HttpResponse::Ok().json(Listed::whole(site.app.db.read(reading).await.map_err(WebError::from)?)))
}
