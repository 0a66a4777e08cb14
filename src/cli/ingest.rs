//! `punctual ingest`: takes one mail from standard input, as a mail server's pipe gives it.
//!
//! Exit codes are those of sysexits.h that mail servers understand: 0 it is stored for good, 64 the command was called
//! wrongly, 65 the mail can't be taken as it is (empty, too large), 75 trouble of our own, try again later. A wrong
//! configuration is our own trouble too (75, not 78): an operator's mistake is no reason to send a customer's mail
//! back.

use std::io::Read;
use std::process::ExitCode;

use super::installation::Installation;
use crate::service::{self, LARGEST_MAIL, ServiceError};

/// Exit code of sysexits.h: the command was called wrongly.
pub(super) const EX_USAGE: u8 = 64;
/// Exit code of sysexits.h: the input is at fault.
const EX_DATAERR: u8 = 65;
/// Exit code of sysexits.h: try again later.
const EX_TEMPFAIL: u8 = 75;

/// Arguments of `punctual ingest`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    installation: Installation,
    /// How this road is called in the list of received mail.
    #[arg(long, default_value = "ingest")]
    source: String,
}

pub fn run(args: &Args) -> ExitCode {
    match take(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refusal { code, why }) => {
            eprintln!("{why}");
            ExitCode::from(code)
        }
    }
}

struct Refusal {
    code: u8,
    why: String,
}

impl Refusal {
    fn later(why: impl std::fmt::Display) -> Self {
        Self { code: EX_TEMPFAIL, why: why.to_string() }
    }
}

fn take(args: &Args) -> Result<(), Refusal> {
    let mut raw = Vec::new();
    let limit = u64::try_from(LARGEST_MAIL).unwrap_or(u64::MAX).saturating_add(1);
    std::io::stdin().lock().take(limit).read_to_end(&mut raw).map_err(Refusal::later)?;
    let app = args.installation.open().map_err(Refusal::later)?;
    let (context, source) = (app.context(), args.source.clone());
    app.db.write_now(move |c| service::store_mail(c, &context, &source, &raw, context.now)).map_err(
        |error| match error {
            ServiceError::Invalid(_) => Refusal { code: EX_DATAERR, why: error.to_string() },
            other => Refusal::later(other),
        },
    )?;
    app.db.close();
    Ok(())
}
