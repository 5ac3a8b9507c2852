//! Key result areas and measures: values, scores, means (M21).

use super::Resolver;
use super::declare::{Draft, Head, Named, ScoreOf, entries, text};
use super::line::Ruled;
use super::scope::Scope;
use crate::formula::words;
use crate::problem::{Place, nearest};
use crate::shape::wrong::either;
use crate::terms::{
    Better, Between, Expr, ExprKind, Input, InputId, InputKind, Ladder, Level, LineId, Missing,
    MissingMeasure, Origin, Rule, SoftLanding, Subject, Weighted,
};
use crate::tree::{Entry, Node};
use crate::unit::Unit;
use accordant_money::{Exact, Rounding};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a milestone may be.
const MILESTONE: &[&str] = &["met", "late", "missed"];

impl<'a> Resolver<'a> {
    /// Declares the values and scores of all measures, of the areas and of everything.
    pub(super) fn declare_measures(&mut self, performance: Option<&'a Node>) {
        let Some(performance) = performance else { return };
        if let Some(written) =
            performance.entry("rounding").and_then(|entry| entry.value.as_text().map(|text| (text, entry)))
        {
            match Rounding::parse(written.0) {
                Some(rule) => self.measure_rounding = rule,
                None => {
                    let help = Some("such as: rounding: half up; precision says to what".to_string());
                    let what = format!("`{}` is not a rounding of measures", written.0);
                    self.problem_at("rounding", &written.1.value, what, help);
                }
            }
        }
        self.levels_of_all = performance.entry("levels").map(|entry| &entry.value);
        self.missing_of_all = text(performance, "missing");
        let mut areas = Vec::new();
        for area in entries(Some(performance), "areas") {
            let mut scores = Vec::new();
            for measure in entries(Some(&area.value), "measures") {
                let score = self.declare_measure(performance, measure);
                if text(&measure.value, "pays").as_deref() != Some("no") {
                    scores.extend(score.map(|id| (measure, id)));
                }
            }
            if scores.is_empty() {
                continue;
            }
            let head = score_head(format!("score[{}]", area.key), area, text(&area.value, "says"));
            let id = self.declare_head(head, Draft::Mean(area.key_place.clone(), scores));
            areas.push((area, id));
        }
        let Some((first, _)) = areas.first() else { return };
        let place = first.key_place.clone();
        let head = Head {
            place: place.clone(),
            ..score_head("score".to_string(), first, Some("The overall score".to_string()))
        };
        let head = Head { clause: text(performance, "clause"), ..head };
        self.declare_head(head, Draft::Mean(place, areas));
    }

    fn declare_measure(&mut self, performance: &'a Node, measure: &'a Entry) -> Option<LineId> {
        let node = &measure.value;
        let kind = text(node, "kind").unwrap_or_default();
        let (of, says) = match kind.as_str() {
            "judged" => (ScoreOf::Agreed(self.agreed(measure, level_names(performance))), text(node, "says")),
            "milestone" => (ScoreOf::Agreed(self.agreed(measure, texts_of(MILESTONE))), text(node, "says")),
            _ => (ScoreOf::Value(self.declare_value(measure)), text(node, "says")),
        };
        if let ScoreOf::Value(_) = of
            && node.entry("levels").is_none()
        {
            if text(node, "pays").as_deref() != Some("no") && !node.is_refused() {
                let what =
                    format!("the measure `{}` has no levels, so it cannot count in the score", measure.key);
                let help = "add `levels:` with a threshold for each, or say `pays: no`".to_string();
                self.problem("levels", measure.key_place.clone(), &measure.key, what, Some(help));
            }
            return None;
        }
        let head = score_head(format!("score[{}]", measure.key), measure, says);
        Some(self.declare_head(head, Draft::Score(measure, of)))
    }

    /// The fact of a judged measure or a milestone.
    fn agreed(&mut self, measure: &Entry, words: Vec<String>) -> InputId {
        self.measure_input(measure, InputKind::Choice(words))
    }

    fn measure_input(&mut self, measure: &Entry, kind: InputKind) -> InputId {
        let id = InputId(self.inputs.len());
        self.name(&measure.key, &measure.key_place, Named::Input(id));
        let node = &measure.value;
        let missing = match self.missing_word(node).as_deref() {
            Some("last value") => Missing::LastValue,
            _ => Missing::Refuse,
        };
        let input = Input {
            says: text(node, "says"),
            clause: text(node, "clause"),
            owner: text(node, "verifier"),
            over: Some(crate::terms::Over::Same),
            missing,
            ..Input::plain(&measure.key, measure.key_place.clone(), kind)
        };
        self.inputs.push(input);
        id
    }

    fn declare_value(&mut self, measure: &'a Entry) -> LineId {
        let node = &measure.value;
        let unit = match node.entry("unit") {
            Some(written) => self.unit_of(&written.value),
            None => Some(Unit::ratio()).filter(|_| !node.is_refused()),
        };
        let input = match node.entry("is") {
            Some(_) => None,
            None => Some(self.measure_input(measure, InputKind::Quantity(unit.clone().unwrap_or_default()))),
        };
        if unit.is_none() {
            self.unsure.extend(input);
        }
        let head = Head {
            origin: Origin::Value,
            ..score_head(format!("value[{}]", measure.key), measure, text(node, "says"))
        };
        let id = self.declare_head(head, Draft::Value(measure, input));
        self.value_units.extend(unit.map(|unit| (id, unit)));
        if input.is_none() {
            self.name(&measure.key, &measure.key_place, Named::Line(id));
        }
        id
    }

    /// The value of a measure, rounded to its precision.
    pub(super) fn measured_value(
        &mut self,
        id: LineId,
        measure: &Entry,
        input: Option<InputId>,
        head: &Head,
    ) -> Option<Ruled> {
        let node = &measure.value;
        let unit = self.value_units.get(&id)?.clone();
        let (raw, said) = match (input, node.entry("is")) {
            (Some(input), _) => {
                let kind = ExprKind::Reference(Subject::Input(input), Vec::new());
                let raw = Expr {
                    unit: Some(unit.clone()),
                    place: head.place.clone(),
                    words: measure.key.replace('_', " "),
                    kind,
                };
                (raw, measure.key.replace('_', " "))
            }
            (None, Some(is)) => {
                let term = self.formula(&is.value)?;
                (self.expr_in(&term, &Scope::of(&is.value, &[]), &unit)?, words(&term))
            }
            (None, None) => return None,
        };
        let Some(precision) = node.entry("precision") else {
            return Some(Ruled { unit: Some(unit), rule: Rule::Formula(raw), words: said });
        };
        let to = self.value_in(&precision.value, &unit)?;
        if to <= Exact::zero() {
            let help = Some("write the multiple to which the value is rounded, such as 0.1".to_string());
            self.problem_at("precision", &precision.value, "a precision is above zero".to_string(), help);
            return None;
        }
        let written = precision.value.as_text().unwrap_or_default().to_string();
        let rule = self.measure_rounding;
        let place = raw.place.clone();
        let rounded = Expr {
            unit: Some(unit.clone()),
            place,
            words: said.clone(),
            kind: ExprKind::Rounded(Box::new(raw), to, rule),
        };
        let words = format!("{said}, rounded to {written}, {}", rule.words());
        Some(Ruled { unit: Some(unit), rule: Rule::Formula(rounded), words })
    }

    pub(super) fn measure_score(&mut self, measure: &Entry, of: ScoreOf) -> Option<Ruled> {
        let levels = measure.value.entry("levels");
        match of {
            ScoreOf::Value(value) => {
                let unit = self.value_units.get(&value)?.clone();
                let ladder = self.ladder(measure, levels?, &unit)?;
                if !self.ensure(value, Some(&measure.key_place)) {
                    return None;
                }
                let how = if ladder.between == Between::Step {
                    "the points of the level reached"
                } else {
                    "interpolated between the levels"
                };
                let said = format!("{}: {how}", measure.key.replace('_', " "));
                Some(Ruled { unit: Some(Unit::points()), rule: Rule::Levels(value, ladder), words: said })
            }
            ScoreOf::Agreed(input) => {
                let points = self.agreed_points(measure, input, levels)?;
                let said = format!("{}: the points of the level agreed", measure.key.replace('_', " "));
                Some(Ruled { unit: Some(Unit::points()), rule: Rule::Judged(input, points), words: said })
            }
        }
    }

    /// The points of each word that a judged measure or a milestone may be.
    fn agreed_points(
        &mut self,
        measure: &Entry,
        input: InputId,
        levels: Option<&Entry>,
    ) -> Option<Vec<(String, Exact)>> {
        let InputKind::Choice(words) = self.inputs.get(input.0)?.kind.clone() else { return None };
        if levels.is_some_and(|levels| levels.value.is_refused()) {
            return None;
        }
        if text(&measure.value, "kind").as_deref() == Some("milestone") {
            return self.milestone_points(measure, words, levels);
        }
        for level in levels.and_then(|levels| levels.value.as_map()).unwrap_or_default() {
            self.level_points(measure, &level.key, &level.key_place)?;
        }
        words
            .into_iter()
            .map(|word| Some((word.clone(), self.level_points(measure, &word, &measure.key_place)?)))
            .collect()
    }

    fn milestone_points(
        &mut self,
        measure: &Entry,
        words: Vec<String>,
        levels: Option<&Entry>,
    ) -> Option<Vec<(String, Exact)>> {
        let help = "such as: levels: { met: minimum, late: below, missed: poor }";
        for strange in levels.and_then(|levels| levels.value.as_map()).unwrap_or_default() {
            if !words.contains(&strange.key) {
                let what = format!("a milestone is never `{}`", strange.key);
                self.problem("levels", strange.key_place.clone(), &strange.key, what, Some(help.to_string()));
            }
        }
        let written: Vec<(String, Option<&Entry>)> = words
            .into_iter()
            .map(|word| (word.clone(), levels.and_then(|levels| levels.value.entry(&word))))
            .collect();
        let lacking: Vec<&str> =
            written.iter().filter(|(_, level)| level.is_none()).map(|(word, _)| word.as_str()).collect();
        if !lacking.is_empty() {
            let what = format!(
                "the milestone `{}` does not say which level it is when {}",
                measure.key,
                either(lacking)
            );
            self.problem("levels", measure.key_place.clone(), &measure.key, what, Some(help.to_string()));
            return None;
        }
        let points = written.into_iter().map(|(word, level)| {
            let level = &level?.value;
            let points = self.level_points(measure, level.as_text()?, &level.place);
            points.map(|points| (word, points))
        });
        points.collect::<Vec<_>>().into_iter().collect()
    }

    fn ladder(&mut self, measure: &Entry, levels: &Entry, unit: &Unit) -> Option<Ladder> {
        let node = &measure.value;
        let better = match text(node, "better").as_deref() {
            Some("lower") => Better::Lower,
            _ => Better::Higher,
        };
        let between = match text(node, "between").as_deref() {
            Some("linear") => Between::Linear,
            _ => Between::Step,
        };
        let mut found: Option<Vec<Level>> = Some(Vec::new());
        self.thresholds(measure, levels)?;
        for level in levels.value.as_map()? {
            match (self.level(measure, level, unit), found.as_mut()) {
                (Some(level), Some(found)) => found.push(level),
                _ => found = None,
            }
        }
        let mut sorted = found?;
        sorted.sort_by(|a, b| a.points.cmp(&b.points));
        self.ordered(levels, &sorted, better)?;
        Some(Ladder { levels: sorted, between, better })
    }

    /// Levels that say words and no threshold are those of a measure that is agreed, and is not said to be.
    fn thresholds(&mut self, measure: &Entry, levels: &Entry) -> Option<()> {
        let lacks = |level: &&Entry| {
            level.value.as_map().is_some() && level.value.entry("at").is_none() && !level.value.is_refused()
        };
        let Some(level) = levels.value.as_map()?.iter().find(lacks) else { return Some(()) };
        let what = format!("the level `{}` of `{}` says no threshold", level.key, measure.key);
        let help = "write `at:` with its threshold, or `kind: judged` if the parties agree the level";
        self.problem("levels", level.key_place.clone(), &level.key, what, Some(help.to_string()));
        None
    }

    fn level(&mut self, measure: &Entry, level: &Entry, unit: &Unit) -> Option<Level> {
        let at = level.value.entry("at").map_or(&level.value, |entry| &entry.value);
        let points = self.level_points(measure, &level.key, &level.key_place);
        let at = self.value_in(at, unit);
        Some(Level { name: level.key.clone(), at: at?, points: points?, says: text(&level.value, "says") })
    }

    /// Thresholds must be strictly ordered, from the worst level to the best.
    fn ordered(&mut self, written: &Entry, levels: &[Level], better: Better) -> Option<()> {
        for (worse, best) in levels.iter().zip(levels.iter().skip(1)) {
            let fine = match better {
                Better::Higher => worse.at < best.at,
                Better::Lower => worse.at > best.at,
            };
            if !fine {
                let (how, direction) = match better {
                    Better::Higher => ("higher", "rise"),
                    Better::Lower => ("lower", "fall"),
                };
                let what = format!(
                    "`{}` is better than `{}`, but its threshold is not {how}",
                    best.name, worse.name
                );
                let help = format!(
                    "thresholds {direction} strictly from the worst level to the best; check `better` too"
                );
                let place =
                    written.value.entry(&best.name).map_or(&written.key_place, |entry| &entry.key_place);
                self.problem("levels", place.clone(), &best.name, what, Some(help));
                return None;
            }
        }
        if levels.len() < 2 {
            let help = Some("add another level, so that one result is better than another".to_string());
            let what = "a measure has two levels or more".to_string();
            self.problem("levels", written.key_place.clone(), &written.key, what, help);
            return None;
        }
        Some(())
    }

    /// The points of a level: those of this measure, else those of all.
    fn level_points(&mut self, measure: &Entry, level: &str, place: &Place) -> Option<Exact> {
        let own = measure.value.entry("points").and_then(|points| points.value.entry(level));
        let all = own.or_else(|| self.levels_of_all.and_then(|levels| levels.entry(level)));
        let Some(entry) = all else {
            let known: Vec<&str> = self
                .levels_of_all
                .and_then(Node::as_map)
                .unwrap_or_default()
                .iter()
                .map(|e| e.key.as_str())
                .collect();
            let help = match nearest(level, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "declare it in `performance.levels` with its points".to_string(),
                None => format!("write {}, or declare it in `performance.levels`", either(known)),
            };
            if self.levels_of_all.is_some_and(|levels| !levels.is_refused()) {
                self.problem(
                    "unknown-level",
                    place.clone(),
                    level,
                    format!("unknown level `{level}`"),
                    Some(help),
                );
            }
            return None;
        };
        let node = &entry.value;
        self.value_in(node, &Unit::points())
    }

    pub(super) fn mean(&mut self, place: &Place, parts: &[(&Entry, LineId)]) -> Option<Ruled> {
        let mut weighted = Vec::new();
        let is_stated = |entry: &Entry| entry.value.is_refused() || entry.value.entry("weight").is_some();
        if parts.iter().any(|(entry, _)| is_stated(entry)) {
            for (entry, _) in parts.iter().filter(|(entry, _)| !is_stated(entry)) {
                let what = format!("`{}` has no weight, and others beside it have one", entry.key);
                let help = Some("give every one of them a weight, or none".to_string());
                self.problem("weights", entry.key_place.clone(), &entry.key, what, help);
            }
        }
        let equal = if parts.len() == 1 { "all" } else { "an equal part" };
        let mut said = Vec::new();
        for (entry, score) in parts {
            let weight = match entry.value.entry("weight") {
                Some(weight) => self.value_in(&weight.value, &Unit::ratio())?,
                None => Exact::from_i128(1),
            };
            let share = text(&entry.value, "weight").unwrap_or_else(|| equal.to_string());
            said.push(format!("{share} of {}", entry.key.replace('_', " ")));
            if !self.ensure(*score, Some(place)) {
                return None;
            }
            let missing = self.missing_part(&entry.value);
            weighted.push(Weighted { weight, score: *score, missing });
        }
        if !weighted.iter().any(|part| part.weight > Exact::zero()) {
            let what = "all these weights are zero".to_string();
            let help = Some("give at least one of them a weight above zero".to_string());
            self.problem("weights", place.clone(), "", what, help);
            return None;
        }
        Some(Ruled { unit: Some(Unit::points()), rule: Rule::Mean(weighted), words: said.join(" + ") })
    }
}

impl Resolver<'_> {
    /// What a measure says of its absence, or what all measures say.
    fn missing_word(&self, measure: &Node) -> Option<String> {
        text(measure, "missing").or_else(|| self.missing_of_all.clone())
    }

    /// What becomes of a part of a mean; an area is left out if each of its measures may be.
    fn missing_part(&self, node: &Node) -> MissingMeasure {
        let Some(measures) = node.entry("measures").and_then(|entry| entry.value.as_map()) else {
            return missing_measure(self.missing_word(node).as_deref());
        };
        let may_go = |entry: &Entry| self.missing_word(&entry.value).as_deref() == Some("leave out");
        if measures.iter().all(may_go) { MissingMeasure::LeaveOut } else { MissingMeasure::Refuse }
    }
}

fn score_head(name: String, entry: &Entry, says: Option<String>) -> Head {
    Head {
        name,
        place: entry.key_place.clone(),
        says,
        clause: text(&entry.value, "clause"),
        by: Vec::new(),
        origin: Origin::Score,
        table: None,
        soft_landing: SoftLanding::NotMarked,
        words: None,
    }
}

fn missing_measure(word: Option<&str>) -> MissingMeasure {
    match word {
        Some("leave out") => MissingMeasure::LeaveOut,
        Some("zero points") => MissingMeasure::ZeroPoints,
        _ => MissingMeasure::Refuse,
    }
}

fn level_names(performance: &Node) -> Vec<String> {
    let levels = performance.entry("levels").and_then(|entry| entry.value.as_map()).unwrap_or_default();
    levels.iter().map(|entry| entry.key.clone()).collect()
}

fn texts_of(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}
