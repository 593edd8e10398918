//! Compresses each file once, ahead of time: brotli for browsers, gzip for old proxies.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::Path,
};

use super::{Files, digest};
use crate::{failure::Failure, wasm::Effort};

/// A file's two compressed forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Brotli.
    pub br: Vec<u8>,
    /// Gzip.
    pub gz: Vec<u8>,
}

const COMPRESSIBLE: [&str; 7] = ["css", "html", "js", "json", "svg", "wasm", "webmanifest"];

/// Every compressible file's compressed forms; what was compressed before is taken from the cache,
/// and what is no longer needed leaves it.
pub fn pack(files: &Files, effort: Effort, cache: &Path) -> Result<BTreeMap<String, Packed>, Failure> {
    fs::create_dir_all(cache).map_err(Failure::file(cache))?;
    let mut used = BTreeSet::new();
    let mut all = BTreeMap::new();
    for (path, file) in files.iter().filter(|(path, _)| is_compressible(path)) {
        let name = digest::hex(&file.bytes);
        let mut kept = |extension: &str, pack: &dyn Fn(&[u8]) -> io::Result<Vec<u8>>| {
            let kept = cache.join(format!("{name}.{extension}"));
            used.insert(kept.clone());
            match fs::read(&kept) {
                Ok(bytes) => Ok(bytes),
                Err(_) => pack(&file.bytes)
                    .and_then(|bytes| write_whole(&kept, &bytes).map(|()| bytes))
                    .map_err(Failure::file(&kept)),
            }
        };
        let br = kept("br", &|bytes| brotli(bytes, effort))?;
        let gz = kept("gz", &gzip)?;
        all.insert(path.clone(), Packed { br, gz });
    }
    for entry in fs::read_dir(cache).map_err(Failure::file(cache))?.flatten() {
        if !used.contains(&entry.path()) {
            fs::remove_file(entry.path()).map_err(Failure::file(entry.path()))?;
        }
    }
    Ok(all)
}

fn is_compressible(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| COMPRESSIBLE.contains(&extension))
}

/// Writes beside and renames, so that an interrupted build never leaves half a file in the cache.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, bytes)?;
    fs::rename(unfinished, path)
}

fn brotli(bytes: &[u8], effort: Effort) -> io::Result<Vec<u8>> {
    let quality = match effort {
        Effort::Small => 11,
        Effort::Fast => 2,
    };
    // 2^24 is the largest window every browser must accept.
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{
        super::{File, Part},
        *,
    };

    fn files(text: &str) -> Files {
        let file = File { bytes: text.repeat(100).into_bytes(), part: Part::Page };
        [("a.js".to_owned(), file.clone()), ("a.png".to_owned(), file)].into()
    }

    #[test]
    fn both_forms_unpack_to_the_file() {
        let cache = tempfile::tempdir().unwrap();
        let packed = pack(&files("kaifong"), Effort::Small, cache.path()).unwrap();
        assert_eq!(packed.keys().collect::<Vec<_>>(), ["a.js"], "pictures are compressed already");
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &packed["a.js"].br[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, "kaifong".repeat(100).as_bytes());
        let mut text = String::new();
        flate2::read::GzDecoder::new(&packed["a.js"].gz[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "kaifong".repeat(100));
    }

    #[test]
    fn the_cache_holds_what_the_last_build_needed() {
        let cache = tempfile::tempdir().unwrap();
        let count = || fs::read_dir(cache.path()).unwrap().count();
        for text in ["one", "one", "two"] {
            pack(&files(text), Effort::Fast, cache.path()).unwrap();
            assert_eq!(count(), 2, "{text}");
        }
    }
}
