//! A settled period as its readers meet it: who gets what, from which figures, on what evidence.
//!
//! The page, the terminal and the JSON lay out the same [`StatementView`]; it computes nothing but sums of postings.
//! Start with [`StatementView::new`].

mod cash;
mod evidence;
mod measures;
mod names;
mod parties;

pub use cash::{Cash, CashLine};
pub use evidence::{Evidence, KEY_OF_STATUSES, evidence_sentence, meaning};
pub use measures::{MeasureView, ScoreKind, Standing, Weight};
pub use names::{Names, humanised, pool_title, sentence_case, within_sentence};
pub use parties::{AccountKind, AccountView};

use crate::figures::long_days;
use accordant_agreement::terms::{Origin, Terms};
use accordant_agreement::{Agreement, EDITION};
use accordant_money::{Currency, Exact, Number, Posted};
use accordant_settlement::{Reason, Refusal, SettledPeriod, Settlement, Source, Statement};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a statement says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The version of the program.
    pub version: String,
    /// The SHA-256 of the agreement's text, in hexadecimal.
    pub agreement_sha256: String,
    /// The SHA-256 of the facts, in hexadecimal.
    pub facts_sha256: String,
    /// Whether facts that are only expected are among them.
    pub forecast: bool,
    /// Where it stands in the alliance's record and what was printed of that, a line each; empty without a record.
    pub standing: Vec<String>,
}

/// What every forecast says of itself.
pub const FORECAST: &str =
    "A forecast: what is expected stands where it is not known what happened. Nothing of it is to be paid.";

/// The statement of one period.
#[derive(Debug, Clone)]
pub struct StatementView<'a> {
    /// The name of the alliance.
    pub alliance: &'a str,
    /// The first line of every statement.
    pub notice: Option<&'a str>,
    /// That the alliance is invented, and for what.
    pub illustrative: Option<&'a str>,
    /// The period as figures are addressed.
    pub period: String,
    /// The days that are settled, in words.
    pub days: String,
    /// Whether days of the period come after those that are settled.
    pub is_to_date: bool,
    /// The edition of the language.
    pub edition: &'static str,
    /// Version and hashes.
    pub stamp: Stamp,
    /// The currency; nothing where there are no money terms.
    pub currency: Option<Currency>,
    /// How money is rounded, in a sentence; nothing where none is posted.
    pub rounding: Option<String>,
    /// What share of the money posted rests on each status, the strongest first.
    pub evidence: Vec<Evidence>,
    /// The parties in the agreement's order, then outside if money comes from there or goes there.
    pub accounts: Vec<AccountView>,
    /// The pools over the whole period, in the agreement's order.
    pub pools: Vec<PoolView<'a>>,
    /// Who sends whom cash.
    pub cash: Cash,
    /// The parts into which changes cut the period; one if nothing does.
    pub parts: Vec<PartView<'a>>,
    /// How parties, pools and figures are called.
    pub names: Names<'a>,
}

/// One part of the period.
#[derive(Debug, Clone)]
pub struct PartView<'a> {
    /// How its figures are addressed.
    pub label: &'a str,
    /// Its days in words.
    pub days: String,
    /// Who pays whom, in the agreement's order.
    pub postings: &'a [Statement],
    /// The reason of every figure, each after those that it uses.
    pub figures: &'a [Reason],
    /// Measures and scores.
    pub measures: Vec<MeasureView<'a>>,
    /// Conditions that the bounds do not decide.
    pub undecided: &'a [String],
    /// Figures that no posting needs and that cannot be given, with why.
    pub open: &'a [(String, String)],
    /// Measures and areas without their facts that the agreement leaves out or counts as nothing.
    pub left_out: &'a [(String, String)],
    /// Why it cannot be settled; empty if it is.
    pub refusals: &'a [Refusal],
    places: BTreeMap<&'a str, usize>,
}

/// What became of a pool over the period.
#[derive(Debug, Clone)]
pub struct PoolView<'a> {
    /// Its name.
    pub name: &'a str,
    /// How people call it.
    pub title: String,
    /// What it is for.
    pub says: Option<&'a str>,
    /// Its clause.
    pub clause: Option<&'a str>,
    /// In whose books it lies.
    pub in_books_of: Option<String>,
    /// What it held at first.
    pub opening: Posted,
    /// Where that came from.
    pub opening_source: Option<&'a Source>,
    /// What was paid in.
    pub paid_in: Posted,
    /// What was paid out.
    pub paid_out: Posted,
    /// What it holds at last.
    pub closing: Posted,
}

impl<'a> StatementView<'a> {
    /// The view of a settled period of an agreement.
    pub fn new(agreement: &'a Agreement, settled: &'a SettledPeriod, stamp: Stamp) -> StatementView<'a> {
        let (period, to_date) = (settled.period.label.clone(), settled.to_date());
        let days = long_days(settled.period.from, to_date.unwrap_or(settled.period.to));
        let parts: Vec<&Settlement> = settled.parts.iter().collect();
        let view = StatementView::of_parts(agreement, &parts, period, days, stamp);
        StatementView { is_to_date: to_date.is_some(), ..view }
    }

    /// The view of a single settlement, such as that of a worked example.
    pub fn of_settlement(
        agreement: &'a Agreement,
        settlement: &'a Settlement,
        stamp: Stamp,
    ) -> StatementView<'a> {
        let part = settlement.setting.part;
        let days = long_days(part.from(), part.to());
        StatementView::of_parts(agreement, &[settlement], settlement.setting.label.clone(), days, stamp)
    }

    fn of_parts(
        agreement: &'a Agreement,
        parts: &[&'a Settlement],
        period: String,
        days: String,
        stamp: Stamp,
    ) -> StatementView<'a> {
        let alliance = &agreement.particulars.alliance;
        let terms = agreement.terms.as_ref();
        let names = Names::new(agreement);
        let shares: Vec<&Statement> = parts.iter().flat_map(|part| &part.shares).collect();
        let currency = terms.map(|terms| terms.currency);
        let accounts =
            currency.map(|currency| parties::accounts(agreement, &shares, currency)).unwrap_or_default();
        let pools = terms.map(|terms| pools(terms, parts, &names)).unwrap_or_default();
        StatementView {
            alliance: &alliance.name,
            notice: alliance.notice.as_deref(),
            illustrative: alliance.illustrative.as_deref(),
            period,
            days,
            is_to_date: false,
            edition: EDITION,
            stamp,
            currency,
            rounding: terms.and_then(|terms| rounding(terms, parts, &shares)),
            evidence: evidence::evidence(&shares, currency),
            cash: currency
                .map(|currency| cash::cash(&accounts, &pools, &shares, &names, currency))
                .unwrap_or_default(),
            accounts,
            pools,
            parts: parts.iter().map(|part| part_view(part, terms)).collect(),
            names,
        }
    }

    /// What is settled, as headings say it: `2025-26`, `2025-26, year to date`, or `2025-26, forecast`.
    pub fn of_what(&self) -> String {
        match (self.is_to_date, self.stamp.forecast) {
            (_, true) => format!("{}, forecast", self.period),
            (true, false) => format!("{}, year to date", self.period),
            (false, false) => self.period.clone(),
        }
    }

    /// Whether every part could be settled.
    pub fn is_settled(&self) -> bool {
        self.parts.iter().all(|part| part.refusals.is_empty())
    }

    /// The sum of all nets, pools and outside included: zero by the rules, and shown so that readers can see it (S17).
    pub fn sum_of_nets(&self) -> Option<Posted> {
        let none = Posted::new(0, self.currency?);
        let accounts = self.accounts.iter().try_fold(none, |sum, account| sum.plus(&account.net))?;
        self.pools.iter().try_fold(accounts, |sum, pool| sum.plus(&pool.closing.minus(&pool.opening)?))
    }

    /// Whether anything is posted, be it nothing.
    pub fn has_postings(&self) -> bool {
        self.parts.iter().any(|part| !part.postings.is_empty())
    }

    /// What a forecast is, where this is one.
    pub fn expected(&self) -> Option<&'static str> {
        self.stamp.forecast.then_some(FORECAST)
    }

    /// What a statement of postings does not hold: one sentence; nothing where nothing is posted.
    pub fn scope(&self) -> Option<&'static str> {
        self.has_postings().then_some(
            "This statement holds what is posted under this agreement, and nothing that is paid under any other contract.",
        )
    }

    /// How a clause is cited beside a figure.
    pub fn clause(clause: &str) -> String {
        let is_number = clause.starts_with(|first: char| first.is_ascii_digit());
        match (is_number, clause.contains(',')) {
            (false, _) => clause.to_string(),
            (true, false) => format!("clause {clause}"),
            (true, true) => format!("clauses {clause}"),
        }
    }
}

impl<'a> PartView<'a> {
    /// The reason of the figure of that address within the part.
    pub fn figure(&self, address: &str) -> Option<&'a Reason> {
        self.figures.get(*self.places.get(address)?)
    }

    /// Every figure that a posting rests on, directly or through others.
    pub fn behind_postings(&self) -> BTreeSet<&'a str> {
        let uses = self.postings.iter().flat_map(|one| &one.uses);
        self.behind(uses.map(|used| used.address.as_str()).collect())
    }

    /// These figures and all that they were computed from.
    pub(crate) fn behind(&self, mut open: Vec<&'a str>) -> BTreeSet<&'a str> {
        let mut found: BTreeSet<&str> = BTreeSet::new();
        while let Some(address) = open.pop() {
            if found.insert(address) {
                let uses = self.figure(address).map(|reason| reason.uses.as_slice()).unwrap_or_default();
                open.extend(uses.iter().map(|used| used.address.as_str()));
            }
        }
        found
    }

    /// Whether other scores could change any posting; nothing where there are no scores, or no postings.
    pub fn scores_matter(&self) -> Option<bool> {
        let has_scores = self.figures.iter().any(|reason| reason.origin == Origin::Score);
        (has_scores && !self.postings.is_empty())
            .then(|| self.postings.iter().any(|statement| statement.turns_on_score))
    }

    /// How many shares the posting of that name has.
    pub fn shares_of(&self, posting: &str) -> usize {
        self.postings.iter().filter(|statement| statement.share.posting == posting).count()
    }
}

fn part_view<'a>(part: &'a Settlement, terms: Option<&'a Terms>) -> PartView<'a> {
    let places = part.reasons.iter().enumerate().map(|(at, reason)| (reason.address.as_str(), at)).collect();
    let days = part.setting.part;
    PartView {
        label: &part.setting.label,
        days: long_days(days.from(), days.to()),
        postings: &part.shares,
        figures: &part.reasons,
        measures: terms.map(|terms| measures::measures(terms, &part.reasons)).unwrap_or_default(),
        undecided: &part.undecided,
        open: &part.open,
        left_out: &part.left_out,
        refusals: &part.refusals,
        places,
    }
}

/// Each pool opens as in the first part and closes as in the last.
fn pools<'a>(terms: &'a Terms, parts: &[&'a Settlement], names: &Names<'_>) -> Vec<PoolView<'a>> {
    let mut found: Vec<PoolView<'a>> = Vec::new();
    for movement in parts.iter().flat_map(|part| &part.pools) {
        if let Some(pool) = found.iter_mut().find(|pool| pool.name == movement.pool) {
            pool.paid_in = pool.paid_in.plus(&movement.paid_in).unwrap_or(pool.paid_in);
            pool.paid_out = pool.paid_out.plus(&movement.paid_out).unwrap_or(pool.paid_out);
            pool.closing = movement.closing;
            continue;
        }
        let pool = terms.pools.iter().find(|pool| pool.name == movement.pool);
        found.push(PoolView {
            name: &movement.pool,
            title: humanised(&movement.pool),
            says: pool.and_then(|pool| pool.says.as_deref()),
            clause: pool.and_then(|pool| pool.clause.as_deref()),
            in_books_of: pool
                .and_then(|pool| pool.in_books_of.as_deref())
                .map(|party| names.party(party).to_string()),
            opening: movement.opening,
            opening_source: parts.iter().find_map(|part| part.openings.get(&movement.pool)),
            paid_in: movement.paid_in,
            paid_out: movement.paid_out,
            closing: movement.closing,
        });
    }
    found
}

/// How posted money is rounded, for whoever wonders where a penny went.
fn rounding(terms: &Terms, parts: &[&Settlement], shares: &[&Statement]) -> Option<String> {
    let rounding = terms.rounding.as_ref().filter(|_| !shares.is_empty())?;
    let unit = minor_units(terms, &rounding.to);
    let divided = shares.iter().any(|statement| {
        shares.iter().filter(|other| other.share.posting == statement.share.posting).count() > 1
    });
    let rule = format!(
        "Figures are rounded only where the agreement says so, and money once when it is posted: to {unit}, {}.",
        rounding.rule.words()
    );
    let units = unit.strip_prefix("whole ").unwrap_or(unit);
    if !divided {
        return Some(rule);
    }
    let tied = parts.iter().any(|part| crate::words::has_tie(&part.shares, &rounding.to));
    let tie =
        if tied { "; of parts that lost the same, to those that the agreement names first" } else { "" };
    Some(format!(
        "{rule} Where several share an amount, the whole of it is rounded, each part is rounded down, and the \
         {units} left over go one by one to the parts that lost the most{tie}."
    ))
}

/// What money is rounded to, in words.
pub(crate) fn minor_units(terms: &Terms, to: &Exact) -> &'static str {
    let whole = *to == Exact::from_i128(1) && terms.currency.minor_digits() > 0;
    match (whole, terms.currency) {
        (true, Currency::Gbp) => "whole pounds",
        (true, Currency::Eur) => "whole euros",
        (true, _) => "whole dollars",
        (false, Currency::Gbp) => "whole pennies",
        (false, Currency::Jpy) => "whole yen",
        (false, _) => "whole cents",
    }
}

/// The size of an amount, and whether it is above zero.
pub(crate) fn size(amount: Posted) -> Posted {
    Posted::new(amount.minor().abs(), amount.currency())
}

/// `total` share of `part`, as a ratio; zero of nothing.
pub(crate) fn share_of(part: &Exact, total: &Exact) -> Exact {
    part.divided_by(total).unwrap_or_else(|_| Exact::zero())
}
