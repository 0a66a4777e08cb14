//! Standard output.

use std::io::{self, BufWriter, ErrorKind, Write};

use super::Failure;

/// Writes to standard output. A reader that has seen enough and closed the pipe, as `head` does, is no failure.
pub fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure(format!("standard output can't be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// As the one of the standard library, but a reader that has seen enough doesn't end the program, and whatever else is
/// wrong with standard output is a [`Failure`] of the command around it.
macro_rules! println {
    ($($line:tt)*) => {
        $crate::cli::output::print(|out| writeln!(out, $($line)*))?
    };
}
