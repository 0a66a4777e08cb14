//! Showing a process another time than the machine's.

use std::path::PathBuf;
use std::process::Command;

/// Lets a process take its wall clock from libfaketime, at every look anew; the clock that nobody can set stays as it
/// is. By how much is for the caller to say, by `FAKETIME` or `FAKETIME_TIMESTAMP_FILE`.
pub fn show_another_time(process: &mut Command) -> &mut Command {
    process.env("LD_PRELOAD", library()).envs([
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("NO_FAKE_STAT", "1"),
    ])
}

fn library() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten().map(|entry| entry.path());
    let mut found =
        folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).filter(|file| file.exists());
    found.next().expect("these tests set the clock of a process: install Debian's package `faketime`")
}
