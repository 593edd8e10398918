//! A sign-in link: which community, and the secret that opens it.

use kaifong_domain::call::invitation::read_code;
use leptos::prelude::*;

use crate::signal::RwSignal;

/// What a sign-in link holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The community's slug.
    pub community: String,
    /// The secret. It stays in memory, and goes only to the worker.
    pub secret: String,
}

impl Invitation {
    /// Reads `<community>.<secret>`, or a whole link or message that holds it behind a `#`.
    pub fn read(text: &str) -> Option<Self> {
        let code = text.rsplit('#').next()?.split_whitespace().next()?;
        let (community, secret) = code.split_once('.')?;
        // A short code is typed as people type; as a secret it is what stands in it.
        let short = read_code(secret);
        let secret = short.as_deref().unwrap_or(secret);
        let slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let base64url = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let sound = (1..=32).contains(&community.len())
            && community.chars().all(slug)
            && (short.is_some() || (20..=128).contains(&secret.len()))
            && secret.chars().all(base64url);
        sound.then(|| Self { community: community.into(), secret: secret.into() })
    }
}

/// The link with which the page was opened, in context, until it has been used.
#[derive(Clone, Copy)]
pub struct Invited(RwSignal<Option<Invitation>>);

impl Invited {
    /// The link that waits to be used.
    pub fn get(self) -> Option<Invitation> {
        self.0.get()
    }

    /// A link has been opened or pasted.
    pub fn set(self, invitation: Option<Invitation>) {
        self.0.set(invitation);
    }
}

/// Takes the link out of the address and the history at once, so that its secret is neither seen over
/// a shoulder, nor shared with the address, nor found by "back".
pub fn take_from_address() -> Option<Invitation> {
    let location = window().location();
    let hash = location.hash().ok().filter(|hash| hash.len() > 1)?;
    let path = location.pathname().ok().filter(|path| path == "/join")?;
    if let Ok(history) = window().history() {
        // Refused only in a sandboxed frame, where this page never runs.
        let _ = history.replace_state_with_url(&history.state().unwrap_or_default(), "", Some(&path));
    }
    Invitation::read(&hash)
}

pub(super) fn provide(invitation: Option<Invitation>) {
    let invited = Invited(RwSignal::new(invitation));
    provide_context(invited);
    // A link pasted over the address of the open page only changes the part behind the `#`.
    window_event_listener_untyped("hashchange", move |_| {
        if let Some(invitation) = take_from_address() {
            invited.set(Some(invitation));
        }
    });
}

/// The link that waits to be used.
pub fn use_invited() -> Invited {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "dGhpcyBpcyBhIHNlY3JldCBvZiAzMiBieXRlcyEhISE";

    #[test]
    fn a_link_is_read_from_all_that_people_paste() {
        for text in [
            format!("demo.{SECRET}"),
            format!("#demo.{SECRET}"),
            format!("http://127.0.0.1:8080/join#demo.{SECRET}"),
            format!("Open http://127.0.0.1:8080/join#demo.{SECRET} please"),
        ] {
            let invitation = Invitation::read(&text).expect("a link");
            assert_eq!((invitation.community.as_str(), invitation.secret.as_str()), ("demo", SECRET), "{text}");
        }
    }

    #[test]
    fn a_short_code_is_read_as_people_type_it() {
        for text in ["demo.ABCDE-01234", " demo.abcde-oi234 ", "demo.ABCDE01234"] {
            let invitation = Invitation::read(text).expect("a code");
            assert_eq!((invitation.community.as_str(), invitation.secret.as_str()), ("demo", "ABCDE01234"), "{text}");
        }
        assert!(Invitation::read("demo.ABCDE-0123").is_none() && Invitation::read("demo.ABCDE-0123U").is_none());
    }

    #[test]
    fn what_is_no_link_is_told_from_one() {
        for text in ["", "#", "demo", "demo.", "demo.short", "De mo.x", "https://example.org/join"] {
            assert!(Invitation::read(text).is_none(), "{text}");
        }
    }
}
