//! The clock of a query in words.

use super::day_or_not;
use accordant_alliance::returns::{QueryClock, Standing};

/// How long it is or was open.
pub fn open_for(clock: &QueryClock) -> String {
    clock.open.map_or_else(|| "not known".to_string(), working_days)
}

/// How the answer stands: what is due, overdue, or came.
pub fn answer(clock: &QueryClock) -> String {
    let due = day_or_not(clock.due);
    let Some(standing) = clock.standing else {
        return match clock.answered {
            Some(day) => format!("answered on {day}"),
            None => "none is waited for".to_string(),
        };
    };
    let days = standing.working_days().map(working_days);
    match (clock.answered, standing, days) {
        (None, Standing::Missing(Some(1..)), Some(days)) => format!("overdue by {days}; it was due on {due}"),
        (None, Standing::Missing(_), _) => format!("overdue; it was due on {due}"),
        (None, Standing::NotKnown, _) => "due on a day that is not known".to_string(),
        (None, ..) => format!("due on {due}"),
        (Some(day), Standing::Late(_), Some(days)) => format!("answered on {day}, {days} late"),
        (Some(day), Standing::Late(_), None) => format!("answered on {day}, late"),
        (Some(day), Standing::NotKnown, _) => format!("answered on {day}; due on a day that is not known"),
        (Some(day), ..) => format!("answered on {day}, in time"),
    }
}

/// `1 working day`, `3 working days`.
pub fn working_days(days: u32) -> String {
    if days == 1 { "1 working day".to_string() } else { format!("{days} working days") }
}

#[cfg(test)]
mod tests {
    use super::{answer, open_for};
    use accordant_alliance::returns::{QueryClock, Standing};
    use jiff::civil::{Date, date};

    fn clock(answered: Option<Date>, standing: Option<Standing>) -> QueryClock {
        QueryClock { open: Some(1), due: Some(date(2025, 6, 16)), answered, standing }
    }

    #[test]
    fn the_clock_of_a_query_is_told_in_words() {
        let day = Some(date(2025, 6, 17));
        let told = [
            answer(&clock(None, Some(Standing::NotYetDue(Some(3))))),
            answer(&clock(None, Some(Standing::Missing(Some(2))))),
            answer(&clock(None, Some(Standing::Missing(Some(0))))),
            answer(&clock(day, Some(Standing::Late(Some(1))))),
            answer(&clock(day, Some(Standing::Early(Some(1))))),
            answer(&clock(day, None)),
            answer(&clock(None, None)),
            answer(&QueryClock { due: None, ..clock(None, Some(Standing::NotKnown)) }),
            open_for(&clock(None, None)),
        ];
        assert_eq!(
            told,
            [
                "due on 2025-06-16",
                "overdue by 2 working days; it was due on 2025-06-16",
                "overdue; it was due on 2025-06-16",
                "answered on 2025-06-17, 1 working day late",
                "answered on 2025-06-17, in time",
                "answered on 2025-06-17",
                "none is waited for",
                "due on a day that is not known",
                "1 working day",
            ]
        );
    }
}
