//! Most of what is generated is an agreement that checks clean.

use accordant_agreement::{SourceFile, check};
use accordant_scenarios::generate::case;

#[test]
fn most_generated_agreements_check_clean() {
    let mut refused = 0;
    for seed in 0..300 {
        let text = case(seed).text();
        let checked = check(&[SourceFile { name: "alliance.yaml", bytes: text.as_bytes() }]);
        if checked.agreement.is_none() {
            refused += 1;
            let problem = checked.findings.iter().find(|finding| finding.code != "x");
            eprintln!(
                "seed {seed}: {}",
                problem
                    .map(|problem| format!("{:?} {} {}", problem.place, problem.what, problem.words))
                    .unwrap_or_default()
            );
        }
    }
    assert!(refused < 15, "{refused} of 300 do not check");
}
