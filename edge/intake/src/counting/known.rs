//! What an agreement and a `counting.yaml` know beforehand of the files that come.

use super::CountingText;
use crate::names::Names;
use crate::submission::{Answer, Known};
use accordant_agreement::Agreement;
use accordant_agreement::terms::InputKind;
use std::collections::BTreeMap;

impl CountingText {
    /// The codes of organisations, and the measures whose value is a word or a day.
    pub fn known(&self, agreement: &Agreement) -> Known {
        Known {
            providers: self.activity.organisations.keys().cloned().collect(),
            answers: self.answers(agreement),
            ..Known::default()
        }
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
