//! Postings: from exact amounts to money that changes hands, one split each (S14-S18).

use crate::evaluate::{Evaluator, Stop};
use crate::graph::{AmountPlan, NodeId, PayeePlan, PostingPlan};
use crate::refusal::{Refusal, RefusalKind};
use crate::value::Value;
use accordant_agreement::problem::Place;
use accordant_agreement::terms::{Account, Direction, MoneyRounding};
use accordant_money::{Currency, Exact, Number, Posted, SplitProblem, split};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// One share of one posting: who pays whom how much, and from which amounts.
#[derive(Debug, Clone)]
pub struct PostedShare {
    /// Its address within the period: `provider_gain[builder]`.
    pub address: String,
    /// The posting that it is part of.
    pub posting: String,
    /// What it is in words.
    pub says: Option<String>,
    /// Its clause.
    pub clause: Option<String>,
    /// The rule in words.
    pub words: String,
    /// Who pays.
    pub from: Account,
    /// Who receives.
    pub to: Account,
    /// The exact amount before rounding, or its bounds.
    pub exact: Value<Exact>,
    /// What is posted; nothing if the amount is known within bounds only.
    pub posted: Option<Posted>,
    /// The total of which it is a share.
    pub total: Value<Exact>,
    /// Its weight and the sum of weights, where it is one of several payees.
    pub weight: Option<(Exact, Exact)>,
    /// The amount that several payees share by weight.
    pub share_amount: Value<Exact>,
    /// How many minor units it got because of its remainder.
    pub leftover: i128,
    pub(crate) nodes: Vec<NodeId>,
}

/// Makes every posting; what cannot be made is refused, and beside the error stands what can be.
pub(crate) fn postings(
    plans: &[PostingPlan],
    evaluator: &mut Evaluator<'_, Exact>,
    currency: Currency,
    rounding: Option<&MoneyRounding>,
) -> Result<Vec<PostedShare>, (Vec<PostedShare>, Stop)> {
    let mut all = Vec::new();
    let mut stop = None;
    for plan in plans {
        match posting(plan, evaluator, currency, rounding) {
            Ok(shares) => all.extend(shares),
            Err(found) => stop = Some(found),
        }
    }
    match stop {
        None => Ok(all),
        Some(stop) => Err((all, stop)),
    }
}

/// A share before it is split: the amount of each payee.
struct Part<'p> {
    share: usize,
    payee: &'p PayeePlan,
    amount: Value<Exact>,
    of: Value<Exact>,
    weight: Option<(Exact, Exact)>,
    nodes: Vec<NodeId>,
}

fn posting(
    plan: &PostingPlan,
    evaluator: &mut Evaluator<'_, Exact>,
    currency: Currency,
    rounding: Option<&MoneyRounding>,
) -> Result<Vec<PostedShare>, Stop> {
    let (total, amounts) = amounts(plan, evaluator)?;
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (number, (share, amount)) in plan.shares.iter().zip(amounts).enumerate() {
        let mut nodes: Vec<NodeId> = plan.of.into_iter().collect();
        if let AmountPlan::Exact(node) = share.amount {
            nodes = alloc::vec![node];
        }
        if matches!(share.amount, AmountPlan::Rest) {
            nodes.extend(plan.shares.iter().filter_map(|other| {
                if let AmountPlan::Exact(node) = other.amount { Some(node) } else { None }
            }));
        }
        parts.extend(payees(plan, number, &amount, nodes, evaluator)?);
    }
    let posted = posted(plan, &total, &parts, currency, rounding, evaluator)?;
    Ok(parts
        .into_iter()
        .zip(posted)
        .filter_map(|(part, (posted, leftover))| {
            let share = plan.shares.get(part.share)?;
            let (from, to) = match plan.direction {
                Direction::PotPays => (plan.pot.clone(), part.payee.account.clone()),
                Direction::PotReceives => (part.payee.account.clone(), plan.pot.clone()),
            };
            Some(PostedShare {
                address: part.payee.address.clone(),
                posting: plan.name.clone(),
                says: share.says.clone().or_else(|| plan.says.clone()),
                clause: share.clause.clone().or_else(|| plan.clause.clone()),
                words: share.words.clone(),
                from,
                to,
                exact: part.amount,
                posted,
                total: total.clone(),
                weight: part.weight,
                share_amount: part.of,
                leftover,
                nodes: part.nodes,
            })
        })
        .collect())
}

/// The total, and the exact amount of each share (S15).
fn amounts(
    plan: &PostingPlan,
    evaluator: &mut Evaluator<'_, Exact>,
) -> Result<(Value<Exact>, Vec<Value<Exact>>), Stop> {
    let asked = evaluator.all(&asked_for(plan));
    everyone_exists(plan, evaluator)?;
    asked?;
    let mut sum = Value::Exact(Exact::zero());
    for share in &plan.shares {
        if let AmountPlan::Exact(node) = share.amount {
            sum = sum.plus(evaluator.value(node)?).map_err(|_| Stop::TooLarge)?;
        }
    }
    let total = match plan.of {
        Some(of) => evaluator.value(of)?.clone(),
        None => sum.clone(),
    };
    let rest = total.minus(&sum).map_err(|_| Stop::TooLarge)?;
    check_rest(plan, &total, &rest, evaluator)?;
    let mut amounts = Vec::new();
    for share in &plan.shares {
        amounts.push(match share.amount {
            AmountPlan::Whole => total.clone(),
            AmountPlan::Exact(node) => evaluator.value(node)?.clone(),
            AmountPlan::Rest => rest.clone(),
        });
    }
    Ok((total, amounts))
}

/// All that a posting asks for, so that everything missing is named in one run.
fn asked_for(plan: &PostingPlan) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = plan.of.into_iter().collect();
    for share in &plan.shares {
        nodes.extend(if let AmountPlan::Exact(node) = share.amount { Some(node) } else { None });
        nodes.extend(share.payees.iter().filter_map(|payee| payee.weight));
    }
    nodes
}

/// A service that nobody is responsible for on the first day of the part has no account (M22).
fn everyone_exists(plan: &PostingPlan, evaluator: &mut Evaluator<'_, Exact>) -> Result<(), Stop> {
    let payees = plan.shares.iter().flat_map(|share| share.payees.iter().map(|payee| &payee.account));
    let nobody = |account: &Account| matches!(account, Account::Responsible(_) | Account::Current(_));
    if payees.chain([&plan.pot]).any(nobody) {
        let what = format!("`{}` names the responsible provider, and nobody is responsible then", plan.name);
        return Err(refuse(evaluator, plan, what));
    }
    Ok(())
}

fn check_rest(
    plan: &PostingPlan,
    total: &Value<Exact>,
    rest: &Value<Exact>,
    evaluator: &mut Evaluator<'_, Exact>,
) -> Result<(), Stop> {
    let (Some(total), Some(rest)) = (total.exact(), rest.exact()) else { return Ok(()) };
    let has_rest = plan.shares.iter().any(|share| matches!(share.amount, AmountPlan::Rest));
    let whole = plan.shares.iter().any(|share| matches!(share.amount, AmountPlan::Whole));
    let turned =
        (total.sign().is_ge() && rest.sign().is_lt()) || (total.sign().is_lt() && rest.sign().is_gt());
    let what = match (has_rest, whole) {
        (_, true) => return Ok(()),
        (true, _) if turned => {
            format!("the shares of `{}` come to more than the amount that is shared", plan.name)
        }
        (false, _) if !rest.sign().is_eq() => {
            format!("the shares of `{}` do not come to the amount that is shared", plan.name)
        }
        _ => return Ok(()),
    };
    Err(refuse(evaluator, plan, what))
}

/// The amount of each payee of a share, by weight (S16).
fn payees<'p>(
    plan: &'p PostingPlan,
    number: usize,
    amount: &Value<Exact>,
    nodes: Vec<NodeId>,
    evaluator: &mut Evaluator<'_, Exact>,
) -> Result<Vec<Part<'p>>, Stop> {
    let Some(share) = plan.shares.get(number) else { return Ok(Vec::new()) };
    if let [payee] = share.payees.as_slice()
        && payee.weight.is_none()
    {
        return Ok(alloc::vec![Part {
            share: number,
            payee,
            amount: amount.clone(),
            of: amount.clone(),
            weight: None,
            nodes
        }]);
    }
    let zero = amount.exact().is_some_and(|amount| amount.sign().is_eq());
    let mut weights = Vec::new();
    let mut sum = Exact::zero();
    for payee in &share.payees {
        let weight = match payee.weight {
            Some(node) => evaluator.value(node)?.clone(),
            None => Value::Exact(Exact::from_i128(1)),
        };
        let Some(weight) = weight.exact().cloned() else {
            let what = format!(
                "the weight of `{}` is known within bounds only, and cannot divide money",
                payee.address
            );
            return Err(refuse(evaluator, plan, what));
        };
        if weight.sign().is_lt() {
            return Err(refuse(evaluator, plan, format!("the weight of `{}` is below zero", payee.address)));
        }
        sum = sum.plus(&weight).map_err(|_| Stop::TooLarge)?;
        weights.push(weight);
    }
    if sum.sign().is_eq() && !zero {
        return Err(refuse(evaluator, plan, format!("all weights of `{}` are zero", share.name)));
    }
    let mut parts = Vec::new();
    for (payee, weight) in share.payees.iter().zip(weights) {
        let portion = if sum.sign().is_eq() {
            Exact::zero()
        } else {
            weight.divided_by(&sum).map_err(|_| Stop::TooLarge)?
        };
        let part = amount.times(&Value::Exact(portion)).map_err(|_| Stop::TooLarge)?;
        let mut nodes = nodes.clone();
        nodes.extend(payee.weight);
        parts.push(Part {
            share: number,
            payee,
            amount: part,
            of: amount.clone(),
            weight: Some((weight, sum.clone())),
            nodes,
        });
    }
    Ok(parts)
}

/// What each payee is posted, and how many minor units of it came of its remainder.
fn posted(
    plan: &PostingPlan,
    total: &Value<Exact>,
    parts: &[Part<'_>],
    currency: Currency,
    rounding: Option<&MoneyRounding>,
    evaluator: &mut Evaluator<'_, Exact>,
) -> Result<Vec<(Option<Posted>, i128)>, Stop> {
    let amounts: Option<Vec<Exact>> = parts.iter().map(|part| part.amount.exact().cloned()).collect();
    let (Some(total), Some(amounts), Some(rounding)) = (total.exact(), amounts, rounding) else {
        return Ok(parts.iter().map(|_| (None, 0)).collect());
    };
    if parts.is_empty() && !total.sign().is_eq() {
        return Err(refuse(evaluator, plan, format!("nobody is there to receive `{}`", plan.name)));
    }
    // Money rounded to whole pounds is split in whole pounds: a currency without minor units stands for them.
    let whole = rounding.to == Exact::from_i128(1) && currency.minor_digits() > 0;
    let unit = if whole { Currency::Jpy } else { currency };
    let scale = if whole { 10_i128.pow(currency.minor_digits()) } else { 1 };
    let Some(rounded) = Posted::round(total, unit, rounding.rule) else { return Err(Stop::TooLarge) };
    let shares = split(rounded, &amounts).map_err(|problem| split_refused(plan, problem, evaluator))?;
    let mut found = Vec::new();
    for (posted, exact) in shares.iter().zip(&amounts) {
        let floor = Posted::round(
            exact,
            unit,
            if rounded.minor() < 0 { accordant_money::Rounding::Up } else { accordant_money::Rounding::Down },
        );
        let leftover = floor.map_or(0, |floor| posted.minor() - floor.minor());
        let minor = posted.minor().checked_mul(scale).ok_or(Stop::TooLarge)?;
        found.push((Some(Posted::new(minor, currency)), leftover));
    }
    Ok(found)
}

fn split_refused(plan: &PostingPlan, problem: SplitProblem, evaluator: &mut Evaluator<'_, Exact>) -> Stop {
    refuse(evaluator, plan, format!("`{}` cannot be split: {problem}", plan.name))
}

fn refuse(evaluator: &mut Evaluator<'_, Exact>, plan: &PostingPlan, what: String) -> Stop {
    let place: Option<Place> = Some(plan.place.clone());
    evaluator.refusals.push(Refusal { kind: RefusalKind::Rule, what, place, help: None });
    Stop::Refused
}

/// How an account reads: a party or pool by name, or `outside`.
pub fn account_name(account: &Account) -> String {
    match account {
        Account::Party(name) | Account::Pool(name) => name.clone(),
        Account::Outside => "outside".to_string(),
        Account::Current(_) | Account::Responsible(_) => "nobody".to_string(),
    }
}
