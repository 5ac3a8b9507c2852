//! What cells, prices, plans and shifts do.

mod books;
mod bulk;
mod cells;
mod counting;
mod latest;
mod made;
mod pathways;
mod plans;
mod prices;
mod shifts;
mod values;
