//! Every row of every table as text, out of one kind of database and into the same or the other kind.
//!
//! Tables and columns are asked from the database itself, so that a new table is in the next backup without anybody
//! thinking of it. A row is a JSON array in the order of its table's columns, with values as SQLite keeps them: an
//! instant is microseconds since 1970, an id and a JSON document are text, bytes are lower-case hexadecimal digits.

mod load;
mod table;
mod write;

pub use load::{Loading, is_unused};
pub(super) use table::quoted;
pub use table::{Column, ColumnKind, Table, tables};
pub use write::{each_row, last_ticket_number, migrations, row_count};
