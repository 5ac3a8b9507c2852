//! A whole statement as JSON.

use super::reasons::{
    Origins, PostingHead, PostingLine, condition_head, push_address, push_fact_head, push_figure_head,
    push_posting, push_truth, push_working_head,
};
use super::text::{Written, end_object, push_field, push_list, push_said, push_text, push_value};
use crate::view::{AccountKind, AccountView, PartView, PoolView, StatementView};
use accordant_facts::Status;
use accordant_money::{Exact, Number};
use accordant_settlement::{FactUsed, FigureUsed, Reason, Source, SourceValue, Statement, Value, within};
use alloc::string::String;
use alloc::vec::Vec;

/// The statement of a period: the shape is documented as `statement` in `docs/json.md`.
pub fn statement_json(view: &StatementView<'_>) -> String {
    let mut out = String::from("{");
    head(view, &mut out);
    out.push_str("\"parties\":");
    let parties = view.accounts.iter().filter(|account| account.kind == AccountKind::Party);
    push_list(parties, &mut out, push_account);
    out.push_str(",\"outside\":");
    match view.accounts.iter().find(|account| account.kind == AccountKind::Outside) {
        Some(outside) => push_account(outside, &mut out),
        None => out.push_str("null"),
    }
    out.push_str(",\"pools\":");
    push_list(&view.pools, &mut out, push_pool);
    out.push_str(",\"parts\":");
    push_list(&view.parts, &mut out, push_part);
    out.push('}');
    out
}

fn head(view: &StatementView<'_>, out: &mut String) {
    push_field("edition", view.edition, out);
    push_field("version", &view.stamp.version, out);
    push_field("agreement_sha256", &view.stamp.agreement_sha256, out);
    push_field("facts_sha256", &view.stamp.facts_sha256, out);
    if !view.stamp.standing.is_empty() {
        push_field("record", &view.stamp.standing.join("\n"), out);
    }
    push_field("alliance", view.alliance, out);
    push_said("notice", view.notice, out);
    push_said("illustrative", view.illustrative, out);
    push_field("period", &view.period, out);
    if view.stamp.forecast {
        out.push_str("\"forecast\":true,");
    }
    push_said("currency", view.currency.map(|currency| currency.code()), out);
    push_said("rounding", view.rounding.as_deref(), out);
    out.push_str("\"settled\":");
    out.push_str(if view.is_settled() { "true" } else { "false" });
    out.push_str(",\"money_rests_on\":");
    push_list(&view.evidence, out, |evidence, out| {
        out.push('{');
        push_field("status", evidence.word(), out);
        push_field("amount", &evidence.amount.plain(), out);
        out.push_str("\"share\":");
        let mut share = String::new();
        evidence.share.fraction_into(&mut share);
        push_text(&share, out);
        out.push('}');
    });
    out.push(',');
}

fn push_account(account: &AccountView, out: &mut String) {
    out.push('{');
    push_field("name", &account.name, out);
    push_field("title", &account.title, out);
    push_field("receives", &account.receives.plain(), out);
    push_field("pays", &account.pays.plain(), out);
    push_field("net", &account.net.plain(), out);
    end_object(out);
}

fn push_pool(pool: &PoolView<'_>, out: &mut String) {
    out.push('{');
    push_field("name", pool.name, out);
    push_said("says", pool.says, out);
    push_said("clause", pool.clause, out);
    push_said("in_books_of", pool.in_books_of.as_deref(), out);
    push_field("opening", &pool.opening.plain(), out);
    push_field("paid_in", &pool.paid_in.plain(), out);
    push_field("paid_out", &pool.paid_out.plain(), out);
    push_field("closing", &pool.closing.plain(), out);
    end_object(out);
}

fn push_part(part: &PartView<'_>, out: &mut String) {
    out.push('{');
    push_field("label", part.label, out);
    out.push_str("\"postings\":");
    push_list(part.postings, out, |statement, out| posting(part.label, statement, out));
    out.push_str(",\"figures\":");
    push_list(part.figures, out, |reason, out| figure(part.label, reason, out));
    out.push_str(",\"facts\":");
    push_list(facts(part), out, fact);
    out.push_str(",\"undecided\":");
    push_list(part.undecided, out, |words, out| push_text(words, out));
    out.push_str(",\"open\":");
    push_list(part.open, out, |one, out| lacking(part.label, one, out));
    out.push_str(",\"left_out\":");
    push_list(part.left_out, out, |one, out| lacking(part.label, one, out));
    out.push_str(",\"refusals\":");
    push_list(part.refusals, out, |refusal, out| {
        out.push('{');
        push_field("what", &refusal.what, out);
        let place = refusal
            .place
            .as_ref()
            .map(|place| alloc::format!("{}:{}:{}", place.file, place.line, place.column));
        push_said("place", place.as_deref(), out);
        push_said("help", refusal.help.as_deref(), out);
        end_object(out);
    });
    out.push('}');
}

/// A figure without a value, and why.
fn lacking(label: &str, (address, why): &(String, String), out: &mut String) {
    out.push_str("{\"figure\":");
    push_address(label, address, out);
    out.push(',');
    push_field("why", why, out);
    end_object(out);
}

fn posting(label: &str, statement: &Statement, out: &mut String) {
    out.push_str(&PostingHead::of(label, statement).text);
    push_posting(&PostingLine::of(statement), out);
    uses(label, &statement.uses, out);
    fact_names(&statement.facts, out);
    push_said("status", statement.status.map(Status::word), out);
    end_object(out);
}

/// The same object as in the explanation of a figure.
fn figure(label: &str, reason: &Reason, out: &mut String) {
    let said = [reason.says.as_deref(), reason.clause.as_deref(), Some(reason.words.as_str())];
    push_figure_head(label, &reason.address, said, reason.unit.as_ref(), out);
    push_value(&reason.value, Written::of(reason.unit.as_ref()), out);
    push_said("because", reason.because.as_deref(), out);
    push_said("status", reason.status.map(Status::word), out);
    uses(label, &reason.uses, out);
    fact_names(&reason.facts, out);
    if !reason.workings.is_empty() {
        out.push_str("\"workings\":");
        push_list(&reason.workings, out, |working, out| {
            push_working_head(&working.words, working.unit.as_ref(), out);
            push_value(&working.value, Written::of(working.unit.as_ref()), out);
            end_object(out);
        });
        out.push(',');
    }
    if !reason.conditions.is_empty() {
        out.push_str("\"conditions\":");
        push_list(&reason.conditions, out, |(words, truth), out| {
            out.push_str(&condition_head(words));
            push_truth(Some(*truth), out);
            out.push('}');
        });
        out.push(',');
    }
    end_object(out);
}

fn uses(label: &str, used: &[FigureUsed], out: &mut String) {
    if !used.is_empty() {
        out.push_str("\"uses\":");
        push_list(used, out, |used, out| push_address(label, &used.address, out));
        out.push(',');
    }
}

fn fact_names(facts: &[FactUsed], out: &mut String) {
    if !facts.is_empty() {
        out.push_str("\"facts\":");
        push_list(facts, out, |fact, out| push_text(&fact.address, out));
        out.push(',');
    }
}

/// Every fact that something was computed from, each once.
fn facts<'a>(part: &PartView<'a>) -> Vec<&'a FactUsed> {
    let of_postings = part.postings.iter().flat_map(|statement| &statement.facts);
    let of_figures = part.figures.iter().flat_map(|reason| &reason.facts);
    let mut seen = alloc::collections::BTreeSet::new();
    of_postings.chain(of_figures).filter(|fact| seen.insert(fact.address.as_str())).collect()
}

fn fact(fact: &FactUsed, out: &mut String) {
    push_fact_head(&fact.address, fact.says.as_deref(), fact.clause.as_deref(), fact.unit.as_ref(), out);
    push_fact_value(&fact.source, Written::of(fact.unit.as_ref()), out);
    core::slice::from_ref(&fact.source).write(0, out);
    end_object(out);
}

fn push_fact_value(source: &Source, written: Written, out: &mut String) {
    match &source.value {
        Some(SourceValue::Word(word)) => push_field("value", word, out),
        Some(SourceValue::Number(number)) => {
            push_value(&known(number, source.known_to.as_ref()), written, out)
        }
        Some(SourceValue::NotPublished(low, high)) => {
            let loose = accordant_settlement::Loose { stated: None, low: low.clone(), high: high.clone() };
            push_value(&Value::Loose(loose), written, out);
        }
        None => out.push_str("\"value\":null,"),
    }
}

fn known(number: &Exact, known_to: Option<&Exact>) -> Value<Exact> {
    let loose = known_to.and_then(|width| within(number, width).ok());
    loose.unwrap_or_else(|| Value::Exact(number.clone()))
}
