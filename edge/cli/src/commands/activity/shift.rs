//! `activity shift`: what moved from hospital to the community between the same months of two years, by site.

use super::held::{Held, months};
use super::{shift_json, shift_svg, shift_text};
use crate::print::{Face, data};
use crate::recorded::Reading;
use crate::stop::{Ended, Stop};
use accordant_activity::{
    Month, Months, Moved, MovedMoney, Period, Scaled, Setting, SettingTotals, Shift, StatedBreak, Stranded,
    TooLarge, Valued, Year, shift,
};
use accordant_intake::counting::StrandedText;
use clap::ArgMatches;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Shows the shift of each service, or of the one that is asked for.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let held = Held::of(asked, reading)?;
    let (from, to) = periods(asked, &held)?;
    let services = asked_services(asked, &held)?;
    let valued = held.valued();
    let mut shifts = Vec::new();
    for (name, title) in services {
        let of = OfService::read(&held, &valued, (from, to), (name, title))?;
        // A service of which nothing is held in either year has no shift to show, unless it is asked for by name.
        if of.is_held() || asked.contains_id("service") {
            shifts.push(of);
        }
    }
    let shown = Shown { held: &held, from, to, shifts };
    if let Some(file) = asked.get_one::<PathBuf>("svg") {
        shift_svg::drawn(&shown, file)?;
    }
    data(&if face.is_json() { shift_json::document(&shown) } else { shift_text::laid(&shown, face) });
    Ok(Ended::Done)
}

/// What is shown.
pub struct Shown<'a> {
    /// The activity that it rests on.
    pub held: &'a Held,
    /// The earlier months.
    pub from: Months,
    /// The later months.
    pub to: Months,
    /// Each service.
    pub shifts: Vec<OfService<'a>>,
}

/// The shift of a service.
pub struct OfService<'a> {
    /// Its name in the agreement.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Site by site.
    pub shift: Shift<'a>,
    /// What the compared sites of each setting come to.
    pub settings: BTreeMap<Setting, SettingTotals>,
    /// How much moved; nothing where no hospital can be compared, or nothing outside, and that may be all that is missing.
    pub moved: Option<Moved>,
    /// What that costs at both ends.
    pub money: MovedMoney,
    /// What stays where it left.
    pub stranded: Stranded,
}

impl<'a> OfService<'a> {
    fn read(
        held: &'a Held,
        valued: &Valued<'a>,
        (from, to): (Months, Months),
        (name, title): (String, String),
    ) -> Result<OfService<'a>, Stop> {
        let sites = &held.counting.sites;
        let breaks: Vec<StatedBreak> = sites.values().flat_map(|site| site.breaks.clone()).collect();
        let (before, after) = (Period { months: from, valued }, Period { months: to, valued });
        let is_of_it =
            |key: &accordant_activity::Key| held.counting.activity.service(key) == Some(name.as_str());
        let setting = |site: &str| sites.get(site).map(|site| site.setting);
        let shift = shift(before, after, is_of_it, setting, &breaks).map_err(|refusal| {
            Stop::wrong_use(refusal.to_string()).help("write `--from 2025-04..2025-09 --to 2026-04..2026-09`")
        })?;
        let settings = shift.settings().map_err(too_large)?;
        let moved = shift.moved().map_err(too_large)?;
        let has = |hospital: bool| settings.keys().any(|setting| (*setting == Setting::Hospital) == hospital);
        let is_known = matches!(moved, Moved::Whole(_)) || (has(true) && has(false));
        let moved = is_known.then_some(moved);
        let money = shift.moved_money().map_err(too_large)?;
        let stranded = shift.stranded(|site| {
            stated(held, site, &name).filter(|stated| holds_for(stated, to)).map(|stated| stated.term)
        });
        Ok(OfService { name, title, shift, settings, moved, money, stranded })
    }

    fn is_held(&self) -> bool {
        let rows = self.shift.not_published_before.rows + self.shift.not_published_after.rows;
        rows > 0 || !self.shift.sites.is_empty() || !self.shift.aside.is_empty()
    }

    /// How much moved, if anything did.
    pub fn amount_moved(&self) -> Option<Scaled> {
        self.moved.map(Moved::activity).filter(|moved| *moved > Scaled::ZERO)
    }
}

/// What is stated of the cost that stays at a site when activity of a service leaves.
pub fn stated<'a>(held: &'a Held, site: &str, service: &str) -> Option<&'a StrandedText> {
    held.counting.sites.get(site)?.stranded.get(service)
}

/// A figure is stated for months, and says nothing of others.
pub fn holds_for(stated: &StrandedText, months: Months) -> bool {
    stated.months.is_none_or(|stated| stated == months)
}

/// Earlier and later months: those that are asked for, or else the latest year as far as it is held, and the year before.
fn periods(asked: &ArgMatches, held: &Held) -> Result<(Months, Months), Stop> {
    let to = match (months(asked, "from")?, months(asked, "to")?) {
        (Some(from), Some(to)) => return known(from, to, held),
        (Some(from), None) => return known(from, years_on(from, 1)?, held),
        (None, Some(to)) => to,
        (None, None) => held.latest_year()?,
    };
    known(years_on(to, -1)?, to, held)
}

/// Nothing at all of a year is no activity that moved.
fn known(from: Months, to: Months, held: &Held) -> Result<(Months, Months), Stop> {
    for months in [from, to] {
        if !held.cells.iter().any(|cell| months.contains(cell.key.month)) {
            let all = held.months().map(Months::calendar).unwrap_or_default();
            return Err(Stop::refusal(format!(
                "nothing is held of {}, so it cannot be compared",
                months.calendar()
            ))
            .help(format!("activity is held of {all}; name others with `--from` and `--to`")));
        }
    }
    Ok((from, to))
}

fn years_on(months: Months, years: i16) -> Result<Months, Stop> {
    let moved = |month: Month| Month::new(Year::starting(month.year().starts() + years)?, month.number());
    let both = moved(months.first()).zip(moved(months.last()));
    both.and_then(|(first, last)| Months::new(first, last))
        .ok_or_else(|| Stop::wrong_use(format!("there is no year beside {}", months.calendar())))
}

fn asked_services(asked: &ArgMatches, held: &Held) -> Result<Vec<(String, String)>, Stop> {
    let services = held.services()?;
    let Some(wanted) = asked.get_one::<String>("service") else { return Ok(services) };
    let found: Vec<(String, String)> = services.iter().filter(|(name, _)| name == wanted).cloned().collect();
    if found.is_empty() {
        let known: Vec<&str> = services.iter().map(|(name, _)| name.as_str()).collect();
        return Err(Stop::wrong_use(format!("no line is counted as `{wanted}`"))
            .help(format!("it is one of {}", known.join(", "))));
    }
    Ok(found)
}

fn too_large(problem: TooLarge) -> Stop {
    Stop::fault(problem.to_string())
}
