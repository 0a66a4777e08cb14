//! `auth.breached_passwords`: passwords that were stolen elsewhere, which nobody chooses here.
//!
//! The file is one that the operator fetches, such as the downloader of Have I Been Pwned writes it: a line for each
//! password, its SHA-1 in hexadecimal, a colon and how often it was seen, in the order of the hashes. It may be much
//! larger than memory: it is searched where it lies, and nothing of a password leaves the machine.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use sha1::{Digest, Sha1};

/// The digits of a hash.
const DIGITS: usize = 40;
/// Fewer bytes than these are read through, rather than halved once more.
const FEW: u64 = 4096;

/// A list of passwords that were stolen. Clones share what is known of its trouble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreachedPasswords {
    file: PathBuf,
    trouble: Arc<OnceLock<String>>,
}

impl BreachedPasswords {
    /// The list in a file, which is looked at.
    ///
    /// # Errors
    /// In words: a file that can't be read, or that begins like no such list.
    pub fn open(path: &Path) -> Result<Self, String> {
        let place = path.display();
        let mut first = String::new();
        File::open(path)
            .and_then(|file| BufReader::new(file).take(200).read_line(&mut first))
            .map_err(|error| format!("{place} can't be read: {error}"))?;
        match hash_of(&first).is_some() {
            true => Ok(Self { file: path.to_owned(), trouble: Arc::default() }),
            false => Err(format!("{place} does not begin with a SHA-1 in {DIGITS} digits and a colon")),
        }
    }

    /// Whether a password is on the list.
    ///
    /// # Errors
    /// Where the file can't be read any more, or a line that was looked at is none of such a list: named with the file.
    pub fn hold(&self, password: &str) -> io::Result<bool> {
        self.look_up(password).map_err(|error| {
            let why = format!("{}: {error}", self.file.display());
            let _ = self.trouble.set(why.clone());
            io::Error::new(error.kind(), why)
        })
    }

    /// What went wrong the first time that a password could not be looked for.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.get().map(String::as_str)
    }

    fn look_up(&self, password: &str) -> io::Result<bool> {
        let wanted: String =
            Sha1::digest(password.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
        let mut file = File::open(&self.file)?;
        // The line of the hash, if there is one, begins at or after `from`, and before `to`.
        let (mut from, mut to) = (0, file.metadata()?.len());
        while to - from > FEW {
            let middle = from + (to - from) / 2;
            let mut lines = lines_after(&mut file, middle)?;
            match next_hash(&mut lines.1)? {
                Some(hash) if hash <= wanted => from = lines.0,
                _ => to = middle,
            }
        }
        file.seek(SeekFrom::Start(from))?;
        let mut lines = BufReader::new(file);
        loop {
            match next_hash(&mut lines)? {
                Some(hash) if hash < wanted => {}
                found => return Ok(found.is_some_and(|hash| hash == wanted)),
            }
        }
    }
}

/// The lines from the first one that begins after a place, and where that is.
fn lines_after(file: &mut File, place: u64) -> io::Result<(u64, BufReader<&mut File>)> {
    file.seek(SeekFrom::Start(place))?;
    let mut lines = BufReader::with_capacity(256, file);
    let skipped = lines.read_until(b'\n', &mut Vec::new())?;
    Ok((place + u64::try_from(skipped).unwrap_or_default(), lines))
}

/// The hash of the next line that is not blank, in capitals; none at the end of the file.
fn next_hash(lines: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        if !line.trim().is_empty() {
            return hash_of(&line).map(|hash| Some(hash.to_uppercase())).ok_or_else(no_such_line);
        }
        line.clear();
    }
    Ok(None)
}

fn no_such_line() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "a line is cut off or no SHA-1 with a count: fetch the list anew",
    )
}

fn hash_of(line: &str) -> Option<&str> {
    let hash = line.split_once(':').map(|(hash, _)| hash)?;
    (hash.len() == DIGITS && hash.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_password_of_a_list_is_found_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        for count in [1, 2, 3, 1000, 5001] {
            let hash = |password: &str| Sha1::digest(password.as_bytes());
            let mut lines: Vec<String> = (0..count)
                .map(|number| hash(&format!("stolen {number}")))
                .map(|hash| hash.iter().map(|byte| format!("{byte:02X}")).collect::<String>())
                .enumerate()
                .map(|(number, hash)| format!("{hash}:{}", number * number + 1))
                .collect();
            lines.sort();
            for ending in ["\n", "\r\n"] {
                std::fs::write(&path, lines.join(ending)).unwrap();
                let list = BreachedPasswords::open(&path).unwrap();
                for number in 0..count {
                    assert!(list.hold(&format!("stolen {number}")).unwrap(), "{number} of {count}");
                    assert!(!list.hold(&format!("kept {number}")).unwrap(), "{number} of {count}");
                }
            }
        }
    }

    #[test]
    fn a_blank_line_is_passed_over_and_a_bad_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        let (first, last) = ("0".repeat(DIGITS), Sha1::digest(b"stolen"));
        let last: String = last.iter().map(|byte| format!("{byte:02X}")).collect();
        std::fs::write(&path, format!("{first}:1\n\n\r\n{last}:7\n\n")).unwrap();
        assert!(BreachedPasswords::open(&path).unwrap().hold("stolen").unwrap());
        for bad in ["0123456", "0123456:3", &"é:".repeat(30)] {
            std::fs::write(&path, format!("{first}:1\n{bad}\n{last}:7\n")).unwrap();
            let error = BreachedPasswords::open(&path).unwrap().hold("stolen").unwrap_err();
            assert!(error.to_string().contains("list.txt: a line is cut off"), "{bad}: {error}");
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.txt");
        assert!(BreachedPasswords::open(&path).unwrap_err().contains("can't be read"));
        for text in ["", "password", "5BAA6:3", &format!("{}:3", "x".repeat(40))] {
            std::fs::write(&path, text).unwrap();
            assert!(BreachedPasswords::open(&path).unwrap_err().contains("SHA-1"), "{text}");
        }
    }
}
