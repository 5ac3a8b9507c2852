//! Of what a return speaks: whose, of which days, and what. The record keeps it with the import, so that a final return
//! closes what it covers, and the calendar knows what came without reading the file again.

use crate::load;
use accordant_activity::counting::Counting;
use accordant_agreement::Agreement;
use accordant_alliance::event::Covered;
use accordant_facts::{Days, named};
use accordant_intake::period::read_period;
use accordant_intake::submission::Content;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Of what the content speaks, in order and each once; nothing of contract monitoring, which is sent for scopes. A period
/// that the agreement does not know is left out: its rows are in no fact, and that is told.
pub fn covers(content: &Content, agreement: &Agreement, counting: &Counting) -> Vec<Covered<'static>> {
    let periods = load::named_days(&load::periods(agreement));
    let days = |period: &str| read_period(period, &periods).ok();
    let one = |party: Option<&str>, days: Option<Days>, of: String| {
        let party = party.map(|party| party_behind(party, agreement, counting));
        let whose = party.map(|party| Cow::Owned(party.to_string()));
        days.map(|days| Covered { party: whose, days: Cow::Owned(days.to_string()), of: Cow::Owned(of) })
    };
    let all: BTreeSet<Covered<'static>> = match content {
        Content::Cells(_) => BTreeSet::new(),
        Content::Waits(waits) => {
            let keys = waits.keys();
            keys.filter_map(|key| one(Some(&key.provider), key.month.days(), "waiting times".to_string()))
                .collect()
        }
        Content::Costs(lines) => {
            let lines = lines.iter();
            lines
                .filter_map(|cost| one(Some(&cost.party), days(&cost.period), cost.service.clone()))
                .collect()
        }
        Content::Facts(facts) => {
            let facts = facts.iter();
            facts
                .filter_map(|fact| one(fact.owner.as_deref(), Some(fact.days), named(&fact.name, &fact.of)))
                .collect()
        }
        Content::Sessions(rooms) => {
            let of = |site: &str, room: &str| format!("{site}, {room}");
            let rooms = rooms.iter();
            rooms
                .filter_map(|room| one(room.party.as_deref(), room.month.days(), of(&room.site, &room.room)))
                .collect()
        }
        Content::Measures(values) => {
            let values = values.iter();
            values
                .filter_map(|value| one(value.party.as_deref(), days(&value.period), value.measure.clone()))
                .collect()
        }
    };
    all.into_iter().collect()
}

/// A party by its name or by a code of its own; the text itself where it is neither.
fn party_behind<'a>(text: &'a str, agreement: &'a Agreement, counting: &'a Counting) -> &'a str {
    let by_name = agreement.particulars.parties.iter().any(|party| party.name == text);
    if by_name { text } else { counting.party(text).unwrap_or(text) }
}
