//! Words for what a session is about.

use kaifong_domain::task::Theme;

/// What a theme is called.
pub fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Idiom => say!(tasks.theme_idiom),
        Theme::Festival => say!(tasks.theme_festival),
        Theme::Biography => say!(tasks.theme_biography),
        Theme::Myth => say!(tasks.theme_myth),
        Theme::Unknown => say!(common.needs_update),
    }
}
