//! After a failure.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use accordant_store::{Outcome, Step, StoreProblem, Switches};

use crate::help::{Engine, Ground, LOG, append, append_many, event, lines, sound};

/// Fails at this step once it is armed.
pub fn failing_at(step: Step, armed: &Arc<AtomicBool>) -> Switches {
    let armed = Arc::clone(armed);
    Switches {
        steps: Some(Arc::new(move |at| match at == step && armed.load(Ordering::SeqCst) {
            true => Err("an error on purpose".to_owned()),
            false => Ok(()),
        })),
        ..Switches::default()
    }
}

pub fn after_a_failed_write_nothing_is_written(ground: &Ground) {
    let armed = Arc::new(AtomicBool::new(false));
    let store = ground.open_with(failing_at(Step::EventsWritten, &armed)).unwrap();
    append_many(&*store, 2);
    let before = lines(&*store);
    armed.store(true, Ordering::SeqCst);
    assert!(matches!(append(&*store, "fails", &[event("a", &[])]), Err(StoreProblem::Failed { .. })));
    armed.store(false, Ordering::SeqCst);
    let stopped = |problem: Option<StoreProblem>| {
        assert!(matches!(problem, Some(StoreProblem::Stopped { .. })), "{problem:?}");
    };
    stopped(append(&*store, "after", &[event("a", &[])]).err());
    stopped(store.seal(LOG, &mut |_| panic!("signed")).err());
    stopped(store.erase(LOG, 0, 0).err());
    stopped(store.directory_put("person/1", b"name").err());
    stopped(store.directory_remove("person/1").err());
    stopped(store.close(LOG).err());
    assert_eq!(lines(&*store), before);
    sound(&*store);
    drop(store);
    let store = ground.open();
    append_many(&*store, 1);
    sound(&*store);
}

pub fn an_error_at_any_step_leaves_nothing_behind(ground: &Ground) {
    append_many(&*ground.open(), 1);
    let of_append = Step::ALL.iter().filter(|step| **step <= Step::KeysDrawn);
    for step in of_append {
        let armed = Arc::new(AtomicBool::new(false));
        let store = ground.open_with(failing_at(*step, &armed)).unwrap();
        let before = lines(&*store);
        armed.store(true, Ordering::SeqCst);
        let key = format!("{step:?}");
        assert!(append(&*store, &key, &[event("a", &[b"body"])]).is_err(), "{step:?}");
        drop(store);
        let store = ground.open();
        let kept = lines(&*store).len() - before.len();
        // After the commit it is there, though nobody was told; the same request gets its answer.
        assert_eq!(kept, usize::from(*step == Step::Committed), "{step:?}");
        let outcome = append(&*store, &key, &[event("a", &[b"body"])]).unwrap();
        assert_eq!(matches!(outcome, Outcome::Repeated { .. }), kept == 1, "{step:?}");
        sound(&*store);
    }
}

#[test]
fn a_full_disk_is_told_and_stops_writing_and_reading_goes_on() {
    let ground = Ground::new(Engine::Sqlite);
    append_many(&*ground.open(), 5);
    let pages = Switches { pages_max: Some(60), ..Switches::default() };
    let store = ground.open_with(pages).unwrap();
    let body = vec![1; 30_000];
    let written = AtomicU32::new(0);
    let problem = loop {
        let number = written.fetch_add(1, Ordering::SeqCst);
        assert!(number < 100, "it never filled");
        match append(&*store, &format!("fill {number}"), &[event("fill", &[&body])]) {
            Ok(_) => (),
            Err(problem) => break problem,
        }
    };
    assert!(matches!(problem, StoreProblem::Full { .. }), "{problem:?}");
    assert!(problem.to_string().contains("the disk is full"), "{problem}");
    let size = lines(&*store).len();
    assert_eq!(u32::try_from(size).unwrap(), 5 + written.load(Ordering::SeqCst) - 1);
    let stopped = append(&*store, "after", &[event("a", &[])]);
    assert!(matches!(stopped, Err(StoreProblem::Stopped { .. })), "{stopped:?}");
    drop(store);
    let store = ground.open();
    append_many(&*store, 1);
    assert_eq!(lines(&*store).len(), size + 1);
    sound(&*store);
}
