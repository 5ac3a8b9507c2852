//! JSON: documented shapes, and one writer for one row and for a million.

use super::{agreement, check_expected, settled, view};
use accordant_agreement::Agreement;
use accordant_agreement::resolve::Given;
use accordant_documents::json::{
    Explained, NoSuchFigure, ReasonLine, ReasonWriter, Subject, explain, statement_json,
};
use accordant_facts::{Fact, FactValue, Facts, RowPlace, Status};
use accordant_money::{Batch, Exact, Number};
use accordant_settlement::{Asks, Brought, Evaluator, FigureId, Settlement, compile, settle, sources};
use std::sync::Arc;

/// The facts of an example, as intake would give them; without `known_to`, as closely known as their inputs say.
fn facts(agreement: &Agreement, example: &str, settlement: &Settlement, known_to: Option<Exact>) -> Facts {
    let mut facts = Facts::new();
    let example = agreement.examples.iter().find(|one| one.name == example).unwrap();
    for (line, given) in example.given.iter().enumerate() {
        let value = match &given.value {
            Given::Number(value, _) => FactValue::Number(value.clone()),
            Given::Word(word) => FactValue::Word(word.clone()),
            Given::NotPublished => FactValue::NotPublished,
        };
        let at = RowPlace { file: Arc::from("facts.csv"), line: line as u64 + 2 };
        let (name, of, days) = (given.name.clone(), given.of.clone(), settlement.setting.period);
        let (known_to, status, owner) = (known_to.clone(), Status::Illustrative, Some("owner".to_string()));
        facts
            .insert(Fact { name, of, days, value, known_to, status, owner, source: None, row: None, at })
            .unwrap();
    }
    facts
}

fn explained(folder: &str, example: &str, figure: &str) -> Result<String, NoSuchFigure> {
    let agreement = agreement(folder);
    let settlement = settled(&agreement, example);
    let facts = facts(&agreement, example, &settlement, Some(Exact::zero()));
    let (terms, brought) = (agreement.terms.as_ref().unwrap(), Brought::default());
    let settlement = settle(terms, &settlement.setting, &facts, &brought);
    let setting = &settlement.setting;
    explain(
        &Explained {
            terms,
            setting,
            facts: &facts,
            brought: &brought,
            settlement: &settlement,
            forecast: false,
            row: None,
        },
        figure,
    )
}

/// One object to a line, so that a difference can be read.
fn lines(json: &str) -> String {
    json.replace("},{", "},\n{").replace(":[{", ":[\n{") + "\n"
}

#[test]
fn a_posting_is_explained_down_to_its_facts() {
    let json = explained("capital-works", "eight_under_with_a_stretch", "provider_gain[builder]").unwrap();
    check_expected("explain-posting.json", &lines(&json));
}

#[test]
fn a_figure_is_explained_with_the_conditions_that_decided_it() {
    let json = explained("medicare-shared-savings", "W15_full_share", "earned_or_owed").unwrap();
    check_expected("explain-figure.json", &lines(&json));
}

#[test]
fn a_fact_is_explained_by_itself() {
    let json = explained("capital-works", "ten_over", "actual_cost").unwrap();
    assert!(
        json.starts_with(
            "{\"explains\":[\"actual_cost\"],\"reasons\":[],\"facts\":[{\"fact\":\"actual_cost\","
        )
    );
    assert_eq!(json.matches("\"fact\":").count(), 1);
}

#[test]
fn what_has_no_value_is_not_explained() {
    assert_eq!(explained("capital-works", "ten_over", "nonsense"), Err(NoSuchFigure));
}

#[test]
fn a_statement_tells_all_of_it() {
    let agreement = agreement("capital-works");
    let settlement = settled(&agreement, "pennies_that_do_not_divide");
    check_expected("statement.json", &lines(&statement_json(&view(&agreement, &settlement))));
}

#[test]
fn the_figures_of_a_statement_read_as_in_an_explanation() {
    let agreement = agreement("medicare-shared-savings");
    let settlement = settled(&agreement, "W15_full_share");
    let json = statement_json(&view(&agreement, &settlement));
    let explained = explained("medicare-shared-savings", "W15_full_share", "earned_or_owed").unwrap();
    let reasons = explained.split_once("\"reasons\":[").unwrap().1.split_once("],\"facts\":[{").unwrap().0;
    let mut compared = 0;
    for reason in reasons.split("},{\"figure\"") {
        let reason = reason.trim_start_matches("{\"figure\"").trim_end_matches('}');
        assert!(json.contains(reason), "the statement has another reason: {reason}");
        compared += 1;
    }
    assert!(compared > 5);
}

/// The same row through the quick numbers and the reference.
fn line<N: Number>(agreement: &Agreement, settlement: &Settlement, facts: &Facts, rounds: usize) -> String {
    let terms = agreement.terms.as_ref().unwrap();
    let graph = compile(terms, &settlement.setting);
    let sources = sources(terms, &graph, &settlement.setting, facts, &Brought::default());
    let mut evaluator: Evaluator<'_, N> = Evaluator::new(&graph).unwrap();
    let mut writer = ReasonWriter::new(&graph, terms, &settlement.setting.label);
    let wanted: Vec<FigureId> = graph.figure_ids().collect();
    let mut out = String::new();
    for _ in 0..rounds {
        evaluator.begin();
        for (at, (slot, source)) in graph.slots().iter().zip(&sources).enumerate() {
            let input = if let Asks::Input(id) = slot.asks { terms.inputs.get(id.0) } else { None };
            evaluator.give(at, source.slot(input).unwrap());
        }
        for figure in &wanted {
            let _computed_or_not = evaluator.figure(*figure).is_ok();
        }
        out.clear();
        let subject = Subject { postings: &[], wanted: &wanted, facts: &[] };
        let template = writer.template(&subject, &evaluator, sources.as_slice());
        let line = ReasonLine { row: Some("A\"1"), postings: &[] };
        template.fill(&line, &evaluator, sources.as_slice(), &mut out);
    }
    out
}

#[test]
fn quick_numbers_and_the_reference_write_the_same_line_round_after_round() {
    for (folder, example) in
        [("capital-works", "pennies_that_do_not_divide"), ("medicare-shared-savings", "W15_full_share")]
    {
        let agreement = agreement(folder);
        let settlement = settled(&agreement, example);
        let facts = facts(&agreement, example, &settlement, None);
        let reference = line::<Exact>(&agreement, &settlement, &facts, 1);
        assert!(reference.contains("\"row\":\"A\\\"1\""));
        assert_eq!(line::<Batch>(&agreement, &settlement, &facts, 2), reference);
    }
}
