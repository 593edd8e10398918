//! What the service worker keeps on the phone, and the name of a build.

use super::{Files, digest};

/// The addresses the service worker fetches before it is installed: everything the app needs to
/// start without a network. Pictures of icons are the system's business, which fetches them once.
pub fn addresses(files: &Files) -> Vec<String> {
    let kept = files.keys().filter(|path| !path.ends_with(".png"));
    kept.map(|path| if path == "index.html" { "/".to_owned() } else { format!("/{path}") }).collect()
}

/// A build's name: two builds that differ in any byte have different names, the same sources give
/// the same name again. `worker` is the template of the service worker itself.
pub fn build_id(files: &Files, worker: &str) -> String {
    let mut all = worker.as_bytes().to_vec();
    for (path, file) in files {
        all.extend_from_slice(path.as_bytes());
        all.extend_from_slice(digest::hex(&file.bytes).as_bytes());
    }
    digest::short(&all)
}

/// A list of texts as JavaScript.
pub fn script(addresses: &[String]) -> String {
    serde_json::Value::from(addresses).to_string()
}

#[cfg(test)]
mod tests {
    use super::{
        super::{File, Part},
        *,
    };

    fn files(index: &str) -> Files {
        let file = |text: &str| File { bytes: text.into(), part: Part::Page };
        let files = [("index.html", index), ("assets/a-1.js", "a"), ("icons/icon-512.png", "p")];
        files.into_iter().map(|(path, text)| (path.to_owned(), file(text))).collect()
    }

    #[test]
    fn the_list_is_what_a_start_without_network_needs() {
        assert_eq!(script(&addresses(&files("x"))), r#"["/assets/a-1.js","/"]"#);
    }

    #[test]
    fn a_build_is_named_by_everything_in_it() {
        assert_eq!(build_id(&files("x"), "w"), build_id(&files("x"), "w"));
        assert_ne!(build_id(&files("x"), "w"), build_id(&files("y"), "w"));
        assert_ne!(build_id(&files("x"), "w"), build_id(&files("x"), "v"));
    }
}
