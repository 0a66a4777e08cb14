//! `punctual sla due --batch`: many questions in one file.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{due::Answer, severity};
use crate::{
    cli::{Failure, output::print},
    sla::{ClockKind, Contract, parse_instant},
};

#[derive(Deserialize)]
struct Query {
    severity: String,
    #[serde(default = "respond")]
    clock: ClockKind,
    at: String,
}

fn respond() -> ClockKind {
    ClockKind::Respond
}

#[derive(Serialize)]
#[serde(untagged)]
enum Line {
    Answer(Answer),
    Refused { error: String },
}

/// Answers one JSON line for each line of the file, in order. A bad line is answered by an error in its place, and
/// fails the command at its end. Empty lines are no questions.
pub(super) fn run(contract: &Contract, path: &Path) -> Result<(), Failure> {
    let lines: Box<dyn BufRead> = match path.as_os_str() == "-" {
        true => Box::new(io::stdin().lock()),
        false => Box::new(BufReader::new(
            File::open(path)
                .map_err(|error| Failure(format!("{} can't be read: {error}", path.display())))?,
        )),
    };
    let mut refused = 0_usize;
    print(|out| {
        for line in lines.split(b'\n') {
            let line = line?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let line = answer(contract, &line).map_or_else(|error| Line::Refused { error }, Line::Answer);
            refused += usize::from(matches!(line, Line::Refused { .. }));
            serde_json::to_writer(&mut *out, &line)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    match refused {
        0 => Ok(()),
        1 => Err(Failure("1 line was refused".to_owned())),
        many => Err(Failure(format!("{many} lines were refused"))),
    }
}

fn answer(contract: &Contract, line: &[u8]) -> Result<Answer, String> {
    let query: Query = serde_json::from_slice(line).map_err(|error| format!("not a question: {error}"))?;
    let at = parse_instant(&query.at)?;
    let severity = severity(contract, &query.severity)?;
    Ok(Answer::from(&contract.promise(severity, query.clock, at)))
}
