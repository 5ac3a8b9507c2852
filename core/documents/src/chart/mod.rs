//! A control chart as its readers meet it: the finding in a sentence, each month in words, and a picture.
//!
//! The terminal, the JSON and the picture show the same [`ChartView`]; which point is a signal was decided before. A
//! figure is rounded only where it is shown, and a line that lies beyond what can be is drawn on the edge.
//!
//! This module will never know where the values come from, nor what they pay. Start with [`ChartView`]; then
//! [`svg::picture`].

mod between;
mod lines;
mod marks;
mod scale;
pub mod svg;
mod words;

pub use between::{Between, PlaceBetween, between};
pub use scale::Scale;
pub use words::{long_month, point_word, short_rule};

use accordant_agreement::unit::Unit;
use accordant_measures::spc::{Chart, Judged, Phase, Point, Profile, Series};
use alloc::string::String;

/// A series that was read, with what is needed to show it.
#[derive(Debug, Clone, Copy)]
pub struct ChartView<'a> {
    /// What is charted, as it begins a sentence: `Waiting 18`.
    pub name: &'a str,
    /// What it is, in a line under the title.
    pub about: &'a str,
    /// Where the values come from.
    pub source: &'a str,
    /// The unit of the values.
    pub unit: Option<&'a Unit>,
    /// The values, and what was decided about them.
    pub series: &'a Series,
    /// What the rules say of them.
    pub chart: &'a Chart,
    /// The rules.
    pub profile: &'a Profile,
}

impl<'a> ChartView<'a> {
    /// Every point with what is said of it, in order.
    pub fn points(&self) -> impl Iterator<Item = (&'a Point, &'a Judged)> + use<'a> {
        self.series.points.iter().zip(&self.chart.points)
    }

    /// The last phase: the one that stands now.
    pub fn standing(&self) -> Option<&'a Phase> {
        self.chart.phases.last()
    }

    /// What the picture and the terminal are drawn on; nothing where there is no value.
    pub fn scale(&self) -> Option<Scale> {
        Scale::of(self)
    }

    /// What was found, in a sentence without its full stop: what a reader needs first.
    pub fn finding(&self) -> String {
        words::finding(self)
    }

    /// What can be expected of the target; nothing without one.
    pub fn target(&self) -> Option<String> {
        words::target(self)
    }

    /// A sentence for each phase: its lines, on how many points they rest, and what they are worth.
    pub fn phases(&self, scale: &Scale) -> impl Iterator<Item = String> + use<'a> {
        let lines = self.chart.phases.iter().map(|phase| words::phase(phase, self.unit, scale));
        lines.collect::<alloc::vec::Vec<_>>().into_iter()
    }
}
