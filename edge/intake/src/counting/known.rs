//! What an agreement and a `counting.yaml` know beforehand of the files that come.

use super::CountingText;
use crate::names::Names;
use crate::submission::{Answer, Known};
use accordant_activity::Side;
use accordant_activity::counting::{Counted, Figure};
use accordant_agreement::Agreement;
use accordant_agreement::particulars::Role;
use accordant_agreement::terms::InputKind;
use std::collections::{BTreeMap, BTreeSet};

/// The scheme of the codes of the Organisation Data Service.
const ODS: &str = "ods";

impl CountingText {
    /// The codes of organisations and of points of delivery, and the measures whose value is a word or a day.
    pub fn known(&self, agreement: &Agreement) -> Known {
        // Whose codes are nowhere said sends files as anybody.
        let is_said = !self.activity.organisations.is_empty();
        let reads = |counted: &Counted| counted.figure == Figure::Price && counted.side == Side::Actual;
        Known {
            providers: if is_said { self.codes(agreement, Role::Provider) } else { BTreeSet::new() },
            commissioners: self.codes(agreement, Role::Commissioner),
            points_of_delivery: self.points_of_delivery(),
            answers: self.answers(agreement),
            reads_prices: Some(self.activity.inputs.iter().any(reads)),
        }
    }

    /// The codes of the parties that ever hold a role: as counting names them, and of the Organisation Data Service.
    fn codes(&self, agreement: &Agreement, role: Role) -> BTreeSet<String> {
        let parties = || agreement.particulars.parties.iter().filter(|party| party.ever_holds(role));
        let named = self.activity.organisations.iter();
        let named = named.filter(|(_, party)| parties().any(|holder| holder.name == **party));
        let identified = parties().flat_map(|party| &party.identifiers);
        let identified = identified.filter(|(scheme, _)| scheme.eq_ignore_ascii_case(ODS));
        named.map(|(code, _)| code.clone()).chain(identified.map(|(_, code)| code.clone())).collect()
    }

    /// The points of delivery that services and steps name. A service that names none may be delivered at any.
    fn points_of_delivery(&self) -> BTreeSet<String> {
        let services = &self.activity.services;
        if services.iter().any(|(_, fits)| fits.points_of_delivery.is_empty()) || services.is_empty() {
            return BTreeSet::new();
        }
        let of_services = services.iter().flat_map(|(_, fits)| fits.points_of_delivery.iter());
        of_services.chain(self.steps.points_of_delivery.keys()).cloned().collect()
    }

    fn answers(&self, agreement: &Agreement) -> BTreeMap<String, Answer> {
        let Some(terms) = &agreement.terms else { return BTreeMap::new() };
        let names = Names::new(terms);
        let answer = |kind: &InputKind| match kind {
            InputKind::Choice(words) => Some(Answer::Words(words.clone())),
            InputKind::Quantity(unit) => unit.is_date().then_some(Answer::Day),
        };
        // A measure may bear the name of an input, unless the text says that it is another.
        let plain = terms.inputs.iter().map(|input| (input.name.as_str(), input.name.as_str()));
        let said = self.measures.iter();
        let said = said.filter_map(|(measure, of)| Some((measure.as_str(), of.value.as_deref()?)));
        let by_name: BTreeMap<&str, &str> =
            plain.filter(|(name, _)| !self.measures.contains_key(*name)).chain(said).collect();
        let answered = by_name.into_iter().filter_map(|(measure, input)| {
            let asked = names.asked(input).ok()?;
            Some((measure.to_string(), answer(&asked.kind)?))
        });
        answered.collect()
    }
}
