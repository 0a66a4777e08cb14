//! Proving that the audit log is as it was written.

use super::ServiceError;
use crate::domain::{AuditHead, AuditKey};
use crate::store::{self, Connection};

/// How many entries are read at once.
const CHUNK: i64 = 1000;

/// What is wrong with the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// An entry is not there.
    #[error("Entry {0} was removed.")]
    Removed(i64),
    /// An entry does not say what it said, or does not follow the one before.
    #[error("Entry {0} was changed, or one before it was exchanged.")]
    Changed(i64),
    /// The row that says where the log ends was changed, or the last entries were removed.
    #[error(
        "The log ends with entry {found}, but its sealed end says {head}: entries were removed or forged."
    )]
    End {
        /// The last entry that is there.
        found: i64,
        /// Where the log should end.
        head: i64,
    },
    /// The seal of the end is wrong.
    #[error("The seal at the end of the log is wrong: somebody without the key changed where it ends.")]
    EndSeal,
    /// The log does not contain the head that was kept elsewhere.
    #[error("The head {0} that was kept is not in this log: entries up to there were removed or changed.")]
    NotKept(AuditHead),
}

/// Follows the log from its first entry to its end, and looks for every head that was kept elsewhere.
///
/// What this proves: nobody without the audit key changed, removed, inserted or reordered an entry. The key lies in
/// the database, encrypted under the installation's key where one is configured; without one, whoever can write the
/// database can also forge the log. Somebody who kept an old copy of the database can put that whole copy back: only
/// a head that was kept elsewhere (`kept`, every backup carries one) shows that.
///
/// # Errors
/// [`ServiceError::Store`] where the database can't be read, or an entry is no entry at all.
pub fn verify_audit(
    c: &mut Connection,
    key: &AuditKey,
    kept: &[AuditHead],
) -> Result<Result<AuditHead, AuditFault>, ServiceError> {
    let mut last = AuditHead { number: 0, seal: String::new() };
    let mut missing: Vec<&AuditHead> = kept.iter().filter(|head| head.number > 0).collect();
    loop {
        let chunk = store::audit::after(c, last.number, CHUNK)?;
        if chunk.is_empty() {
            break;
        }
        for sealed in chunk {
            let expected = last.number + 1;
            if sealed.entry.number != expected {
                return Ok(Err(AuditFault::Removed(expected)));
            }
            if key.seal(&last.seal, &sealed.entry) != sealed.seal {
                return Ok(Err(AuditFault::Changed(expected)));
            }
            last = AuditHead { number: expected, seal: sealed.seal };
            missing.retain(|head| **head != last);
        }
    }
    let (head, head_seal) = store::audit::head(c)?;
    if head != last {
        return Ok(Err(AuditFault::End { found: last.number, head: head.number }));
    }
    if head.number > 0 && key.seal_head(&head) != head_seal {
        return Ok(Err(AuditFault::EndSeal));
    }
    Ok(match missing.first() {
        Some(head) => Err(AuditFault::NotKept((*head).clone())),
        None => Ok(head),
    })
}
