//! Instants in columns, exact to the microsecond.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, HasSqlType, SqlOrd, SqlType, Timestamptz};
use diesel::sqlite::Sqlite;

use crate::sla::Instant;
use crate::store::any_connection::MultiBackend;

/// A point in time: `INTEGER` microseconds on SQLite, `TIMESTAMPTZ` on PostgreSQL.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Long"))]
pub struct SqlInstant;

impl SqlOrd for SqlInstant {}

impl HasSqlType<SqlInstant> for MultiBackend {
    fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
        Self::lookup_sql_type::<SqlInstant>(lookup)
    }
}

/// An instant on its way to or from a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlInstant)]
pub struct At(pub Instant);

impl ToSql<SqlInstant, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.timestamp_micros());
        Ok(IsNull::No)
    }
}

impl ToSql<SqlInstant, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <Instant as ToSql<Timestamptz, Pg>>::to_sql(&self.0, out)
    }
}

impl ToSql<SqlInstant, MultiBackend> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((SqlInstant, self));
        Ok(IsNull::No)
    }
}

impl FromSql<SqlInstant, Sqlite> for At {
    fn from_sql(bytes: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<BigInt, Sqlite>>::from_sql(bytes)?;
        let instant = Instant::from_timestamp_micros(micros).ok_or("an instant beyond the calendar")?;
        Ok(Self(instant))
    }
}

impl FromSql<SqlInstant, Pg> for At {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <Instant as FromSql<Timestamptz, Pg>>::from_sql(bytes).map(Self)
    }
}

impl FromSql<SqlInstant, MultiBackend> for At {
    fn from_sql(bytes: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        bytes.from_sql::<Self, SqlInstant>()
    }
}
