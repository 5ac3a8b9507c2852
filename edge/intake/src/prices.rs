//! Price books and lists of market forces factors, as CSV.
//!
//! A book has the columns `currency`, `point_of_delivery`, `unit_price` and, where a price is not the same for every
//! treatment function, `treatment_function`; a list of factors has `provider` and `factor`. The heading names them, in
//! any order. Whatever is wrong is told at once, and nothing is read as another thing than it says.
//!
//! What a book holds for is not in its lines: the caller says it. Start with [`book`].

use crate::fault::{Fault, either, instead};
use crate::sheet::{Sheet, SheetRow};
use accordant_activity::{Book, BookProblem, Code, Factor, FactorList, Item, Particulars, Price, Scaled};
use accordant_agreement::problem::{Problems, in_backticks};
use std::collections::BTreeMap;

/// The longest book that is read, in bytes: 64 MiB.
const BOOK_BYTES_MAX: usize = 64 * 1024 * 1024;
const CURRENCY: &str = "currency";
const POINT_OF_DELIVERY: &str = "point_of_delivery";
const FUNCTION: &str = "treatment_function";
const UNIT_PRICE: &str = "unit_price";
const PROVIDER: &str = "provider";
const FACTOR: &str = "factor";
const BOOK: Columns = Columns { required: &[CURRENCY, POINT_OF_DELIVERY, UNIT_PRICE], optional: &[FUNCTION] };
const FACTORS: Columns = Columns { required: &[PROVIDER, FACTOR], optional: &[] };

/// Which columns a file has.
struct Columns {
    required: &'static [&'static str],
    optional: &'static [&'static str],
}

/// The columns of one file by their names.
type Heading = BTreeMap<&'static str, usize>;

/// The book that the lines of a file are; nothing if anything in it has a problem.
pub fn book(file: &str, bytes: &[u8], about: Particulars, problems: &mut Problems) -> Option<Book> {
    let mut found = Problems::new();
    let sheet = opened(file, bytes, problems)?;
    let heading = heading(&sheet, &BOOK, problems)?;
    let rows = sheet.rows(&mut found);
    let mut lines = Vec::new();
    for row in &rows {
        let reader = Reader { row: *row, heading: &heading };
        let currency = reader.code(CURRENCY, &mut found);
        let point_of_delivery = reader.code(POINT_OF_DELIVERY, &mut found);
        let unit = reader.number(UNIT_PRICE, &mut found);
        if let (Some(currency), Some(point_of_delivery), Some(unit)) = (currency, point_of_delivery, unit) {
            let function = Some(reader.text(FUNCTION)).filter(|text| !text.is_empty()).map(Code::from);
            let item = Item { currency, point_of_delivery, function };
            lines.push((item, Price { unit, line: reader.line() }));
        }
    }
    let book = Book::new(about, lines);
    for wrong in book.as_ref().err().into_iter().flatten() {
        let (line, column) = match wrong {
            BookProblem::Twice { lines: (_, later), .. } => (*later, CURRENCY),
            BookProblem::BelowNothing { price, .. } => (price.line, UNIT_PRICE),
        };
        let fault = Fault::new("price-book", wrong.to_string(), wrong.help().to_string());
        let row = rows.iter().find(|row| row.line() == u64::from(line));
        let reader = row.map(|row| Reader { row: *row, heading: &heading });
        reader.into_iter().for_each(|reader| reader.tell(column, fault.clone(), &mut found));
    }
    nothing_is_wrong(found, problems).and(book.ok())
}

/// The list of factors that the lines of a file are, given what it says of itself; nothing if anything in it has a
/// problem.
pub fn factors(file: &str, bytes: &[u8], about: FactorList, problems: &mut Problems) -> Option<FactorList> {
    let mut found = Problems::new();
    let sheet = opened(file, bytes, problems)?;
    let heading = heading(&sheet, &FACTORS, problems)?;
    let mut factors: BTreeMap<Code, Factor> = BTreeMap::new();
    for row in sheet.rows(&mut found) {
        let reader = Reader { row, heading: &heading };
        let provider = reader.code(PROVIDER, &mut found);
        let value = reader.number(FACTOR, &mut found);
        let (Some(provider), Some(value)) = (provider, value) else { continue };
        if value <= Scaled::ZERO {
            let what = format!("`{value}` is no factor");
            let help = "a price is multiplied by it: it is above nothing, such as `1.028343`".to_string();
            reader.tell(FACTOR, Fault::new("factor", what, help), &mut found);
        }
        let line = reader.line();
        if let Some(earlier) = factors.get(&provider) {
            let what = format!("`{provider}` has a factor on line {}", earlier.line);
            let help = "keep the line that holds".to_string();
            reader.tell(PROVIDER, Fault::new("factor-twice", what, help), &mut found);
        } else {
            factors.insert(provider, Factor { value, line });
        }
    }
    nothing_is_wrong(found, problems).map(|()| FactorList { factors, ..about })
}

fn opened<'a>(file: &str, bytes: &'a [u8], problems: &mut Problems) -> Option<Sheet<'a>> {
    let kept = bytes.get(..BOOK_BYTES_MAX.min(bytes.len())).unwrap_or_default();
    let sheet = Sheet::read(file, kept, problems)?;
    if bytes.len() > BOOK_BYTES_MAX {
        let what = format!("the file has more than {BOOK_BYTES_MAX} bytes");
        let help = "split it into books for different months or providers".to_string();
        problems.push(sheet.heading()?.problem(0, Fault::new("too-long", what, help)));
        return None;
    }
    Some(sheet)
}

/// The columns of the file, each named once and none that nothing here reads.
fn heading(sheet: &Sheet<'_>, columns: &Columns, problems: &mut Problems) -> Option<Heading> {
    let row = sheet.heading()?;
    let mut found = Problems::new();
    let mut heading = Heading::new();
    if !row.tell_if_unfit(problems) {
        return None;
    }
    for at in 0..row.len() {
        let written = row.text(at);
        let known = columns.required.iter().chain(columns.optional).copied();
        match known.clone().find(|name| *name == written) {
            None => {
                let what = format!("{} is no column here", in_backticks(written));
                found.push(row.problem(at, Fault::new("unknown-column", what, instead(written, known))));
            }
            Some(name) if heading.contains_key(name) => {
                let what = format!("the column `{name}` stands twice");
                let help = "keep one of the two".to_string();
                found.push(row.problem(at, Fault::new("column-twice", what, help)));
            }
            Some(name) => drop(heading.insert(name, at)),
        }
    }
    for name in columns.required.iter().filter(|name| !heading.contains_key(*name)) {
        let what = format!("the column `{name}` is missing");
        let help = format!("name the columns {} in the first row", either(columns.required.iter().copied()));
        found.push(row.problem(0, Fault::new("missing-column", what, help.replace(" or ", " and "))));
    }
    nothing_is_wrong(found, problems).map(|()| heading)
}

/// Hands on what was found; something only if that is nothing.
fn nothing_is_wrong(found: Problems, problems: &mut Problems) -> Option<()> {
    let is_fine = !found.bar_acceptance();
    problems.extend(found.sorted());
    is_fine.then_some(())
}

/// A row with the columns by name.
#[derive(Clone, Copy)]
struct Reader<'a> {
    row: SheetRow<'a>,
    heading: &'a Heading,
}

impl<'a> Reader<'a> {
    fn line(self) -> u32 {
        u32::try_from(self.row.line()).unwrap_or(u32::MAX)
    }

    fn text(self, column: &str) -> &'a str {
        self.heading.get(column).map_or("", |at| self.row.text(*at))
    }

    fn code(self, column: &'static str, found: &mut Problems) -> Option<Code> {
        let text = self.text(column);
        if text.is_empty() {
            let what = format!("there is no `{column}`");
            let help = "every row names one".to_string();
            self.tell(column, Fault::new("empty-field", what, help), found);
            return None;
        }
        Some(Code::from(text))
    }

    fn number(self, column: &'static str, found: &mut Problems) -> Option<Scaled> {
        let text = self.text(column);
        let read = Scaled::parse(text);
        if read.is_none() {
            let what = format!("{} is no `{column}`", in_backticks(text));
            let help = "write digits with a point and at most eight places, such as `1373.50`, without a sign for money \
                        and without commas"
                .to_string();
            self.tell(column, Fault::new("number", what, help), found);
        }
        read
    }

    fn tell(self, column: &str, fault: Fault, found: &mut Problems) {
        let at = self.heading.get(column).copied().unwrap_or_default();
        found.push(self.row.problem(at, fault));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use accordant_activity::{Kind, MarketForces, Month, Months, Providers, Year};
    use accordant_facts::Status;

    fn months() -> Months {
        Months::of_year(Year::starting(2025).unwrap())
    }

    fn about() -> Particulars {
        Particulars {
            name: "scheme".to_string(),
            kind: Kind::PaymentScheme,
            months: months(),
            providers: Providers::Every,
            market_forces: MarketForces::Within,
            status: Status::Real,
            source: "annex A".to_string(),
            hash: String::new(),
        }
    }

    fn told(problems: &Problems) -> Vec<String> {
        let sorted = problems.sorted().into_iter();
        sorted
            .map(|problem| format!("{}:{} {}", problem.place.line, problem.place.column, problem.what))
            .collect()
    }

    fn read(text: &str) -> (Option<Book>, Vec<String>) {
        let mut problems = Problems::new();
        (book("scheme.csv", text.as_bytes(), about(), &mut problems), told(&problems))
    }

    fn read_factors(text: &str) -> (Option<FactorList>, Vec<String>) {
        let (mut problems, about) = (Problems::new(), about());
        let list = FactorList {
            name: about.name,
            months: about.months,
            status: about.status,
            source: about.source,
            hash: about.hash,
            factors: BTreeMap::new(),
        };
        (factors("factors.csv", text.as_bytes(), list, &mut problems), told(&problems))
    }

    #[test]
    fn columns_stand_in_any_order_and_a_price_is_for_one_function_only_where_it_says_so() {
        let (book, told) = read(
            "unit_price,currency,treatment_function,point_of_delivery\n180,WF01B,,OPFASPCL\n201.50,WF01B,130,OPFASPCL\n",
        );
        assert_eq!(told, [""; 0]);
        let book = book.unwrap();
        let shown = book.prices().map(|(item, price)| format!("{item} {} line {}", price.unit, price.line));
        assert_eq!(
            shown.collect::<Vec<_>>(),
            ["`WF01B` at `OPFASPCL` 180 line 2", "`WF01B` at `OPFASPCL` of function `130` 201.5 line 3"]
        );
        assert!(book.particulars().months.contains(Month::new(Year::starting(2025).unwrap(), 12).unwrap()));
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_place_and_the_book_is_none() {
        let (book, told) = read(
            "currency,point_of_delivery,unit_price\nWF01B,OPFASPCL,\n,OPFASPCL,\"1,200\"\nBZ34C,DC,-5\nBZ33Z,DC,5\nBZ33Z,DC,5\n",
        );
        assert_eq!(book, None);
        let most =
            ["2:16 `` is no `unit_price`", "3:1 there is no `currency`", "3:11 `1,200` is no `unit_price`"];
        assert_eq!(told[..3], most);
        assert_eq!(
            told[3..],
            [
                "4:10 line 4: the price of `BZ34C` at `DC` is `-5`, below nothing",
                "6:1 line 6: `BZ33Z` at `DC` has a price on line 5"
            ]
        );
    }

    #[test]
    fn a_heading_names_what_is_read_and_nothing_else() {
        let (book, told) = read("currency,price,unit_price,unit_price\n");
        assert_eq!(book, None);
        assert_eq!(
            told,
            [
                "1:1 the column `point_of_delivery` is missing",
                "1:10 `price` is no column here",
                "1:27 the column `unit_price` stands twice"
            ]
        );
    }

    #[test]
    fn a_factor_is_above_nothing_and_each_provider_has_one() {
        let (list, told) = read_factors("provider,factor\nRWE,1.028343\nRT5,1.029462\n");
        let shown: Vec<_> = list.unwrap().factors.into_values().map(|factor| factor.line).collect();
        assert_eq!((told, shown), (vec![], vec![3, 2]));
        let (list, told) = read_factors("provider,factor\nRWE,0\nRT5,1.02\nRT5,1.03\n");
        assert_eq!(list, None);
        assert_eq!(told, ["2:5 `0` is no factor", "4:1 `RT5` has a factor on line 3"]);
    }
}
