//! The record on SQLite (embedded) and on PostgreSQL. It will never know what an event means.
