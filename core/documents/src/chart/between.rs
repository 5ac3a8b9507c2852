//! Two periods side by side, place by place: a line from what was before to what is after, with both numbers in words.
//!
//! It draws what it is told and decides nothing: which places are compared, and why others are not, was settled before.
//! Start with [`between`].

use super::Scale;
use super::svg::{INK, QUIET, Stroke, Text, broken, path, rule, whole, write};
use crate::figures::number;
use crate::html::Html;
use accordant_money::Exact;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const WIDTH: i128 = 9_600;
const MARGIN: i128 = 240;
const LEFT: i128 = 3_150;
const RIGHT: i128 = 6_900;
/// Where the first place stands, below a title of one line.
const TOP: i128 = 1_250;
const ROW: i128 = 420;
const FOOT: i128 = 760;
const RADIUS: i128 = 70;
const TITLE_LETTERS: usize = 58;
const TITLE_ROW: i128 = 300;
/// So many letters of a name stand beside a line.
const NAME_LETTERS: usize = 38;
const GREY: &str = "#a6a6a6";

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Between<'a> {
    /// What was found, in a sentence without its full stop.
    pub finding: &'a str,
    /// What is counted, and in which periods.
    pub about: &'a str,
    /// What a reader must know: whose money it is, what is not published.
    pub notes: &'a str,
    /// The places, in the order in which they are drawn.
    pub places: &'a [PlaceBetween],
}

/// A place in both periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceBetween {
    /// Its name.
    pub name: String,
    /// How much before, if that is known.
    pub before: Option<Exact>,
    /// How much after, if that is known.
    pub after: Option<Exact>,
    /// Why it is not compared; nothing where it is.
    pub aside: Option<String>,
}

impl PlaceBetween {
    fn says(&self) -> String {
        let one = |value: &Option<Exact>| value.as_ref().map_or_else(|| "not published".to_string(), number);
        let numbers = format!("{} before, {} after", one(&self.before), one(&self.after));
        match &self.aside {
            Some(why) => format!("{numbers}: {why}"),
            None => numbers,
        }
    }
}

/// The picture as SVG; nothing where no place has a number.
pub fn between(view: &Between<'_>) -> Option<String> {
    let scale =
        Scale::from_nothing(view.places.iter().flat_map(|place| [&place.before, &place.after]).flatten())?;
    let title = broken(view.finding, TITLE_LETTERS);
    let top = TOP + TITLE_ROW * (whole(title.len()) - 1);
    let bottom = top + ROW * whole(view.places.len());
    let height = bottom + FOOT;
    let (all, px, py) =
        (format!("0 0 {WIDTH} {height}"), (WIDTH / 10).to_string(), (height / 10).to_string());
    let attributes = [
        ("xmlns", "http://www.w3.org/2000/svg"),
        ("viewBox", all.as_str()),
        ("width", px.as_str()),
        ("height", py.as_str()),
        ("role", "img"),
        ("aria-labelledby", "between-title between-description"),
        ("font-family", super::svg::FACE),
        ("fill", INK),
    ];
    let mut svg = Html::default();
    svg.element("svg", &attributes, |svg| {
        svg.text_element("title", &[("id", "between-title")], view.finding);
        svg.text_element("desc", &[("id", "between-description")], &description(view));
        svg.text_element("rect", &[("width", "100%"), ("height", "100%"), ("fill", "#ffffff")], "");
        for (line, row) in title.iter().zip(0_i128..) {
            write(svg, &Text { size: 250, bold: true, ..Text::at(MARGIN, 420 + TITLE_ROW * row) }, line);
        }
        write(svg, &Text { fill: QUIET, ..Text::at(MARGIN, top - 530) }, view.about);
        axis(&scale, (top, bottom), svg);
        for (place, row) in view.places.iter().zip(0_i128..) {
            drawn(place, &scale, top + ROW * row + ROW / 2, svg);
        }
        let quiet = Text { fill: QUIET, size: 125, ..Text::at(MARGIN, bottom + 450) };
        write(svg, &quiet, "A ring is before, a full circle is after. Grey is not compared.");
        write(svg, &Text { y: bottom + 630, ..quiet }, view.notes);
    });
    Some(svg.finish())
}

fn description(view: &Between<'_>) -> String {
    let each = view.places.iter().map(|place| format!("{}: {}.", place.name, place.says()));
    let head = [format!("{}.", view.about)].into_iter();
    head.chain(each).chain([view.notes.to_string()]).collect::<Vec<_>>().join("\n")
}

fn x(scale: &Scale, value: &Exact) -> i128 {
    LEFT + scale.along(value, RIGHT - LEFT)
}

fn axis(scale: &Scale, (top, bottom): (i128, i128), svg: &mut Html) {
    for tick in scale.ticks() {
        let x = x(scale, &tick);
        rule(svg, [x, top - 60, x, bottom], &Stroke { colour: "#e8edee", width: 10, dashes: "" });
        let text = Text { fill: QUIET, anchor: "middle", size: 130, ..Text::at(x, bottom + 190) };
        write(svg, &text, &number(&tick));
    }
}

fn drawn(place: &PlaceBetween, scale: &Scale, y: i128, svg: &mut Html) {
    let ink = if place.aside.is_some() { GREY } else { INK };
    let mut name: String = place.name.chars().take(NAME_LETTERS).collect();
    if name.len() < place.name.len() {
        name.push('…');
    }
    write(svg, &Text { anchor: "end", ..Text::at(LEFT - 180, y + 45) }, &name);
    let ends = [&place.before, &place.after].map(|value| value.as_ref().map(|value| x(scale, value)));
    let stroke = Stroke { colour: ink, width: 26, dashes: if place.aside.is_some() { "60 40" } else { "" } };
    if let [Some(before), Some(after)] = ends {
        rule(svg, [before, y, after, y], &stroke);
    }
    let [before, after] = ends;
    for (x, fill) in [(before, "#ffffff"), (after, ink)] {
        if let Some(x) = x {
            circle(svg, (x, y), fill, ink);
        }
    }
    let says = place.says();
    for (line, row) in broken(&says, NAME_LETTERS).iter().take(2).zip(0_i128..) {
        write(svg, &Text { size: 125, ..Text::at(RIGHT + 180, y + 45 + 150 * row) }, line);
    }
}

/// A circle of two arcs.
fn circle(svg: &mut Html, (x, y): (i128, i128), fill: &str, colour: &str) {
    let along = format!(
        "M{} {y}a{RADIUS} {RADIUS} 0 1 0 {} 0a{RADIUS} {RADIUS} 0 1 0 {} 0Z",
        x - RADIUS,
        2 * RADIUS,
        -2 * RADIUS
    );
    path(svg, &along, fill, &Stroke { colour, width: 22, dashes: "" });
}
