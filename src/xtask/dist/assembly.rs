//! Names every file by its content and fills the templates with those names, leaves first.

use std::collections::BTreeMap;

use super::{
    File, Files, Part, Sources, digest, precache,
    template::{self, Mismatch},
};
use crate::{
    bind::{self, Bound},
    wasm::{Halves, PAGE, WORKER},
};

/// Files of `public/` that are filled or bundled, not copied.
const TEMPLATES: [&str; 5] = ["boot.js", "old.js", "shell.css", "sw.js", "worker.js"];

/// The whole app from its two halves and what people wrote by hand.
pub fn assemble(halves: &Halves, sources: &Sources) -> Result<Files, Mismatch> {
    let mut app = Assembly { files: Files::new(), sources };
    let page = app.half("page", PAGE, &halves.page, Part::Page);
    let worker = app.half("worker", WORKER, &halves.worker, Part::Worker);

    let values = [("worker_js", worker.js), ("worker_wasm", worker.wasm)].into();
    let worker = template::lean(&app.filled("worker.js", &values)?);
    let worker = app.hashed("worker-boot", "js", worker.into(), Part::Worker);

    let values = [("page_js", page.js.clone()), ("page_wasm", page.wasm.clone()), ("worker", worker)].into();
    let boot = template::lean(&app.filled("boot.js", &values)?);
    let boot = app.hashed("boot", "js", boot.into(), Part::Page);

    let style = app.hashed("style", "css", sources.style.clone().into(), Part::Page);
    let old = template::lean(app.template("old.js")?);
    let old = app.hashed("old", "js", old.into(), Part::Rest);
    // Named here too, what the page's script imports need not wait until that has been read.
    let imports = page.imports.iter().map(|import| format!("<link rel=\"modulepreload\" href=\"{import}\">\n"));
    let page_imports = imports.collect::<String>().trim_end().to_owned();
    let values = [
        ("boot", boot),
        ("old", old),
        ("page_imports", page_imports),
        ("page_js", page.js),
        ("page_wasm", page.wasm),
        ("style", style),
    ]
    .into();
    let index = template::fill("index.html", &sources.index, &values)?;
    app.add("index.html", index.into(), Part::Page);

    for (path, bytes) in sources.public.iter().filter(|(path, _)| !TEMPLATES.contains(&path.as_str())) {
        app.add(path, bytes.clone(), Part::Rest);
    }
    app.service_worker()?;
    Ok(app.files)
}

/// Where a half stands.
#[derive(Default)]
struct Addresses {
    js: String,
    wasm: String,
    /// What its JavaScript imports.
    imports: Vec<String>,
}

struct Assembly<'a> {
    files: Files,
    sources: &'a Sources,
}

impl Assembly<'_> {
    fn add(&mut self, path: &str, bytes: Vec<u8>, part: Part) {
        self.files.insert(path.to_owned(), File { bytes, part });
    }

    /// Adds a file under a name of its content and returns its address.
    fn hashed(&mut self, name: &str, extension: &str, bytes: Vec<u8>, part: Part) -> String {
        let path = digest::path(name, extension, &bytes);
        let address = format!("/{path}");
        self.add(&path, bytes, part);
        address
    }

    /// Adds a half's JavaScript and wasm. The JavaScript and the module that links its parts import each
    /// other, so its name is made of all that goes into both.
    fn half(&mut self, name: &str, package: &str, bound: &Bound, part: Part) -> Addresses {
        let Bound { js, wasm, snippets, parts } = bound;
        let all = snippets.values().map(String::as_bytes).chain(parts.values().map(Vec::as_slice));
        let path = digest::path(name, "js", &all.chain([js.as_bytes()]).collect::<Vec<_>>().concat());
        let mut addresses = Addresses { js: format!("/{path}"), ..Addresses::default() };
        let mut named = vec![(bind::own_path(package), addresses.js.clone())];
        for (import, bytes) in parts {
            let address = self.hashed(&format!("{name}-part"), "wasm", bytes.clone(), Part::Further);
            named.push((import.clone(), address));
        }
        let mut js = js.clone();
        for (import, text) in snippets {
            let text = named.iter().fold(text.clone(), |text, (path, address)| text.replace(path, address));
            let address = self.hashed("snippet", "js", text.into(), part);
            js = redirected(&js, import, &address);
            addresses.imports.push(address);
        }
        self.add(&path, js.into(), part);
        addresses.wasm = self.hashed(name, "wasm", wasm.clone(), part);
        addresses
    }

    fn filled(&self, template: &str, values: &BTreeMap<&str, String>) -> Result<String, Mismatch> {
        template::fill(template, self.template(template)?, values)
    }

    fn template(&self, template: &str) -> Result<&str, Mismatch> {
        let bytes = self.sources.public.get(template);
        let text = bytes.and_then(|bytes| str::from_utf8(bytes).ok());
        text.ok_or_else(|| Mismatch::Absent { template: format!("public/{template}") })
    }

    /// Comes last: it names all the others.
    fn service_worker(&mut self) -> Result<(), Mismatch> {
        let build = precache::build_id(&self.files, self.template("sw.js")?);
        let list = precache::script(&precache::addresses(&self.files));
        let filled = self.filled("sw.js", &[("build", build), ("precache", list)].into())?;
        self.add("sw.js", template::lean(&filled).into(), Part::Rest);
        Ok(())
    }
}

/// The script with this import's address changed. Only there: the same text is also a key by which
/// the wasm asks for the module.
fn redirected(js: &str, import: &str, address: &str) -> String {
    let lines = js.split_inclusive('\n');
    lines
        .map(|line| if line.starts_with("import ") { line.replace(import, address) } else { line.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::split::LINK;

    fn bound(name: &str) -> Bound {
        let import = "./snippets/x-1/inline0.js".to_owned();
        let js = format!("import {{ a }} from '{import}';\nconst {name} = {{ '{import}': a }};\n");
        Bound {
            js,
            wasm: name.into(),
            snippets: [(import, "export const a = 1".to_owned())].into(),
            parts: BTreeMap::new(),
        }
    }

    fn sources(boot: &str) -> Sources {
        let public = [
            ("boot.js", boot),
            ("old.js", ""),
            ("worker.js", "'{{worker_js}}' '{{worker_wasm}}'"),
            ("sw.js", "'{{build}}' {{precache}}"),
            ("shell.css", ""),
            ("icons/icon.svg", "<svg/>"),
        ];
        Sources {
            index: "{{boot}} {{old}} {{page_imports}} {{page_js}} {{page_wasm}} {{style}}".to_owned(),
            public: public.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).into(),
            style: "a{}".to_owned(),
        }
    }

    fn app(boot: &str) -> Files {
        let halves = Halves { page: bound("p"), worker: bound("w") };
        assemble(&halves, &sources(boot)).unwrap()
    }

    fn text(files: &Files, start: &str, end: &str) -> String {
        let (_, file) = files.iter().find(|(path, _)| path.starts_with(start) && path.ends_with(end)).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    }

    const BOOT: &str = "'{{page_js}}' '{{page_wasm}}' '{{worker}}'";

    #[test]
    fn every_address_that_is_named_exists() {
        let files = app(BOOT);
        let mut named = 0;
        for file in files.values() {
            let text = String::from_utf8(file.bytes.clone()).unwrap();
            for address in text.split(['\'', '"', ' ']).filter(|word| word.starts_with("/assets/")) {
                assert!(files.contains_key(&address[1..]), "{address}");
                named += 1;
            }
        }
        assert!(named > 10, "{named}");
        assert!(!files.contains_key("shell.css") && files.contains_key("icons/icon.svg"));
    }

    #[test]
    fn a_snippet_is_imported_by_its_hashed_name() {
        let page = text(&app(BOOT), "assets/page-", ".js");
        assert!(page.starts_with("import { a } from '/assets/snippet-"), "{page}");
        // Once the key was replaced as well, and no module with a snippet could be instantiated.
        assert!(page.contains("{ './snippets/x-1/inline0.js': a }"), "{page}");
    }

    #[test]
    fn a_part_is_named_by_its_content_and_knows_its_page() {
        let link = "import { initSync } from \"./kaifong-app.js\";\nfetch(new URL(\"./p.wasm\", import.meta.url))\n";
        let page = |part: &str| Bound {
            js: "import * as a from \"./parts.js\"\n".to_owned(),
            wasm: b"w".to_vec(),
            snippets: [(LINK.to_owned(), link.to_owned())].into(),
            parts: [("./p.wasm".to_owned(), part.as_bytes().to_vec())].into(),
        };
        let app = |part: &str| assemble(&Halves { page: page(part), worker: bound("w") }, &sources(BOOT)).unwrap();
        let (one, other) = (app("one"), app("other"));
        let address = |files: &Files, start: &str| {
            format!(
                "/{}",
                files
                    .keys()
                    .find(|path| path.starts_with(start) && (start.ends_with("part-") || path.ends_with(".js")))
                    .unwrap()
            )
        };
        let texts = |files: &Files| {
            files.values().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect::<Vec<_>>()
        };
        let link = texts(&one).into_iter().find(|text| text.contains("initSync")).unwrap();
        for named in [address(&one, "assets/page-part-"), address(&one, "assets/page-")] {
            assert!(link.contains(&named), "{named} in {link}");
        }
        // What the page's own script says is the same, and yet it is another one.
        assert_ne!(text(&one, "assets/boot-", ".js"), text(&other, "assets/boot-", ".js"));
    }

    #[test]
    fn a_change_anywhere_is_a_new_build() {
        let (before, after) = (app(BOOT), app(&format!("go() {BOOT}")));
        assert_ne!(before["sw.js"], after["sw.js"]);
        assert_eq!(text(&before, "assets/page-", ".js"), text(&after, "assets/page-", ".js"));
    }
}
