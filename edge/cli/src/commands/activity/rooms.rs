//! `activity rooms`: sessions of leased rooms against their use, and what the unused ones cost.

use super::counted_by;
use super::held::{exact, months, number};
use super::sessions::{Place, Use, held, too_large};
use crate::print::{Face, data};
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::{Months, TooLarge, Total};
use accordant_documents::figures;
use accordant_intake::counting::CountingText;
use accordant_money::{Currency, Exact, Number, Rounding, format_money};
use clap::ArgMatches;
use std::collections::BTreeMap;

/// Shows how rooms are used.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let counting = counted_by(&alliance, &state)?.unwrap_or_default();
    let within = months(asked, "months")?;
    let mut held = held(&alliance, &state, &counting)?;
    held.retain(|place, _| within.is_none_or(|within| within.contains(place.month)));
    if held.is_empty() {
        return Err(Stop::refusal("no sessions of rooms are held")
            .help("`accordant import FILE` takes a file with site, room, month, sessions available and sessions used"));
    }
    let by = asked.get_one::<String>("by").map_or("site", String::as_str);
    let settles = in_force(&state)?.particulars.alliance.settles.as_ref();
    let mut shown = Shown {
        by,
        within: spanned(&held),
        groups: BTreeMap::new(),
        currency: settles.and_then(|it| it.currency),
    };
    for (place, one) in &held {
        let group = shown.groups.entry(named(by, place, &counting)).or_default();
        group.add(one).map_err(too_large)?;
    }
    data(&if face.is_json() { shown.json() } else { shown.laid(face) });
    Ok(Ended::Done)
}

/// What rooms together come to.
#[derive(Default)]
struct Group {
    all: Use,
    /// What unused sessions cost, where it is known.
    unused_cost: Option<Exact>,
    unknown: usize,
}

impl Group {
    fn add(&mut self, one: &Use) -> Result<(), TooLarge> {
        self.all = std::mem::take(&mut self.all).with(one)?;
        match one.unused_cost() {
            Some(cost) => {
                let so_far = self.unused_cost.take().unwrap_or_else(Exact::zero);
                self.unused_cost = Some(so_far.plus(&cost).map_err(|_| TooLarge)?);
            }
            None => self.unknown += 1,
        }
        Ok(())
    }

    /// What unused sessions cost, if it is known of every room.
    fn whole_cost(&self) -> Option<&Exact> {
        self.unused_cost.as_ref().filter(|_| self.unknown == 0)
    }

    fn rows(&self) -> String {
        let rows: Vec<String> = self.all.rows.iter().map(|(file, rows)| format!("{file} {rows}")).collect();
        format!("rows: {}", rows.join("; "))
    }
}

struct Shown<'a> {
    by: &'a str,
    within: Option<Months>,
    groups: BTreeMap<String, Group>,
    currency: Option<Currency>,
}

impl Shown<'_> {
    fn laid(&self, face: Face) -> String {
        let mut sheet = Sheet::default();
        let within = self.within.map(Months::calendar).unwrap_or_default();
        sheet.heading(format!("Sessions of rooms by {}, {within}", self.by));
        for (name, group) in &self.groups {
            let share = group
                .all
                .share()
                .map_or_else(|| "not known".to_string(), |share| format!("{} used", percent(&share)));
            let mut fact = Fact::new(name.as_str(), share);
            let said =
                |total: &Total| total.known().map_or_else(|| "a number not published".to_string(), number);
            fact.notes.push(format!(
                "{} of {} sessions used",
                said(&group.all.used),
                said(&group.all.available)
            ));
            fact.notes.push(match (group.all.lease.known(), group.whole_cost()) {
                (None, _) => "the cost of the lease is not published".to_string(),
                (Some(lease), Some(unused)) => {
                    format!("lease {}, of which {} for sessions not used", self.money(&lease.to_exact()), self.money(unused))
                }
                (Some(lease), None) => format!(
                    "lease {}; what unused sessions cost is not known, for a room says no number or had no session",
                    self.money(&lease.to_exact())
                ),
            });
            fact.notes.push(group.rows());
            sheet.fact(fact);
        }
        sheet.shown(face)
    }

    fn json(&self) -> String {
        let known = |total: &Total| Json::maybe(total.known().map(|value| value.to_string()));
        let one = |(name, group): (&String, &Group)| {
            let rows = group.all.rows.iter().map(|(file, rows)| {
                Json::Map(vec![("file", Json::text(file.as_str())), ("rows", Json::text(rows.to_string()))])
            });
            Json::Map(vec![
                ("name", Json::text(name.as_str())),
                ("available", known(&group.all.available)),
                ("used", known(&group.all.used)),
                ("share_used", Json::maybe(group.all.share().as_ref().map(exact))),
                ("lease", known(&group.all.lease)),
                ("unused_cost", Json::maybe(group.whole_cost().map(exact))),
                ("rows", Json::List(rows.collect())),
            ])
        };
        Json::Map(vec![
            ("by", Json::text(self.by)),
            ("months", Json::maybe(self.within.map(Months::calendar))),
            ("groups", Json::List(self.groups.iter().map(one).collect())),
        ])
        .document()
    }

    fn money(&self, amount: &Exact) -> String {
        match self.currency {
            Some(currency) => format_money(amount, currency, currency.minor_digits()),
            None => figures::number(amount),
        }
    }
}

/// To one place: a room is not used to a thousandth.
fn percent(share: &Exact) -> String {
    let hundredfold = share.times(&Exact::from_i128(100)).unwrap_or_else(|_| share.clone());
    let rounded =
        Exact::parse_decimal(&hundredfold.decimal(1, Rounding::HalfAwayFromZero)).unwrap_or(hundredfold);
    format!("{}%", figures::number(&rounded))
}

fn spanned(held: &BTreeMap<Place, Use>) -> Option<Months> {
    let months = || held.keys().map(|place| place.month);
    Months::new(months().min()?, months().max()?)
}

fn named(by: &str, place: &Place, counting: &CountingText) -> String {
    let site = place.site_name(counting);
    let site = site.map_or_else(|| place.site.clone(), |name| format!("{name} ({})", place.site));
    match by {
        "party" => place.party.as_deref().unwrap_or("party not said").to_string(),
        "room" => format!("{site}, {}", place.room),
        "month" => place.month.calendar(),
        _ => site,
    }
}
