//! Why nothing is made of the figures of a site, in words that the parties can answer.

use crate::{Code, Month};
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A change of recording that is known to the parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedBreak {
    /// The site, or the provider, whose recording changed.
    pub code: Code,
    /// The first month that is counted the new way.
    pub from: Month,
    /// What changed.
    pub why: String,
}

/// Why nothing is made of the figures of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    /// A break: other providers count for the site than before.
    Host {
        /// Those before.
        before: BTreeSet<Code>,
        /// Those after.
        after: BTreeSet<Code>,
    },
    /// A break: points of delivery went while others came.
    Counting {
        /// Those that went.
        went: BTreeSet<Code>,
        /// Those that came.
        came: BTreeSet<Code>,
    },
    /// A break that the parties know of.
    Stated(StatedBreak),
    /// A break: a provider of the site sent nothing at all for some months.
    Silent {
        /// The provider.
        provider: Code,
        /// The months for which nothing of it is held.
        months: Vec<Month>,
    },
    /// A line of it does not say how much.
    ActivityUnsaid,
    /// The setting of the site is not stated.
    SettingUnsaid,
}

impl Aside {
    /// Whether figures before and after do not mean the same, as opposed to something that was not said.
    pub const fn is_break(&self) -> bool {
        !matches!(self, Aside::ActivityUnsaid | Aside::SettingUnsaid)
    }

    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        match self {
            Aside::Host { .. } => "ask both hosts what each counted, and compare from the change on",
            Aside::Counting { .. } => {
                "ask the provider whether it counts otherwise, and compare from the change on"
            }
            Aside::Stated(_) => "compare from the change on",
            Aside::Silent { .. } => "bring in the months that are missing",
            Aside::ActivityUnsaid => "ask the provider for the activity, and send the file again",
            Aside::SettingUnsaid => "state it with the settings of the other sites",
        }
    }
}

impl fmt::Display for Aside {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Aside::Host { before, after } => {
                listed(out, "counted by ", before)?;
                listed(out, " before and by ", after)?;
                out.write_str(" after")
            }
            Aside::Counting { went, came } => {
                listed(out, "counted at ", went)?;
                listed(out, " before only and at ", came)?;
                out.write_str(" after only")
            }
            Aside::Stated(StatedBreak { code, from, why }) => {
                write!(out, "`{code}` counts otherwise from {from}: {why}")
            }
            Aside::Silent { provider, months } => {
                write!(out, "nothing at all is held of `{provider}` for ")?;
                months
                    .iter()
                    .enumerate()
                    .try_for_each(|(at, month)| write!(out, "{}{month}", if at == 0 { "" } else { ", " }))
            }
            Aside::ActivityUnsaid => out.write_str("a line does not say how much"),
            Aside::SettingUnsaid => out.write_str("the setting of the site is not stated"),
        }
    }
}

fn listed(out: &mut fmt::Formatter<'_>, before: &str, codes: &BTreeSet<Code>) -> fmt::Result {
    out.write_str(before)?;
    codes
        .iter()
        .enumerate()
        .try_for_each(|(at, code)| write!(out, "{}`{code}`", if at == 0 { "" } else { ", " }))
}
