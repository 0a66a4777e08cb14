//! Ids in columns.

use std::io::Write;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, Queryable};
use diesel::expression::AsExpression;
use diesel::internal::derives::as_expression::Bound;
use diesel::pg::Pg;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, Nullable, SqlOrd, SqlType, Text};
use diesel::sqlite::Sqlite;
use uuid::Uuid;

use crate::domain::{
    ActivityId, AttachmentId, BreachId, BulkChangeId, ContractVersionId, HeldReplyId, InboundMailId, MacroId,
    MailboxTokenId, MessageId, NodeId, OrganizationId, OutboxId, PageId, PersonId, PromiseId, RotaId,
    SavedViewId, TeamId, TicketId,
};
use crate::domain::{ApiTokenId, DeliveryId, HolidayId, LinkId, SecondStepId, SessionId, WebhookId};
use crate::domain::{NoticeReportId, NoticeTemplateId};
use crate::store::any_connection::MultiBackend;

/// A UUID: `TEXT` on SQLite (hyphenated, lower case, so that text order is age order), `UUID` on PostgreSQL.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Text"))]
pub struct SqlId;

impl SqlOrd for SqlId {}

impl HasSqlType<SqlId> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<SqlId>(lookup)
    }
}

macro_rules! column_id {
    ($($name:ident),+ $(,)?) => {$(
        impl AsExpression<SqlId> for $name {
            type Expression = Bound<SqlId, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<'a> AsExpression<SqlId> for &'a $name {
            type Expression = Bound<SqlId, &'a $name>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl AsExpression<Nullable<SqlId>> for $name {
            type Expression = Bound<Nullable<SqlId>, Self>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<'a> AsExpression<Nullable<SqlId>> for &'a $name {
            type Expression = Bound<Nullable<SqlId>, &'a $name>;
            fn as_expression(self) -> Self::Expression {
                Bound::new(self)
            }
        }

        impl<DB: Backend> ToSql<Nullable<SqlId>, DB> for $name
        where
            Self: ToSql<SqlId, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                <Self as ToSql<SqlId, DB>>::to_sql(self, out)
            }
        }

        impl ToSql<SqlId, Sqlite> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                out.set_value(self.0.hyphenated().to_string());
                Ok(IsNull::No)
            }
        }

        impl ToSql<SqlId, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                out.write_all(self.0.as_bytes())?;
                Ok(IsNull::No)
            }
        }

        impl ToSql<SqlId, MultiBackend> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value((SqlId, self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<SqlId, Sqlite> for $name {
            fn from_sql(bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let text = <String as FromSql<Text, Sqlite>>::from_sql(bytes)?;
                Ok(Self(Uuid::parse_str(&text).map_err(|_| "an id that is no UUID")?))
            }
        }

        impl FromSql<SqlId, Pg> for $name {
            fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                Ok(Self(Uuid::from_slice(bytes.as_bytes()).map_err(|_| "an id that is no UUID")?))
            }
        }

        impl FromSql<SqlId, MultiBackend> for $name {
            fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                bytes.from_sql::<Self, SqlId>()
            }
        }

        impl<DB: Backend> Queryable<SqlId, DB> for $name
        where
            Self: FromSql<SqlId, DB>,
        {
            type Row = Self;
            fn build(row: Self) -> deserialize::Result<Self> {
                Ok(row)
            }
        }
    )+};
}

column_id!(
    ActivityId,
    AttachmentId,
    BreachId,
    BulkChangeId,
    ContractVersionId,
    HeldReplyId,
    InboundMailId,
    MacroId,
    MailboxTokenId,
    MessageId,
    NodeId,
    OrganizationId,
    OutboxId,
    PageId,
    PersonId,
    PromiseId,
    RotaId,
    SavedViewId,
    TeamId,
    TicketId,
);

column_id!(ApiTokenId, DeliveryId, LinkId, SecondStepId, SessionId, WebhookId);

column_id!(NoticeReportId, NoticeTemplateId, HolidayId);
