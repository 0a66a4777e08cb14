//! Who is asking: passwords, session tokens, form tokens, throttling.

pub mod device;
pub mod form_token;
mod keys;
mod password;
pub mod random;
pub mod session;
mod sign_in;
mod throttle;
mod token;

pub use keys::Keys;
pub use password::{HashingFailed, LONGEST_BYTES, Password, SHORTEST, WeakPassword};
pub use session::{Road, Session};
pub use sign_in::{Credentials, SignInFailure, SignedIn, sign_in};
pub use throttle::{Attempt, Throttle, Throttled};
pub use token::{Claims, LIFETIME_SECONDS, TokenRefused};
