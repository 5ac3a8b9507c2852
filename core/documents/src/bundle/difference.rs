//! What changed between a settlement and the one before it, by cause, in a table.
//!
//! Start with [`table`].

use super::html::{Cell, Html, Row};
use super::words::{Told, money};
use crate::view::sentence_case;
use accordant_alliance::event::{DifferenceLine, EffectLine, Settled};
use accordant_settlement::CAUSES;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// The table of differences: before, each cause that did anything, after.
pub(super) fn table(
    told: &Told<'_, '_>,
    body: &Settled,
    figure: &dyn Fn(&DifferenceLine) -> Cell,
    html: &mut Html,
) {
    let causes = causes(&body.difference);
    let currency = body.currency.as_str();
    html.paragraph(
        "The causes are put in the place of what was known before, one kind after another. The steps add up to the \
         difference. Where a cause alone would have done something else, that stands below it: the rest it did together \
         with others.",
    );
    let heads: Vec<String> = ["Amount", "Before"]
        .into_iter()
        .map(ToString::to_string)
        .chain(causes.iter().map(|cause| sentence_case(cause)))
        .chain(["Difference".to_string(), "After".to_string()])
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let row = |line: &DifferenceLine| {
        let title = Cell::Lines(vec![
            Cell::text(told.figure(&line.figure)),
            Cell::Text(format!("from {} to {}", told.account(&line.from), told.account(&line.to))),
        ]);
        let mut cells = vec![title, Cell::Number(money(&line.before, currency))];
        cells.extend(causes.iter().map(|cause| effect(line, cause, currency)));
        cells.push(Cell::Number(money(&line.difference, currency)));
        cells.push(figure(line));
        Row::of(cells)
    };
    let rows: Vec<Row> = body.difference.iter().map(row).collect();
    html.wide_table("What changed, and by what", &heads, &rows);
}

/// The causes that did anything, in the order in which they are put in.
fn causes(lines: &[DifferenceLine]) -> Vec<String> {
    let did =
        |cause: &&str| lines.iter().flat_map(|line| &line.effects).any(|effect| effect.cause == **cause);
    let words: Vec<&str> = CAUSES.iter().map(|cause| cause.word()).collect();
    words.iter().filter(|word| did(word)).map(ToString::to_string).collect()
}

fn effect(line: &DifferenceLine, cause: &str, currency: &str) -> Cell {
    let Some(effect) = line.effects.iter().find(|effect| effect.cause == cause) else {
        return Cell::Number("nothing".to_string());
    };
    let EffectLine { in_turn, alone, .. } = effect;
    match (in_turn, alone) {
        (Some(in_turn), Some(alone)) if in_turn == alone => Cell::Number(money(in_turn, currency)),
        (Some(in_turn), Some(alone)) => Cell::Lines(vec![
            Cell::Number(money(in_turn, currency)),
            Cell::Number(format!("alone {}", money(alone, currency))),
        ]),
        (Some(in_turn), None) => Cell::Number(money(in_turn, currency)),
        (None, _) => Cell::Number("counted with the next".to_string()),
    }
}
