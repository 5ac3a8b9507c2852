//! Equal, point by point, to what two published programs say of 160 series that they and we were given.
//!
//! What they said is kept in `testing/kept/spc` with their versions; `tools/spc_reference.R` and `.py` ran them.
//! Their figures are floats, so limits are compared to one part in a thousand million, and labels exactly.

use crate::made::{exact, rebase, target};
use accordant_measures::spc::{
    AssuranceIcon, Baseline, Chart, Direction, Hit, Judged, Outcome, Point, PointType, Profile, Rule, Series,
    Towards, VariationIcon, chart,
};
use accordant_money::{Exact, Number};
use serde_json::Value;
use std::path::Path;

fn kept(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testing/kept/spc").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn given(written: &Value) -> Series {
    let point = |point: &Value| Point {
        date: text(&point["date"]).parse().unwrap(),
        value: point["value"].as_str().map(exact),
        ghosted: None,
    };
    Series {
        points: list(&written["points"]).iter().map(point).collect(),
        rebases: list(&written["rebase"]).iter().map(|date| rebase(text(date).parse().unwrap())).collect(),
        baseline: match written["baseline"].as_u64() {
            Some(points) => Baseline::First(usize::try_from(points).unwrap()),
            None => Baseline::WholePhase,
        },
        direction: match text(&written["direction"]) {
            "increase" => Direction::Increase,
            "decrease" => Direction::Decrease,
            _ => Direction::Neutral,
        },
        targets: written["target"].as_str().map(target).unwrap_or_default(),
    }
}

/// Each series with our chart of it and what the other program said.
fn compared(file: &str, profile: &Profile) -> Vec<(String, Series, Chart, Value)> {
    let (inputs, outputs) = (kept("series.json"), kept(file));
    let pairs = list(&inputs).iter().zip(list(&outputs["series"]));
    let read = pairs.map(|(input, output)| {
        assert_eq!(input["name"], output["name"]);
        let series = given(input);
        let chart =
            chart(&series, profile).unwrap_or_else(|problems| panic!("{}: {problems:?}", input["name"]));
        (text(&input["name"]).to_owned(), series, chart, output.clone())
    });
    read.collect()
}

fn near_enough(ours: &Exact, theirs: &str) -> bool {
    let theirs = exact(theirs);
    let difference = ours.minus(&theirs).unwrap();
    let size = ours.times(ours).unwrap();
    // Squares, so that no sign is in the way; and a floor of what twelve written places can say.
    let bound =
        size.times(&exact("0.000000000000000001")).unwrap().plus(&exact("0.000000000000000000000001"));
    difference.times(&difference).unwrap() <= bound.unwrap()
}

fn assert_line(name: &str, line: &str, ours: Option<&Exact>, theirs: &Value) {
    match (ours, theirs.as_str()) {
        (None, None) => {}
        (Some(ours), Some(theirs)) => {
            assert!(near_enough(ours, theirs), "{name}: {line} is {} and {theirs}", ours.fraction());
        }
        (ours, theirs) => panic!("{name}: {line} is {ours:?} and {theirs:?}"),
    }
}

fn ptd_label(point: &Judged) -> String {
    let Some(Hit { rule, towards }) = point.label else { return "Common Cause".to_owned() };
    let high = towards == Towards::High;
    match rule {
        Rule::Astronomical => (if high { "Above UCL" } else { "Below LCL" }).to_owned(),
        Rule::Trend => format!("7 Point Trend ({}creasing)", if high { "In" } else { "De" }),
        Rule::TwoOfThree => format!("2 in 3 {} CL", if high { "Above" } else { "Below" }),
        Rule::Shift => format!("7 Points {} CL", if high { "Above" } else { "Below" }),
    }
}

fn ptd_type(kind: PointType) -> &'static str {
    match kind {
        PointType::CommonCause | PointType::NotJudged => "common_cause",
        PointType::Improvement => "special_cause_improvement",
        PointType::Concern => "special_cause_concern",
        PointType::NeitherHigh => "special_cause_neutral_high",
        PointType::NeitherLow => "special_cause_neutral_low",
    }
}

fn key(icon: VariationIcon) -> &'static str {
    match icon {
        VariationIcon::CommonCause => "common_cause",
        VariationIcon::ImprovementHigh | VariationIcon::ImprovementLow => "improvement",
        VariationIcon::ConcernHigh | VariationIcon::ConcernLow => "concern",
        VariationIcon::NeitherHigh | VariationIcon::NeitherLow => "neutral",
    }
}

// spec: X1 X2 X5 X6 X7 X8
#[test]
fn ptd_says_of_every_point_what_its_program_says() {
    let (mut points, mut stopped) = (0, 0);
    for (name, _, chart, theirs) in compared("ptd.json", &Profile::ptd()) {
        if theirs["stopped"] == true {
            stopped += 1;
            continue;
        }
        assert_eq!(chart.phases.len(), list(&theirs["phases"]).len(), "{name}");
        for (phase, theirs) in chart.phases.iter().zip(list(&theirs["phases"])) {
            assert_eq!(phase.from.to_string(), text(&theirs["from"]), "{name}");
            assert_eq!(phase.trial, theirs["few"].as_bool().unwrap(), "{name}: few points");
            assert_line(&name, "the mean", phase.mean.as_ref(), &theirs["mean"]);
            let limits = phase.limits.as_ref();
            assert_line(&name, "the lower limit", limits.map(|limits| &limits.lower), &theirs["lower"]);
            assert_line(&name, "the upper limit", limits.map(|limits| &limits.upper), &theirs["upper"]);
        }
        let said = list(&theirs["labels"]).iter().zip(list(&theirs["types"]));
        for (point, (label, kind)) in chart.points.iter().zip(said) {
            assert_eq!(ptd_label(point), text(label), "{name}: {}", point.date);
            assert_eq!(ptd_type(point.kind), text(kind), "{name}: {}", point.date);
            points += 1;
        }
        let last = chart.points.last().unwrap();
        assert_eq!(ptd_type(last.kind), text(&theirs["variation"]), "{name}");
        assert_eq!(chart.variation.unwrap().rests_on, last.date, "{name}");
        let assurance = chart.assurance.map(|assurance| match assurance.icon {
            AssuranceIcon::Pass => "consistent_pass",
            AssuranceIcon::Fail => "consistent_fail",
            AssuranceIcon::HitOrMiss => "inconsistent",
        });
        assert_eq!(assurance, theirs["assurance"].as_str(), "{name}");
    }
    assert!(points > 3_000, "{points} points were compared");
    assert_eq!(stopped, 7, "series on which that program stops, and we do not");
}

#[test]
fn mdcspc_says_of_every_point_what_its_program_says() {
    let (mut points, mut only_they) = (0, Vec::new());
    for (name, series, chart, theirs) in compared("mdcspc.json", &Profile::mdcspc()) {
        let few_in_all = series.points.iter().filter(|point| point.value.is_some()).count() < 10;
        // That program does not cut a series of fewer than ten values into phases.
        let phases = if few_in_all { &[] } else { chart.phases.as_slice() };
        for (phase, theirs) in phases.iter().zip(list(&theirs["phases"])) {
            assert_eq!(phase.from.to_string(), text(&theirs["from"]), "{name}");
            match phase.outcome {
                // It draws limits on the mean, and reads no rule; we draw none.
                Outcome::NoVariation => {
                    assert_line(&name, "the flat limit", phase.mean.as_ref(), &theirs["lower"]);
                    assert_line(&name, "the flat limit", phase.mean.as_ref(), &theirs["upper"]);
                }
                // Of a single value it gives no mean.
                Outcome::TooFewPoints => assert!(theirs["mean"].is_null(), "{name}"),
                _ => {
                    let limits = phase.limits.as_ref().unwrap();
                    assert_line(&name, "the mean", phase.mean.as_ref(), &theirs["mean"]);
                    assert_line(&name, "the lower limit", Some(&limits.lower), &theirs["lower"]);
                    assert_line(&name, "the upper limit", Some(&limits.upper), &theirs["upper"]);
                }
            }
        }
        let said = list(&theirs["labels"]).iter().zip(list(&theirs["rules"]));
        for (point, (label, rules)) in chart.points.iter().zip(said) {
            let word = |hit: &Hit| match hit.rule {
                Rule::Astronomical => "astronomical",
                Rule::Trend => "trend",
                Rule::TwoOfThree => "2of3",
                Rule::Shift => "shift",
            };
            let hits: Vec<&str> = point.hits.iter().map(word).collect();
            points += 1;
            if hits != list(rules).iter().map(text).collect::<Vec<_>>() {
                only_they.push(format!("{name}: {} {rules}", point.date));
                continue;
            }
            assert_eq!(point.label.as_ref().map_or("", word), text(label), "{name}: {}", point.date);
        }
        let ours = chart.variation.map_or("common_cause", |variation| key(variation.icon));
        assert_eq!(ours, text(&theirs["variation"]), "{name}");
        let assurance = chart.assurance.map_or("", |assurance| match assurance.icon {
            AssuranceIcon::Pass => "pass",
            AssuranceIcon::Fail => "fail",
            AssuranceIcon::HitOrMiss => "no_strong_assurance",
        });
        assert_eq!(assurance, text(&theirs["assurance"]), "{name}");
    }
    assert!(points > 3_000, "{points} points were compared");
    // In these two series a value is the mean, exactly, and a sum of floats comes out a little above or below it.
    let by_a_float = [
        "drawn 31: 2021-11-01 [\"trend\",\"shift\"]",
        "drawn 69: 2022-10-01 [\"shift\"]",
        "drawn 69: 2022-11-01 [\"shift\"]",
        "drawn 69: 2022-12-01 [\"shift\"]",
    ];
    assert_eq!(only_they, by_a_float);
}
