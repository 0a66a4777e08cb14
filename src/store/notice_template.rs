//! The words of notices, where the installation or a customer has its own.

use diesel::prelude::*;

use super::schema::notice_template;
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{Notice, NoticeKind, NoticeTemplate, NoticeTemplateId, OrganizationId, TemplateWords};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = notice_template)]
struct TemplateColumns {
    id: NoticeTemplateId,
    organization_id: Option<OrganizationId>,
    kind: String,
    subject: String,
    text: String,
    saved_at: At,
}

/// Adds a template, or puts it in the place of the one with its id.
///
/// # Errors
/// [`StoreError::Unique`] if there is another for the same notices, [`StoreError::MissingReference`] if its customer is
/// not there.
pub fn put(c: &mut Connection, template: &NoticeTemplate) -> Result<(), StoreError> {
    delete(c, template.id)?;
    let columns = TemplateColumns {
        id: template.id,
        organization_id: template.organization_id,
        kind: word(&template.kind)?,
        subject: storable(&template.words.subject),
        text: storable(&template.words.text),
        saved_at: At(template.saved_at),
    };
    diesel::insert_into(notice_template::table).values(columns).execute(c)?;
    Ok(())
}

/// Removes a template.
///
/// # Errors
/// [`StoreError`].
pub fn delete(c: &mut Connection, id: NoticeTemplateId) -> Result<(), StoreError> {
    diesel::delete(notice_template::table.find(id)).execute(c)?;
    Ok(())
}

/// Every template: the installation's own and those of customers.
///
/// # Errors
/// [`StoreError`].
pub fn list(c: &mut Connection) -> Result<Vec<NoticeTemplate>, StoreError> {
    let query = notice_template::table.order(notice_template::kind).select(TemplateColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// The template of a customer, or of the installation, for one kind of notice.
///
/// # Errors
/// [`StoreError`].
pub fn find(
    c: &mut Connection,
    organization: Option<OrganizationId>,
    kind: NoticeKind,
) -> Result<Option<NoticeTemplate>, StoreError> {
    let mut query = notice_template::table
        .filter(notice_template::kind.eq(word(&kind)?))
        .select(TemplateColumns::as_select())
        .into_boxed();
    query = match organization {
        Some(id) => query.filter(notice_template::organization_id.eq(id)),
        None => query.filter(notice_template::organization_id.is_null()),
    };
    query.first(c).optional()?.map(read).transpose()
}

/// The templates that these notices may be written with, by one query for all of them; see
/// [`NoticeTemplate::for_notice`].
///
/// # Errors
/// [`StoreError`].
pub fn of_notices(c: &mut Connection, notices: &[&Notice]) -> Result<Vec<NoticeTemplate>, StoreError> {
    if notices.is_empty() {
        return Ok(Vec::new());
    }
    let kinds = notices.iter().map(|notice| word(&notice.body.kind())).collect::<Result<Vec<_>, _>>()?;
    let readers: Vec<_> =
        notices.iter().map(|notice| notice.to.organization_id).filter(Option::is_some).collect();
    let query = notice_template::table
        .filter(notice_template::kind.eq_any(kinds))
        .filter(
            notice_template::organization_id.is_null().or(notice_template::organization_id.eq_any(readers)),
        )
        .select(TemplateColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

fn read(columns: TemplateColumns) -> Result<NoticeTemplate, StoreError> {
    let row = Row { table: "notice_template", id: &columns.id };
    Ok(NoticeTemplate {
        id: columns.id,
        organization_id: columns.organization_id,
        kind: row.word(columns.kind)?,
        words: TemplateWords { subject: columns.subject, text: columns.text },
        saved_at: columns.saved_at.0,
    })
}
