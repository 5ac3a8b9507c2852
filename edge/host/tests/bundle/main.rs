//! Bundles of a record made through the host: both verifiers confirm them, every link of their pages leads somewhere,
//! and nothing that one party keeps with the commissioners can be told from what another is shown.

#[path = "../fixed/mod.rs"]
mod fixed;
mod story;

use accordant_alliance::Command;
use accordant_documents::bundle::settled_again;
use accordant_host::{BundleAsked, BundleMechanism, Heard, Knows, ShownNames, Told};
use accordant_record::{Note, to_base64};
use accordant_verify::{Asked, Pinned, face, verify};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use story::{PERIOD, Story, repository, witness};

/// What no other party may learn.
const SECRET: &str = "the margin of the acute trust was four per cent";
/// A root as a signed state writes it has so many characters.
const ROOT_CHARACTERS: usize = 44;

fn for_party(party: &str) -> BundleAsked {
    BundleAsked { for_party: Some(party.to_string()), ..BundleAsked::default() }
}

/// Every file of a folder by its name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("it is a folder") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.insert(name, fs::read(path).expect("it can be read"));
        }
    }
    found
}

fn page(bundle: &Path, name: &str) -> String {
    fs::read_to_string(bundle.join(name)).expect("the page is there")
}

/// What both verifiers say of a bundle: the words of one, and whether the other agrees.
fn verified(bundle: &Path, keys: &str) -> String {
    let pinned = Pinned::read(keys).expect("the keys can be read");
    let report = verify(&Asked::of(bundle, &pinned)).expect("it is a bundle");
    let words = face::in_words(&report, &pinned);
    assert!(report.is_verified(), "{words}");
    let file = bundle.with_extension("keys");
    fs::write(&file, keys).expect("the keys can be written");
    let mut python = Process::new("python3");
    python
        .arg(repository().join("tools/verify_bundle.py"))
        .arg(bundle)
        .arg("--keys")
        .arg(&file)
        .arg("--json");
    let said = python.output().expect("python3 runs");
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).expect("it says what it found");
    for key in ["verified", "events", "disclosed", "withheld", "erased", "checkpoint_size", "witnessed_size"]
    {
        assert_eq!(said[key], report.as_json()[key], "both verifiers agree on `{key}`");
    }
    words
}

/// What stands in an attribute, wherever it stands on the page.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let lead = format!(" {name}=\"");
    html.split(&lead).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Every anchor stands once, and every link leads to a page of the folder and to an anchor on it.
fn every_link_resolves(bundle: &Path) {
    let pages: BTreeMap<String, String> = files(bundle)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name, String::from_utf8(bytes).expect("a page is text")))
        .collect();
    let mut anchors = BTreeMap::new();
    for (name, html) in &pages {
        let ids = attributes(html, "id");
        let once: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(once.len(), ids.len(), "each anchor of `{name}` stands once");
        anchors.insert(name.as_str(), once);
    }
    for (name, html) in &pages {
        for href in attributes(html, "href") {
            let (file, anchor) =
                href.split_once('#').map_or((href, None), |(file, anchor)| (file, Some(anchor)));
            let file = if file.is_empty() { name.as_str() } else { file };
            let found = anchors
                .get(file)
                .unwrap_or_else(|| panic!("`{name}` leads to `{href}`, and there is no such page"));
            assert!(anchor.is_none_or(|anchor| found.contains(anchor)), "`{name}` leads to `{href}`");
        }
        for word in ["http:", "https:", "<script", "@import", "url("] {
            assert!(!html.contains(word), "`{name}` needs nothing from elsewhere, and holds `{word}`");
        }
        let words = html.to_lowercase();
        for word in ["merkle", " leaf", "sealed", "cosign"] {
            assert!(!words.contains(word), "`{name}` says `{word}`, which no reader has to know");
        }
    }
}

#[test]
fn both_verifiers_confirm_a_bundle_and_every_figure_leads_to_its_reason() {
    let story = Story::told();
    story.countersigned(&[("icb", 7), ("acute", 8)]);
    let bundle = story.bundle("bundle", &BundleAsked::default()).expect("it can be made");
    if let Some(keep) = std::env::var_os("ACCORDANT_KEEP_BUNDLE") {
        Process::new("cp").arg("-r").arg(&bundle).arg(keep).status().expect("it is copied");
    }
    let words = verified(&bundle, &story.keys());
    assert!(words.contains("icb and acute hold a matching copy"), "{words}");
    every_link_resolves(&bundle);

    let cover = page(&bundle, "index.html");
    assert!(cover.contains("Nothing has been altered since 2 June 2026; "), "the cover says who confirms it");
    assert!(cover.contains("name not shown"), "names stand in no bundle unless they are asked for");
    assert!(!cover.contains("Robin of"), "names stand in no bundle unless they are asked for");
    let settlements = story.alliance.state().expect("it can be read").kept().settlements.clone();
    assert_eq!(settlements.len(), 3);
    for settled in &settlements {
        let own = page(&bundle, &format!("settlement-{}.html", settled.entry));
        let links = attributes(&own, "href");
        let reasons = format!("statement-{}.html#posting-", settled.entry);
        let figures = links.iter().filter(|href| href.starts_with(&reasons)).count();
        assert!(
            figures >= settled.body.postings.len(),
            "every posting of entry {} opens its reason",
            settled.entry
        );
    }
    let last = page(&bundle, &format!("settlement-{}.html", settlements[2].entry));
    assert!(
        last.contains("What changed, and why"),
        "a settlement that takes the place of another says why it differs"
    );
    let first = page(&bundle, &format!("settlement-{}.html", settlements[0].entry));
    assert!(first.contains("Paid on account"), "what was paid on a settlement stands with it");
    let challenged = page(&bundle, &format!("settlement-{}.html", settlements[1].entry));
    assert!(challenged.contains("two months of diagnostics were counted twice"));
}

#[test]
fn what_was_erased_stands_in_no_file_and_its_place_is_told() {
    let mut story = Story::told();
    let challenge = story.alliance.state().expect("it can be read").kept().challenges[0].entry;
    let erase = Command::Erase {
        entry: challenge,
        part: 1,
        listed: ("reason".to_string(), "personal".to_string()),
        reason: "spill".to_string(),
        basis: "data protection law".to_string(),
        second: story.people["community"].clone(),
    };
    let request = story.request("icb", erase);
    story.alliance.erase(request).expect("two persons agree to it");
    let bundle = story.bundle("after", &BundleAsked::default()).expect("it can be made");
    assert!(!tells(&bundle, "two months of diagnostics were counted twice"));
    let words = verified(&bundle, &story.keys());
    assert!(words.contains("0 withheld, 1 erased"), "{words}");
    every_link_resolves(&bundle);
    let cover = page(&bundle, "index.html");
    assert!(cover.contains("(the words were erased)"), "the log says what became of the words");
    assert!(page(&bundle, "withheld.jsonl").contains("\"state\":\"erased\""));
}

#[test]
fn a_party_that_signs_the_same_entries_again_confirms_them_once() {
    let story = Story::told();
    story.countersigned(&[("icb", 7), ("acute", 8)]);
    let signed = story.alliance.seal().expect("it is signed already");
    let note = Note::read(&signed.note).expect("it is a note");
    let again = witness("icb", 7).cosign(&note.text, 1_780_500_000).expect("it can be signed");
    let store = story.alliance.store();
    store.add_cosignature(story.alliance.origin(), signed.size, &again.to_string()).expect("it is kept");
    let bundle = story.bundle("bundle", &BundleAsked::default()).expect("it can be made");
    let words = verified(&bundle, &story.keys());
    assert!(words.contains("since 3 June 2026"), "{words}");
}

#[test]
fn a_record_that_went_on_under_a_new_name_is_shown_whole_and_each_log_is_confirmed_by_itself() {
    let mut story = Story::founded();
    let place = |name: &str| story.folder.path().join(name);
    story.alliance.seal().expect("it can be signed");
    story.alliance.backup(&place("backup"), &place("keys")).expect("it can be copied");
    let restored = place("restored");
    story.host.restore(&place("backup"), &place("keys"), &restored).expect("it comes back");
    let told = [Told { by: "the board".to_string(), what: Knows::Heard(Heard::More(3)) }];
    let earlier_keys = story.keys();
    let request = story.request("icb", Command::OpenPeriod { period: PERIOD.to_string() });
    (story.alliance, _) = story.host.go_on(&restored, &told, &request).expect("it goes on");
    story.does("icb", Command::OpenPeriod { period: PERIOD.to_string() });
    let bundle = story.bundle("bundle", &BundleAsked::default()).expect("it can be made");
    verified(&bundle, &story.keys());
    verified(&bundle.join("earlier/1"), &earlier_keys);
    let cover = page(&bundle, "index.html");
    for entry in 0..3 {
        assert!(cover.contains(&format!("id=\"entry-{entry}\"")), "entries count on over both logs");
    }
    assert!(cover.contains("earlier/1/index.html"), "the cover leads to the earlier log");
    assert!(page(&bundle, "earlier/1/index.html").contains("../../index.html"), "and that leads back");
}

#[test]
fn a_settlement_that_does_not_come_to_what_was_recorded_is_not_explained() {
    let story = Story::told();
    let state = story.alliance.state().expect("it can be read");
    for settled in &state.kept().settlements {
        assert!(settled_again(&state, settled).expect("it comes to the same").is_some());
        let mut other = settled.clone();
        let posting = other.body.postings.iter_mut().find(|posting| posting.minor != "0");
        posting.expect("money is posted").minor.push('1');
        let told = settled_again(&state, &other).expect_err("a penny matters");
        assert!(told.to_string().contains("does not come to what was recorded"), "{told}");
        let mut other = settled.clone();
        other.body.known = 2;
        let told = settled_again(&state, &other).expect_err("it rests on other facts");
        assert!(told.to_string().contains("the facts are not those on which it rested"), "{told}");
    }
}

#[test]
fn names_stand_on_the_pages_when_they_are_asked_for_and_never_in_what_is_signed() {
    let story = Story::founded();
    let asked = BundleAsked { names: ShownNames::OfTheDirectory, ..BundleAsked::default() };
    let bundle = story.bundle("named", &asked).expect("it can be made");
    for (name, bytes) in files(&bundle) {
        let holds = String::from_utf8_lossy(&bytes).contains("Robin of icb");
        assert_eq!(holds, name == "index.html", "`{name}`");
    }
    verified(&bundle, &story.keys());
}

#[test]
fn a_folder_that_holds_something_is_left_as_it_is() {
    let story = Story::founded();
    let to = story.folder.path().join("taken");
    fs::create_dir(&to).expect("it can be made");
    fs::write(to.join("letter.txt"), "mine").expect("it can be written");
    let refused = story.bundle("taken", &BundleAsked::default()).expect_err("it is not empty");
    assert!(refused.to_string().contains("holds something already"), "{refused}");
    assert_eq!(files(&to).len(), 1);
    let left: Vec<_> = fs::read_dir(story.folder.path()).expect("it can be listed").collect();
    assert_eq!(left.len(), 2, "the record and the folder are all there is");
    fs::remove_file(to.join("letter.txt")).expect("it can be removed");
    story.bundle("taken", &BundleAsked::default()).expect("an empty folder serves");
}

#[test]
fn a_bundle_is_made_for_a_party_of_the_agreement_alone() {
    let story = Story::founded();
    let refused = story.bundle("stranger", &for_party("stranger")).expect_err("it is no party");
    assert_eq!(refused.to_string(), "`stranger` is no party of the agreement");
}

#[test]
fn the_record_of_a_folder_is_checked_where_it_lies() {
    let story = Story::told();
    story.countersigned(&[("acute", 8)]);
    let verified = story.alliance.verified().expect("it can be read");
    assert_eq!(verified.problems, Vec::<String>::new());
    assert_eq!((verified.signed, verified.continues_held), (verified.size, Some(verified.size)));
    let holders: Vec<&str> = verified.copies.iter().map(|copy| copy.party.as_str()).collect();
    assert_eq!(holders, ["acute"]);
}

/// The files of a bundle with every hash that follows from what is withheld taken out.
fn without_hashes(bundle: &Path) -> BTreeMap<String, String> {
    let states = page(bundle, "checkpoints.txt");
    let mut out = BTreeMap::new();
    for (name, bytes) in files(bundle) {
        if name == "manifest.txt" {
            continue;
        }
        let mut text = String::from_utf8(bytes).expect("every file is text");
        // Roots and signatures are the long lines of what is signed; a root stands on the cover too.
        for line in states.lines().filter(|line| line.len() >= ROOT_CHARACTERS) {
            text = text.replace(line, "state");
        }
        let lines: Vec<String> = text.lines().map(blank_hashes).collect();
        out.insert(name, lines.join("\n"));
    }
    out
}

/// The names of the files in which two bundles differ otherwise than in hashes.
fn differing(one: &Path, other: &Path) -> Vec<String> {
    let (one, other) = (without_hashes(one), without_hashes(other));
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

/// A line with 64 hexadecimal digits in a row made alike: commitments, and the hashes that follow from them.
fn blank_hashes(line: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for character in line.chars().chain(['\n']) {
        if character.is_ascii_digit() || ('a'..='f').contains(&character) {
            run.push(character);
            continue;
        }
        out.push_str(if run.len() == 64 { "hash" } else { &run });
        run.clear();
        out.push(character);
    }
    out
}

fn tells(bundle: &Path, secret: &str) -> bool {
    let encoded = to_base64(secret.as_bytes());
    files(bundle).values().any(|bytes| {
        let text = String::from_utf8_lossy(bytes);
        text.contains(secret) || text.contains(encoded.trim_end_matches('='))
    })
}

/// The bundles that a party is given of two records that differ only in what the acute trust keeps with the
/// commissioners.
fn two_bundles(asked: &BundleAsked) -> [(Story, PathBuf); 2] {
    [SECRET, "nothing of note"].map(|reason| {
        let story = Story::told();
        story.walled(reason);
        let bundle = story.bundle("theirs", asked).expect("it can be made");
        (story, bundle)
    })
}

#[test]
fn a_bundle_for_a_party_tells_nothing_of_what_another_keeps_with_the_commissioners() {
    for asked in [for_party("charity"), BundleAsked::default()] {
        let [(one, with_secret), (_other, without)] = two_bundles(&asked);
        assert!(!tells(&with_secret, SECRET));
        assert_ne!(
            page(&with_secret, "headers.jsonl"),
            page(&without, "headers.jsonl"),
            "the commitments differ"
        );
        assert_eq!(differing(&with_secret, &without), Vec::<String>::new(), "and nothing else does");
        verified(&with_secret, &one.keys());
        let cover = page(&with_secret, "index.html");
        assert!(
            cover.contains("and the commissioners"),
            "the cover says that something is withheld, and for whom"
        );
        assert!(cover.contains("(the words are withheld from you)"));
        for party in ["acute", "icb"] {
            let own = one.bundle(party, &for_party(party)).expect("it can be made");
            assert!(tells(&own, SECRET), "{party} sees what is its own");
            verified(&own, &one.keys());
        }
    }
}

#[test]
fn what_parties_keep_with_the_commissioners_is_shown_to_those_who_are_so_when_the_last_entry_is_recorded() {
    let since = "role: [{ role: commissioner, from: 2026-04-01 }]";
    let roles = [
        (since, true),
        ("role: [{ role: commissioner, from: 2026-04-01, to: 2026-06-01 }]", true),
        // The last entry is of 1 June 2026.
        ("role: [{ role: commissioner, from: 2026-04-01, to: 2026-05-31 }]", false),
        ("role: [{ role: commissioner, from: 2026-06-02 }]", false),
    ];
    for (role, sees) in roles {
        let story = Story::founded_on(|text| text.replace(since, role)).goes_on();
        story.walled(SECRET);
        let bundle = story.bundle("council", &for_party("council")).expect("it can be made");
        assert_eq!(tells(&bundle, SECRET), sees, "with `{role}`");
        verified(&bundle, &story.keys());
    }
}

#[test]
fn the_key_of_a_party_that_is_neither_commissioner_nor_provider_vouches_for_neither() {
    let forum = "  forum: { name: Harbour Forum of Patients, third_party: yes }\n  acute:\n    name:";
    let mut story = Story::founded_on(|text| text.replace("  acute:\n    name:", forum));
    story.named_witness("forum", 9);
    let bundle = story.bundle("bundle", &BundleAsked::default()).expect("it can be made");
    let cover = page(&bundle, "index.html");
    assert!(cover.contains("# third party forum.example/witness+"), "it is called what it is");
    assert!(!cover.contains("provider forum.example/witness+"), "and not what it is not");
}

#[test]
fn without_the_wall_the_bundle_of_another_party_would_tell() {
    let asked = BundleAsked { without: Some(BundleMechanism::Wall), ..for_party("charity") };
    let [(_one, with_secret), (_other, without)] = two_bundles(&asked);
    assert!(tells(&with_secret, SECRET));
    assert!(differing(&with_secret, &without).contains(&"parts.jsonl".to_string()));
}
