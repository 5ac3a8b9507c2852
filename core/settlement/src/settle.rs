//! One period or part, from terms and facts to a statement.

use crate::compile::{Setting, compile};
use crate::evaluate::{Evaluator, Stop};
use crate::graph::{Asks, FigureId, Graph, NodeId, Op, PostingPlan};
use crate::posting::{PostedShare, postings};
use crate::reason::{
    Background, FactUsed, FigureUsed, Held, OfPosting, Reason, Scored, Working, of_nodes, reasons,
};
use crate::refusal::{Refusal, RefusalKind};
use crate::sources::{Brought, Source, SourceValue, sources};
use crate::value::Value;
use accordant_agreement::problem::Place;
use accordant_agreement::terms::{Account, MissingMeasure, Terms};
use accordant_facts::{Facts, Status};
use accordant_ledger::{Book, Movement};
use accordant_money::{Exact, Number, Posted};
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A settled period or part.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// Which days were settled.
    pub setting: Setting,
    /// The reason of every figure that has a value, each after those that it uses.
    pub reasons: Vec<Reason>,
    /// Who pays whom.
    pub shares: Vec<Statement>,
    /// Why it cannot be settled; empty if it is.
    pub refusals: Vec<Refusal>,
    /// Figures that no posting needs and that cannot be given, with why.
    pub open: Vec<(String, String)>,
    /// Measures and areas without their facts that the agreement leaves out or counts as nothing, with why.
    pub left_out: Vec<(String, String)>,
    /// Conditions that the bounds did not decide, in words.
    pub undecided: Vec<String>,
    /// The pools, with what went in and out.
    pub pools: Vec<Movement>,
    /// What each pool opened with and where that came from, by name.
    pub openings: BTreeMap<String, Source>,
    /// What the next period is handed on.
    pub brought: Brought,
}

/// A posted share with what it was computed from.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The share.
    pub share: PostedShare,
    /// The figures that it was computed from.
    pub uses: Vec<FigureUsed>,
    /// The facts that it was computed from.
    pub facts: Vec<FactUsed>,
    /// The amount of the whole posting as the author wrote it, in words; nothing where the shares make it up.
    pub of: Option<String>,
    /// Values between them and the amount, in the order of the computation.
    pub workings: Vec<Working>,
    /// The limits that held it, or something on the way to it.
    pub held: Vec<Held>,
    /// The weakest status behind it.
    pub status: Option<Status>,
    /// Whether other scores could have made it another amount.
    pub turns_on_score: bool,
    /// For a posting of zero, the condition that decided it.
    pub because: Option<String>,
}

/// Settles one period or part.
pub fn settle(terms: &Terms, setting: &Setting, facts: &Facts, brought: &Brought) -> Settlement {
    let graph = compile(terms, setting);
    let sources = sources(terms, &graph, setting, facts, brought);
    let mut settlement = Settlement {
        setting: setting.clone(),
        reasons: Vec::new(),
        shares: Vec::new(),
        refusals: Vec::new(),
        open: Vec::new(),
        left_out: Vec::new(),
        undecided: Vec::new(),
        pools: Vec::new(),
        openings: BTreeMap::new(),
        brought: Brought::default(),
    };
    let mut evaluator: Evaluator<'_, Exact> = match Evaluator::new(&graph) {
        Ok(evaluator) => evaluator,
        Err(problem) => {
            settlement.refusals.push(Refusal {
                kind: RefusalKind::Rule,
                what: problem.to_string(),
                place: None,
                help: None,
            });
            return settlement;
        }
    };
    give(terms, &graph, &sources, &mut evaluator, &mut settlement.refusals);
    let shares = postings(&graph.postings, &mut evaluator, terms.currency, terms.rounding.as_ref());
    settlement
        .refusals
        .extend(evaluator.refusals().iter().map(|refusal| explained(refusal, &graph, &sources, terms)));
    information(&graph, &mut evaluator, &sources, terms, &mut settlement);
    let background = Background { graph: &graph, sources: &sources, terms };
    settlement.reasons = reasons(background, &evaluator);
    settlement.undecided = evaluator
        .undecided()
        .filter_map(|id| graph.condition(id).map(|condition| condition.words.clone()))
        .collect();
    let (made, stopped) = match shares {
        Ok(made) => (made, false),
        Err((made, _)) => (made, true),
    };
    let scored = Scored::new(&graph, &evaluator);
    for share in made {
        let told = statement(background, &evaluator, &scored, share, &settlement.reasons);
        settlement.shares.push(told);
    }
    if stopped && settlement.refusals.is_empty() {
        let what = "a posting cannot be made".to_string();
        settlement.refusals.push(Refusal { kind: RefusalKind::Rule, what, place: None, help: None });
    }
    pools(terms, &graph.postings, setting, facts, brought, &mut settlement);
    hand_on(terms, &mut settlement);
    settlement
}

/// A share with all that it was computed from.
fn statement(
    background: Background<'_>,
    evaluator: &Evaluator<'_, Exact>,
    scored: &Scored,
    share: PostedShare,
    reasons: &[Reason],
) -> Statement {
    let OfPosting { uses, facts, workings, held, status } =
        of_nodes(background, evaluator, &share.nodes, reasons);
    let because = zero_share(&share, background.graph, evaluator);
    let of = written_amount(background.terms, &share.posting);
    let turns_on_score = scored.any(&share.nodes);
    Statement { share, uses, facts, of, workings, held, status, turns_on_score, because }
}

/// The amount of a posting as it is written, in words.
fn written_amount(terms: &Terms, posting: &str) -> Option<String> {
    let name = posting.split_once('[').map_or(posting, |(name, _)| name);
    let written = terms.postings.iter().find(|posting| posting.name == name)?;
    written.of.as_ref().map(|of| of.words.clone())
}

/// Why a posting is zero (S17).
fn zero_share(share: &PostedShare, graph: &Graph, evaluator: &Evaluator<'_, Exact>) -> Option<String> {
    if share.posted.is_none_or(|posted| posted.minor() != 0) {
        return None;
    }
    let amount = share
        .nodes
        .iter()
        .find_map(|node| crate::reason::zero_of(graph, evaluator, *node).map(Cow::into_owned));
    let weightless = share.weight.as_ref().is_some_and(|(weight, _)| weight.sign().is_eq());
    match amount {
        Some(because) => Some(because),
        None if weightless => Some("its weight is 0".to_string()),
        None if share.exact.exact().is_some_and(|exact| exact.sign().is_eq()) => {
            Some("the other shares leave nothing".to_string())
        }
        None => Some("it is less than half of the smallest unit of money".to_string()),
    }
}

fn give(
    terms: &Terms,
    graph: &Graph,
    sources: &[Source],
    evaluator: &mut Evaluator<'_, Exact>,
    refusals: &mut Vec<Refusal>,
) {
    for (at, (slot, source)) in graph.slots().iter().zip(sources).enumerate() {
        match source.slot(slot.input(terms)) {
            Ok(value) => evaluator.give(at, value),
            Err(problem) => {
                let what = format!("the fact `{}`: {problem}", slot.address);
                refusals.push(Refusal { kind: RefusalKind::Rule, what, place: None, help: None });
            }
        }
    }
}

/// A missing fact is told with its period and what would help.
fn explained(refusal: &Refusal, graph: &Graph, sources: &[Source], terms: &Terms) -> Refusal {
    let RefusalKind::Missing(id) = refusal.kind else { return refusal.clone() };
    let note = sources.get(id.0 as usize).and_then(|source| source.note.clone()).unwrap_or_default();
    let slot = graph.slot(id);
    let input = slot.and_then(|slot| slot.input(terms));
    let says =
        input.and_then(|input| input.says.clone()).map(|says| format!(" ({says})")).unwrap_or_default();
    let address = slot.map(|slot| slot.address.clone()).unwrap_or_default();
    Refusal {
        what: format!("the fact `{address}`{says} is missing: {note}"),
        place: input.map(|input| input.place.clone()),
        help: Some("add it to the facts, or say in the agreement what `missing` means for it".to_string()),
        ..refusal.clone()
    }
}

/// Lines that no posting needs are computed too, for whoever asks; what they lack bars nothing.
fn information(
    graph: &Graph,
    evaluator: &mut Evaluator<'_, Exact>,
    sources: &[Source],
    terms: &Terms,
    settlement: &mut Settlement,
) {
    let excused = excused(graph);
    for (at, figure) in graph.figures().iter().enumerate() {
        let Ok(id) = u32::try_from(at).map(FigureId) else { continue };
        let said = evaluator.refusals().len();
        let Err(stop) = evaluator.figure(id).map(|_| ()) else { continue };
        let new = evaluator.refusals().iter().skip(said);
        let mut why: Vec<String> =
            new.map(|refusal| explained(refusal, graph, sources, terms).what).collect();
        if let (Stop::Missing, Some(instead)) = (stop, excused.get(&figure.node)) {
            why.extend(instead.map(ToString::to_string));
            settlement.left_out.push((figure.address.clone(), why.join("; ")));
            continue;
        }
        if why.is_empty() {
            why.push("it needs a figure that cannot be given".to_string());
        }
        settlement.open.push((figure.address.clone(), why.join("; ")));
    }
}

/// The scores that may lack their facts, with what the agreement says then, and the values that they are scores of.
fn excused(graph: &Graph) -> BTreeMap<NodeId, Option<&'static str>> {
    let mut found = BTreeMap::new();
    let parts = graph.nodes.iter().filter_map(|node| match &node.op {
        Op::Mean(parts) => Some(parts),
        _ => None,
    });
    for (_, score, missing) in parts.flatten() {
        let instead = match missing {
            MissingMeasure::Refuse => continue,
            MissingMeasure::LeaveOut => "left out, as the agreement says",
            MissingMeasure::ZeroPoints => "it counts as 0 points, as the agreement says",
        };
        found.insert(*score, Some(instead));
        let body = graph.node(*score).and_then(|node| match node.op {
            Op::Figure(_, body) => graph.node(body),
            _ => None,
        });
        if let Some(Op::Levels { of, .. }) = body.map(|body| &body.op) {
            found.insert(*of, None);
        }
    }
    found
}

/// Applies the postings to the pools in the order written; none may be overdrawn (S18).
fn pools(
    terms: &Terms,
    plans: &[PostingPlan],
    setting: &Setting,
    facts: &Facts,
    brought: &Brought,
    settlement: &mut Settlement,
) {
    let mut book = Book::new();
    let mut unknown: BTreeMap<String, &Place> = BTreeMap::new();
    for (number, pool) in terms.pools.iter().enumerate() {
        let slot =
            crate::graph::Slot::new(Asks::Opening(number), alloc::vec![pool.name.clone()], pool.name.clone());
        let source = crate::sources::source(terms, &slot, setting, facts, brought);
        match opening(&source, terms) {
            Some(opening) => book.open(&pool.name, opening),
            None => {
                unknown.insert(pool.name.clone(), &pool.place);
            }
        }
        settlement.openings.insert(pool.name.clone(), source);
    }
    for name in plans.iter().flat_map(pools_of) {
        if let Some(place) = unknown.remove(name) {
            let what = format!("the opening balance of the pool `{name}` is missing");
            let help = Some("write `opening: 0` with the pool, or give the fact `opening`".to_string());
            settlement.refusals.push(Refusal {
                kind: RefusalKind::Rule,
                what,
                place: Some(place.clone()),
                help,
            });
        }
    }
    let pool = |account: &Account| if let Account::Pool(name) = account { Some(name.clone()) } else { None };
    for posting in settlement.shares.chunk_by(|a, b| a.share.posting == b.share.posting) {
        for share in posting.iter().map(|statement| &statement.share) {
            let Some(posted) = share.posted else { continue };
            if let Err(problem) =
                book.transfer(pool(&share.from).as_deref(), pool(&share.to).as_deref(), posted)
            {
                let what = format!("the posting `{}`: {problem}", share.address);
                settlement.refusals.push(Refusal { kind: RefusalKind::Rule, what, place: None, help: None });
            }
        }
        book.posted();
    }
    if let Some(problem) = book.overdrawn() {
        let what = problem.to_string();
        settlement.refusals.push(Refusal {
            kind: RefusalKind::Rule,
            what,
            place: None,
            help: Some("draw less, or pay in first".to_string()),
        });
    }
    settlement.pools = book.movements();
}

/// The opening balance in whole minor units; nothing where none is known.
fn opening(source: &Source, terms: &Terms) -> Option<Posted> {
    let Some(SourceValue::Number(opening)) = &source.value else { return None };
    Posted::round(opening, terms.currency, accordant_money::Rounding::HalfAwayFromZero)
}

/// The pools that a posting touches, by name.
fn pools_of(plan: &PostingPlan) -> impl Iterator<Item = &String> {
    let payees = plan.shares.iter().flat_map(|share| share.payees.iter().map(|payee| &payee.account));
    payees
        .chain([&plan.pot])
        .filter_map(|account| if let Account::Pool(name) = account { Some(name) } else { None })
}

/// The closing balances, and the lines that inputs carry forward (M24).
///
/// A line known within bounds is handed on with them, and one without a value as missing: neither may begin again.
fn hand_on(terms: &Terms, settlement: &mut Settlement) {
    for movement in &settlement.pools {
        settlement.brought.pools.insert(movement.pool.clone(), movement.closing.to_exact());
    }
    for input in &terms.inputs {
        let Some(line) = input.carried.as_ref().and_then(|carried| terms.lines.get(carried.from.0)) else {
            continue;
        };
        let known = settlement.reasons.iter().map(|reason| (&reason.address, Some(handed_on(&reason.value))));
        let unknown = settlement.open.iter().chain(&settlement.left_out).map(|(address, _)| (address, None));
        for (address, value) in known.chain(unknown) {
            let (base, elements) = address.split_once('[').unwrap_or((address, ""));
            if base == line.name {
                let elements =
                    elements.trim_end_matches(']').split(", ").filter(|element| !element.is_empty());
                let of = elements.map(ToString::to_string).collect();
                settlement.brought.inputs.insert((input.name.clone(), of), value);
            }
        }
    }
}

fn handed_on(value: &Value<Exact>) -> SourceValue {
    match value {
        Value::Exact(value) => SourceValue::Number(value.clone()),
        Value::Loose(loose) => SourceValue::NotPublished(loose.low.clone(), loose.high.clone()),
    }
}

/// What part of the money posted rests on each status, as amounts of either sign made positive (S27).
pub fn money_by_status(shares: &[Statement]) -> BTreeMap<Option<Status>, Exact> {
    let mut found: BTreeMap<Option<Status>, Exact> = BTreeMap::new();
    for statement in shares {
        let Some(posted) = statement.share.posted else { continue };
        let amount = posted.to_exact();
        let size = if amount.sign().is_lt() { amount.negated().unwrap_or(amount) } else { amount };
        let entry = found.entry(statement.status).or_insert_with(Exact::zero);
        *entry = entry.plus(&size).unwrap_or_else(|_| entry.clone());
    }
    found
}
