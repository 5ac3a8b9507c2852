//! How parties, pools and figures are called on every face.

use accordant_agreement::Agreement;
use accordant_agreement::terms::{Account, Origin};
use accordant_settlement::{FactUsed, Reason, Statement};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The titles of parties and services by their short names.
#[derive(Debug, Clone, Default)]
pub struct Names<'a> {
    parties: BTreeMap<&'a str, &'a str>,
    services: BTreeMap<&'a str, &'a str>,
    books: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    /// The names of an agreement.
    pub fn new(agreement: &'a Agreement) -> Names<'a> {
        let parties =
            agreement.particulars.parties.iter().map(|party| (party.name.as_str(), party.title.as_str()));
        let services = agreement.particulars.services.iter();
        let services = services.map(|service| (service.name.as_str(), service.title.as_str()));
        let pools = agreement.terms.iter().flat_map(|terms| &terms.pools);
        let books = pools.filter_map(|pool| Some((pool.name.as_str(), pool.in_books_of.as_deref()?)));
        Names { parties: parties.collect(), services: services.collect(), books: books.collect() }
    }

    /// In whose books an account lies: a pool's party where the agreement names one, else the account itself.
    pub fn holder(&self, account: &Account) -> Account {
        match account {
            Account::Pool(name) => {
                let party = self.books.get(name.as_str()).map(|party| Account::Party((*party).to_string()));
                party.unwrap_or_else(|| account.clone())
            }
            other => other.clone(),
        }
    }

    /// A pool as it stands within a sentence; nothing for another account.
    pub(crate) fn pool(&self, account: &Account) -> String {
        if let Account::Pool(name) = account { pool_title(name) } else { String::new() }
    }

    /// The full name of a party.
    pub fn party(&self, name: &'a str) -> &'a str {
        self.parties.get(name).copied().unwrap_or(name)
    }

    /// An account as it stands within a sentence: `the builder`, `the pool fund`, `outside the alliance`.
    pub fn account(&self, account: &'a Account) -> String {
        match account {
            Account::Party(name) => within_sentence(self.party(name)),
            Account::Pool(name) => pool_title(name),
            Account::Outside => "outside the alliance".to_string(),
            Account::Current(_) | Account::Responsible(_) => "nobody".to_string(),
        }
    }

    /// An address in words: `provider_gain[builder]` as `provider gain, the builder`.
    pub fn address(&self, address: &str) -> String {
        let Some((name, elements)) = address.split_once('[') else { return humanised(address) };
        let elements = elements.trim_end_matches(']');
        match name {
            "value" => humanised(elements),
            "score" => format!("score of {}", humanised(elements)),
            _ => {
                let named: Vec<String> = elements.split(", ").map(|element| self.element(element)).collect();
                format!("{}, {}", humanised(name), named.join(", "))
            }
        }
    }

    /// What a figure is called: its own words, with the element that it is for; its name where it has none.
    pub fn figure(&self, reason: &Reason) -> String {
        match (&reason.says, reason.origin) {
            (Some(says), Origin::Score) if reason.address.contains('[') => format!("Score: {says}"),
            // The columns of one table share what it says, so each goes by its own name.
            (Some(_), Origin::Column) => sentence_case(&self.address(&reason.address)),
            (Some(says), _) => self.with_elements(says, &reason.address),
            (None, _) => sentence_case(&self.address(&reason.address)),
        }
    }

    /// What is to be said of a figure or fact beside its name: nothing where that would say the name again.
    pub fn beside(&self, address: &str, says: Option<&str>) -> Option<String> {
        let name = address.split_once('[').map_or(address, |(name, _)| name);
        let says = says?;
        (!says.eq_ignore_ascii_case(&humanised(name)) && says != self.address(address))
            .then(|| says.to_string())
    }

    /// What a posting is called.
    pub fn posting(&self, statement: &Statement) -> String {
        match &statement.share.says {
            Some(says) => self.with_elements(says, &statement.share.address),
            None => sentence_case(&self.address(&statement.share.address)),
        }
    }

    /// What a posting is called in the list of an account, which need not be named again.
    pub fn posting_of(&self, statement: &Statement, account: &'a Account) -> String {
        let name = self.posting(statement);
        let own = self.account(account);
        let shorter = [format!(", {own}"), format!(": {own}")].iter().find_map(|end| name.strip_suffix(end));
        shorter.map(str::to_string).unwrap_or(name)
    }

    /// What a fact is called.
    pub fn fact(&self, fact: &FactUsed) -> String {
        match &fact.says {
            Some(says) => self.with_elements(says, &fact.address),
            None => sentence_case(&self.address(&fact.address)),
        }
    }

    fn with_elements(&self, says: &str, address: &str) -> String {
        match address.split_once('[') {
            Some(("value" | "score", _)) | None => says.to_string(),
            Some((_, elements)) => {
                let elements =
                    elements.trim_end_matches(']').split(", ").map(|element| self.element(element));
                format!("{says}: {}", elements.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn element(&self, element: &str) -> String {
        let title = self.parties.get(element).or_else(|| self.services.get(element));
        title.map_or_else(|| humanised(element), |title| within_sentence(title))
    }
}

/// A pool as it stands within a sentence: `the risk pool`, `the pool reserve`.
pub fn pool_title(name: &str) -> String {
    let title = humanised(name);
    let says_so = ["pool", "fund", "budget"].iter().any(|word| title.contains(word));
    if says_so { format!("the {title}") } else { format!("the pool {title}") }
}

/// A name with spaces.
pub fn humanised(name: &str) -> String {
    name.replace('_', " ")
}

/// With a capital at its head.
pub fn sentence_case(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// A title as it stands within a sentence: `the builder` for `The builder`.
pub fn within_sentence(title: &str) -> String {
    title.strip_prefix("The ").map_or_else(|| title.to_string(), |rest| format!("the {rest}"))
}
