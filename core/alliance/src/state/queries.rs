//! What is remembered of queries.

use super::State;
use crate::event::{QueryAnswered, QueryClosed, QueryRaised, Words};
use accordant_money::Currency;
use accordant_record::Header;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A query about a row that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryEntry {
    /// The entry that raised it; by it the query is known.
    pub entry: u64,
    /// When it was recorded.
    pub at: String,
    /// Who raised it, as an opaque reference.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// Which row, and what it says.
    pub body: QueryRaised,
    /// What is asked.
    pub reason: Words,
    /// The answers, in their order.
    pub replies: Vec<Reply>,
    /// Its end, once it came to one.
    pub closed: Option<Closing>,
}

/// An answer to a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The entry.
    pub entry: u64,
    /// Who answered, as an opaque reference.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// The day, where the alliance is.
    pub day: String,
    /// The answer.
    pub reply: Words,
}

/// The end of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// The entry.
    pub entry: u64,
    /// Who closed it, as an opaque reference.
    pub actor: String,
    /// For which party.
    pub seat: Option<String>,
    /// How it ended.
    pub body: QueryClosed,
}

impl QueryEntry {
    /// Whether it has not come to its end.
    pub const fn is_open(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it is about that row of that import.
    pub const fn is_about(&self, import: u64, row: u64) -> bool {
        self.body.import == import && self.body.row == row
    }

    /// The words of it that an entry said.
    pub(super) fn words_of(&mut self, entry: u64) -> Option<&mut Words> {
        if self.entry == entry {
            return Some(&mut self.reason);
        }
        self.replies.iter_mut().find(|reply| reply.entry == entry).map(|reply| &mut reply.reply)
    }
}

impl State {
    /// The query that an entry raised.
    pub fn query(&self, entry: u64) -> Option<&QueryEntry> {
        self.kept.queries.iter().find(|query| query.entry == entry)
    }

    /// The one currency of the agreement, if it names one.
    pub fn currency(&self) -> Option<Currency> {
        let (_, agreement) = self.latest_text()?;
        agreement.particulars.alliance.settles.as_ref()?.currency
    }

    pub(super) fn asked(&mut self, entry: u64, header: &Header, body: QueryRaised, reason: Words) {
        self.kept.queries.push(QueryEntry {
            entry,
            at: header.at.to_string(),
            actor: header.actor.clone(),
            seat: header.seat.clone(),
            body,
            reason,
            replies: Vec::new(),
            closed: None,
        });
    }

    pub(super) fn answered(
        &mut self,
        entry: u64,
        header: &Header,
        body: QueryAnswered,
        reply: Words,
    ) -> Result<(), String> {
        let (actor, seat) = (header.actor.clone(), header.seat.clone());
        let Some(query) = self.raised(body.query)? else { return Ok(()) };
        query.replies.push(Reply { entry, actor, seat, day: body.day, reply });
        Ok(())
    }

    pub(super) fn query_closed(
        &mut self,
        entry: u64,
        header: &Header,
        body: QueryClosed,
    ) -> Result<(), String> {
        let (actor, seat) = (header.actor.clone(), header.seat.clone());
        let Some(query) = self.raised(body.query)? else { return Ok(()) };
        query.closed = Some(Closing { entry, actor, seat, body });
        Ok(())
    }

    /// The query that an entry raised; nothing for a reader from whom that entry is kept.
    fn raised(&mut self, entry: u64) -> Result<Option<&mut QueryEntry>, String> {
        let is_unseen = self.kept.unseen.iter().any(|unseen| unseen.entry == entry);
        let query = self.kept.queries.iter_mut().find(|query| query.entry == entry);
        if query.is_none() && !is_unseen {
            return Err(format!("entry {entry} raised no query"));
        }
        Ok(query)
    }
}
