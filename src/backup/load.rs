//! Loading a backup into an empty database.

use super::BackupError;
use super::archive::{Archive, Item};
use super::header::{Line, Summary};
use crate::store::dump::{Loading, Table};
use crate::store::{Connection, Database};

/// How much text goes into one statement, in bytes; a longer row goes alone.
const BATCH: usize = 1 << 20;

/// Brings an empty database to the backup's shape, and loads every row in one transaction.
pub(super) fn load(db: &Database, archive: Archive) -> Result<Summary, BackupError> {
    db.migrate_to(&archive.header().migrations)?;
    db.write_now(move |c| load_rows(c, archive))
}

fn load_rows(c: &mut Connection, mut archive: Archive) -> Result<Summary, BackupError> {
    let loading = Loading::begin(c)?;
    let mut batch = Batch::default();
    let summary = loop {
        match archive.next()? {
            Item::Row(row) => batch.add(c, &loading, row.trim_end())?,
            Item::Line(Line::Table(table)) => batch.turn_to(c, &loading, table)?,
            Item::Line(Line::Summary(summary)) => break summary,
            Item::Line(Line::Header(_)) => {
                return Err(BackupError::Damaged("it has two beginnings".to_owned()));
            }
        }
    };
    batch.send(c, &loading)?;
    loading.finish(c, archive.header().last_ticket_number)?;
    archive.end()?;
    Ok(summary)
}

/// Rows of one table that wait to go into the database together.
#[derive(Default)]
struct Batch {
    table: Option<Table>,
    rows: String,
}

impl Batch {
    fn turn_to(&mut self, c: &mut Connection, loading: &Loading, table: Table) -> Result<(), BackupError> {
        self.send(c, loading)?;
        self.table = Some(table);
        Ok(())
    }

    fn add(&mut self, c: &mut Connection, loading: &Loading, row: &str) -> Result<(), BackupError> {
        if self.rows.len() + row.len() > BATCH {
            self.send(c, loading)?;
        }
        self.rows.push(if self.rows.is_empty() { '[' } else { ',' });
        self.rows.push_str(row);
        Ok(())
    }

    fn send(&mut self, c: &mut Connection, loading: &Loading) -> Result<(), BackupError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let table = self.table.as_ref();
        let table = table.ok_or_else(|| BackupError::Damaged("a row belongs to no table".to_owned()))?;
        self.rows.push(']');
        loading.add(c, table, &self.rows)?;
        self.rows.clear();
        Ok(())
    }
}
