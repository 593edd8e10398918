//! Fingerprints the domain. What is encoded by its types without a schema (the saved view, messages
//! between tabs) carries the fingerprint, and what another build wrote is ignored rather than misread.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let mut fingerprint = Fingerprint(0xcbf2_9ce4_8422_2325);
    for folder in ["../domain", "leader"] {
        let folder = Path::new(&root).join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        fingerprint.folder(&folder)?;
    }
    println!("cargo::rustc-env=KAIFONG_ENCODING={}", fingerprint.0);
    Ok(())
}

/// FNV-1a: enough to tell builds apart.
struct Fingerprint(u64);

impl Fingerprint {
    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let mut paths: Vec<_> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.sort();
        for path in paths {
            if path.is_dir() {
                self.folder(&path)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                for byte in fs::read(&path)? {
                    self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
                }
            }
        }
        Ok(())
    }
}
