//! From a request to its answer: decided under the lock of the record, answered after the commit.

use super::Alliance;
use super::fold::{evolve_range, seen};
use crate::HostProblem;
use crate::as_at::{day_in, zone_of};
use crate::header::{Place, draft};
use crate::request::{Answer, Request};
use crate::world::World;
use accordant_alliance::decide::Asked;
use accordant_alliance::{Command, Fresh, Proposed, Refusal, State, decide};
use accordant_record::{Instant, request_hash};
use accordant_store::{Decided, Locked, Outcome, Refused, Submission};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A clock that is further behind the record than this is told of in the record, in microseconds.
const BEHIND_MAX: i64 = 2_000_000;
/// So many references are drawn beyond those of a founding.
const SPARE_REFERENCES: usize = 2;

impl Alliance {
    /// Takes a request: decides it, appends what follows, and answers after that is durable.
    ///
    /// # Errors
    /// The rule that refuses it, or what failed; then nothing of it is kept.
    pub fn submit(&self, request: Request) -> Result<Answer, HostProblem> {
        self.takes_entries()?;
        let answered = self.queue.ask(request, |together| self.serve(&together));
        answered.unwrap_or_else(|| Err(HostProblem::Fault("deciding it came to no end".to_string())))
    }

    /// Whether a founding would be refused, before anything of it is made.
    pub(crate) fn would_found(world: &World, request: &Request) -> Result<(), HostProblem> {
        let now = world.clock.now().map_err(HostProblem::Fault)?;
        let state = State::new();
        let asked = asked(&state, request, now)?;
        decide(&state, &request.command, &asked, &mut fresh(world, request)?)?;
        Ok(())
    }

    /// Serves those who wait, in one transaction; each answer stands at the place of its request.
    fn serve(&self, requests: &[Request]) -> Vec<Result<Answer, HostProblem>> {
        let mut cache = self.cached();
        let state = match cache.take().map_or_else(|| self.begun().map(Arc::new), Ok) {
            Ok(state) => state,
            Err(problem) => return self.all_failed(requests, &problem),
        };
        let working = RefCell::new(state);
        let refusals: Vec<RefCell<Option<HostProblem>>> =
            requests.iter().map(|_| RefCell::new(None)).collect();
        let mut decisions: Vec<_> = requests
            .iter()
            .zip(&refusals)
            .map(|(request, refusal)| {
                let working = &working;
                move |locked: &mut dyn Locked| {
                    let mut state = working.borrow_mut();
                    self.decided(Arc::make_mut(&mut state), request, locked).map_err(
                        |problem| match problem {
                            HostProblem::Store(problem) => Refused::Problem(problem),
                            other => {
                                *refusal.borrow_mut() = Some(other);
                                Refused::Decision
                            }
                        },
                    )
                }
            })
            .collect();
        let mut queue: Vec<Submission<'_>> = requests
            .iter()
            .zip(&mut decisions)
            .map(|(request, decision)| Submission {
                request: request_hash(self.origin(), &request.actor, &request.key),
                fingerprint: request.fingerprint(),
                decide: decision,
            })
            .collect();
        let outcomes = self.store.append(self.origin(), &mut queue);
        drop(queue);
        drop(decisions);
        match outcomes {
            Ok(outcomes) => {
                *cache = Some(working.into_inner());
                outcomes
                    .into_iter()
                    .zip(refusals)
                    .map(|(outcome, refusal)| answer(outcome, refusal.into_inner()))
                    .collect()
            }
            // What was folded under the lock may not have been kept, so the cache is let go.
            Err(problem) => self.all_failed(requests, &HostProblem::Store(problem)),
        }
    }

    fn all_failed(&self, requests: &[Request], problem: &HostProblem) -> Vec<Result<Answer, HostProblem>> {
        let same = || match problem {
            HostProblem::Store(problem) => HostProblem::Store(problem.clone()),
            other => HostProblem::Fault(other.to_string()),
        };
        requests.iter().map(|_| Err(same())).collect()
    }

    /// Decides one request under the lock, on the very state that the log has there.
    fn decided(
        &self,
        state: &mut State,
        request: &Request,
        locked: &mut dyn Locked,
    ) -> Result<Decided, HostProblem> {
        let head = locked.head().clone();
        let behind = seen(state, self.origin())..head.size;
        evolve_range(state, behind, &mut |range| locked.read_range(range))?;
        not_overtaken(state, request)?;
        let clock = self.world.clock.now().map_err(HostProblem::Fault)?;
        let at = at_least_after(clock, head.last_at)?;
        let asked = asked(state, request, at)?;
        let mut proposed = Vec::new();
        if let Some(last) = head.last_at
            && last.micros().saturating_sub(clock.micros()) > BEHIND_MAX
        {
            let note = Command::NoteClock { clock: clock.to_string() };
            proposed.extend(decide(state, &note, &asked, &mut Fresh::default())?);
        }
        let followed = decide(state, &request.command, &asked, &mut fresh(&self.world, request)?)?;
        as_seen(state, request, &followed)?;
        proposed.extend(followed);
        let mut versions = BTreeMap::new();
        for event in &proposed {
            if !versions.contains_key(&event.stream) {
                versions.insert(event.stream.clone(), locked.stream_version(&event.stream)?);
            }
        }
        let expected: Vec<(String, u64)> =
            versions.iter().map(|(stream, version)| (stream.clone(), *version)).collect();
        let log_from = if head.size == 0 { state.kept().size } else { state.kept().log_from };
        let mut place = Place {
            log: self.origin().to_string(),
            index: head.size,
            previous: head.last_hash,
            at,
            log_from,
            versions,
            request: request_hash(self.origin(), &request.actor, &request.key),
        };
        let first = log_from.saturating_add(head.size);
        let events = proposed
            .iter()
            .map(|event| draft(&self.world, &mut place, state.kept(), request, event))
            .collect::<Result<Vec<_>, _>>()?;
        let last = log_from.saturating_add(place.index).saturating_sub(1);
        let answer = Answer { first, last, at: at.to_string() };
        let answer = serde_json::to_vec(&answer).map_err(|error| HostProblem::Fault(error.to_string()))?;
        Ok(Decided { expected, events, answer })
    }
}

/// The moment that is recorded: never before, and never the same as, that of the last event.
fn at_least_after(clock: Instant, last: Option<Instant>) -> Result<Instant, HostProblem> {
    match last {
        Some(last) if clock <= last => {
            last.next().ok_or_else(|| HostProblem::Fault("the calendar ends here".to_string()))
        }
        _ => Ok(clock),
    }
}

fn asked(state: &State, request: &Request, now: Instant) -> Result<Asked, HostProblem> {
    let today = day_in(now, &zone_of(state)?)?;
    Ok(Asked { actor: request.actor.clone(), seat: request.seat.clone(), now, today })
}

/// References for those whom the command makes known.
fn fresh(world: &World, request: &Request) -> Result<Fresh, HostProblem> {
    let needed = match &request.command {
        Command::Found(found) => found.signatories.len(),
        _ => 0,
    };
    let draw = |_| world.reference().map_err(HostProblem::Fault);
    (0..needed + SPARE_REFERENCES).map(draw).collect::<Result<Vec<_>, _>>().map(Fresh::new)
}

/// What was worked out outside the lock rests on all that is recorded.
fn not_overtaken(state: &State, request: &Request) -> Result<(), HostProblem> {
    let size = state.kept().size;
    match request.worked_out_from {
        Some(from) if from != size => Err(HostProblem::Overtaken { by: size.saturating_sub(1) }),
        _ => Ok(()),
    }
}

/// Whoever asks has seen the last event of all that the request touches.
fn as_seen(state: &State, request: &Request, proposed: &[Proposed]) -> Result<(), HostProblem> {
    let Some(seen) = request.seen else { return Ok(()) };
    for event in proposed {
        if let Some(last) = state.kept().streams.get(&event.stream)
            && *last >= seen
        {
            return Err(HostProblem::Moved { stream: event.stream.clone(), since: vec![*last] });
        }
    }
    Ok(())
}

fn answer(outcome: Outcome, refusal: Option<HostProblem>) -> Result<Answer, HostProblem> {
    match outcome {
        Outcome::Appended { answer, .. } | Outcome::Repeated { answer, .. } => {
            serde_json::from_slice(&answer).map_err(|error| HostProblem::Fault(error.to_string()))
        }
        Outcome::OtherRequest => Err(HostProblem::OtherRequest),
        Outcome::Moved { stream, .. } => Err(HostProblem::Moved { stream, since: Vec::new() }),
        Outcome::Refused => {
            Err(refusal.unwrap_or_else(|| Refusal::rule("it was refused without a reason").into()))
        }
        Outcome::Unfit { index, why } => {
            Err(HostProblem::Fault(format!("the event at {index} does not fit its place: {why}")))
        }
    }
}
