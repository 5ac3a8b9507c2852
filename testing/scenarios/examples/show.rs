//! Prints the case of a seed: its text, then its facts.

fn main() {
    let seed = std::env::args().nth(1).and_then(|seed| seed.parse().ok()).unwrap_or(0);
    let case = accordant_scenarios::generate::case(seed);
    println!("{}\n{}", case.text(), case.facts_text());
}
