//! Splits the page's wasm into what the first screen needs and a part that is loaded after it (see
//! `src/app/routes/further.rs`), with wasm_split as a library.

use std::{collections::BTreeMap, fs, path::Path};

use wasm_split_cli_support::{Options, transform};

use crate::failure::Failure;

/// The module by which the wasm asks for its parts; also its path beside the page's JavaScript.
pub const LINK: &str = "./parts.js";

/// A module and its parts.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// What is left of the module, to be bound to its JavaScript.
    pub main: Vec<u8>,
    /// The JavaScript that loads the parts; it imports `initSync` from the main module's.
    pub link: String,
    /// Each part by the path under which `link` names it.
    pub parts: BTreeMap<String, Vec<u8>>,
}

/// Splits a module that was linked with `--emit-relocs`. `main_js` is the path of its JavaScript beside
/// the link module.
pub fn split(package: &'static str, wasm: &[u8], main_js: &str, folder: &Path) -> Result<Split, Failure> {
    let main = folder.join("main.wasm");
    let mut options = Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = main_js;
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| Failure::Bind { package, source };
    let done = transform(options).map_err(|report| failed(report.into()))?;
    let mut parts = BTreeMap::new();
    for path in done.split_modules {
        let bytes = fs::read(&path).map_err(Failure::file(&path))?;
        let lean = lean(&bytes).ok_or_else(|| failed("a part is not a wasm module".into()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        parts.insert(["./", &name].concat(), lean);
    }
    let link = folder.join(LINK);
    Ok(Split {
        main: fs::read(&main).map_err(Failure::file(&main))?,
        link: fs::read_to_string(&link).map_err(Failure::file(&link))?,
        parts,
    })
}

/// A module without its custom sections: names and producers, which nobody needs in a browser. `None` if
/// it is not a module. (WebAssembly core specification, "Binary format": eight bytes, then sections, each
/// with its id, its length in LEB128, and its content.)
fn lean(wasm: &[u8]) -> Option<Vec<u8>> {
    let (preamble, mut rest) = wasm.split_at_checked(8)?;
    let mut kept = preamble.to_vec();
    while let Some(id) = rest.first() {
        let (mut length, mut header) = (0_usize, 1);
        loop {
            let byte = *rest.get(header)?;
            length |= usize::from(byte & 0x7f).checked_shl(7 * (header as u32 - 1))?;
            header += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let (section, after) = rest.split_at_checked(header.checked_add(length)?)?;
        if *id != 0 {
            kept.extend_from_slice(section);
        }
        rest = after;
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_sections_go_and_nothing_else() {
        let module = [b"\0asm\x01\0\0\0".as_slice(), b"\0\x05\x04name", b"\x01\x02ab", b"\0\x80\x01"].concat();
        let module = [module, vec![7; 128]].concat();
        assert_eq!(lean(&module).unwrap(), b"\0asm\x01\0\0\0\x01\x02ab");
        assert_eq!(lean(&module[..module.len() - 1]), None);
        assert_eq!(lean(b"\0asm"), None);
    }

    #[test]
    fn a_module_without_relocations_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let failure = split("kaifong-app", b"not wasm", "./kaifong-app.js", folder.path()).unwrap_err();
        assert!(failure.to_string().contains("kaifong-app"), "{failure}");
    }
}
