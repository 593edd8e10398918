//! The app shell as it stands in the repository fits together.

use super::*;
use crate::{bind::Bound, wasm::Halves};

fn shell() -> (Files, Sources) {
    let mut sources = read(&Workspace::find().unwrap()).unwrap();
    sources.style = String::new();
    let half = || Bound { js: String::new(), wasm: Vec::new(), snippets: BTreeMap::new(), parts: BTreeMap::new() };
    let halves = Halves { page: half(), worker: half() };
    (assembly::assemble(&halves, &sources).unwrap(), sources)
}

fn manifest(sources: &Sources) -> serde_json::Value {
    serde_json::from_slice(&sources.public["manifest.webmanifest"]).unwrap()
}

/// Width and height stand at fixed places in a PNG's header.
fn png_size(bytes: &[u8]) -> String {
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!(&bytes[1..4], b"PNG");
    format!("{0}x{1}", number(16), number(20))
}

#[test]
fn every_template_gets_what_it_asks_for() {
    let (files, _) = shell();
    let index = String::from_utf8(files["index.html"].bytes.clone()).unwrap();
    assert!(index.contains("<script type=\"module\" src=\"/assets/boot-"), "{index}");
    assert!(!index.contains(" style=") && !index.contains("<style"), "the policy for style allows files only");
}

#[test]
fn every_icon_has_the_size_it_claims() {
    let (files, sources) = shell();
    let icons = manifest(&sources)["icons"].as_array().unwrap().clone();
    assert!(icons.iter().any(|icon| icon["purpose"] == "maskable"));
    for icon in icons {
        let path = icon["src"].as_str().unwrap();
        let bytes = &files[&path[1..]].bytes;
        if path.ends_with(".png") {
            assert_eq!(icon["sizes"], png_size(bytes), "{path}");
        }
    }
}

#[test]
fn an_installed_app_starts_inside_its_scope() {
    let (_, sources) = shell();
    let manifest = manifest(&sources);
    assert_eq!((&manifest["id"], &manifest["scope"]), (&"/".into(), &"/".into()));
    assert!(manifest["start_url"].as_str().unwrap().starts_with('/'));
}
