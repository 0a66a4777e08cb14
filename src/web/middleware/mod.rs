//! What surrounds every request, from the outside in: the log line, the security headers, the error answers, the time
//! that it may take.

mod error_answers;
mod guard;
mod patience;
mod request_id;
mod request_log;
mod security_headers;

pub use error_answers::error_answers;
pub use guard::guard;
pub use patience::patience;
pub use request_id::RequestId;
pub use request_log::request_log;
pub use security_headers::security_headers;
