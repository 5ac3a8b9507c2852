//! A shift as JSON.

use super::held::exact;
use super::shift::{OfService, Shown, stated};
use crate::text::json::Json;
use accordant_activity::{
    Aside, AsideSite, Evidence, Moved, NotPublished, Scaled, Setting, SettingTotals, Site,
};
use accordant_intake::counting::setting_word;
use accordant_money::Exact;

/// Everything that is shown, as JSON.
pub fn document(shown: &Shown<'_>) -> String {
    Json::Map(vec![
        ("from", Json::text(shown.from.calendar())),
        ("to", Json::text(shown.to.calendar())),
        ("money", Json::text(shown.held.money_word())),
        ("services", Json::List(shown.shifts.iter().map(|of| service(shown, of)).collect())),
    ])
    .document()
}

fn service(shown: &Shown<'_>, of: &OfService<'_>) -> Json {
    let stranded = of.stranded.costs.iter().map(|cost| {
        let by = stated(shown.held, &cost.site, &of.name).map(|stated| stated.stated_by.as_str());
        Json::Map(vec![
            ("site", Json::text(&*cost.site)),
            ("lost", Json::text(cost.lost.to_string())),
            ("amount", Json::text(exact(&cost.amount()))),
            ("stated_by", Json::maybe(by)),
        ])
    });
    let unstated = of.stranded.unstated.iter().map(|site| Json::text(&**site));
    Json::Map(vec![
        ("service", Json::text(of.name.as_str())),
        ("moved", Json::maybe(of.moved.map(|moved| moved.activity().to_string()))),
        ("whole", Json::Flag(matches!(of.moved, Some(Moved::Whole(_))))),
        ("cost_in_hospital", money(of.money.left.as_ref())),
        ("cost_elsewhere", money(of.money.arrived.as_ref())),
        ("settings", Json::List(of.settings.iter().map(setting).collect())),
        ("sites", Json::List(of.shift.sites.iter().map(|one| Json::Map(site(shown, one))).collect())),
        ("aside", Json::List(of.shift.aside.iter().map(|one| aside(shown, one)).collect())),
        ("site_not_published_before", not_published(of.shift.not_published_before)),
        ("site_not_published_after", not_published(of.shift.not_published_after)),
        ("stranded", Json::List(stranded.collect())),
        ("stranded_not_stated", Json::List(unstated.collect())),
        ("stranded_whole", money(of.stranded.whole().as_ref())),
    ])
}

fn money(amount: Option<&Exact>) -> Json {
    Json::maybe(amount.map(exact))
}

fn activity(amount: Option<Scaled>) -> Json {
    Json::maybe(amount.map(|amount| amount.to_string()))
}

fn setting((setting, totals): (&Setting, &SettingTotals)) -> Json {
    Json::Map(vec![
        ("setting", Json::text(setting_word(*setting))),
        ("before", activity(Some(totals.before))),
        ("after", activity(Some(totals.after))),
        ("change", activity(totals.change().ok())),
        ("money_before", money(totals.money_before.as_ref())),
        ("money_after", money(totals.money_after.as_ref())),
    ])
}

fn site(shown: &Shown<'_>, site: &Site<'_>) -> Vec<(&'static str, Json)> {
    let known = shown.held.counting.sites.get(&*site.site);
    let [before, after] = [&site.before, &site.after].map(said);
    vec![
        ("site", Json::text(&*site.site)),
        ("name", Json::maybe(known.and_then(|known| known.name.as_deref()))),
        ("setting", Json::maybe(site.setting.map(setting_word))),
        ("before", before),
        ("after", after),
        ("change", activity(site.change())),
        ("money_before", money(site.before.money().as_ref())),
        ("money_after", money(site.after.money().as_ref())),
        ("rows_before", shown.held.rows_json(site.before.cells())),
        ("rows_after", shown.held.rows_json(site.after.cells())),
    ]
}

/// What cells say; nothing where there is none, or a line does not say it.
fn said(evidence: &Evidence<'_>) -> Json {
    activity(evidence.activity())
}

fn aside(shown: &Shown<'_>, aside: &AsideSite<'_>) -> Json {
    let why = |why: &Aside| {
        Json::Map(vec![
            ("what", Json::text(why.to_string())),
            ("help", Json::text(why.help())),
            ("break", Json::Flag(why.is_break())),
        ])
    };
    let mut said = site(shown, &aside.site);
    said.push(("why", Json::List(aside.why.iter().map(why).collect())));
    Json::Map(said)
}

fn not_published(nowhere: NotPublished) -> Json {
    Json::Map(vec![("rows", Json::Whole(nowhere.rows)), ("activity", activity(nowhere.activity.known()))])
}
