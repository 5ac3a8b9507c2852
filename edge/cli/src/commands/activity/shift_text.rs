//! A shift as text: what moved, what that is worth, the sites that say so, and what cannot be compared.

use super::held::{number, signed};
use super::shift::{OfService, Shown, holds_for, stated};
use crate::load::counted;
use crate::print::Face;
use crate::text::sheet::{Fact, Sheet};
use accordant_activity::{Moved, NotPublished, Scaled, SettingTotals, Site, StrandedTerm};
use accordant_documents::figures;
use accordant_intake::counting::setting_word;
use accordant_money::Exact;

/// Everything that is shown, as text.
pub fn laid(shown: &Shown<'_>, face: Face) -> String {
    let mut sheet = Sheet::default();
    sheet.text(format!("From {} to {}, by site of treatment.", shown.from.calendar(), shown.to.calendar()));
    sheet.text(shown.held.money_is());
    for of in &shown.shifts {
        sheet.heading(&of.title);
        moved(shown, of, &mut sheet);
        sites(shown, of, &mut sheet);
        stranded(shown, of, &mut sheet);
        aside(shown, of, &mut sheet);
        not_published(of, &mut sheet);
    }
    if shown.shifts.is_empty() {
        sheet.text("Nothing is held of any service in either year.");
    }
    if let Some(left) = shown.held.counted_nowhere(&[shown.from, shown.to]) {
        sheet.heading("Counted nowhere");
        sheet.text(left);
    }
    sheet.shown(face)
}

fn moved(shown: &Shown<'_>, of: &OfService<'_>, sheet: &mut Sheet) {
    let (label, amount) = match of.moved {
        None if of.shift.aside.is_empty() => {
            ("Moved from hospital to community", "not published".to_string())
        }
        None => ("Moved from hospital to community", "not known".to_string()),
        Some(Moved::Whole(moved)) => ("Moved from hospital to community", number(moved)),
        Some(Moved::AmongCompared(moved)) => {
            ("Moved from hospital to community, as far as compared", number(moved))
        }
    };
    let mut fact = Fact::new(label, amount);
    fact.notes.push(of.moved.map_or_else(
        || "no hospital, or no site outside one, can be compared in both years".to_string(),
        |_| "what hospitals lost, as far as other settings gained it".to_string(),
    ));
    sheet.fact(fact);
    if of.amount_moved().is_some() {
        let missing = || "not published".to_string();
        let money = |amount: Option<&Exact>| amount.map_or_else(missing, |amount| shown.held.money(amount));
        sheet.fact(Fact::new(
            "what so many cost in hospital, on average before",
            money(of.money.left.as_ref()),
        ));
        sheet.fact(Fact::new(
            "what so many cost elsewhere, on average after",
            money(of.money.arrived.as_ref()),
        ));
    }
    for (setting, totals) in &of.settings {
        // One site alone says it itself.
        if of.shift.sites.iter().filter(|site| site.setting == Some(*setting)).count() < 2 {
            continue;
        }
        let change = totals.change().unwrap_or_default();
        let mut fact = Fact::new(format!("all compared sites, {}", setting_word(*setting)), signed(change));
        fact.notes.push(from_to(totals.before, totals.after, &totals_money(shown, totals)));
        sheet.fact(fact);
    }
}

fn from_to(before: Scaled, after: Scaled, money: &str) -> String {
    format!("{} before, {} after; {money}", number(before), number(after))
}

fn totals_money(shown: &Shown<'_>, totals: &SettingTotals) -> String {
    money_of(shown, totals.money_before.as_ref(), totals.money_after.as_ref())
}

fn money_of(shown: &Shown<'_>, before: Option<&Exact>, after: Option<&Exact>) -> String {
    let one = |amount: Option<&Exact>| {
        amount.map_or_else(|| "money not published".to_string(), |amount| shown.held.money(amount))
    };
    format!("{} before, {} after", one(before), one(after))
}

fn sites(shown: &Shown<'_>, of: &OfService<'_>, sheet: &mut Sheet) {
    // Hospitals first: what left them comes before what took it up.
    let mut sites: Vec<&Site<'_>> = of.shift.sites.iter().collect();
    sites.sort_by_key(|site| site.setting);
    for site in sites {
        let change = site.change().map_or_else(|| "not published".to_string(), signed);
        sheet.fact(site_fact(shown, site, change));
    }
}

fn site_fact(shown: &Shown<'_>, site: &Site<'_>, amount: String) -> Fact {
    let known = shown.held.counting.sites.get(&*site.site);
    let name = known.and_then(|known| known.name.as_deref());
    let label = name.map_or_else(|| site.site.to_string(), |name| format!("{name} ({})", site.site));
    let setting = site.setting.map_or("setting not stated", setting_word);
    let mut fact = Fact::new(format!("{label}, {setting}"), amount);
    let each = |activity: Option<Scaled>, is_empty: bool| match activity {
        Some(activity) => number(activity),
        None if is_empty => "no line".to_string(),
        None => "activity not published".to_string(),
    };
    let before = each(site.before.activity(), site.before.cells().is_empty());
    let after = each(site.after.activity(), site.after.cells().is_empty());
    let money = money_of(shown, site.before.money().as_ref(), site.after.money().as_ref());
    fact.notes.push(format!("{before} before, {after} after; {money}"));
    fact.notes.push(format!("before, {}", shown.held.rows_in_words(site.before.cells())));
    fact.notes.push(format!("after, {}", shown.held.rows_in_words(site.after.cells())));
    fact
}

fn stranded(shown: &Shown<'_>, of: &OfService<'_>, sheet: &mut Sheet) {
    for cost in &of.stranded.costs {
        let mut fact = Fact::new(format!("stranded at {}", cost.site), shown.held.money(&cost.amount()));
        let by = stated(shown.held, &cost.site, &of.name)
            .map(|stated| stated.stated_by.as_str())
            .unwrap_or_default();
        fact.notes.push(match cost.term {
            StrandedTerm::FixedShare { unit_cost, share } => format!(
                "{} lost, of which {} of {} each stays; as stated by {by}",
                number(cost.lost),
                percent(share),
                shown.held.money(&unit_cost.to_exact())
            ),
            StrandedTerm::Stated(_) => format!("{} lost; a figure as stated by {by}", number(cost.lost)),
        });
        sheet.fact(fact);
    }
    for site in &of.stranded.unstated {
        let mut fact = Fact::new(format!("stranded at {site}"), "not stated");
        let other = stated(shown.held, site, &of.name).filter(|stated| !holds_for(stated, shown.to));
        fact.notes.push(match other.and_then(|stated| stated.months) {
            Some(months) => {
                format!("a figure is stated for {}, and says nothing of other months", months.calendar())
            }
            None => format!("`counting.yaml` says it as `stranded` of the site, for `{}`", of.name),
        });
        sheet.fact(fact);
    }
}

fn percent(share: Scaled) -> String {
    let hundredfold = Scaled::from_units(share.units().saturating_mul(100));
    format!("{}%", figures::number(&hundredfold.to_exact()))
}

fn aside(shown: &Shown<'_>, of: &OfService<'_>, sheet: &mut Sheet) {
    for aside in &of.shift.aside {
        let is_break = aside.why.iter().any(accordant_activity::Aside::is_break);
        let amount = if is_break { "a break, no shift" } else { "not compared" };
        let mut fact = site_fact(shown, &aside.site, amount.to_string());
        let why = aside.why.iter().map(|why| format!("{why}: {}", why.help()));
        let figures = std::mem::take(&mut fact.notes);
        fact.notes = why.chain(figures).collect();
        sheet.fact(fact);
    }
}

fn not_published(of: &OfService<'_>, sheet: &mut Sheet) {
    let each = [("before", of.shift.not_published_before), ("after", of.shift.not_published_after)];
    for (when, NotPublished { rows, activity }) in each.into_iter().filter(|(_, nowhere)| nowhere.rows > 0) {
        let mut fact = Fact::new(format!("{when}, where it was done"), "not published");
        let said = activity
            .said()
            .map_or_else(|| "activity not said".to_string(), |said| format!("activity {}", number(said)));
        let rows = counted(usize::try_from(rows).unwrap_or(usize::MAX), "row");
        fact.notes.push(format!("{rows} without a site; {said}"));
        sheet.fact(fact);
    }
}
