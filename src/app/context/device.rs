//! What this device calls itself, so that its owner knows it in a list of devices.

use leptos::prelude::window;

/// Browsers by what only they say of themselves, the particular before the general.
const BROWSERS: [(&str, &str); 7] = [
    ("MicroMessenger", "WeChat"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// Such as "Chrome on Android".
pub fn device_name() -> String {
    named(&window().navigator().user_agent().unwrap_or_default())
}

fn named(agent: &str) -> String {
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    match (first(&BROWSERS), first(&SYSTEMS)) {
        (Some(browser), Some(system)) => [browser, " on ", system].concat(),
        (one, other) => one.or(other).unwrap_or("Browser").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_device_is_known_by_browser_and_system() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.53",
                "WeChat on iPhone",
            ),
            ("", "Browser"),
        ] {
            assert_eq!(named(agent), name);
        }
    }
}
