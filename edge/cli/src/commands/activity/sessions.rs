//! Sessions of leased rooms as the files that count say: each room by month and user.
//!
//! The rows are read again from the files that the record keeps: no fact rests on them. Start with [`held`].

use super::{How, again, sheet_of};
use crate::recorded::told;
use crate::stop::Stop;
use accordant_activity::{Month, Rows, Scaled, TooLarge, Total};
use accordant_alliance::State;
use accordant_host::{Alliance, submissions};
use accordant_intake::counting::CountingText;
use accordant_intake::submission::{Content, Kind, Known, Sessions};
use accordant_money::{Exact, Number};
use std::collections::{BTreeMap, BTreeSet};

/// Of which sessions a file tells.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The site, as it was sent.
    pub site: String,
    /// The room.
    pub room: String,
    /// The month.
    pub month: Month,
    /// Who uses it, if that is said: as the agreement knows the party, or as it was sent.
    pub party: Option<String>,
}

impl Place {
    /// The name of the site, if the text by which files are counted knows it.
    pub fn site_name<'a>(&self, counting: &'a CountingText) -> Option<&'a str> {
        counting.sites.get(&self.site)?.name.as_deref()
    }
}

/// The sessions that are held, each as the last file says that counts. A user is one party by whichever of its names and
/// codes a file calls it.
pub fn held(
    alliance: &Alliance,
    state: &State,
    counting: &CountingText,
) -> Result<BTreeMap<Place, Use>, Stop> {
    let entries = submissions(state).filter(|(batch, import)| {
        batch.withdrawn.is_none() && Kind::parse(&import.kind) == Some(Kind::Sessions)
    });
    let mut held: BTreeMap<Place, Use> = BTreeMap::new();
    for (batch, import) in entries {
        for (place, said) in of_entry(alliance, batch.entry, counting)? {
            // Rows that were refused and mended add to what was taken over; any other file stands in its place.
            let before = held.remove(&place).filter(|_| import.adds).unwrap_or_default();
            held.insert(place, before.with(&said).map_err(too_large)?);
        }
    }
    Ok(held)
}

/// What the files of an entry say, read as they were when they came.
fn of_entry(alliance: &Alliance, entry: u64, counting: &CountingText) -> Result<BTreeMap<Place, Use>, Stop> {
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
        for line in all {
            let place = Place {
                site: line.site.clone(),
                room: line.room.clone(),
                month: line.month,
                party: line
                    .party
                    .as_ref()
                    .map(|party| counting.activity.party(party).unwrap_or(party).to_string()),
            };
            let so_far = uses.entry(place).or_default();
            so_far.plus(&line, &name).map_err(too_large)?;
            so_far.entries.insert(entry);
        }
    }
    Ok(uses)
}

/// What is said of a room in a month.
#[derive(Debug, Default, Clone)]
pub struct Use {
    /// In how many sessions it can be used.
    pub available: Total,
    /// In how many it was.
    pub used: Total,
    /// What leasing it costs.
    pub lease: Total,
    /// The rows that say so, by file.
    pub rows: BTreeMap<String, Rows>,
    /// The entries with which these came.
    pub entries: BTreeSet<u64>,
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
    pub fn with(mut self, other: &Use) -> Result<Use, TooLarge> {
        self.available = self.available.plus(&other.available)?;
        self.used = self.used.plus(&other.used)?;
        self.lease = self.lease.plus(&other.lease)?;
        for (file, rows) in &other.rows {
            self.rows.entry(file.clone()).or_default().add_all(rows);
        }
        self.entries.extend(&other.entries);
        Ok(self)
    }

    /// How much of what was available was used. Nothing if that is not known, or if nothing was available.
    pub fn share(&self) -> Option<Exact> {
        self.used.known()?.to_exact().divided_by(&self.available.known()?.to_exact()).ok()
    }

    /// What the sessions cost that were not used: their part of the lease. Nothing if that is not known, or if there was
    /// no session that could have been used.
    pub fn unused_cost(&self) -> Option<Exact> {
        let (available, used, lease) = (self.available.known()?, self.used.known()?, self.lease.known()?);
        let unused = available.minus(used).ok()?.max(Scaled::ZERO);
        unused.to_exact().times(&lease.to_exact()).ok()?.divided_by(&available.to_exact()).ok()
    }
}

/// A sum that cannot be held.
pub fn too_large(problem: TooLarge) -> Stop {
    Stop::fault(problem.to_string())
}
