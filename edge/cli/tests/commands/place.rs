//! A folder of its own for one test, in which the program runs; it goes when the test ends.

use super::{Ran, program};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

static PLACES: AtomicU32 = AtomicU32::new(0);

/// The heading of contract monitoring, as far as the tests fill it.
pub const MONITORING: &str = "FINANCIAL_MONTH,FINANCIAL_YEAR,DATE_AND_TIME_DATA_SET_CREATED,\
    ORGANISATION_IDENTIFIER_(CODE_OF_PROVIDER),ORGANISATION_SITE_IDENTIFIER_(OF_TREATMENT),\
    ORGANISATION_IDENTIFIER_(CODE_OF_COMMISSIONER),ACTIVITY_TREATMENT_FUNCTION_CODE,POINT_OF_DELIVERY_CODE,\
    COMMISSIONED_SERVICE_CATEGORY_CODE,TARIFF_CODE,NATIONAL_TARIFF_INDICATOR,CONTRACT_MONITORING_PLANNED_ACTIVITY,\
    CONTRACT_MONITORING_PLANNED_PRICE,CONTRACT_MONITORING_PLANNED_MARKET_FORCES_FACTOR,\
    CONTRACT_MONITORING_ACTUAL_ACTIVITY,CONTRACT_MONITORING_ACTUAL_PRICE,\
    CONTRACT_MONITORING_ACTUAL_MARKET_FORCES_FACTOR\n";

/// An agreement that a test writes itself.
pub struct Written<'a> {
    /// Its main file.
    pub agreement: &'a str,
    /// Who signs.
    pub signatories: &'a str,
    /// How lines are counted.
    pub counting: &'a str,
}

/// A folder with what happens in it.
pub struct Place {
    pub folder: PathBuf,
}

impl Place {
    pub fn empty() -> Place {
        let number = PLACES.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("accordant-place-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Place { folder }
    }

    /// The record of an agreement.
    pub fn of(written: &Written<'_>) -> Place {
        let place = Place::empty();
        fs::create_dir_all(place.folder.join("agreement")).unwrap();
        place.writes("agreement/alliance.yaml", written.agreement);
        place.writes("signatories.csv", written.signatories);
        place.done(&["found", ".", "--agreement", "agreement", "--signatories", "signatories.csv"]);
        place.writes("counting.yaml", written.counting);
        place
    }

    pub fn writes(&self, name: &str, content: &str) {
        fs::write(self.folder.join(name), content).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = program(arguments);
        command.current_dir(&self.folder).env_remove("ACCORDANT_DATABASE").env_remove("ACCORDANT_AS");
        let ended = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: ended.status.code().expect("a signal"), out: text(ended.stdout), err: text(ended.stderr) }
    }

    /// The same, with what it says of a failure on one line.
    pub fn run_flat(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        Ran { err: flat(&ran.err), ..ran }
    }

    /// What it says; it must be done.
    pub fn done(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}\n{}{}", ran.out, ran.err);
        ran.out
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

/// A text on one line.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
