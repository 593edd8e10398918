//! Icons, drawn by hand on a grid of 24 with a line of 1.75. An icon never stands without a word.

use leptos::prelude::*;

use crate::markup::view;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// A house: Today.
    Home,
    /// A calendar: tasks.
    Calendar,
    /// A speech bubble: suggestions.
    Bubble,
    /// Two people: neighbours.
    People,
    /// One person: me.
    Person,
    /// A tower block.
    Building,
    /// Add.
    Plus,
    /// Done, confirmed.
    Check,
    /// Kept by the community: two ticks.
    CheckTwice,
    /// Saved on this phone.
    Phone,
    /// Close, refuse, clear.
    Cross,
    /// Go back.
    Back,
    /// There is more behind it.
    Forward,
    /// Search.
    Search,
    /// Edit.
    Pencil,
    /// Take back.
    Undo,
    /// Time, waiting.
    Clock,
    /// A place.
    Pin,
    /// No line.
    CloudOff,
    /// Syncing.
    Sync,
    /// Something needs attention.
    Alert,
    /// An explanation.
    Note,
    /// Remove.
    Bin,
    /// A star: core captain.
    Star,
    /// Hands on: a role to fill, a claim.
    Hand,
    /// A book: the book club.
    Book,
    /// Share or open elsewhere.
    Open,
    /// Flag: where something came from, or stands.
    Flag,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Self::Home => "M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
            Self::Calendar => "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M8 14h2M14 14h2",
            Self::Bubble => "M4 5h16v11h-8l-4.5 4V16H4zM8 9.5h8M8 12.5h5",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.2M18 14.2a6.5 6.5 0 0 1 3.5 5.8"
            }
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0",
            Self::Building => {
                "M6 21V3h12v18M3 21h18M10 7h.01M14 7h.01M10 11h.01M14 11h.01M10 15h.01M14 15h.01M11 21v-2.5h2V21"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Check => "M5 12.5 10 17.5 19.5 7",
            Self::CheckTwice => "M2 12.5 7 17.5 16 7M12 16.5l1 1L22 7",
            Self::Phone => "M7 3h10v18H7zM11 18h2",
            Self::Cross => "M6 6l12 12M18 6 6 18",
            Self::Back => "M15 5l-7 7 7 7",
            Self::Forward => "M9 5l7 7-7 7",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5",
            Self::Pencil => "M4 20l1-4.5L16 4.5l3.5 3.5-11 11zM14 6.5 17.5 10",
            Self::Undo => "M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9",
            Self::Clock => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.5l3.5 2",
            Self::Pin => {
                "M12 21.5s7-6 7-11.5a7 7 0 1 0-14 0c0 5.5 7 11.5 7 11.5ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z"
            }
            Self::CloudOff => "M3.5 3.5l17 17M7 8.6A5 5 0 0 0 7.5 19H17M10 6.3a6 6 0 0 1 7.4 4.2A4.3 4.3 0 0 1 20.3 17",
            Self::Sync => "M4.5 10A8 8 0 0 1 18.5 7L20 8.5M20 4v4.5h-4.5M19.5 14A8 8 0 0 1 5.5 17L4 15.5M4 20v-4.5h4.5",
            Self::Alert => "M12 4 2.5 20h19zM12 10v4.5M12 17.2h.01",
            Self::Note => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.8h.01",
            Self::Bin => "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
            Self::Star => "M12 3.5l2.6 5.6 6.1.7-4.5 4.2 1.2 6-5.4-3-5.4 3 1.2-6L3.3 9.8l6.1-.7z",
            Self::Hand => {
                "M7.5 12.5V6.2a1.5 1.5 0 0 1 3 0V11 4.5a1.5 1.5 0 0 1 3 0V11 5.5a1.5 1.5 0 0 1 3 0V13 9.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6h-1.8a6 6 0 0 1-4.6-2.2L3.6 14.6a1.6 1.6 0 0 1 2.3-2.2z"
            }
            Self::Book => {
                "M12 6.5C10 4.8 7 4.5 3.5 5v14c3.500-.5 6.500-.2 8.500 1.500 2-1.700 5-2 8.500-1.500V5C17 4.500 14 4.800 12 6.500ZM12 6.500v14"
            }
            Self::Open => "M13 4h7v7M20 4l-9 9M17 14v6H4V7h6",
            Self::Flag => "M5 21V4M5 4.500h13l-3 4.500 3 4.500H5",
        }
    }
}

/// Draws an icon. It is hidden from screen readers: the word beside it speaks.
pub fn icon(glyph: Glyph) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
    .into_any()
}
