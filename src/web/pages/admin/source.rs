//! A contract file with numbered lines, and its faults at the lines they are about.

use crate::sla::Faults;

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The number, from 1.
    pub number: usize,
    /// What it says.
    pub text: String,
    /// What is wrong with it, each with its key.
    pub faults: Vec<(String, String)>,
}

/// The lines of a file. A fault beyond its end stands at the last line.
#[must_use]
pub fn source_lines(source: &str, faults: Option<&Faults>) -> Vec<SourceLine> {
    let mut lines: Vec<SourceLine> = source
        .split('\n')
        .enumerate()
        .map(|(place, text)| SourceLine {
            number: place + 1,
            text: text.trim_end_matches('\r').to_owned(),
            faults: Vec::new(),
        })
        .collect();
    if lines.last().is_some_and(|last| last.text.is_empty()) && lines.len() > 1 {
        lines.pop();
    }
    for fault in faults.into_iter().flat_map(Faults::iter) {
        let place = fault.line.clamp(1, lines.len()) - 1;
        if let Some(line) = lines.get_mut(place) {
            line.faults.push((fault.key.clone(), fault.message.clone()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::source_lines;
    use crate::sla::Contract;

    #[test]
    fn faults_stand_at_their_lines() {
        let source = "schema = 1\nkey = \"k\"\nname = \"n\"\n[calendar]\ntime_zone = \"Mars/Base\"\n[[severity]]\ncode = \"S\"\nrespond = \"soon\"\n";
        let faults = Contract::parse(source, &|name| Err(name.to_owned())).unwrap_err();
        let lines = source_lines(source, Some(&faults));
        assert_eq!(lines.len(), 8);
        let faulty: Vec<usize> =
            lines.iter().filter(|line| !line.faults.is_empty()).map(|line| line.number).collect();
        assert!(faulty.contains(&5) && faulty.contains(&8), "{faulty:?}");
        assert_eq!(lines.iter().map(|line| line.faults.len()).sum::<usize>(), faults.iter().count());
        assert!(lines[4].faults[0].1.contains("Mars/Base"), "{:?}", lines[4]);
    }

    #[test]
    fn an_empty_file_has_one_line_for_its_faults() {
        let faults = Contract::parse("", &|name| Err(name.to_owned())).unwrap_err();
        let lines = source_lines("", Some(&faults));
        assert_eq!(lines.len(), 1);
        assert!(!lines[0].faults.is_empty());
    }
}
