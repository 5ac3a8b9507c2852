//! `price show`: the lines of a price book, or of a list of market forces factors, as they were added.
//!
//! Start with [`run`].

use super::list;
use crate::load::counted;
use crate::print::{Face, data};
use crate::recorded::{Reading, open, told};
use crate::stop::{Ended, Stop};
use crate::text::columns::columns;
use crate::text::json::Json;
use crate::text::wrapped;
use accordant_agreement::problem::nearest;
use accordant_alliance::State;
use accordant_alliance::state::BookEntry;
use accordant_host::Listed;
use clap::ArgMatches;

/// So many lines are shown where no code is named.
const LINES_SHOWN: usize = 50;

const HEADS_OF_PRICES: [&str; 5] = ["line", "currency", "point of delivery", "function", "unit price"];
const HEADS_OF_FACTORS: [&str; 3] = ["line", "provider", "factor"];

/// Shows the lines.
pub fn run(asked: &ArgMatches, face: Face, reading: Reading) -> Result<Ended, Stop> {
    let alliance = open(asked)?;
    let state = alliance.state_at(reading.as_at).map_err(told::stop)?;
    let named = asked.get_one::<String>("book").map(String::as_str).unwrap_or_default();
    let book = book(&state, named)?;
    let of = |name: &str| asked.get_one::<String>(name).map(|code| code.to_ascii_uppercase());
    let (code, provider) = (of("code"), of("provider"));
    let holds_for = &book.body.providers;
    if let Some(provider) =
        provider.as_ref().filter(|code| !holds_for.is_empty() && !holds_for.contains(code))
    {
        return Err(Stop::refusal(format!("`{}` does not hold for `{provider}`", book.body.name))
            .help(format!("it holds for {}", holds_for.join(", "))));
    }
    let mut lines = lines(&alliance.book(&state, book).map_err(told::stop)?);
    let all = lines.len();
    // A price holds for every provider of its book; a factor is of the provider in its line.
    let wanted = [code.as_ref(), provider.as_ref().filter(|_| book.body.market_forces.is_none())];
    for wanted in wanted.into_iter().flatten() {
        lines.retain(|line| line.codes().any(|code| code == wanted));
        if lines.is_empty() {
            let command = format!("`accordant price show \"{}\"` shows its lines", book.body.name);
            return Err(
                Stop::refusal(format!("`{}` has no line of `{wanted}`", book.body.name)).help(command)
            );
        }
    }
    lines.sort_by_key(|line| line.number);
    data(&if face.is_json() {
        json(book, &lines).document()
    } else {
        laid(book, &lines, all, code.is_some(), face)
    });
    Ok(Ended::Done)
}

/// The book of that name, or of that entry.
fn book<'a>(state: &'a State, named: &str) -> Result<&'a BookEntry, Stop> {
    let books = &state.kept().books;
    let by_entry = || books.iter().find(|book| named.parse() == Ok(book.entry));
    books.iter().find(|book| book.body.name == named).or_else(by_entry).ok_or_else(|| {
        let help = match nearest(named, books.iter().map(|book| book.body.name.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`accordant price list` shows which there are".to_string(),
        };
        Stop::refusal(format!("there is no price book `{named}`")).help(help)
    })
}

struct Line {
    number: u32,
    what: Of,
    value: String,
}

/// What a line says the value of.
enum Of {
    Item { currency: String, point_of_delivery: String, function: Option<String> },
    Provider(String),
}

impl Line {
    fn codes(&self) -> impl Iterator<Item = &String> {
        let codes = match &self.what {
            Of::Item { currency, point_of_delivery, function } => {
                [Some(currency), Some(point_of_delivery), function.as_ref()]
            }
            Of::Provider(provider) => [Some(provider), None, None],
        };
        codes.into_iter().flatten()
    }
}

fn lines(listed: &Listed) -> Vec<Line> {
    match listed {
        Listed::Prices(book) => book
            .prices()
            .map(|(item, price)| Line {
                number: price.line,
                what: Of::Item {
                    currency: item.currency.to_string(),
                    point_of_delivery: item.point_of_delivery.to_string(),
                    function: item.function.as_ref().map(ToString::to_string),
                },
                value: price.unit.to_string(),
            })
            .collect(),
        Listed::Factors(list) => list
            .factors
            .iter()
            .map(|(provider, factor)| Line {
                number: factor.line,
                what: Of::Provider(provider.to_string()),
                value: factor.value.to_string(),
            })
            .collect(),
    }
}

fn laid(book: &BookEntry, lines: &[Line], all: usize, is_asked: bool, face: Face) -> String {
    let shown = if is_asked || face.is_plain() { lines.len() } else { LINES_SHOWN };
    let row = |line: &Line| {
        let number = line.number.to_string();
        match &line.what {
            Of::Item { currency, point_of_delivery, function } => {
                let function = function.clone().unwrap_or_else(|| "every".to_string());
                vec![number, currency.clone(), point_of_delivery.clone(), function, line.value.clone()]
            }
            Of::Provider(provider) => vec![number, provider.clone(), line.value.clone()],
        }
    };
    let rows: Vec<Vec<String>> = lines.iter().take(shown).map(row).collect();
    let is_prices = lines.iter().any(|line| matches!(line.what, Of::Item { .. }));
    let heads: &[&str] = if is_prices { &HEADS_OF_PRICES } else { &HEADS_OF_FACTORS };
    let table = columns(heads, &rows, face);
    if face.is_plain() {
        return table;
    }
    let body = &book.body;
    let count = match lines.len() {
        some if some < all => format!("{some} of {}", counted(all, "line")),
        _ => counted(all, "line"),
    };
    let mut out =
        face.heading(&format!("{}: {count}, entry {}, {}", body.name, book.entry, list::standing(book)));
    out.push('\n');
    let factors =
        list::factors(body).map_or(String::new(), |how| format!("; the market forces factor {how}"));
    let about = format!("{}, {}, {}{factors}.", body.kind, list::days(body), list::providers(body));
    out += &wrapped("", &about);
    out += &wrapped("", &format!("Taken from {} ({}).", body.source, body.file));
    out += &format!("\n{table}");
    if lines.len() > shown {
        let more = lines.len() - shown;
        let words = format!("And {more} more; `--code` shows those of one code, `--plain` and `--json` all.");
        out += &format!("\n{}", wrapped("", &words));
    }
    out
}

fn json(book: &BookEntry, lines: &[Line]) -> Json {
    let line = |line: &Line| {
        let mut fields = vec![("line", Json::Whole(u64::from(line.number)))];
        match &line.what {
            Of::Item { currency, point_of_delivery, function } => fields.extend([
                ("currency", Json::text(currency.as_str())),
                ("point_of_delivery", Json::text(point_of_delivery.as_str())),
                ("treatment_function", Json::maybe(function.as_deref())),
                ("unit_price", Json::text(line.value.as_str())),
            ]),
            Of::Provider(provider) => fields.extend([
                ("provider", Json::text(provider.as_str())),
                ("factor", Json::text(line.value.as_str())),
            ]),
        }
        Json::Map(fields)
    };
    Json::Map(vec![("book", list::json(book)), ("lines", Json::List(lines.iter().map(line).collect()))])
}
