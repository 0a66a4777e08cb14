//! The promises of all severities that a ticket has held, of which the earliest counts.

use crate::sla::{ClockKind, Contract, Instant, Promise, Reclassify, Severity, Share};

use super::{
    Timers,
    pause::{Pause, Reach},
};

/// What one of the severities held promises a clock.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'c> {
    pub(super) severity: &'c Severity,
    /// The instant from which it counts: when the ticket first was at least this severe since the clock's start,
    /// or that start itself.
    pub(super) since: Instant,
    pub(super) promise: Promise,
    /// When it falls due, pauses counted, and never before the event that set it.
    pub(super) due: Instant,
}

impl Timers {
    /// The promise by which a clock falls due: the earliest among those of every severity held since its start that
    /// is no more severe than the present one. None if the clock has not started or nothing is promised.
    ///
    /// A pause under way is taken to end at `resumed`; where that is none, it is left out.
    pub(super) fn governing<'c>(
        &self,
        contract: &'c Contract,
        kind: ClockKind,
        resumed: Option<Instant>,
    ) -> Option<Candidate<'c>> {
        let anchor = self.clocks.get(kind).anchor?;
        let floor = self.floor(kind, anchor, resumed);
        self.promised(contract, kind, anchor)
            .into_iter()
            .filter_map(|(severity, since)| self.candidate(contract, kind, severity, since, resumed))
            .min_by_key(|candidate| candidate.due)
            .map(|candidate| Candidate { due: candidate.due.max(floor), ..candidate })
    }

    /// The instant at which a share of the target of a governing promise is used up, pauses counted, and never
    /// before the event that set the due instant.
    pub(super) fn warning(
        &self,
        contract: &Contract,
        kind: ClockKind,
        candidate: &Candidate<'_>,
        share: Share,
    ) -> Option<Instant> {
        let (calendar, promise) = (contract.calendar(), &candidate.promise);
        let start = promise.start?;
        let whole = calendar.elapsed(promise.counted_in, start, promise.due?);
        let used_up = calendar.advance(promise.counted_in, start, share.of(whole))?;
        let moved = self.moved(contract, kind, candidate.since, promise, used_up, None)?;
        let anchor = self.clocks.get(kind).anchor?;
        Some(moved.max(self.floor(kind, anchor, None)))
    }

    fn candidate<'c>(
        &self,
        contract: &'c Contract,
        kind: ClockKind,
        severity: &'c Severity,
        since: Instant,
        resumed: Option<Instant>,
    ) -> Option<Candidate<'c>> {
        let promise = contract.promise(severity, kind, since);
        let due = self.moved(contract, kind, since, &promise, promise.due?, resumed)?;
        Some(Candidate { severity, since, promise, due })
    }

    /// Every severity that counts for a clock, with the instant from which it does.
    fn promised<'c>(
        &self,
        contract: &'c Contract,
        kind: ClockKind,
        anchor: Instant,
    ) -> Vec<(&'c Severity, Instant)> {
        let first = self.clocks.get(kind).first_severity;
        let held: Vec<(&Severity, Instant)> = self
            .former
            .iter()
            .chain([&self.present])
            .skip(first)
            .filter_map(|held| Some((contract.severity(held.code.as_str())?, held.since.max(anchor))))
            .collect();
        let Some((present, _)) = held.last() else { return held };
        let mut promised: Vec<(&Severity, Instant)> = Vec::with_capacity(held.len());
        for (severity, _) in &held {
            let counts = severity.rank() >= present.rank();
            if counts && promised.iter().all(|(known, _)| known.rank() != severity.rank()) {
                let reached = held.iter().find(|(other, _)| other.rank() <= severity.rank());
                let since = match contract.reclassify() {
                    Reclassify::FromChange => reached.map_or(anchor, |(_, since)| *since),
                    Reclassify::FromStart => anchor,
                };
                promised.push((severity, since));
            }
        }
        promised
    }

    /// Moves an instant of a promise along by every pause of its clock.
    pub(super) fn moved(
        &self,
        contract: &Contract,
        kind: ClockKind,
        since: Instant,
        promise: &Promise,
        instant: Instant,
        resumed: Option<Instant>,
    ) -> Option<Instant> {
        self.pauses_of(kind, resumed)
            .try_fold(instant, |instant, pause| pause.moves(contract.calendar(), since, promise, instant))
    }

    /// The pauses that a clock feels: the respond clock those in which nothing at all was owed.
    pub(super) fn pauses_of(&self, kind: ClockKind, resumed: Option<Instant>) -> impl Iterator<Item = Pause> {
        let open = resumed.filter(|_| self.is_paused(kind)).map(|to| Pause {
            from: self.since,
            to,
            reach: Reach::UpdateAndResolve,
        });
        self.pauses.iter().copied().filter(move |pause| pause.is_felt_by(kind)).chain(open)
    }

    /// The last event that set the due instant of a clock: its start, a change of severity, a resumption.
    fn floor(&self, kind: ClockKind, anchor: Instant, resumed: Option<Instant>) -> Instant {
        let resumption = self.pauses_of(kind, resumed).last().map_or(anchor, |pause| pause.to);
        anchor.max(self.present.since).max(resumption)
    }
}
