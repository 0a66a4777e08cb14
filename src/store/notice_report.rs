//! What other mail servers reported about notices.

use diesel::prelude::*;

use super::schema::notice_report;
use super::sql_type::At;
use super::text::storable;
use super::word::{Row, word};
use super::{Connection, StoreError};
use crate::domain::{
    DeliveryOutcome, EmailAddress, FailureReason, InboundMailId, NoticeReport, NoticeReportId, OutboxId,
};
use crate::sla::Instant;

#[derive(Queryable, Selectable, Insertable, Identifiable)]
#[diesel(table_name = notice_report)]
struct ReportColumns {
    id: NoticeReportId,
    outbox_id: OutboxId,
    inbound_mail_id: Option<InboundMailId>,
    recipient: String,
    outcome: String,
    reason: String,
    said: String,
    reported_at: At,
}

/// Writes a report.
///
/// # Errors
/// [`StoreError::MissingReference`] if its notice or mail is not there.
pub fn insert(c: &mut Connection, report: &NoticeReport) -> Result<(), StoreError> {
    let columns = ReportColumns {
        id: report.id,
        outbox_id: report.outbox_id,
        inbound_mail_id: report.inbound_mail_id,
        recipient: storable(report.recipient.as_str()),
        outcome: word(&report.outcome)?,
        reason: word(&report.reason)?,
        said: storable(&report.said),
        reported_at: At(report.reported_at),
    };
    diesel::insert_into(notice_report::table).values(columns).execute(c)?;
    Ok(())
}

/// The reports about these notices, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_notices(c: &mut Connection, notices: &[OutboxId]) -> Result<Vec<NoticeReport>, StoreError> {
    let query = notice_report::table
        .filter(notice_report::outbox_id.eq_any(notices.to_vec()))
        .order((notice_report::reported_at, notice_report::id))
        .select(ReportColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// The reports that a received mail makes.
///
/// # Errors
/// [`StoreError`].
pub fn of_mail(c: &mut Connection, mail: InboundMailId) -> Result<Vec<NoticeReport>, StoreError> {
    let query = notice_report::table
        .filter(notice_report::inbound_mail_id.eq(Some(mail)))
        .order(notice_report::id)
        .select(ReportColumns::as_select());
    query.load(c)?.into_iter().map(read).collect()
}

/// How many notices failed to reach an address for this reason, as far as was reported after an instant. Several
/// reports about one notice count once.
///
/// # Errors
/// [`StoreError`].
pub fn count_failed(
    c: &mut Connection,
    recipient: &EmailAddress,
    reason: FailureReason,
    after: Instant,
) -> Result<i64, StoreError> {
    let failed = notice_report::table
        .filter(notice_report::recipient.eq(recipient.as_str()))
        .filter(notice_report::reported_at.gt(At(after)))
        .filter(notice_report::outcome.eq(word(&DeliveryOutcome::Failed)?))
        .filter(notice_report::reason.eq(word(&reason)?))
        .select(notice_report::outbox_id)
        .distinct();
    let notices: Vec<OutboxId> = failed.load(c)?;
    Ok(i64::try_from(notices.len()).unwrap_or(i64::MAX))
}

fn read(columns: ReportColumns) -> Result<NoticeReport, StoreError> {
    let id = columns.id;
    let row = Row { table: "notice_report", id: &id };
    Ok(NoticeReport {
        id,
        outbox_id: columns.outbox_id,
        inbound_mail_id: columns.inbound_mail_id,
        recipient: EmailAddress::parse(&columns.recipient).map_err(|_| row.corrupt())?,
        outcome: row.word(columns.outcome)?,
        reason: row.word(columns.reason)?,
        said: columns.said,
        reported_at: columns.reported_at.0,
    })
}
