//! `activity rooms`: sessions of leased rooms against their use, and what the unused ones cost.
//!
//! The rows are read again from the files that the record keeps: no fact rests on them.

use super::held::{exact, months, number};
use super::{How, again, counted_by, sheet_of};
use crate::print::{Face, data};
use crate::recorded::{Reading, in_force, open, told};
use crate::stop::{Ended, Stop};
use crate::text::json::Json;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::{Month, Months, Rows, Scaled, TooLarge, Total};
use accordant_documents::figures;
use accordant_host::{Alliance, submissions};
use accordant_intake::counting::CountingText;
use accordant_intake::submission::{Content, Kind, Known, Sessions};
use accordant_money::{Currency, Exact, Number, Rounding, format_money};
use clap::ArgMatches;
use std::collections::BTreeMap;

/// Site, room, month and user.
type Place = (String, String, Month, Option<String>);

/// Shows how rooms are used.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let counting = counted_by(&alliance, &state)?.unwrap_or_default();
    let within = months(asked, "months")?;
    let entries = submissions(&state).filter(|(batch, import)| {
        batch.withdrawn.is_none() && Kind::parse(&import.kind) == Some(Kind::Sessions)
    });
    let mut held: BTreeMap<Place, Use> = BTreeMap::new();
    for (batch, import) in entries {
        for (place, said) in of_entry(&alliance, batch.entry)? {
            // Rows that were refused and mended add to what was taken over; any other file stands in its place.
            let before = held.remove(&place).filter(|_| import.adds).unwrap_or_default();
            held.insert(place, before.with(&said).map_err(too_large)?);
        }
    }
    held.retain(|(_, _, month, _), _| within.is_none_or(|within| within.contains(*month)));
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

/// What the files of an entry say, read as they were when they came.
fn of_entry(alliance: &Alliance, entry: u64) -> Result<BTreeMap<Place, Use>, Stop> {
    let mut uses: BTreeMap<Place, Use> = BTreeMap::new();
    let Some(submitted) = alliance.submission(entry).map_err(told::stop)? else { return Ok(uses) };
    let sheet = sheet_of(&submitted.report).map(str::to_string);
    for (name, bytes) in submitted.files {
        let bytes = bytes.ok_or_else(|| {
            Stop::refusal(format!(
                "`{name}` of entry {entry} is not kept any more, so its sessions are not known"
            ))
            .help("ask whoever sent it to send it again, or undo the entry with `accordant imports undo`")
        })?;
        let how = How { kind: Some(Kind::Sessions), sheet: sheet.clone(), is_held: true, ..How::default() };
        let read = again(name.clone(), bytes, how, &Known::default(), None)?;
        let Content::Sessions(all) = read.content else { continue };
        for one in all {
            let place = (one.site.clone(), one.room.clone(), one.month, one.party.clone());
            let so_far = uses.entry(place).or_default();
            so_far.plus(&one, &name).map_err(too_large)?;
        }
    }
    Ok(uses)
}

/// What is said of a room in a month.
#[derive(Default, Clone)]
struct Use {
    available: Total,
    used: Total,
    lease: Total,
    rows: BTreeMap<String, Rows>,
}

impl Use {
    /// Adds a line: of several days of a month each has its own.
    fn plus(&mut self, line: &Sessions, file: &str) -> Result<(), TooLarge> {
        self.available = self.available.plus(&Total::of(line.available))?;
        self.used = self.used.plus(&Total::of(line.used))?;
        self.lease = self.lease.plus(&Total::of(line.lease))?;
        self.rows.entry(file.to_string()).or_default().add(line.row);
        Ok(())
    }

    /// Both together.
    fn with(mut self, other: &Use) -> Result<Use, TooLarge> {
        self.available = self.available.plus(&other.available)?;
        self.used = self.used.plus(&other.used)?;
        self.lease = self.lease.plus(&other.lease)?;
        for (file, rows) in &other.rows {
            self.rows.entry(file.clone()).or_default().add_all(rows);
        }
        Ok(self)
    }

    /// What the sessions cost that were not used: their part of the lease. Nothing if that is not known, or if there was
    /// no session that could have been used.
    fn unused_cost(&self) -> Option<Exact> {
        let (available, used, lease) = (self.available.known()?, self.used.known()?, self.lease.known()?);
        let unused = available.minus(used).ok()?.max(Scaled::ZERO);
        unused.to_exact().times(&lease.to_exact()).ok()?.divided_by(&available.to_exact()).ok()
    }
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

    /// How much of what was available was used.
    fn share(&self) -> Option<Exact> {
        self.all.used.known()?.to_exact().divided_by(&self.all.available.known()?.to_exact()).ok()
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
                ("share_used", Json::maybe(group.share().as_ref().map(exact))),
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

fn too_large(problem: TooLarge) -> Stop {
    Stop::fault(problem.to_string())
}

/// To one place: a room is not used to a thousandth.
fn percent(share: &Exact) -> String {
    let hundredfold = share.times(&Exact::from_i128(100)).unwrap_or_else(|_| share.clone());
    let rounded =
        Exact::parse_decimal(&hundredfold.decimal(1, Rounding::HalfAwayFromZero)).unwrap_or(hundredfold);
    format!("{}%", figures::number(&rounded))
}

fn spanned(held: &BTreeMap<Place, Use>) -> Option<Months> {
    let months = || held.keys().map(|(_, _, month, _)| *month);
    Months::new(months().min()?, months().max()?)
}

fn named(by: &str, (site, room, month, party): &Place, counting: &CountingText) -> String {
    let known = counting.sites.get(site).and_then(|known| known.name.as_deref());
    let site = known.map_or_else(|| site.clone(), |name| format!("{name} ({site})"));
    match by {
        "party" => party
            .as_deref()
            .map_or("party not said", |party| counting.activity.party(party).unwrap_or(party))
            .to_string(),
        "room" => format!("{site}, {room}"),
        "month" => month.calendar(),
        _ => site,
    }
}
