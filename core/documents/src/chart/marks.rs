//! Points, what is said beside them, and the two icons: our own drawings, each with its word.

use super::ChartView;
use super::lines::extent;
use super::svg::{BOTTOM, Ground, INK, QUIET, RIGHT, Stroke, TOP, Text, WIDTH, about_as_wide, path, write};
use super::words::{point_word, short_rule};
use crate::html::Html;
use accordant_measures::spc::{AssuranceIcon, PointType, Towards, VariationIcon};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const SIZE: i128 = 62;
const LABEL_SIZE: i128 = 120;
/// How often a label that would cover another is moved on.
const MOVES: i128 = 9;
const ICON_RADIUS: i128 = 270;
const ICON_Y: i128 = 430;

const GREY: &str = "#a6a6a6";
const BLUE: &str = "#00b0f0";
const ORANGE: &str = "#e46c0a";
const PURPLE: &str = "#490092";

/// Every point in its shape and colour; the first of each run of signals says what it is.
pub(super) fn points(ground: &Ground<'_, '_>, svg: &mut Html) {
    let places: Vec<(i128, i128)> = ground
        .view
        .points()
        .enumerate()
        .filter_map(|(place, (point, _))| Some((ground.x(place), ground.y(point.value.as_ref()?))))
        .collect();
    let mut labels: Vec<Label> = Vec::new();
    let mut run: Option<(usize, &str)> = None;
    for (place, (point, judged)) in ground.view.points().enumerate() {
        let Some(value) = &point.value else {
            run = None;
            continue;
        };
        let (x, y) = (ground.x(place), ground.y(value));
        let at = Place { x, y, phase: extent(ground, judged.phase) };
        mark(svg, judged.kind, x, y);
        let this = point_word(judged.kind).map(|word| (judged.phase, word));
        if let (Some((_, word)), Some(hit)) = (this.filter(|_| this != run), judged.label) {
            let text = format!("{word}: {}", short_rule(hit));
            labels.push(Label::of(&text, hit.towards, &at, &places, &labels));
        }
        if let Some(reason) = &point.ghosted {
            let text = format!("left out: {reason}");
            labels.push(Label::of(&text, Towards::High, &at, &places, &labels));
        }
        run = this;
    }
    for label in &labels {
        write(svg, &Text { size: LABEL_SIZE, ..Text::at(label.x, label.y) }, &label.text);
    }
}

/// A circle where nothing is said, a diamond for better, a square for worse, a triangle for higher or lower.
fn mark(svg: &mut Html, kind: PointType, x: i128, y: i128) {
    let edge = Stroke { colour: "#ffffff", width: 10, dashes: "" };
    let s = SIZE;
    let (fill, along) = match kind {
        PointType::CommonCause => (GREY, round(x, y, s)),
        PointType::NotJudged => ("#ffffff", round(x, y, s)),
        PointType::Improvement => {
            let s = s + 25;
            (BLUE, format!("M{} {y}L{x} {}L{} {y}L{x} {}Z", x - s, y - s, x + s, y + s))
        }
        PointType::Concern => (ORANGE, format!("M{} {}h{}v{}h-{}Z", x - s, y - s, 2 * s, 2 * s, 2 * s)),
        PointType::NeitherHigh => {
            (PURPLE, format!("M{} {}L{x} {}L{} {}Z", x - s - 15, y + s, y - s - 15, x + s + 15, y + s))
        }
        PointType::NeitherLow => {
            (PURPLE, format!("M{} {}L{x} {}L{} {}Z", x - s - 15, y - s, y + s + 15, x + s + 15, y - s))
        }
    };
    let edge = if kind == PointType::NotJudged { Stroke { colour: QUIET, ..edge } } else { edge };
    path(svg, &along, fill, &edge);
}

fn round(x: i128, y: i128, r: i128) -> String {
    format!("M{} {y}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0Z", x - r, 2 * r, 2 * r)
}

/// A point, and from where to where its phase goes.
struct Place {
    x: i128,
    y: i128,
    phase: [i128; 2],
}

/// What is said beside a point.
struct Label {
    x: i128,
    y: i128,
    width: i128,
    text: String,
}

impl Label {
    /// Above a point that is high, below one that is low, moved on until it covers neither a point nor a label.
    fn of(text: &str, towards: Towards, place: &Place, points: &[(i128, i128)], others: &[Label]) -> Label {
        let width = about_as_wide(text, LABEL_SIZE);
        let Place { x, y, phase: [from, to] } = *place;
        let last = (to - width).max(from).min(RIGHT - width);
        let (above, below) = ((y - 130, -LABEL_SIZE), (y + 210, LABEL_SIZE));
        let ways = if towards == Towards::High { [above, below] } else { [below, above] };
        let at = |(first, move_on): (i128, i128), moves: i128, aside: i128| Label {
            x: (x - aside).max(from).min(last),
            y: first + moves * move_on,
            width,
            text: text.to_string(),
        };
        let aside = [60, width / 2, width - 60];
        let moved = ways.into_iter().flat_map(|way| aside.map(|aside| (way, aside)));
        let mut tried = moved.flat_map(|(way, aside)| (0..MOVES).map(move |moves| (way, moves, aside)));
        let free = |label: &Label| {
            (TOP + LABEL_SIZE..BOTTOM).contains(&label.y)
                && !points.iter().any(|point| label.holds(*point))
                && !others.iter().any(|other| label.covers(other))
        };
        let [first, _] = ways;
        let found = tried.find_map(|(way, moves, aside)| Some(at(way, moves, aside)).filter(free));
        found.unwrap_or_else(|| at(first, 0, 60))
    }

    fn covers(&self, other: &Label) -> bool {
        let beside = self.x > other.x + other.width || other.x > self.x + self.width;
        !beside && (self.y - other.y).abs() < LABEL_SIZE
    }

    fn holds(&self, (x, y): (i128, i128)) -> bool {
        let reach = SIZE + 30;
        (self.x - reach..self.x + self.width + reach).contains(&x)
            && (self.y - LABEL_SIZE - reach + 30..self.y + reach).contains(&y)
    }
}

/// Both icons, with their words beneath.
pub(super) fn icons(view: &ChartView<'_>, svg: &mut Html) {
    let (left, right) = (WIDTH - 1_370, WIDTH - 500);
    if let Some(variation) = view.chart.variation {
        let place = if view.chart.assurance.is_some() { left } else { right };
        let (colour, word) = variation_look(variation.icon);
        ring(svg, place, colour);
        match variation.icon.letter() {
            Some(letter) => letter_in(svg, place, letter),
            None => flat(svg, place),
        }
        word_under(svg, place, word);
    }
    if let Some(assurance) = &view.chart.assurance {
        let (colour, word) = match assurance.icon {
            AssuranceIcon::Pass => (BLUE, "target passed"),
            AssuranceIcon::Fail => (ORANGE, "target missed"),
            AssuranceIcon::HitOrMiss => (GREY, "hit or miss"),
        };
        ring(svg, right, colour);
        letter_in(svg, right, assurance.icon.letter());
        word_under(svg, right, word);
    }
}

const fn variation_look(icon: VariationIcon) -> (&'static str, &'static str) {
    match icon {
        VariationIcon::CommonCause => (GREY, "no change"),
        VariationIcon::ImprovementHigh | VariationIcon::ImprovementLow => (BLUE, "improving"),
        VariationIcon::ConcernHigh | VariationIcon::ConcernLow => (ORANGE, "concern"),
        VariationIcon::NeitherHigh => (PURPLE, "higher"),
        VariationIcon::NeitherLow => (PURPLE, "lower"),
    }
}

fn ring(svg: &mut Html, x: i128, colour: &str) {
    path(svg, &round(x, ICON_Y, ICON_RADIUS), "#ffffff", &Stroke { colour, width: 70, dashes: "" });
}

fn letter_in(svg: &mut Html, x: i128, letter: char) {
    let text = Text { size: 300, bold: true, anchor: "middle", ..Text::at(x, ICON_Y + 105) };
    write(svg, &text, letter.encode_utf8(&mut [0; 4]));
}

/// An even line: nothing has changed.
fn flat(svg: &mut Html, x: i128) {
    let stroke = Stroke { colour: INK, width: 36, dashes: "" };
    let along = format!("M{} {ICON_Y}l75 -60l75 120l75 -120l75 60", x - 150);
    path(svg, &along, "none", &stroke);
}

fn word_under(svg: &mut Html, x: i128, word: &str) {
    let text = Text { anchor: "middle", size: 130, ..Text::at(x, ICON_Y + ICON_RADIUS + 200) };
    write(svg, &text, word);
}
