//! The words of our mail: an installation's own, or those for one customer's people.

use serde_json::json;

use super::administration::require_admin;
use super::{Context, ServiceError, audit};
use crate::domain::{
    AuditAction, AuditObject, NoticeKind, NoticeTemplate, NoticeTemplateId, OrganizationId, Person,
    TemplateWords,
};
use crate::store::{self, Connection};

/// Puts a template into force for mail that leaves from now on, in the place of the one before. Whoever calls has had
/// its words checked; words that fail all the same are never sent, see [`report_template`](super::report_template).
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator, [`ServiceError::NotFound`] where the customer is not
/// there, [`ServiceError::Invalid`] for a customer's template of notices that no customer gets.
pub fn save_template(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    organization: Option<OrganizationId>,
    kind: NoticeKind,
    words: TemplateWords,
) -> Result<NoticeTemplate, ServiceError> {
    require_admin(by)?;
    if let Some(id) = organization {
        store::organization::find(c, id)?.ok_or(ServiceError::NotFound("customer"))?;
        if !kind.reaches_customers() {
            return Err(ServiceError::invalid("customer", "No customer’s people get such mail."));
        }
    }
    let before = store::notice_template::find(c, organization, kind)?;
    let template = NoticeTemplate {
        id: before.map_or_else(|| NoticeTemplateId::new(cx.now), |before| before.id),
        organization_id: organization,
        kind,
        words,
        saved_at: cx.now,
    };
    store::notice_template::put(c, &template)?;
    record(c, cx, by, AuditAction::TemplateSaved, &template)?;
    Ok(template)
}

/// Removes a template: mail that leaves from now on is written with the installation's, or with the built-in one. Where
/// there is none, that is so already.
///
/// # Errors
/// [`ServiceError::Forbidden`] for anybody but an administrator.
pub fn reset_template(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    organization: Option<OrganizationId>,
    kind: NoticeKind,
) -> Result<(), ServiceError> {
    require_admin(by)?;
    let Some(template) = store::notice_template::find(c, organization, kind)? else { return Ok(()) };
    store::notice_template::delete(c, template.id)?;
    record(c, cx, by, AuditAction::TemplateReset, &template)
}

fn record(
    c: &mut Connection,
    cx: &Context,
    by: &Person,
    action: AuditAction,
    template: &NoticeTemplate,
) -> Result<(), ServiceError> {
    let object = template.organization_id.map_or(AuditObject::INSTALLATION, AuditObject::from);
    audit(c, cx, by, action, object, &json!({ "kind": template.kind }))
}
