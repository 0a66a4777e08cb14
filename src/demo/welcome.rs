//! What the demonstration tells whoever started it.

use std::fmt::Write as _;
use std::net::SocketAddr;

use super::{Filled, Folder, sign_ins, support_address};

/// The password of everybody in the demonstration.
pub const PASSWORD: &str = "brisk-harbour-clock";

/// Where to look, how to sign in, what to try.
#[derive(Debug)]
pub struct Welcome<'a> {
    /// Where it lives.
    pub folder: &'a Folder,
    /// What it holds.
    pub filled: Filled,
    /// Where pages and mail are served; none if they are not.
    pub served: Option<Served>,
}

/// Where a running demonstration listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Served {
    /// Pages.
    pub pages: SocketAddr,
    /// Mail.
    pub mail: SocketAddr,
}

impl std::fmt::Display for Welcome<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let config = self.folder.config_file();
        writeln!(
            formatter,
            "\nThe demonstration is ready: {} tickets of five weeks.\n",
            self.filled.tickets
        )?;
        writeln!(formatter, "  Folder    {}", self.folder.path().display())?;
        match self.served {
            Some(served) => writeln!(formatter, "  Pages     http://{}", served.pages)?,
            None => writeln!(formatter, "  Start     punctual serve -c {}", config.display())?,
        }
        writeln!(formatter, "  Password  {PASSWORD} (everybody's)\n\nSign in as")?;
        formatter.write_str(&people())?;
        if let Some(served) = self.served {
            self.watch(formatter, served)?;
            writeln!(
                formatter,
                "\nWrite a mail to the helpdesk, from another terminal\n\n{}",
                letter(served.mail)
            )?;
            writeln!(formatter, "  or: punctual ingest -c {} < mail.eml", config.display())?;
            writeln!(
                formatter,
                "\nCtrl-C stops it. `punctual serve -c {}` brings the pages back.",
                config.display()
            )?;
        }
        Ok(())
    }
}

impl Welcome<'_> {
    fn watch(&self, formatter: &mut std::fmt::Formatter<'_>, served: Served) -> std::fmt::Result {
        let pages = served.pages;
        writeln!(
            formatter,
            "\nLook at\n  http://{pages}/desk           the queue, by what breaks next (any agent)"
        )?;
        writeln!(formatter, "  http://{pages}/manager        promises kept and broken (manager)")?;
        writeln!(formatter, "  http://{pages}/admin/outbox   every mail that left (admin)")?;
        if let Some(imminent) = self.filled.imminent {
            let at = imminent.due.format("%H:%M:%S");
            writeln!(
                formatter,
                "\nWatch a promise break: ticket #{} is due at {at} UTC, about two minutes from now. Unless you answer\n\
                 it at the desk, the customer has a mail about it within seconds of that instant.",
                imminent.ticket
            )?;
        }
        Ok(())
    }
}

/// The table of those who can sign in.
fn people() -> String {
    let people = sign_ins();
    let widest = people.iter().map(|person| person.address.len()).max().unwrap_or(0);
    let mut table = String::new();
    for person in people {
        let place = if person.place.is_empty() { String::new() } else { format!(", {}", person.place) };
        // Writing into a text never fails.
        let _ = writeln!(
            table,
            "  {:<9} {:<widest$}  {}{place}",
            person.role.as_str(),
            person.address,
            person.name
        );
    }
    table
}

/// A command that sends a mail, ready to be pasted. Its date makes each one a mail of its own.
fn letter(mail: SocketAddr) -> String {
    let (from, to) = ("beth@marlowcandle.example", support_address());
    format!(
        "curl --url smtp://{mail} --crlf --mail-from {from} --mail-rcpt {to} --upload-file - <<END\n\
         From: Beth Marlow <{from}>\n\
         To: {to}\n\
         Date: $(date -R)\n\
         Subject: The app is down again\n\
         \n\
         Hi, the app is down: nobody can pay, and our sale has just begun. Beth x\n\
         END\n"
    )
}
