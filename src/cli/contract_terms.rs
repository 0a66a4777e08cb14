//! The terms of an agreement beside its clocks, one line each, for `punctual contract check`.

use std::io::{self, Write};

use crate::sla::terms::Terms;

/// Writes what the agreement says; nothing where it is silent.
pub(super) fn write(out: &mut dyn Write, terms: &Terms) -> io::Result<()> {
    let lines = terms.in_words();
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFurther terms\n")?;
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    lines.iter().try_for_each(|(name, text)| writeln!(out, "  {name:width$}  {text}"))
}
