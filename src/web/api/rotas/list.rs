//! `GET /api/v1/rotas`.

use actix_web::HttpResponse;

use super::RotaView;
use crate::store::{self, Connection};
use crate::web::api::listed::Listed;
use crate::web::error::WebError;
use crate::web::visit::Visit;

/// List rotas
///
/// With who is on call at this moment.
///
/// # Errors
/// Those of the database.
#[utoipa::path(get, path = "/api/v1/rotas", tag = "on call",
    responses((status = 200, description = "Every rota, by name", body = Listed<RotaView>)))]
pub async fn list(visit: Visit) -> Result<HttpResponse, WebError> {
    let now = visit.now;
    let reading = move |c: &mut Connection| -> Result<Vec<RotaView>, WebError> {
        store::rota::list(c)?.into_iter().map(|rota| Ok(RotaView::load(c, rota, now)?)).collect()
    };
    Ok(HttpResponse::Ok().json(Listed::whole(visit.read(reading).await?)))
}
