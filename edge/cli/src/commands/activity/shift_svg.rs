//! A shift as a picture: each site with what it did before and after.

use super::held::number;
use super::shift::{OfService, Shown};
use crate::print::message;
use crate::stop::Stop;
use accordant_activity::{Aside, Moved, Setting, Site};
use accordant_documents::chart::{Between, PlaceBetween, between};
use accordant_intake::counting::setting_word;
use std::path::Path;

/// Writes the picture of the one service that is shown.
pub fn drawn(shown: &Shown<'_>, file: &Path) -> Result<(), Stop> {
    let of = shown.shifts.first().ok_or_else(|| Stop::refusal("nothing is held of the service"))?;
    let (finding, about, notes) = (finding(of), about(shown), notes(of));
    let places = places(shown, of);
    let view = Between { finding: &finding, about: &about, notes: &notes, places: &places };
    let picture =
        between(&view).ok_or_else(|| Stop::refusal("no site has a number, so there is nothing to draw"))?;
    std::fs::write(file, picture)
        .map_err(|error| Stop::fault(format!("`{}` cannot be written: {error}", file.display())))?;
    message(&format!("wrote {}\n", file.display()));
    Ok(())
}

fn finding(of: &OfService<'_>) -> String {
    let title = &of.title;
    match of.moved {
        None => format!("{title}: what moved from hospital to community is not known"),
        Some(Moved::Whole(moved)) => format!("{title}: {} moved from hospital to community", number(moved)),
        Some(Moved::AmongCompared(moved)) => {
            format!("{title}: {} moved from hospital to community, as far as compared", number(moved))
        }
    }
}

fn about(shown: &Shown<'_>) -> String {
    format!("Activity by site of treatment, {} and {}", shown.from.calendar(), shown.to.calendar())
}

fn notes(of: &OfService<'_>) -> String {
    let (before, after) = (of.shift.not_published_before.rows, of.shift.not_published_after.rows);
    match before + after {
        0 => "Every line names its site.".to_string(),
        _ => format!("Lines without a site are not drawn: {before} before, {after} after."),
    }
}

/// Hospitals first, then what is outside, then what is not compared.
fn places(shown: &Shown<'_>, of: &OfService<'_>) -> Vec<PlaceBetween> {
    let mut compared: Vec<&Site<'_>> = of.shift.sites.iter().collect();
    compared.sort_by_key(|site| site.setting);
    let compared = compared.into_iter().map(|site| place(shown, site, None));
    let aside = of.shift.aside.iter().map(|aside| {
        let is_break = aside.why.iter().any(Aside::is_break);
        place(shown, &aside.site, Some(if is_break { "a break, no shift" } else { "not compared" }))
    });
    compared.chain(aside).collect()
}

fn place(shown: &Shown<'_>, site: &Site<'_>, aside: Option<&str>) -> PlaceBetween {
    let known = shown.held.counting.sites.get(&*site.site);
    let name = known.and_then(|known| known.name.as_deref()).unwrap_or(&site.site);
    let setting =
        site.setting.map(|setting: Setting| format!(", {}", setting_word(setting))).unwrap_or_default();
    PlaceBetween {
        name: format!("{name}{setting}"),
        before: site.before.activity().map(|before| before.to_exact()),
        after: site.after.activity().map(|after| after.to_exact()),
        aside: aside.map(str::to_string),
    }
}
