//! Nothing in the schema rules a distributed PostgreSQL out: each table has a key by which it can be spread, and none
//! of what such servers lack is used.

use diesel::QueryableByName;
use diesel::prelude::*;
use diesel::sql_types::Text;
use punctual::store::{Connection, StoreError};

use crate::support::test_database::TestDatabase;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    name: String,
}

#[test]
fn keys_spread_and_nothing_is_used_that_a_distributed_server_lacks() {
    let test = TestDatabase::postgres();
    let tables = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'";
    let find = |sql: String| -> Vec<String> {
        let job = move |c: &mut Connection| -> Result<Vec<Found>, StoreError> {
            Ok(diesel::sql_query(sql).load(c)?)
        };
        test.read(job).into_iter().map(|found| found.name).collect()
    };
    let all = find(format!("SELECT c.relname::text AS name FROM {tables} WHERE c.relkind = 'r'"));
    assert!(all.len() > 30, "{all:?}");
    for (what, sql) in [
        (
            "tables without a primary key",
            format!(
                "SELECT c.relname::text AS name FROM {tables} WHERE c.relkind = 'r' AND NOT EXISTS \
                 (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)"
            ),
        ),
        (
            "primary keys that come from one counter, so that all new rows would lie on one server",
            format!(
                "SELECT c.relname || '.' || a.attname AS name FROM {tables} \
                 JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) \
                 LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
                 WHERE a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval%'"
            ),
        ),
        (
            "triggers, but for those that only refuse a change of the audit log",
            "SELECT tgname::text AS name FROM pg_trigger WHERE NOT tgisinternal AND NOT \
             (tgrelid = 'audit_entry'::regclass AND tgfoid = 'refuse_audit_change'::regproc)"
                .to_owned(),
        ),
        (
            "constraints that only one server can hold",
            "SELECT conname::text AS name FROM pg_constraint WHERE contype = 'x' OR condeferrable".to_owned(),
        ),
        (
            "extensions",
            "SELECT extname::text AS name FROM pg_extension WHERE extname <> 'plpgsql'".to_owned(),
        ),
        (
            "functions of our own, but for what those call",
            "SELECT proname::text AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace \
             AND proname <> 'refuse_audit_change'"
                .to_owned(),
        ),
        (
            "inheritance, unlogged tables and rules",
            format!(
                "SELECT c.relname::text AS name FROM {tables} WHERE c.relkind IN ('p', 'f', 'm') \
                 OR (c.relkind = 'r' AND (c.relpersistence <> 'p' OR c.relhassubclass OR c.relhasrules))"
            ),
        ),
    ] {
        assert_eq!(find(sql), Vec::<String>::new(), "{what}");
    }
}
