//! What changes hands: one pot, one split each, and no pool overdrawn (S14 to S18).

use crate::evaluate::{Elements, Evaluator};
use crate::outcomes;
use crate::range::{End, Range};
use crate::rounding::{multiples, number, split};
use crate::{OraclePosting, PostedAmount, Refusal, both, elements, every};
use accordant_agreement::terms::{Account, Amount, Direction, MoneyRounding, Payees, Posting, Share};
use dashu_int::IBig;
use dashu_ratio::RBig;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What one payee is to get or give, exactly.
struct Part {
    figure: String,
    of: Vec<String>,
    account: Account,
    amount: Range,
}

type Settled = (Vec<OraclePosting>, BTreeMap<String, RBig>);

/// All postings in the author's order, and what each pool closes with.
pub(crate) fn all(evaluator: &mut Evaluator<'_>) -> Result<Settled, Refusal> {
    let mut made = Vec::new();
    for posting in &evaluator.terms.postings {
        // Made once for each element of its index (M22).
        let places: Vec<Elements> = match posting.by {
            None => vec![Elements::new()],
            Some(index) => {
                let names = elements(evaluator.terms, index, evaluator.around);
                names.into_iter().map(|name| vec![(index, name)]).collect()
            }
        };
        made.extend(places.iter().map(|at| evaluator.posting(posting, at)));
    }
    let (made, openings) = both(every(made), openings(evaluator))?;
    let closings = closings(evaluator, &made, openings)?;
    Ok((made.into_iter().flatten().collect(), closings))
}

impl Evaluator<'_> {
    fn posting(&mut self, posting: &Posting, at: &Elements) -> Result<Vec<OraclePosting>, Refusal> {
        let total = posting.of.as_ref().map(|of| self.number(of, at)).transpose();
        // A total that is refused is told together with what its shares lack.
        let parts = self.parts(posting, total.as_ref().ok().cloned().flatten(), at);
        let (total, parts) = both(total, parts)?;
        let total = match total {
            Some(total) => total,
            None => sum(parts.iter().map(|part| &part.amount))?,
        };
        let amounts = self.amounts(&total, &parts)?;
        let pot = self.account(&posting.pot, at)?;
        let mut posted = Vec::new();
        for (part, amount) in parts.into_iter().zip(amounts) {
            let account = self.account(&part.account, at)?;
            let (from, to) = match posting.direction {
                Direction::PotPays => (pot.clone(), account),
                Direction::PotReceives => (account, pot.clone()),
            };
            posted.push(OraclePosting { figure: part.figure, of: part.of, from, to, amount });
        }
        Ok(posted)
    }

    /// The exact amount of every payee, in the order in which the agreement names them.
    fn parts(
        &mut self,
        posting: &Posting,
        total: Option<Range>,
        at: &Elements,
    ) -> Result<Vec<Part>, Refusal> {
        let stated = every(posting.shares.iter().map(|share| match (&share.amount, &total) {
            (Amount::Exact(expr), _) => self.number(expr, at).map(Some),
            (Amount::Whole | Amount::Rest, _) => Ok(None),
        }));
        let weights = every(posting.shares.iter().map(|share| self.weights(share, at)));
        let (stated, weights) = both(stated, weights)?;
        let named = sum(stated.iter().flatten())?;
        let has_rest = posting.shares.iter().any(|share| matches!(share.amount, Amount::Rest));
        let has_whole = posting.shares.iter().any(|share| matches!(share.amount, Amount::Whole));
        if let Some(total) = total.as_ref().filter(|_| !has_whole) {
            self.whole(total, &named, has_rest)?;
        }
        let mut parts = Vec::new();
        for ((share, stated), weights) in posting.shares.iter().zip(stated).zip(weights) {
            let amount = match (stated, &total) {
                (Some(amount), _) => amount,
                (None, Some(total)) => total.minus(&named)?,
                (None, None) => Range::whole(0),
            };
            parts.extend(self.shared(share, amount, weights, at)?);
        }
        Ok(parts)
    }

    /// The named shares make the total, or leave a rest that goes the way of the total (S15).
    fn whole(&self, total: &Range, named: &Range, has_rest: bool) -> Result<(), Refusal> {
        let (Some(total), Some(named)) = (total.only(), named.only()) else { return Ok(()) };
        let (fits, outcome) = match (has_rest, total.cmp(&RBig::ZERO)) {
            (false, _) => (named == total, "shares: not the whole, refused"),
            (true, Ordering::Less) => (named >= total, "rest: turned, refused"),
            (true, _) => (named <= total, "rest: turned, refused"),
        };
        if !fits {
            self.met(outcome);
            return Err(Refusal::forbids("the shares do not make the whole"));
        }
        match (has_rest, total.cmp(&RBig::ZERO)) {
            (false, _) => {}
            (true, _) if named == total => self.met("rest: of nothing"),
            (true, Ordering::Less) => self.met("rest: negative total"),
            (true, _) => self.met("rest: positive total"),
        }
        Ok(())
    }

    /// Each payee with its weight, where there are several.
    fn weights(&mut self, share: &Share, at: &Elements) -> Result<Vec<(String, Range)>, Refusal> {
        let Payees::Each(index) = &share.payees else { return Ok(Vec::new()) };
        let names = elements(self.terms, *index, self.around);
        every(names.into_iter().map(|name| {
            let place = [at.clone(), vec![(*index, name.clone())]].concat();
            let weight =
                share.weight.as_ref().map_or(Ok(Range::whole(1)), |weight| self.number(weight, &place))?;
            Ok((name, weight))
        }))
    }

    /// An amount among its payees by their weights (S16).
    fn shared(
        &self,
        share: &Share,
        amount: Range,
        weights: Vec<(String, Range)>,
        at: &Elements,
    ) -> Result<Vec<Part>, Refusal> {
        let place: Vec<String> = at.iter().map(|(_, name)| name.clone()).collect();
        if let Payees::One(account) = &share.payees {
            return Ok(vec![Part {
                figure: share.name.clone(),
                of: place,
                account: account.clone(),
                amount,
            }]);
        }
        let zero = Range::whole(0);
        if weights.iter().any(|(_, weight)| weight.is_below(&zero).certain != Some(false)) {
            self.met("weights: negative, refused");
            return Err(Refusal::forbids("a weight is below zero"));
        }
        let all = sum(weights.iter().map(|(_, weight)| weight))?;
        let nothing = amount.only() == Some(&RBig::ZERO);
        if all.only() == Some(&RBig::ZERO) {
            self.met(if nothing {
                "weights: all zero, nothing to share"
            } else {
                "weights: all zero, refused"
            });
        }
        if !nothing && (all.low <= End::At(RBig::ZERO)) {
            return Err(Refusal::forbids("all weights are zero"));
        }
        every(weights.into_iter().map(|(name, weight)| {
            let portion = if nothing { zero.clone() } else { weight.divided_by(&all)? };
            let of = [place.clone(), vec![name.clone()]].concat();
            let amount = amount.times(&portion)?;
            Ok(Part { figure: share.name.clone(), of, account: Account::Party(name), amount })
        }))
    }

    /// The total is rounded first, then split (S14); what has bounds is shown and not posted (S10).
    fn amounts(&self, total: &Range, parts: &[Part]) -> Result<Vec<PostedAmount>, Refusal> {
        let Some(MoneyRounding { to, rule }) = &self.terms.rounding else {
            return Err(Refusal::forbids("the agreement does not say how money is rounded"));
        };
        let unit = number(to);
        let exact: Option<Vec<RBig>> =
            parts.iter().map(|part| part.amount.only().map(|one| one / &unit)).collect();
        let (Some(exact), Some(total)) = (exact, total.only()) else {
            self.met("bounds: posting shown, not posted");
            return Ok(parts.iter().map(|part| PostedAmount::Bounds(part.amount.clone())).collect());
        };
        let rounded = multiples(&(total / &unit), *rule);
        self.met(outcomes::rounding(total, &unit, &(RBig::from(rounded.clone()) * &unit)));
        // A total of nothing goes the way of the first part that is something.
        let way = std::iter::once(total).chain(&exact).find(|amount| **amount != RBig::ZERO);
        let negative = way.is_some_and(|amount| *amount < RBig::ZERO);
        let minor = unit / number(&self.terms.currency.minor_unit());
        let posted = |units: IBig| {
            let units = (RBig::from(units) * &minor).floor();
            i128::try_from(units).map_err(|_| Refusal::forbids("an amount is too large to post"))
        };
        if negative {
            self.met("split: of a negative total");
        }
        let (units, outcome) = split(&rounded, &exact, negative);
        self.met(outcome);
        every(units.into_iter().map(|units| posted(units).map(PostedAmount::Posted)))
    }

    fn account(&self, account: &Account, at: &Elements) -> Result<String, Refusal> {
        let current = |index| crate::evaluate::element(&accordant_agreement::terms::At::Index(index), at);
        match account {
            Account::Party(name) | Account::Pool(name) => Ok(name.clone()),
            Account::Outside => Ok("outside".to_owned()),
            Account::Current(index) => Ok(current(*index)),
            Account::Responsible(index) => {
                let service = current(*index);
                self.responsible(&service).ok_or_else(|| {
                    self.met("nobody is responsible, refused");
                    Refusal::forbids(format!("nobody is responsible for `{service}`"))
                })
            }
        }
    }
}

fn sum<'a>(amounts: impl IntoIterator<Item = &'a Range>) -> Result<Range, Refusal> {
    amounts.into_iter().try_fold(Range::whole(0), |sum, amount| sum.plus(amount))
}

/// What each pool opens with that a posting names, and each other pool whose opening is known (M24).
fn openings(evaluator: &Evaluator<'_>) -> Result<BTreeMap<String, RBig>, Refusal> {
    let names = |posting: &Posting, pool: &str| {
        let is = |account: &Account| matches!(account, Account::Pool(name) if name == pool);
        is(&posting.pot)
            || posting.shares.iter().any(|share| matches!(&share.payees, Payees::One(one) if is(one)))
    };
    let mut known = Vec::new();
    for (number, pool) in evaluator.terms.pools.iter().enumerate() {
        let needed = evaluator.terms.postings.iter().any(|posting| names(posting, &pool.name));
        match evaluator.opening(number) {
            Err(_) if !needed => {}
            opening => known.push(opening.map(|opening| (pool.name.clone(), opening))),
        }
    }
    every(known).map(BTreeMap::from_iter)
}

/// What each pool closes with; a posting that would take one below zero is refused (S18).
fn closings(
    evaluator: &Evaluator<'_>,
    made: &[Vec<OraclePosting>],
    mut balances: BTreeMap<String, RBig>,
) -> Result<BTreeMap<String, RBig>, Refusal> {
    let minor = number(&evaluator.terms.currency.minor_unit());
    for postings in made {
        let before = balances.clone();
        for posting in postings {
            let PostedAmount::Posted(units) = posting.amount else { continue };
            let amount = RBig::from(units) * &minor;
            if let Some(balance) = balances.get_mut(&posting.from) {
                *balance -= &amount;
            }
            if let Some(balance) = balances.get_mut(&posting.to) {
                *balance += &amount;
            }
        }
        if let Some((pool, _)) =
            balances.iter().find(|(pool, after)| **after < RBig::ZERO && **after < before[*pool])
        {
            evaluator.met("pool: overdrawn, refused");
            return Err(Refusal::forbids(format!("the pool `{pool}` would be overdrawn")));
        }
    }
    Ok(balances)
}
