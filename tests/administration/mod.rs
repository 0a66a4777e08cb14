//! Everything that administrators do in the browser, as tables: what a right form does, what a wrong one says, who may
//! send it, and what the audit log says of it.

mod acts;
mod cases;
mod forms;
mod installation;
