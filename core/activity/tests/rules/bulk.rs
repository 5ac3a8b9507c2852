//! The kernel for millions of rows gives what pricing cell by cell gives, to the last digit.

use crate::books::{book, factor, item, particulars};
use crate::made::{fixed, line, month, scaled};
use accordant_activity::{
    Axes, Block, Cells, Code, Counted, Item, Kernel, KernelProblem, Key, Kind, Line, MarketForces, Month,
    Particulars, Providers, Said, Scaled, Shelf, Side, Standing, Tariff, price,
};
use accordant_money::{Exact, Number};
use proptest::prelude::*;

const PROVIDERS: [&str; 3] = ["RWE", "RT5", "NT226"];
const MONTHS: [&str; 3] = ["2013-14/12", "2014-15/1", "2014-15/2"];
const SERVICES: u32 = 2;

/// Each item with the number of its service.
const ITEMS: [(&str, &str, Option<&str>, Tariff, u32); 6] = [
    ("BZ34C", "DC", Some("130"), Tariff::National, 0),
    ("BZ34C", "DC", Some("100"), Tariff::National, 0),
    ("FZ18K", "EL", Some("100"), Tariff::National, 1),
    ("FZ18K", "EL", Some("100"), Tariff::Local, 1),
    ("FZ18K", "DC", None, Tariff::Local, 1),
    ("XX99X", "DC", None, Tariff::National, 0),
];

/// Two years, a local book for one provider, and a factor for two of three.
fn shelf() -> Shelf {
    let local = Particulars {
        name: "local".to_owned(),
        providers: Providers::Only([Code::from("RT5")].into()),
        market_forces: MarketForces::Within,
        ..particulars("2014-15", Kind::Local(Standing::BeforeNational))
    };
    let books = vec![
        book(particulars("2013-14", Kind::NationalTariff), &["BZ34C DC 672.13", "FZ18K EL 1237"]),
        book(
            particulars("2014-15", Kind::NationalTariff),
            &["BZ34C DC 690", "BZ34C DC 100 12.34567891", "FZ18K EL 1240.5"],
        ),
        book(local, &["FZ18K EL 999.99", "FZ18K DC 800"]),
    ];
    let factors =
        vec![factor("2013-14", "RWE", "1.02"), factor("2014-15", "RWE", "1.028343"), factor_of_another()];
    Shelf::new(books, factors).unwrap()
}

fn factor_of_another() -> accordant_activity::FactorList {
    factor("2014-15", "RT5", "1.029462")
}

struct Dictionaries {
    providers: Vec<Code>,
    months: Vec<Month>,
    items: Vec<Counted>,
}

fn dictionaries() -> Dictionaries {
    let counted =
        |(currency, point, function, tariff, service): (&str, &str, Option<&str>, Tariff, u32)| Counted {
            item: Item { function: function.map(Code::from), ..item(currency, point) },
            tariff,
            service,
        };
    Dictionaries {
        providers: PROVIDERS.map(Code::from).to_vec(),
        months: MONTHS.map(month).to_vec(),
        items: ITEMS.map(counted).to_vec(),
    }
}

impl Dictionaries {
    fn axes(&self) -> Axes<'_> {
        let Dictionaries { providers, months, items } = self;
        Axes { providers, months, items, services: SERVICES }
    }
}

/// A row as numbers, with a quantity in thousandths.
type Row = (u32, u32, u32, i64);

fn columns(rows: &[Row]) -> (Vec<u32>, Vec<u32>, Vec<u32>, Vec<i64>) {
    let column = |at: fn(&Row) -> u32| rows.iter().map(at).collect();
    (column(|row| row.0), column(|row| row.1), column(|row| row.2), rows.iter().map(|row| row.3).collect())
}

/// The same rows as cells.
fn as_cells(rows: &[Row]) -> Cells {
    let line = |(provider, month_number, item, quantity): &Row| {
        let (currency, point_of_delivery, function, tariff, _) = ITEMS[*item as usize];
        Line {
            provider: PROVIDERS[*provider as usize],
            month: month(MONTHS[*month_number as usize]),
            currency: Some(currency),
            point_of_delivery,
            function,
            tariff,
            actual: Said {
                activity: Some(Scaled::from_units(i128::from(*quantity) * 100_000)),
                ..Said::default()
            },
            ..line()
        }
    };
    Cells::gather((2..).zip(rows.iter().map(line))).unwrap()
}

fn service(key: &Key) -> u32 {
    let of = |(currency, point, function, tariff, _): &(&str, &str, Option<&str>, Tariff, u32)| {
        key.currency.as_deref() == Some(*currency)
            && &*key.point_of_delivery == *point
            && key.function.as_deref() == *function
            && key.tariff == *tariff
    };
    ITEMS.iter().find(|item| of(item)).unwrap().4
}

fn block<'b>(columns: &'b (Vec<u32>, Vec<u32>, Vec<u32>, Vec<i64>)) -> Block<'b> {
    Block { providers: &columns.0, months: &columns.1, items: &columns.2, quantities: &columns.3 }
}

proptest! {
    #![proptest_config(fixed(200))]

    #[test]
    fn rows_in_bulk_come_to_what_their_cells_come_to(
        rows in prop::collection::vec((0_u32..3, 0_u32..3, 0_u32..6, -1_000_000_i64..1_000_000_000), 0..60),
        cut in 0_usize..60,
    ) {
        let (shelf, dictionaries) = (shelf(), dictionaries());
        let kernel = Kernel::new(&shelf, dictionaries.axes()).unwrap();
        let (one, another) = rows.split_at(cut.min(rows.len()));
        let bulk = [one, another].into_iter().fold(kernel.nothing(), |bulk, rows| {
            let mut part = kernel.nothing();
            kernel.add(block(&columns(rows)), &mut part).unwrap();
            bulk.plus(&part).unwrap()
        });
        let cells = as_cells(&rows);
        let priced = price(&cells, &shelf, Side::Actual);
        let sums = priced.by(|key| (key.provider.clone(), key.month, service(key)));
        for (provider, code) in PROVIDERS.into_iter().enumerate() {
            for (at, month) in dictionaries.months.iter().enumerate() {
                for service_number in 0..SERVICES {
                    let place = (provider, at, service_number as usize);
                    let sum = sums.get(&(Code::from(code), *month, service_number)).cloned();
                    prop_assert_eq!(kernel.amount(&bulk, place, 3), Some(sum.unwrap_or_else(Exact::zero)));
                    let without = priced.unpriced.iter().filter(|unpriced| {
                        let key = &unpriced.cell.key;
                        &*key.provider == code && key.month == *month && service(key) == service_number
                    });
                    let quantity = without.fold(Exact::zero(), |all, unpriced| {
                        let activity = unpriced.cell.amounts.actual.activity.known().unwrap();
                        all.plus(&activity.to_exact()).unwrap()
                    });
                    prop_assert_eq!(kernel.unpriced(&bulk, place, 3), Some(quantity));
                }
            }
        }
    }
}

#[test]
fn the_rows_of_the_tests_meet_every_way_to_be_priced() {
    let rows: Vec<Row> =
        (0..3).flat_map(|p| (0..3).flat_map(move |m| (0..6).map(move |i| (p, m, i, 1_000)))).collect();
    let (cells, shelf) = (as_cells(&rows), shelf());
    let priced = price(&cells, &shelf, Side::Actual);
    let within = priced.figures.iter().filter(|figure| figure.applied.factor.is_none()).count();
    assert!(within > 0 && within < priced.figures.len() && !priced.unpriced.is_empty());
}

#[test]
fn a_number_that_stands_for_nothing_is_refused_with_its_row() {
    let (shelf, dictionaries) = (shelf(), dictionaries());
    let kernel = Kernel::new(&shelf, dictionaries.axes()).unwrap();
    let refused = |rows: &[Row]| kernel.add(block(&columns(rows)), &mut kernel.nothing());
    for bad in [(3, 0, 0, 1), (0, 3, 0, 1), (0, 0, 6, 1)] {
        assert_eq!(refused(&[(0, 0, 0, 1), bad]), Err(KernelProblem::UnknownNumber { row: 1 }));
    }
    let ragged = Block { providers: &[0], months: &[0], items: &[], quantities: &[1] };
    assert_eq!(kernel.add(ragged, &mut kernel.nothing()), Err(KernelProblem::Ragged));
    assert_eq!(kernel.amount(&kernel.nothing(), (0, 3, 0), 0), None);
    assert_eq!(kernel.amount(&kernel.nothing(), (0, 0, 2), 0), None);
}

#[test]
fn the_largest_quantities_are_summed_or_refused_and_never_wrap() {
    let dear =
        Particulars { market_forces: MarketForces::Within, ..particulars("2014-15", Kind::NationalTariff) };
    let shelf = Shelf::new(vec![book(dear.clone(), &["BZ34C DC 90000000000"])], vec![]).unwrap();
    let dictionaries = dictionaries();
    let kernel = Kernel::new(&shelf, dictionaries.axes()).unwrap();
    let rows = [(0, 1, 0, i64::MAX); 3];
    assert_eq!(kernel.add(block(&columns(&rows)), &mut kernel.nothing()), Err(KernelProblem::TooLarge));
    let mut bulk = kernel.nothing();
    kernel.add(block(&columns(&rows[..1])), &mut bulk).unwrap();
    let amount = scaled("90000000000").to_exact().times(&Exact::from_i128(i128::from(i64::MAX))).unwrap();
    assert_eq!(kernel.amount(&bulk, (0, 1, 0), 0), Some(amount));
    let dearer = Shelf::new(vec![book(dear, &["BZ34C DC 100000000000"])], vec![]).unwrap();
    let refused = Kernel::new(&dearer, dictionaries.axes()).unwrap_err();
    assert_eq!(refused.to_string(), "the price of `BZ34C` at `DC` of function `130` is too large");
}

#[test]
fn an_item_of_a_service_that_does_not_exist_is_refused() {
    let mut dictionaries = dictionaries();
    dictionaries.items[2].service = SERVICES;
    let refused = Kernel::new(&shelf(), dictionaries.axes()).unwrap_err();
    assert_eq!(refused.to_string(), "`FZ18K` at `EL` of function `100` belongs to no service");
}
