//! The reasons of one figure or posting, through the writer that serves a million rows.

use super::reasons::{PostingHead, PostingLine, ReasonLine, ReasonWriter, Subject};
use accordant_agreement::terms::Terms;
use accordant_facts::Facts;
use accordant_money::Exact;
use accordant_settlement::{
    Brought, Evaluator, FigureId, Graph, Setting, Settlement, SlotId, Source, Statement, compile, sources,
};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// What is explained: the terms, and the facts of one period or part as they were settled.
#[derive(Clone, Copy)]
pub struct Explained<'a> {
    /// The terms.
    pub terms: &'a Terms,
    /// Which days were settled.
    pub setting: &'a Setting,
    /// The facts.
    pub facts: &'a Facts,
    /// What the period before handed on.
    pub brought: &'a Brought,
    /// What was settled of them.
    pub settlement: &'a Settlement,
    /// Whether facts that are only expected are among the facts.
    pub forecast: bool,
    /// The name of the row, where the facts are those of one row among many.
    pub row: Option<&'a str>,
}

/// There is no figure or posting of that address, or it has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSuchFigure;

impl fmt::Display for NoSuchFigure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("there is no such figure, or it has no value in this period")
    }
}

impl core::error::Error for NoSuchFigure {}

/// The explanation of a figure, a posting or a fact as one JSON object. The address is that within the period: `pool`.
///
/// # Errors
/// When nothing of that address has a value.
pub fn explain(explained: &Explained<'_>, address: &str) -> Result<String, NoSuchFigure> {
    let graph = compile(explained.terms, explained.setting);
    let sources = sources(explained.terms, &graph, explained.setting, explained.facts, explained.brought);
    let mut evaluator: Evaluator<'_, Exact> = Evaluator::new(&graph).map_err(|_| NoSuchFigure)?;
    give(explained.terms, &graph, &sources, &mut evaluator)?;
    let shares: Vec<&Statement> =
        explained.settlement.shares.iter().filter(|statement| statement.share.address == address).collect();
    let uses: Vec<Vec<FigureId>> = shares
        .iter()
        .map(|share| share.uses.iter().filter_map(|used| graph.figure(&used.address)).collect())
        .collect();
    let wanted: Vec<FigureId> = match graph.figure(address) {
        _ if !shares.is_empty() => uses.concat(),
        Some(figure) => alloc::vec![figure],
        None => Vec::new(),
    };
    for figure in &wanted {
        evaluator.figure(*figure).map_err(|_| NoSuchFigure)?;
    }
    let facts: Vec<SlotId> = match (shares.as_slice(), wanted.as_slice()) {
        ([], []) => alloc::vec![slot(address, &graph).ok_or(NoSuchFigure)?],
        _ => shares.iter().flat_map(|share| slots(share, &graph)).collect(),
    };
    let heads: Vec<PostingHead> =
        shares.iter().map(|share| PostingHead::of(&explained.setting.label, share)).collect();
    let postings: Vec<(&PostingHead, &[FigureId])> =
        heads.iter().zip(&uses).map(|(head, uses)| (head, uses.as_slice())).collect();
    let subject = Subject { postings: &postings, wanted: &wanted, facts: &facts };
    let mut writer = ReasonWriter::new(&graph, explained.terms, &explained.setting.label);
    let template = writer.template(&subject, &evaluator, sources.as_slice());
    let postings: Vec<PostingLine<'_, Exact>> = shares.into_iter().map(PostingLine::of).collect();
    let line = ReasonLine { row: explained.row, postings: &postings };
    let mut out = String::new();
    template.fill(&line, &evaluator, sources.as_slice(), &mut out);
    if explained.forecast {
        out = out.replacen('{', "{\"forecast\":true,", 1);
    }
    Ok(out)
}

/// The facts that a posting looked at without any figure.
fn slots(statement: &Statement, graph: &Graph) -> Vec<SlotId> {
    statement.facts.iter().filter_map(|fact| slot(&fact.address, graph)).collect()
}

fn slot(address: &str, graph: &Graph) -> Option<SlotId> {
    graph.slot_ids().find(|id| graph.slot_of(*id).is_some_and(|slot| slot.address == address))
}

fn give(
    terms: &Terms,
    graph: &Graph,
    sources: &[Source],
    evaluator: &mut Evaluator<'_, Exact>,
) -> Result<(), NoSuchFigure> {
    for (at, (slot, source)) in graph.slots().iter().zip(sources).enumerate() {
        evaluator.give(at, source.slot(slot.input(terms)).map_err(|_| NoSuchFigure)?);
    }
    Ok(())
}

impl PostingHead {
    /// The head of a settled posting.
    pub fn of(label: &str, statement: &Statement) -> PostingHead {
        let share = &statement.share;
        let said = [share.says.as_deref(), share.clause.as_deref(), Some(share.words.as_str())];
        PostingHead::new(label, &share.address, said, [&share.from, &share.to])
    }
}

impl<'a> PostingLine<'a, Exact> {
    /// What is posted.
    pub fn of(statement: &'a Statement) -> PostingLine<'a, Exact> {
        let share = &statement.share;
        PostingLine {
            posted: share.posted.map(|posted| posted.plain().into()),
            exact: &share.exact,
            because: statement.because.as_deref().map(Into::into),
            leftover: share.leftover,
        }
    }
}
