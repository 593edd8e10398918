//! Binds a wasm module to its JavaScript with wasm-bindgen as a library, so that nothing has to be
//! installed and the version can't differ from the one the packages were compiled with.

use std::{collections::BTreeMap, fs, io, path::Path};

use wasm_bindgen_cli_support::Bindgen;

use crate::{
    dist::digest,
    failure::Failure,
    split::{self, LINK, Split},
};

/// Part of the cache's key: to be changed with the options or the version of wasm-bindgen below.
const RECIPE: &str = "0.2.130 web 3";

/// A module and what its JavaScript needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The ES module that loads the wasm: its default export takes `{ module_or_path }`.
    pub js: String,
    /// The wasm, without names.
    pub wasm: Vec<u8>,
    /// JavaScript that crates bring along, by the path under which `js` imports it.
    pub snippets: BTreeMap<String, String>,
    /// Wasm that is loaded later, by the path under which the snippet [`LINK`] names it.
    pub parts: BTreeMap<String, Vec<u8>>,
}

/// Whether a module is loaded in parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// All at once.
    AtOnce,
    /// First what the first screen needs.
    InParts,
}

/// Binds the module, or takes what was bound from the same bytes before.
pub fn bind(package: &'static str, wasm: Vec<u8>, whole: Whole, cache: &Path) -> Result<Bound, Failure> {
    let key = digest::short(&[RECIPE.as_bytes(), &wasm].concat());
    let folder = cache.join(format!("{package}-{key}"));
    if !folder.is_dir() {
        forget(cache, package)?;
        let unfinished = cache.join(format!("{package}.unfinished"));
        match whole {
            Whole::AtOnce => emit(package, wasm, &unfinished)?,
            Whole::InParts => emit_parts(package, &wasm, &unfinished)?,
        }
        fs::rename(&unfinished, &folder).map_err(Failure::file(&folder))?;
    }
    read(package, &folder)
}

fn emit(package: &'static str, wasm: Vec<u8>, folder: &Path) -> Result<(), Failure> {
    let bind = || {
        Bindgen::new()
            .web(true)?
            .input_bytes(package, wasm)
            .keep_debug(false)
            // A part takes the main module's table of functions.
            .keep_lld_exports(true)
            .remove_name_section(true)
            .remove_producers_section(true)
            .typescript(false)
            // The boot script always names the hashed wasm.
            .omit_default_module_path(true)
            .generate(folder)
    };
    bind().map_err(|source| Failure::Bind { package, source: source.into() })
}

/// Splits the module, binds its main part, and puts the link module and the parts beside it.
fn emit_parts(package: &'static str, wasm: &[u8], folder: &Path) -> Result<(), Failure> {
    let parts = folder.join("parts");
    fs::create_dir_all(&parts).map_err(Failure::file(&parts))?;
    let Split { main, link, parts: split } = split::split(package, wasm, &own_path(package), &parts)?;
    emit(package, main, folder)?;
    fs::remove_dir_all(&parts).map_err(Failure::file(&parts))?;
    fs::create_dir_all(&parts).map_err(Failure::file(&parts))?;
    for (name, bytes) in [(LINK.to_owned(), link.into_bytes())].into_iter().chain(split) {
        let path = parts.join(name);
        fs::write(&path, bytes).map_err(Failure::file(&path))?;
    }
    Ok(())
}

/// The path under which the link module imports its package's JavaScript.
pub fn own_path(package: &str) -> String {
    ["./", package, ".js"].concat()
}

/// Removes what was bound from older bytes of this package.
fn forget(cache: &Path, package: &str) -> Result<(), Failure> {
    fs::create_dir_all(cache).map_err(Failure::file(cache))?;
    for entry in fs::read_dir(cache).map_err(Failure::file(cache))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(package) {
            fs::remove_dir_all(entry.path()).map_err(Failure::file(entry.path()))?;
        }
    }
    Ok(())
}

fn read(package: &str, folder: &Path) -> Result<Bound, Failure> {
    let js = folder.join(format!("{package}.js"));
    let wasm = folder.join(format!("{package}_bg.wasm"));
    let mut snippets = BTreeMap::new();
    read_snippets(&folder.join("snippets"), "./snippets", &mut snippets).map_err(Failure::file(folder))?;
    let mut parts = BTreeMap::new();
    let folder = folder.join("parts");
    if folder.is_dir() {
        for entry in fs::read_dir(&folder).map_err(Failure::file(&folder))?.flatten() {
            let (name, path) = (["./", &entry.file_name().to_string_lossy()].concat(), entry.path());
            let bytes = fs::read(&path).map_err(Failure::file(&path))?;
            if name == LINK {
                snippets.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            } else {
                parts.insert(name, bytes);
            }
        }
    }
    Ok(Bound {
        js: fs::read_to_string(&js).map_err(Failure::file(&js))?,
        wasm: fs::read(&wasm).map_err(Failure::file(&wasm))?,
        snippets,
        parts,
    })
}

fn read_snippets(folder: &Path, name: &str, found: &mut BTreeMap<String, String>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let inner = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_snippets(&entry.path(), &inner, found)?;
        } else {
            found.insert(inner, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_wasm_are_refused_by_name() {
        let cache = tempfile::tempdir().unwrap();
        let failure = bind("kaifong-app", b"not wasm".to_vec(), Whole::AtOnce, cache.path()).unwrap_err();
        assert!(failure.to_string().starts_with("wasm-bindgen could not bind kaifong-app"), "{failure}");
    }

    #[test]
    fn snippets_are_found_by_the_path_of_their_import() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("snippets/leptos-1a/src")).unwrap();
        fs::write(folder.path().join("snippets/leptos-1a/src/a.js"), "export {}").unwrap();
        let mut found = BTreeMap::new();
        read_snippets(&folder.path().join("snippets"), "./snippets", &mut found).unwrap();
        assert_eq!(found["./snippets/leptos-1a/src/a.js"], "export {}");
    }
}
