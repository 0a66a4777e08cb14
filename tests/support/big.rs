//! Big installations: two years of tickets, some of them opened by the program itself, and all of these multiplied in
//! SQL with everything that hangs on them. Whatever the program writes for a ticket, the others have too.

use chrono::TimeDelta;
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use punctual::service::{self, Context, NewTicket, ServiceError};
use punctual::sla::{Channel, Status};
use punctual::store::{Connection, StoreError};

use super::app::{TestApp, Who};

/// What hangs on a ticket, and the ticket first.
pub const TABLES: [&str; 8] =
    ["ticket", "ticket_internal_change", "message", "activity", "promise", "breach", "page", "outbox"];

/// How many of the program's own tickets are multiplied in one transaction.
const AT_ONCE: u64 = 250;

/// One in so many tickets is still open.
const OPEN: u64 = 20;

/// Fills an installation with about so many tickets of two years, of which one in twenty came in the last three days
/// and is open.
pub fn fill(test: &TestApp, tickets: u64) {
    let own = (tickets / 100).clamp(200, 10_000).min(tickets);
    write_years(test, own);
    multiply(test, tickets / own);
}

/// Opens tickets as customers do, resolves all but the last, and lets the clocks run to now.
fn write_years(test: &TestApp, count: u64) {
    let customers =
        ["dms", "discount-kit", "teamplify", "software-support"].map(|key| test.person(Who::Customer(key)));
    let agent = test.person(Who::Agent);
    let (now, last) = (test.now(), count - count / OPEN);
    for place in 0..count {
        let (share, span, until) = match place.checked_sub(last) {
            None => (place as f64 / last as f64, 700.0, TimeDelta::days(3)),
            Some(place) => (place as f64 / (count - last) as f64, 3.0, TimeDelta::zero()),
        };
        let age = TimeDelta::seconds(((1.0 - share) * span * 86_400.0) as i64);
        let opened = test.app.context_at(now - until - age).unhurried();
        let closed =
            test.app.context_at(opened.now + TimeDelta::minutes(20 + i64::try_from(place % 240).unwrap()));
        let requester = customers[usize::try_from(place).unwrap() % customers.len()].clone();
        let (agent, ends) = (agent.clone(), place < last);
        let live = move |c: &mut Connection| -> Result<(), ServiceError> {
            let ticket = service::open_ticket(c, &opened, &requester, report(&opened, place))?;
            if ends {
                service::acknowledge(c, &closed, &agent, ticket.id, None)?;
                service::set_status(c, &closed, &agent, ticket.id, None, Status::Resolved)?;
            }
            Ok(())
        };
        test.database().write_now(live).unwrap();
    }
    settle(test);
}

/// A report as programs send it.
pub fn report(context: &Context, place: u64) -> NewTicket {
    NewTicket {
        channel: Channel::Api,
        subject: format!("Report {place}: the export stops after a while"),
        text: "It stops after some lines, and begins again when it is told to.".to_owned(),
        html: None,
        answers: None,
        severity: None,
        attachments: Vec::new(),
        received_at: context.now,
        inbound_mail_id: None,
        follows_up: None,
        is_acknowledged: true,
    }
}

/// Lets everything happen that is due by now, and every mail leave.
fn settle(test: &TestApp) {
    let context = test.app.context();
    let tick = move |c: &mut Connection| service::tick_timers(c, &context, i64::MAX);
    test.database().write_now(tick).unwrap();
    test.sql("UPDATE outbox SET state = 'sent', attempts = 1, sent_at = created_at");
}

/// Copies every ticket until there are so many of each.
pub fn multiply(test: &TestApp, each: u64) {
    let multiplier = Multiplier { is_sqlite: test.database().is_sqlite(), each };
    let own: u64 = count(test, "ticket");
    let mut script = multiplier.begin();
    for first in (0..own).step_by(usize::try_from(AT_ONCE).unwrap()) {
        let inserts: Vec<String> =
            TABLES.iter().map(|table| multiplier.insert(table, &columns(test, table), first, own)).collect();
        script += &format!("BEGIN;\n{}\nCOMMIT;\n", inserts.join("\n"));
    }
    script += multiplier.end();
    test.sql(&script);
}

/// How many rows a table has.
pub fn count(test: &TestApp, table: &str) -> u64 {
    let rows = texts(test, format!("SELECT CAST(count(*) AS TEXT) AS text FROM {table}"));
    rows[0].parse().unwrap()
}

/// The columns of a table that are written, in order.
fn columns(test: &TestApp, table: &str) -> Vec<String> {
    texts(test, match test.database().is_sqlite() {
        true => format!("SELECT name AS text FROM pragma_table_info('{table}') WHERE name <> 'sequence'"),
        false => format!(
            "SELECT column_name::text AS text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = '{table}' AND is_identity = 'NO' ORDER BY ordinal_position"
        ),
    })
}

/// What a query gives as one column `text`.
pub fn texts(test: &TestApp, query: String) -> Vec<String> {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let load =
        move |c: &mut Connection| -> Result<Vec<Row>, StoreError> { Ok(diesel::sql_query(query).load(c)?) };
    test.read(load).into_iter().map(|row| row.text).collect()
}

/// The SQL that copies tickets: `p` is a ticket of the program's own, `o` a row of it, `n` the number of the copy.
struct Multiplier {
    is_sqlite: bool,
    each: u64,
}

impl Multiplier {
    fn begin(&self) -> String {
        // Nothing is lost where filling is cut off: the installation is thrown away.
        let settings = match self.is_sqlite {
            true => {
                "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; PRAGMA wal_autocheckpoint = 20000;"
            }
            false => "SET session_replication_role = replica; SET synchronous_commit = off;",
        };
        format!(
            "{settings}
            CREATE TEMP TABLE own AS SELECT id, row_number() OVER (ORDER BY number) AS place FROM ticket;
            CREATE TEMP TABLE copy AS WITH RECURSIVE numbers (n) AS
                (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {each}) SELECT n FROM numbers WHERE n < {each};",
            each = self.each,
        )
    }

    fn insert(&self, table: &str, columns: &[String], first: u64, own: u64) -> String {
        let values: Vec<String> = columns.iter().map(|column| self.value(table, column, own)).collect();
        let ticket = if table == "ticket" { "id" } else { "ticket_id" };
        format!(
            "INSERT INTO {table} ({}) SELECT {} FROM own p JOIN {table} o ON o.{ticket} = p.id CROSS JOIN copy
             WHERE p.place > {first} AND p.place <= {};",
            columns.join(", "),
            values.join(", "),
            first + AT_ONCE,
        )
    }

    fn value(&self, table: &str, column: &str, own: u64) -> String {
        match (table, column) {
            (_, "id" | "ticket_id") => self.renamed(&format!("o.{column}")),
            // In the order in which they came.
            ("ticket", "number") => format!("{own} + (p.place - 1) * {} + n", self.each),
            ("outbox", "key") => "o.key || ':' || n".to_owned(),
            ("outbox", "message_id") => "replace(o.message_id, '@', '.' || n || '@')".to_owned(),
            ("activity", "kind") => self.kind(),
            _ => format!("o.{column}"),
        }
    }

    /// The id of a copy: the same instant, another end.
    fn renamed(&self, id: &str) -> String {
        match self.is_sqlite {
            true => format!("substr({id}, 1, 28) || printf('%08x', n)"),
            false => format!("(substr({id}::text, 1, 28) || lpad(to_hex(n), 8, '0'))::uuid"),
        }
    }

    /// An entry of the history may name a message or a notice.
    fn kind(&self) -> String {
        let mut kind = "o.kind".to_owned();
        for field in ["message_id", "outbox_id"] {
            kind = match self.is_sqlite {
                true => {
                    let id = self.renamed(&format!("json_extract(o.kind, '$.{field}')"));
                    format!(
                        "CASE WHEN o.kind LIKE '%\"{field}\"%' THEN json_set(o.kind, '$.{field}', {id}) ELSE {kind} END"
                    )
                }
                false => {
                    let id = self.renamed(&format!("(o.kind ->> '{field}')"));
                    format!(
                        "CASE WHEN o.kind ? '{field}' THEN jsonb_set(o.kind, '{{{field}}}', to_jsonb({id})) ELSE {kind} END"
                    )
                }
            };
        }
        kind
    }

    fn end(&self) -> &'static str {
        match self.is_sqlite {
            true => {
                "UPDATE ticket_number SET last = (SELECT max(number) FROM ticket); PRAGMA wal_checkpoint(TRUNCATE);"
            }
            false => "SELECT setval('ticket_number', (SELECT max(number) FROM ticket)); ANALYZE;",
        }
    }
}
