//! How large the terms become when they are settled, so that no text of a few lines exhausts a machine (L3).

use super::Resolver;
use crate::problem::Place;
use crate::terms::parts::{Part, of_part, of_rule};
use crate::terms::{Expr, ExprKind, IndexId, Line, LineId, Rule, Subject};
use alloc::format;
use alloc::string::ToString;

/// How many lines may lean on one another, one behind another.
pub const LINE_DEPTH_MAX: usize = 256;
/// How many operations may lean on one another, one behind another, through all lines.
pub const OPERATIONS_DEPTH_MAX: usize = 1_000;
/// How many operations all lines may come to, for all elements of their indexes.
pub const OPERATIONS_MAX: usize = 200_000;

/// How much stands one behind another below a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Height {
    lines: usize,
    operations: usize,
}

/// The size of a part of a term.
#[derive(Default)]
struct Size {
    height: Height,
    operations: usize,
}

impl Resolver<'_> {
    /// Measures a line whose needs are resolved; whether it is within all limits.
    pub(super) fn measure(&mut self, id: LineId, line: &Line) -> bool {
        let each = self.elements_of(&line.by);
        let mut size = self.size_of_parts(of_rule(&line.rule), each);
        if let Rule::Steps(_, steps) = &line.rule {
            // Each step acts on the result of the one before, and one with a condition chooses between the two.
            size.height.operations += 2 * steps.len();
        }
        size.height.lines += 1;
        if let Some(slot) = self.heights.get_mut(id.0) {
            *slot = size.height;
        }
        self.operations = self.operations.saturating_add(size.operations).saturating_add(each);
        let within_before =
            self.operations.saturating_sub(size.operations).saturating_sub(each) <= OPERATIONS_MAX;
        let (place, name) = (&line.place, line.name.as_str());
        if size.height.lines > LINE_DEPTH_MAX {
            let what = format!("`{name}` leans on more than {LINE_DEPTH_MAX} lines one behind another");
            self.too_large(place, name, what, "shorten the chain");
            return false;
        }
        if size.height.operations > OPERATIONS_DEPTH_MAX {
            let what =
                format!("`{name}` leans on more than {OPERATIONS_DEPTH_MAX} operations one behind another");
            self.too_large(place, name, what, "shorten the formulas, or the chain of lines");
            return false;
        }
        if self.operations > OPERATIONS_MAX && within_before {
            let what = format!("with `{name}` the terms come to more than {OPERATIONS_MAX} operations");
            self.too_large(place, name, what, "shorten the lists, or index fewer quantities by two of them");
        }
        self.operations <= OPERATIONS_MAX
    }

    fn too_large(&mut self, place: &Place, name: &str, what: alloc::string::String, help: &str) {
        let name = if name.contains('[') { "" } else { name };
        self.problem("too-large", place.clone(), name, what, Some(help.to_string()));
    }

    fn elements_of(&self, by: &[IndexId]) -> usize {
        let elements =
            by.iter().map(|index| self.indexes.get(index.0).map_or(0, |index| index.elements.len()));
        elements.fold(1, usize::saturating_mul)
    }

    fn size_of_parts<'t>(&self, parts: impl IntoIterator<Item = Part<'t>>, each: usize) -> Size {
        let mut all = Size::default();
        for part in parts {
            let size = self.size_of(part, each);
            all.operations = all.operations.saturating_add(size.operations);
            all.height.lines = all.height.lines.max(size.height.lines);
            all.height.operations = all.height.operations.max(size.height.operations);
        }
        all.height.operations += 1;
        all
    }

    /// The size of a part that is worked out `each` times.
    fn size_of(&self, part: Part<'_>, each: usize) -> Size {
        if let Part::Uses(Subject::Line(id), _) = part {
            let height = self.heights.get(id.0).copied().unwrap_or_default();
            return Size { height, operations: 0 };
        }
        let inner_each = match part {
            Part::Quantity(Expr { kind: ExprKind::Aggregate(_, over, _), .. }) => {
                each.saturating_mul(self.elements_of(over))
            }
            _ => each,
        };
        let mut size = self.size_of_parts(of_part(part), inner_each);
        size.operations = size.operations.saturating_add(each);
        size
    }
}
