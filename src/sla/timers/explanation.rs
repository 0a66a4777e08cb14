//! How a due instant came about: what the contract promised, and how changes of severity and pauses moved it.

use crate::sla::{ClockKind, Contract, Coverage, Instant, Severity, SeverityCode, Target, format_length};

use super::{ClockState, Timers, candidate::Candidate, phrase};

impl Timers {
    /// Tells a clock's story in sentences. Times are the contract's own.
    pub(super) fn explanation(
        &self,
        contract: &Contract,
        kind: ClockKind,
        state: ClockState,
        governing: Option<&Candidate<'_>>,
    ) -> String {
        let Some(candidate) = governing else { return self.nothing_promised(contract, kind, state) };
        let mut sentences = Vec::from_iter(self.misses_in_words(contract, kind));
        sentences.extend(self.severities_in_words(contract, kind, candidate));
        sentences.push(contract.explain(candidate.severity, kind, candidate.since));
        sentences.extend(self.pauses_in_words(contract, kind, candidate));
        sentences.extend(self.end_in_words(contract, kind, state, candidate));
        sentences.join(" ")
    }

    fn nothing_promised(&self, contract: &Contract, kind: ClockKind, state: ClockState) -> String {
        if state == ClockState::NotStarted {
            return "Starts with the first answer, or when the answer is overdue.".to_owned();
        }
        let code = &self.present.code;
        let Some(severity) = contract.severity(code.as_str()) else {
            return format!("The agreement does not list {code}.");
        };
        let anchor = self.clocks.get(kind).anchor.unwrap_or(self.since);
        let (promised, name) = (phrase::promised(kind), severity.label());
        match contract.promise(severity, kind, anchor).target {
            _ if severity.covers().is_empty() => contract.explain(severity, kind, anchor),
            Target::Discretion => format!("For {name} the {promised} comes at the provider's discretion."),
            _ => format!("The agreement promises no time for the {promised} here, at {name}."),
        }
    }

    /// Tells that the update clock started by a miss: its own, or the answer's.
    fn misses_in_words(&self, contract: &Contract, kind: ClockKind) -> Option<String> {
        let update = &self.clocks.update;
        let anchor = update.anchor.filter(|_| kind == ClockKind::Update)?;
        let when = contract.calendar().in_words(anchor);
        if update.breached == Some(anchor) {
            let count = match update.misses {
                1 => String::new(),
                many => format!(" ({many} were missed so far)"),
            };
            return Some(format!(
                "The update due {when} was missed{count}, and the next one counts from there."
            ));
        }
        (self.clocks.respond.breached == Some(anchor))
            .then(|| format!("The answer due {when} was missed, and updates count from there."))
    }

    /// Names the changes of severity since the clock's start, and whose promise counts if that is not the last one's.
    fn severities_in_words(
        &self,
        contract: &Contract,
        kind: ClockKind,
        candidate: &Candidate<'_>,
    ) -> Vec<String> {
        let first = self.clocks.get(kind).first_severity;
        let history: Vec<_> = self.former.iter().chain([&self.present]).skip(first).collect();
        let label = |code: &SeverityCode| {
            contract.severity(code.as_str()).map_or_else(|| code.to_string(), Severity::label)
        };
        let rank = |code: &str| contract.severity(code).map_or(usize::MAX, |severity| severity.rank());
        let mut sentences: Vec<String> = history
            .iter()
            .zip(history.iter().skip(1))
            .map(|(from, to)| {
                let raised = rank(to.code.as_str()) < rank(from.code.as_str());
                let verb = if raised { "Raised" } else { "Lowered" };
                let when = contract.calendar().in_words(to.since);
                format!("{verb} from {} to {} {when}.", label(&from.code), label(&to.code))
            })
            .collect();
        if candidate.severity.code() != &self.present.code {
            let name = candidate.severity.label();
            sentences.push(format!("What was promised for {name} still holds, because it falls due first:"));
        }
        sentences
    }

    fn pauses_in_words(
        &self,
        contract: &Contract,
        kind: ClockKind,
        candidate: &Candidate<'_>,
    ) -> Vec<String> {
        let calendar = contract.calendar();
        let Some(mut due) = candidate.promise.due else { return Vec::new() };
        let mut sentences = Vec::new();
        for pause in self.pauses_of(kind, None) {
            let moved = pause.moves(calendar, candidate.since, &candidate.promise, due);
            let Some(after) = moved.filter(|after| *after != due) else { continue };
            let left = calendar.elapsed(candidate.promise.counted_in, pause.to, after);
            sentences.push(format!(
                "From {} to {} it stood still, because the next step was the customer's or the ticket was resolved; \
                 the {} left counted on from there, until {}.",
                calendar.in_words(pause.from),
                calendar.in_words(pause.to),
                amount(candidate.promise.counted_in, left),
                calendar.in_words(after),
            ));
            due = after;
        }
        sentences
    }

    fn end_in_words(
        &self,
        contract: &Contract,
        kind: ClockKind,
        state: ClockState,
        candidate: &Candidate<'_>,
    ) -> Option<String> {
        let words = |at: Instant| contract.calendar().in_words(at);
        let end = self.clocks.get(kind).end.as_ref();
        let promised = phrase::promised(kind);
        match state {
            ClockState::Paused => Some(self.left_in_words(contract, candidate)),
            ClockState::Running if self.was_moved(contract, kind, candidate) => Some(format!(
                "That had gone by when the change came, so the {promised} is due at the change itself, {}.",
                words(candidate.due)
            )),
            ClockState::Breached => {
                Some(format!("Nothing came by then: the promise is broken, and the {promised} is overdue."))
            }
            ClockState::Met => end.map(|end| format!("Kept {}.", words(end.at))),
            ClockState::MetLate => end.map(|end| format!("Broken, and made good {}.", words(end.at))),
            ClockState::Stopped => end.map(|end| format!("Stopped {}.", words(end.at))),
            ClockState::Running | ClockState::NotStarted | ClockState::NoTarget => None,
        }
    }

    /// What is left of a paused clock, as it would count if the ticket went on at the last event.
    fn left_in_words(&self, contract: &Contract, candidate: &Candidate<'_>) -> String {
        let counted_in = candidate.promise.counted_in;
        let left = contract.calendar().elapsed(counted_in, self.last, candidate.due);
        format!(
            "Paused since {}, because the next step is the customer's: {} is left and counts on when the ticket does.",
            contract.calendar().in_words(self.since),
            amount(counted_in, left),
        )
    }

    /// Whether the due instant is the event that set it, because what it gives lies before.
    fn was_moved(&self, contract: &Contract, kind: ClockKind, candidate: &Candidate<'_>) -> bool {
        let given = candidate
            .promise
            .due
            .and_then(|due| self.moved(contract, kind, candidate.since, &candidate.promise, due, None));
        given.is_some_and(|given| given < candidate.due)
    }
}

fn amount(counted_in: Coverage, left: chrono::TimeDelta) -> String {
    let left = format_length(left);
    if counted_in.is_everything() { left } else { format!("{left} of {counted_in}") }
}
