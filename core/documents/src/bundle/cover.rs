//! The cover of a bundle: what it is, what was checked, and the whole log.
//!
//! Start with [`page`].

use super::html::{Cell, Html, Row, page as whole};
use super::words::{Told, counted, day, listed, moment, settled};
use super::{BundleView, MatchingCopy, Unshown, Why, entry_anchor, reasons_page, settlement_page};
use crate::figures::long_date;
use crate::view::{Names, sentence_case, within_sentence};
use accordant_alliance::Event;
use accordant_alliance::state::SettledEntry;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// What no record can show.
const NEVER_ENTERED: &str = "A record cannot show what was never entered in it.";

/// The cover. The settlements of these entries have a page with their reasons.
pub(super) fn page(view: &BundleView<'_>, explained: &[u64], names: &Names<'_>) -> String {
    let cover = Cover { view, explained, told: Told { view, names } };
    whole(&format!("{}: the record", view.alliance()), view.alliance(), |html| {
        html.text_element("h1", &[], &format!("The record of {}", within_sentence(view.alliance())));
        cover.notices(html);
        cover.about(html);
        cover.contents(html);
        cover.checked(html);
        cover.settlements(html);
        super::queries::section(view, &cover.told, html);
        cover.people(html);
        cover.log(html);
        cover.unshown(html);
        cover.verify(html);
    })
}

struct Cover<'v, 'a> {
    view: &'v BundleView<'v>,
    explained: &'v [u64],
    told: Told<'v, 'a>,
}

impl Cover<'_, '_> {
    fn notices(&self, html: &mut Html) {
        let Some((_, agreement)) = self.view.state.latest_text() else { return };
        let alliance = &agreement.particulars.alliance;
        let notices: Vec<&String> = alliance.notice.iter().chain(&alliance.illustrative).collect();
        if notices.is_empty() {
            return;
        }
        html.element("div", &[("class", "notice")], |html| {
            notices.iter().for_each(|notice| html.paragraph(notice));
        });
    }

    fn about(&self, html: &mut Html) {
        let view = self.view;
        let reader = match view.reader {
            Some(party) => format!("what {} may see", within_sentence(&self.told.party(party))),
            None => "what every party may see".to_string(),
        };
        let founded = view.state.kept().founding.as_ref();
        let since = founded.map_or_else(String::new, |founding| {
            format!(" since it was founded on {}", day(founding.at.get(..10).unwrap_or_default()))
        });
        html.paragraph(&format!(
            "This is a copy of everything that has been recorded of the alliance{since}: who decided what and with what \
             authority, the facts that were given, and every settlement with its reasons. It shows {reader}, up to the \
             last entry, of {}. It can be read without a network, and checked without whoever made it.",
            long_date(view.until.date())
        ));
    }

    fn contents(&self, html: &mut Html) {
        html.element("nav", &[("class", "contents"), ("aria-label", "Contents")], |html| {
            html.element("ul", &[], |html| {
                let asked = !self.view.state.kept().queries.is_empty();
                let queries = asked.then_some(("#queries", "Queries"));
                for (target, text) in [("#checked", "What was checked"), ("#settlements", "Settlements")]
                    .into_iter()
                    .chain(queries)
                    .chain([
                        ("#people", "Who may speak for whom"),
                        ("#log", "Every entry"),
                        ("#unshown", "What is not shown"),
                        ("#verify", "Check it yourself"),
                    ])
                {
                    html.element("li", &[], |html| html.link_to(target, text));
                }
            });
        });
    }

    fn checked(&self, html: &mut Html) {
        let signed = self.view.signed;
        html.section("checked", "What was checked when this copy was made", |html| {
            html.element("ul", &[("class", "checks")], |html| {
                let entries = counted(self.view.entries.len() as u64, "entry", "entries");
                html.text_element("li", &[], &confirmed(signed.size, &signed.copies, &self.told));
                html.text_element(
                    "li",
                    &[],
                    &format!(
                        "All {entries} were read again one after another, and are what was signed. Every document and \
                         every text that is shown is what was recorded."
                    ),
                );
                let settlements = self.view.state.kept().settlements.len();
                let unexplained = settlements.saturating_sub(self.explained.len());
                if !self.explained.is_empty() {
                    html.text_element("li", &[], &worked_out_again(self.explained.len(), unexplained));
                }
            });
            html.paragraph(NEVER_ENTERED);
            html.text_element("h3", &[], "The record in three lines");
            html.paragraph(
                "These three lines stand for every entry. Print them in the minutes of a meeting: whoever has them on paper \
                 can tell later whether anything before that was altered.",
            );
            html.text_element("pre", &[("class", "paper")], &signed.lines.join("\n"));
        });
    }

    fn settlements(&self, html: &mut Html) {
        html.section("settlements", "Settlements", |html| {
            let settlements = &self.view.state.kept().settlements;
            if settlements.is_empty() {
                html.paragraph("Nothing has been settled yet.");
                return;
            }
            html.paragraph("Every settlement is provisional until the parties agree that it is final.");
            let rows: Vec<Row> = settlements.iter().map(|settled| self.settlement(settled)).collect();
            let heads = ["Settlement", "Recorded", "How it stands", "Every figure with its reason"];
            html.table("What was settled, in the order in which it was recorded", &heads, &rows);
        });
    }

    fn settlement(&self, entry: &SettledEntry) -> Row {
        let title = sentence_case(&settled(&entry.body));
        let at = self.view.entry(entry.entry).map_or_else(|| entry.at.clone(), |found| moment(found.when));
        let statement = if self.explained.contains(&entry.entry) {
            Cell::Link(reasons_page(entry.entry), format!("Statement of entry {}", entry.entry))
        } else {
            Cell::text("Not shown: it rests on what is withheld from you")
        };
        Row::of(vec![
            Cell::Link(settlement_page(entry.entry), title),
            Cell::text(at),
            Cell::text(self.standing(entry)),
            statement,
        ])
    }

    fn standing(&self, entry: &SettledEntry) -> String {
        let kept = self.view.state.kept();
        let later = kept.settlements.iter().find(|later| later.body.replaces == Some(entry.entry));
        if let Some(later) = later {
            return format!("replaced by entry {}", later.entry);
        }
        if kept.challenges.iter().any(|challenge| challenge.body.settlement == entry.entry) {
            return "challenged".to_string();
        }
        "provisional".to_string()
    }

    fn people(&self, html: &mut Html) {
        html.section("people", "Who may speak for whom", |html| {
            html.paragraph(if self.view.people.is_empty() {
                "The record holds no names. A person is known by the entry that gave the authority and by the document that is \
                 relied on."
            } else {
                "Names are not part of what is signed: they are those that the host\u{2019}s directory holds today."
            });
            let mut rows = Vec::new();
            for (party, given) in &self.view.state.kept().mandates {
                for mandate in given {
                    let person = self.view.people.get(&mandate.person).cloned();
                    let from = mandate.from.as_deref().map_or_else(|| "the founding".to_string(), day);
                    let to = mandate.to.as_deref().map_or_else(|| "no end is set".to_string(), day);
                    rows.push(Row::of(vec![
                        Cell::text(self.told.party(party)),
                        Cell::text(person.unwrap_or_else(|| "name not shown".to_string())),
                        Cell::text(from),
                        Cell::text(to),
                        Cell::text(&mandate.under),
                        Cell::Link(format!("#{}", entry_anchor(mandate.entry)), format!("entry {}", mandate.entry)),
                    ]));
                }
            }
            let heads = ["Party", "Person", "From", "To", "Under", "Recorded by"];
            html.table("Authority to speak for a party", &heads, &rows);
        });
    }

    fn log(&self, html: &mut Html) {
        html.section("log", "Every entry", |html| {
            html.paragraph(&format!(
                "Times are those of {}. Each entry names the one that gave its author the authority.",
                self.view.zone
            ));
            let rows: Vec<Row> = self.view.entries.iter().map(|entry| self.entry(entry)).collect();
            let heads = ["Entry", "Recorded", "What happened", "For whom", "With what authority"];
            html.table("The whole log, in its order", &heads, &rows);
        });
    }

    fn entry(&self, entry: &super::LogEntry) -> Row {
        let what = Cell::text(sentence_case(Event::in_words(&entry.kind)));
        let happened = Cell::text(self.told.happened(entry));
        let mut lines = vec![what, happened];
        if entry.kind == "period_settled" {
            lines.push(Cell::Link(settlement_page(entry.entry), "Open the settlement".to_string()));
        }
        let given_by =
            Cell::Link(format!("#{}", entry_anchor(entry.authority)), format!("entry {}", entry.authority));
        let authority = match self.told.under(entry) {
            Some(under) => Cell::Lines(vec![given_by, Cell::Text(under)]),
            None => Cell::text("none is needed: it decides nothing"),
        };
        Row {
            anchor: Some(entry_anchor(entry.entry)),
            cells: vec![
                Cell::text(entry.entry),
                Cell::text(moment(entry.when)),
                Cell::Lines(lines),
                Cell::text(self.told.by(entry)),
                authority,
            ],
        }
    }

    fn unshown(&self, html: &mut Html) {
        html.section("unshown", "What is not shown", |html| {
            if self.view.unshown.is_empty() {
                html.paragraph("Nothing is withheld from you, and nothing was erased.");
                return;
            }
            html.paragraph(
                "Each of these was recorded and cannot be exchanged: if it is ever shown to you, the code tells whether it is \
                 the same. What was erased cannot be shown to anyone any more.",
            );
            let rows: Vec<Row> = self.view.unshown.iter().map(|part| self.part(part)).collect();
            let heads = ["Part", "Entry", "Why it is not shown", "Code"];
            html.table("Parts of entries that are withheld or erased", &heads, &rows);
        });
    }

    fn part(&self, part: &Unshown) -> Row {
        let why = match part.why {
            Why::Erased => "erased".to_string(),
            Why::Withheld => match part.compartment.strip_prefix("party/") {
                Some(party) => format!(
                    "withheld: it is for {} and the commissioners",
                    within_sentence(&self.told.party(party))
                ),
                None => "withheld".to_string(),
            },
        };
        Row::of(vec![
            Cell::text(sentence_case(&part.part)),
            Cell::Link(format!("#{}", entry_anchor(part.entry)), part.entry.to_string()),
            Cell::Text(why),
            Cell::Code(part.commitment.clone()),
        ])
    }

    fn verify(&self, html: &mut Html) {
        html.section("verify", "Check it yourself", |html| {
            html.paragraph(
                "You need not believe this page. Two small programs, written in two languages, read the files beside it \
                 again, without any network. In the folder above this one, either of these checks all of it:",
            );
            let commands = "accordant-verify BUNDLE --keys my-keys.txt\npython3 verify_bundle.py BUNDLE --keys my-keys.txt";
            html.text_element("pre", &[("class", "commands")], commands);
            html.paragraph(
                "Put the name of this folder in the place of BUNDLE. The file of keys must be yours: a bundle cannot vouch for \
                 itself. Whoever made this one claims that the keys are these; compare each with the agreement\u{2019}s schedule \
                 or with what its holder tells you.",
            );
            html.text_element("pre", &[("class", "commands")], &self.view.keys.join("\n"));
            html.element("p", &[], |html| {
                html.text("If you hold the three lines of an earlier day, or an earlier copy of checkpoints.txt, add ");
                html.text_element("code", &[("class", "whole")], "--checkpoint FILE");
                html.text(": then nothing that you had seen can have changed unnoticed.");
            });
            for folder in self.view.earlier {
                html.element("p", &[], |html| {
                    html.text("An earlier part of the record is checked by itself, with the keys of its own: ");
                    html.link_to(&format!("{folder}/index.html"), folder);
                    html.text(".");
                });
            }
            html.paragraph(NEVER_ENTERED);
        });
    }
}

/// Since when nothing was altered, and who says so beside the host.
fn confirmed(size: u64, copies: &[MatchingCopy], told: &Told<'_, '_>) -> String {
    let Some(largest) = copies.iter().map(|copy| copy.size).max() else {
        return "No party has confirmed yet that it holds a matching copy. What is signed is the host\u{2019}s word alone."
            .to_string();
    };
    let holders: Vec<&MatchingCopy> = copies.iter().filter(|copy| copy.size == largest).collect();
    let names: Vec<String> = holders.iter().map(|copy| told.party(&copy.party)).collect();
    let since = holders.iter().map(|copy| copy.on).max().map(long_date).unwrap_or_default();
    let what = if largest == size {
        "Nothing".to_string()
    } else {
        format!("Nothing in the first {}", counted(largest, "entry", "entries"))
    };
    let hold = if names.len() == 1 { "holds" } else { "hold" };
    format!("{what} has been altered since {since}; {} {hold} a matching copy.", listed(&names))
}

fn worked_out_again(explained: usize, unexplained: usize) -> String {
    let which = match (explained, unexplained) {
        (1, 0) => "The settlement was".to_string(),
        (_, 0) => "Every settlement was".to_string(),
        (some, _) => format!("{some} of the settlements were"),
    };
    format!(
        "{which} worked out again from the agreement in force and the facts that were known then, and came to the recorded \
         amounts to the penny."
    )
}
