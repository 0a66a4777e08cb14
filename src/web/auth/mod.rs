//! Who is asking: passwords, session tokens, form tokens, throttling.

pub mod api_token;
mod bearer;
pub mod browser;
pub mod device;
pub mod form_token;
mod hashing;
mod keys;
pub mod mailbox;
mod password;
pub mod pending;
pub mod random;
mod refresh_token;
pub mod second_step;
pub mod session;
pub mod sign_in;
mod throttle;
mod token;
mod tokens;

pub use bearer::bearer;
pub use hashing::Hashing;
pub use keys::Keys;
pub use password::{HashingFailed, LONGEST_BYTES, Password, SHORTEST, WeakPassword};
pub use session::{Road, Session};
pub use sign_in::{Credentials, SignInFailure, SignedIn};
pub use throttle::{Attempt, network};
pub use token::{Claims, LIFETIME, TokenRefused};
pub use tokens::Tokens;
