//! Makes sure that the folder of the built app exists, so that the server always compiles.

use std::{fs, path::Path};

fn main() {
    let built = Path::new("../../dist");
    if let Err(error) = fs::create_dir_all(built) {
        println!("cargo:warning=the folder {} cannot be made: {error}", built.display());
    }
    // A new file in the folder is only embedded when this crate is compiled again.
    println!("cargo:rerun-if-changed=../../dist");
}
