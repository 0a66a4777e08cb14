//! Contract files on the disk, for the commands that are given one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::{fs, path::Path};

use super::Failure;
use crate::sla::Contract;

/// A contract file, with the texts it was read from.
pub struct ContractFile {
    /// What it says.
    pub contract: Contract,
    /// The file as it is.
    pub source: String,
    /// The calendar files that it names, by name.
    pub calendars: BTreeMap<String, String>,
}

/// Reads a contract file. Calendar files that it names are looked for beside it.
///
/// # Errors
/// The file can't be read, or every fault in it, one a line.
pub fn read_contract(path: &Path) -> Result<Contract, Failure> {
    read_contract_file(path).map(|file| file.contract)
}

/// [`read_contract`], keeping the texts.
///
/// # Errors
/// As [`read_contract`].
pub fn read_contract_file(path: &Path) -> Result<ContractFile, Failure> {
    let source = read_text(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let calendars = RefCell::new(BTreeMap::new());
    let beside = |name: &str| {
        let text = fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"))?;
        calendars.borrow_mut().insert(name.to_owned(), text.clone());
        Ok(text)
    };
    let contract = Contract::parse(&source, &beside).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|fault| format!("{}: {fault}", path.display())).collect();
        let count = match lines.len() {
            1 => "1 fault".to_owned(),
            many => format!("{many} faults"),
        };
        Failure(format!("{}\nThe contract is refused: {count}.", lines.join("\n")))
    })?;
    Ok(ContractFile { contract, source, calendars: calendars.into_inner() })
}

/// Reads a file of text.
///
/// # Errors
/// Says which file it is and why it can't be read.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure(format!("{} can't be read: {error}", path.display())))
}
