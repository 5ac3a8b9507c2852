//! A control chart as a picture: the title is the finding, lines bear their names, and no colour stands without a word.
//!
//! Places are whole tenths of a point, so every machine draws the same bytes. All that is drawn is said in the
//! description too, month by month. Start with [`picture`].

use super::lines::{lines, values};
use super::marks::{icons, points};
use super::words::{long_month, point_word, short_rule};
use super::{ChartView, Scale};
use crate::html::Html;
use accordant_measures::spc::{Direction, Judged, Phase, Point};
use accordant_money::Exact;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

pub(super) const WIDTH: i128 = 9_600;
const HEIGHT: i128 = 5_760;
pub(super) const LEFT: i128 = 1_000;
pub(super) const RIGHT: i128 = 7_640;
pub(super) const TOP: i128 = 1_400;
pub(super) const BOTTOM: i128 = 4_700;
const MARGIN: i128 = 240;
/// How many letters of the title stand on a line, left of the icons.
const TITLE_LETTERS: usize = 52;
/// How much room a month needs under the axis.
const MONTH_ROOM: i128 = 290;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) const INK: &str = "#212b32";
pub(super) const QUIET: &str = "#4c6272";
pub(super) const FACE: &str = "Arial, Helvetica, sans-serif";

/// The chart as SVG; nothing where there is no value to draw.
pub fn picture(view: &ChartView<'_>) -> Option<String> {
    let scale = view.scale()?;
    let ground = Ground { view, scale };
    let mut svg = Html::default();
    let all = format!("0 0 {WIDTH} {HEIGHT}");
    let (width, height) = ((WIDTH / 10).to_string(), (HEIGHT / 10).to_string());
    let attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", all.as_str()),
        ("width", width.as_str()),
        ("height", height.as_str()),
        ("role", "img"),
        ("aria-labelledby", "chart-title chart-description"),
        ("font-family", FACE),
        ("fill", INK),
    ];
    svg.element("svg", &attributes, |svg| {
        svg.text_element("title", &[("id", "chart-title")], &view.finding());
        svg.text_element("desc", &[("id", "chart-description")], &ground.description());
        let whole = [("width", "100%"), ("height", "100%"), ("fill", "#ffffff")];
        svg.text_element("rect", &whole, "");
        ground.head(svg);
        icons(view, svg);
        ground.axes(svg);
        lines(&ground, svg);
        values(&ground, svg);
        points(&ground, svg);
        ground.foot(svg);
    });
    Some(svg.finish())
}

/// What everything is drawn on.
pub(super) struct Ground<'v, 'a> {
    pub view: &'v ChartView<'a>,
    pub scale: Scale,
}

impl Ground<'_, '_> {
    /// How high a value stands.
    pub fn y(&self, value: &Exact) -> i128 {
        BOTTOM - self.scale.along(value, BOTTOM - TOP)
    }

    /// Where the point of that number stands.
    pub fn x(&self, place: usize) -> i128 {
        let (place, count) = (whole(place), whole(self.view.series.points.len()).max(1));
        LEFT + (RIGHT - LEFT) * (2 * place + 1) / (2 * count)
    }

    /// A value as it is shown beside the chart.
    pub fn shown(&self, value: &Exact) -> String {
        self.scale.shown(value, self.view.unit)
    }

    /// The title is the finding; beneath it stands what is measured.
    fn head(&self, svg: &mut Html) {
        let title = broken(&self.view.finding(), TITLE_LETTERS);
        for (line, row) in title.iter().zip(0_i128..) {
            write(svg, &Text { size: 250, bold: true, ..Text::at(MARGIN, 420 + 300 * row) }, line);
        }
        let below = 420 + 300 * whole(title.len());
        write(svg, &Text { fill: QUIET, ..Text::at(MARGIN, below) }, self.view.about);
    }

    fn axes(&self, svg: &mut Html) {
        for tick in self.scale.ticks() {
            let y = self.y(&tick);
            rule(svg, [LEFT, y, RIGHT, y], &Stroke { colour: "#e8edee", width: 10, dashes: "" });
            let text = Text { fill: QUIET, anchor: "end", ..Text::at(LEFT - 90, y + 45) };
            write(svg, &text, &self.shown(&tick));
        }
        let count = whole(self.view.series.points.len()).max(1);
        let room = ((RIGHT - LEFT) / count).max(1);
        let every = [1, 2, 3, 6, 12].into_iter().find(|every| room * every >= MONTH_ROOM).unwrap_or(24);
        let mut year = None;
        for (place, point) in self.view.series.points.iter().enumerate() {
            if whole(place) % every != 0 {
                continue;
            }
            let month = usize::try_from(point.date.month() - 1).ok().and_then(|month| MONTHS.get(month));
            let text =
                Text { fill: QUIET, anchor: "middle", size: 130, ..Text::at(self.x(place), BOTTOM + 220) };
            write(svg, &text, month.copied().unwrap_or_default());
            if year != Some(point.date.year()) {
                year = Some(point.date.year());
                write(svg, &Text { y: BOTTOM + 400, ..text }, &point.date.year().to_string());
            }
        }
    }

    /// Where it comes from, and by which rules it was read.
    fn foot(&self, svg: &mut Html) {
        let quiet = Text { fill: QUIET, size: 125, ..Text::at(MARGIN, 5_400) };
        write(svg, &quiet, self.view.source);
        let rests = self.view.chart.variation.map_or(String::new(), |variation| {
            format!(" The icons rest on {}.", long_month(variation.rests_on))
        });
        let read = format!("Read by the rules {}; {}.{rests}", self.view.profile.name, self.direction());
        write(svg, &Text { y: 5_580, ..quiet }, &read);
    }

    fn direction(&self) -> &'static str {
        match self.view.series.direction {
            Direction::Increase => "higher is better",
            Direction::Decrease => "lower is better",
            Direction::Neutral => "neither way is better",
        }
    }

    /// All that is drawn, in words.
    fn description(&self) -> String {
        let mut told: Vec<String> = alloc::vec![format!("{}.", self.view.about)];
        told.extend(self.view.target().map(|target| format!("{target}.")));
        told.extend(self.view.phases(&self.scale).map(|phase| format!("{phase}.")));
        for (point, judged) in self.view.points() {
            let phase = self.view.chart.phases.get(judged.phase);
            told.push(format!("{}: {}.", long_month(point.date), self.in_words(point, judged, phase)));
        }
        told.join("\n")
    }

    fn in_words(&self, point: &Point, judged: &Judged, phase: Option<&Phase>) -> String {
        let Some(value) = &point.value else { return "no value".to_string() };
        let mut words = self.shown(value);
        if let Some(limits) = phase.and_then(|phase| phase.limits.as_ref()) {
            let (lower, upper) = (self.shown(&limits.lower), self.shown(&limits.upper));
            words.push_str(&format!(", limits {lower} to {upper}"));
        }
        if let Some(target) = self.view.series.target_on(point.date) {
            words.push_str(&format!(", target {}", crate::figures::shown(target, self.view.unit)));
        }
        match (&point.ghosted, judged.label.zip(point_word(judged.kind))) {
            (Some(reason), _) => words.push_str(&format!(", left out: {reason}")),
            (None, Some((hit, word))) => words.push_str(&format!(", {word}: {}", short_rule(hit))),
            (None, None) => {}
        }
        words
    }
}

/// Where and how a text stands.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub x: i128,
    pub y: i128,
    pub size: i128,
    pub bold: bool,
    pub fill: &'a str,
    pub anchor: &'a str,
}

impl Text<'static> {
    pub fn at(x: i128, y: i128) -> Text<'static> {
        Text { x, y, size: 145, bold: false, fill: INK, anchor: "start" }
    }
}

/// A text with a white edge, so that it can be read where a line goes under it.
pub(super) fn write(svg: &mut Html, how: &Text<'_>, text: &str) {
    let [x, y, size] = [how.x, how.y, how.size].map(|number| number.to_string());
    let attributes = [
        ("x", x.as_str()),
        ("y", y.as_str()),
        ("font-size", size.as_str()),
        ("font-weight", if how.bold { "bold" } else { "normal" }),
        ("fill", how.fill),
        ("text-anchor", how.anchor),
        ("stroke", "#ffffff"),
        ("stroke-width", "40"),
        ("stroke-linejoin", "round"),
        ("paint-order", "stroke"),
    ];
    svg.text_element("text", &attributes, text);
}

/// How a line is drawn.
#[derive(Clone, Copy)]
pub(super) struct Stroke<'a> {
    pub colour: &'a str,
    pub width: i128,
    pub dashes: &'a str,
}

/// A straight line from one place to another.
pub(super) fn rule(svg: &mut Html, ends: [i128; 4], stroke: &Stroke<'_>) {
    let [x1, y1, x2, y2] = ends;
    path(svg, &format!("M{x1} {y1}L{x2} {y2}"), "none", stroke);
}

/// A path of straight lines.
pub(super) fn path(svg: &mut Html, along: &str, fill: &str, stroke: &Stroke<'_>) {
    let width = stroke.width.to_string();
    let mut attributes = alloc::vec![
        ("d", along),
        ("fill", fill),
        ("stroke", stroke.colour),
        ("stroke-width", width.as_str())
    ];
    if !stroke.dashes.is_empty() {
        attributes.push(("stroke-dasharray", stroke.dashes));
    }
    svg.text_element("path", &attributes, "");
}

/// The lines of a text broken between words.
pub(super) fn broken(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// A number of things as a place.
pub(super) fn whole(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}

/// About how wide a text of that size is: enough to keep labels apart.
pub(super) fn about_as_wide(text: &str, size: i128) -> i128 {
    whole(text.chars().count()) * size * 11 / 20
}
