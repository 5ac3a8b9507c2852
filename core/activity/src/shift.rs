//! What moved from hospital to the community between two periods: by the site of treatment, never by the provider's
//! code, since a host counts under its own code what is done elsewhere.
//!
//! A site whose host or way of counting changed in between is put aside as a break: its figures are shown and nothing
//! is made of them. Start with [`shift`].

use crate::price::{plus, times};
use crate::{
    Aside, Code, Evidence, Key, Month, Months, Scaled, StatedBreak, Stranded, StrandedTerm, TooLarge, Total,
    Valued,
};
use accordant_money::{Exact, Number};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use core::fmt;

/// Where a site stands on the way from hospital to home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// An acute hospital.
    Hospital,
    /// A community hospital or clinic.
    Community,
    /// A general practice.
    PrimaryCare,
}

/// A period with its activity, of every service, and what that comes to.
#[derive(Debug, Clone, Copy)]
pub struct Period<'a, 'p> {
    /// The months; cells of others are left out.
    pub months: Months,
    /// The activity. What it comes to at prices of each year mixes in what prices did.
    pub valued: &'p Valued<'a>,
}

/// One site in both periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site<'a> {
    /// The site of treatment.
    pub site: Code,
    /// Its setting, where that is stated.
    pub setting: Option<Setting>,
    /// The earlier period.
    pub before: Evidence<'a>,
    /// The later period.
    pub after: Evidence<'a>,
}

/// A site that is put aside, and every reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsideSite<'a> {
    /// The site.
    pub site: Site<'a>,
    /// Why.
    pub why: Vec<Aside>,
}

/// What lines without a site say: where it was done is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NotPublished {
    /// How many rows of files they are.
    pub rows: u64,
    /// How much they say.
    pub activity: Total,
}

/// A service in two periods, site by site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift<'a> {
    /// The sites that can be compared.
    pub sites: Vec<Site<'a>>,
    /// The sites that cannot.
    pub aside: Vec<AsideSite<'a>>,
    /// The earlier activity of which no site is published.
    pub not_published_before: NotPublished,
    /// The later activity of which no site is published.
    pub not_published_after: NotPublished,
}

/// What the compared sites of a setting come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingTotals {
    /// Activity before.
    pub before: Scaled,
    /// Activity after.
    pub after: Scaled,
    /// Money before; nothing if a cell has no price.
    pub money_before: Option<Exact>,
    /// Money after; nothing if a cell has no price.
    pub money_after: Option<Exact>,
}

/// How much moved out of hospital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Every line of the service was compared.
    Whole(Scaled),
    /// So much among the compared sites; others were put aside, or their site is not published.
    AmongCompared(Scaled),
}

/// What the moved activity costs where it left and where it arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MovedMoney {
    /// At the hospital's average before; nothing where a price is missing, or nothing was done.
    pub left: Option<Exact>,
    /// At the average outside hospital after, alike.
    pub arrived: Option<Exact>,
}

/// Why two periods cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftRefusal {
    /// They are not the same months of different years, so the season would pass for a shift.
    NotTheSameMonths(Months, Months),
    /// A plan stands against what was done.
    PlanAgainstActual,
    /// A sum cannot be held.
    TooLarge,
}

/// Compares a service in two periods, site by site.
///
/// # Errors
/// When the two cannot be compared.
pub fn shift<'a>(
    before: Period<'a, '_>,
    after: Period<'a, '_>,
    service: impl Fn(&Key) -> bool,
    setting: impl Fn(&str) -> Option<Setting>,
    stated: &[StatedBreak],
) -> Result<Shift<'a>, ShiftRefusal> {
    let (one, another) = (before.months, after.months);
    let same_season = one.first().number() == another.first().number() && one.count() == another.count();
    if !same_season || another.first() <= one.last() {
        return Err(ShiftRefusal::NotTheSameMonths(one, another));
    }
    if before.valued.side() != after.valued.side() {
        return Err(ShiftRefusal::PlanAgainstActual);
    }
    let (mut old, mut new) = (Gathered::of(before, &service)?, Gathered::of(after, &service)?);
    let names: BTreeSet<Code> = old.sites.keys().chain(new.sites.keys()).cloned().collect();
    let mut shift = Shift {
        sites: Vec::new(),
        aside: Vec::new(),
        not_published_before: old.not_published,
        not_published_after: new.not_published,
    };
    for name in names {
        let site = Site {
            setting: setting(&name),
            before: old.sites.remove(&name).unwrap_or_else(Evidence::none),
            after: new.sites.remove(&name).unwrap_or_else(Evidence::none),
            site: name,
        };
        let mut why = site.aside();
        why.extend(site.stated_breaks(stated, one.first(), another.last()));
        why.extend(site.silences(&[(one, &old.heard), (another, &new.heard)]));
        if why.is_empty() { shift.sites.push(site) } else { shift.aside.push(AsideSite { site, why }) }
    }
    Ok(shift)
}

struct Gathered<'a> {
    sites: BTreeMap<Code, Evidence<'a>>,
    not_published: NotPublished,
    /// For which months anything at all is held of each provider.
    heard: Heard,
}

type Heard = BTreeMap<Code, BTreeSet<Month>>;

impl<'a> Gathered<'a> {
    fn of(period: Period<'a, '_>, service: impl Fn(&Key) -> bool) -> Result<Gathered<'a>, ShiftRefusal> {
        let mut gathered = Gathered {
            sites: BTreeMap::new(),
            not_published: NotPublished::default(),
            heard: BTreeMap::new(),
        };
        let side = period.valued.side();
        for (cell, worth) in period.valued.cells() {
            let key = &cell.key;
            if !period.months.contains(key.month) {
                continue;
            }
            gathered.heard.entry(key.provider.clone()).or_default().insert(key.month);
            if !service(key) {
                continue;
            }
            match &key.site {
                Some(site) => {
                    let evidence = gathered.sites.entry(site.clone()).or_insert_with(Evidence::none);
                    evidence.add((cell, worth), side)?;
                }
                None => {
                    let nowhere = &mut gathered.not_published;
                    nowhere.rows += cell.rows.count();
                    nowhere.activity = nowhere.activity.plus(&cell.amounts.side(side).activity)?;
                }
            }
        }
        Ok(gathered)
    }
}

impl Site<'_> {
    /// How much before: nothing where a provider that reports has no line of the site.
    fn activity_before(&self) -> Option<Scaled> {
        activity(&self.before)
    }

    /// How much after, alike.
    fn activity_after(&self) -> Option<Scaled> {
        activity(&self.after)
    }

    /// By how much more after; nothing if a line does not say how much.
    pub fn change(&self) -> Option<Scaled> {
        self.activity_after()?.minus(self.activity_before()?).ok()
    }

    /// What the cells themselves say against comparing the site.
    fn aside(&self) -> Vec<Aside> {
        let mut why = Vec::new();
        if self.setting.is_none() {
            why.push(Aside::SettingUnsaid);
        }
        if self.change().is_none() {
            why.push(Aside::ActivityUnsaid);
        }
        if self.before.cells().is_empty() || self.after.cells().is_empty() {
            return why;
        }
        let (before, after) = (self.before.providers(), self.after.providers());
        if before != after {
            why.push(Aside::Host { before, after });
        }
        let (before, after) = (self.before.points_of_delivery(), self.after.points_of_delivery());
        let went: BTreeSet<Code> = before.difference(&after).cloned().collect();
        let came: BTreeSet<Code> = after.difference(&before).cloned().collect();
        if !went.is_empty() && !came.is_empty() {
            why.push(Aside::Counting { went, came });
        }
        why
    }

    /// The breaks that the parties know of and that lie between the two ways of counting.
    fn stated_breaks(&self, stated: &[StatedBreak], first: Month, last: Month) -> Vec<Aside> {
        let providers = self.providers();
        let between = |known: &&StatedBreak| {
            let is_of_it = known.code == self.site || providers.contains(&known.code);
            is_of_it && first < known.from && known.from <= last
        };
        stated.iter().filter(between).cloned().map(Aside::Stated).collect()
    }

    /// The providers of the site of which nothing at all is held for some months.
    fn silences(&self, periods: &[(Months, &Heard)]) -> Vec<Aside> {
        let silent = |provider: Code| {
            let missing = periods.iter().flat_map(|(months, heard)| {
                let held = heard.get(&provider);
                months.each().filter(move |month| held.is_none_or(|held| !held.contains(month)))
            });
            let months: Vec<Month> = missing.collect();
            (!months.is_empty()).then_some(Aside::Silent { provider: provider.clone(), months })
        };
        self.providers().into_iter().filter_map(silent).collect()
    }

    fn providers(&self) -> BTreeSet<Code> {
        self.before.providers().into_iter().chain(self.after.providers()).collect()
    }
}

impl Shift<'_> {
    /// What the compared sites come to in each setting.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn settings(&self) -> Result<BTreeMap<Setting, SettingTotals>, TooLarge> {
        let mut all: BTreeMap<Setting, SettingTotals> = BTreeMap::new();
        for site in &self.sites {
            // A site whose setting or activity is not known was put aside, so no default is ever taken.
            let Some(setting) = site.setting else { continue };
            let totals = all.entry(setting).or_insert_with(SettingTotals::nothing);
            totals.before = totals.before.plus(site.activity_before().unwrap_or_default())?;
            totals.after = totals.after.plus(site.activity_after().unwrap_or_default())?;
            totals.money_before = add_money(totals.money_before.take(), &site.before);
            totals.money_after = add_money(totals.money_after.take(), &site.after);
        }
        Ok(all)
    }

    /// How much moved: what hospitals lost, as far as other settings gained it. Growth elsewhere is no shift, and
    /// neither is what went nowhere.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn moved(&self) -> Result<Moved, TooLarge> {
        let (mut lost, mut gained) = (Scaled::ZERO, Scaled::ZERO);
        for (setting, totals) in self.settings()? {
            match setting {
                Setting::Hospital => lost = totals.before.minus(totals.after)?,
                Setting::Community | Setting::PrimaryCare => gained = gained.plus(totals.change()?)?,
            }
        }
        let moved = lost.min(gained).max(Scaled::ZERO);
        let nowhere = self.not_published_before.rows + self.not_published_after.rows;
        let whole = self.aside.is_empty() && nowhere == 0;
        Ok(if whole { Moved::Whole(moved) } else { Moved::AmongCompared(moved) })
    }

    /// What the moved activity costs where it left and where it arrived.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn moved_money(&self) -> Result<MovedMoney, TooLarge> {
        let settings = self.settings()?;
        let outside = settings.iter().filter(|(setting, _)| **setting != Setting::Hospital);
        let mut arrived = (Scaled::ZERO, Some(Exact::zero()));
        for (_, totals) in outside {
            arrived.0 = arrived.0.plus(totals.after)?;
            arrived.1 = both(arrived.1, totals.money_after.as_ref());
        }
        let Some(hospital) = settings.get(&Setting::Hospital) else { return Ok(MovedMoney::default()) };
        let moved = self.moved()?.activity().to_exact();
        let left = at_average(&moved, hospital.before, hospital.money_before.as_ref());
        let arrived = at_average(&moved, arrived.0, arrived.1.as_ref());
        Ok(MovedMoney { left, arrived })
    }

    /// The fixed cost that stays at each hospital that lost activity, by the term that the caller knows for the site.
    pub fn stranded(&self, term: impl Fn(&str) -> Option<StrandedTerm>) -> Stranded {
        let hospitals = self.sites.iter().filter(|site| site.setting == Some(Setting::Hospital));
        let losing = hospitals.filter_map(|site| {
            let lost = Scaled::ZERO.minus(site.change()?).ok()?;
            (lost > Scaled::ZERO).then(|| (site.site.clone(), lost))
        });
        Stranded::of(losing, term)
    }
}

impl SettingTotals {
    fn nothing() -> SettingTotals {
        let (before, money) = (Scaled::ZERO, Some(Exact::zero()));
        SettingTotals { before, after: before, money_before: money.clone(), money_after: money }
    }

    /// By how much more after.
    ///
    /// # Errors
    /// When it cannot be held.
    pub fn change(&self) -> Result<Scaled, TooLarge> {
        self.after.minus(self.before)
    }
}

impl Moved {
    /// How much.
    pub const fn activity(self) -> Scaled {
        match self {
            Moved::Whole(moved) | Moved::AmongCompared(moved) => moved,
        }
    }
}

fn activity(evidence: &Evidence<'_>) -> Option<Scaled> {
    if evidence.cells().is_empty() { Some(Scaled::ZERO) } else { evidence.activity() }
}

fn add_money(so_far: Option<Exact>, evidence: &Evidence<'_>) -> Option<Exact> {
    both(so_far, evidence.money().as_ref())
}

fn both(one: Option<Exact>, another: Option<&Exact>) -> Option<Exact> {
    Some(plus(&one?, another?))
}

fn at_average(moved: &Exact, activity: Scaled, money: Option<&Exact>) -> Option<Exact> {
    times(moved, money?).divided_by(&activity.to_exact()).ok()
}

impl From<TooLarge> for ShiftRefusal {
    fn from(_: TooLarge) -> ShiftRefusal {
        ShiftRefusal::TooLarge
    }
}

impl fmt::Display for ShiftRefusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShiftRefusal::NotTheSameMonths(before, after) => {
                let (before, after) = (before.calendar(), after.calendar());
                write!(out, "{before} and {after} are not the same months of an earlier and a later year")
            }
            ShiftRefusal::PlanAgainstActual => out.write_str("a plan is compared with what was done"),
            ShiftRefusal::TooLarge => TooLarge.fmt(out),
        }
    }
}

impl core::error::Error for ShiftRefusal {}
