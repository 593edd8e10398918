//! Puts the app together in `dist/`: the folder that the server embeds and serves.

use std::{collections::BTreeMap, fs};

use crate::{failure::Failure, sizes, toolchain::Toolchain, wasm, wasm::Effort, workspace::Workspace};

mod assembly;
pub mod digest;
mod folder;
pub mod packed;
mod precache;
pub mod style;
pub mod template;

/// To which part of the download a file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the page needs before it can be used.
    Page,
    /// What the page loads when its first screen is there.
    Further,
    /// The worker, which loads beside the page.
    Worker,
    /// What an installed app needs beside them: manifest, icons, service worker.
    Rest,
}

/// A file of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its bytes, not compressed.
    pub bytes: Vec<u8>,
    /// Its part of the download.
    pub part: Part,
}

/// The files of the app by their path from the server's root, without the leading slash.
pub type Files = BTreeMap<String, File>;

/// Builds the app into `dist/` and prints what it weighs. Files that don't change keep their
/// times, so that the server isn't compiled again for nothing.
pub fn build(workspace: &Workspace, toolchain: &Toolchain, effort: Effort) -> Result<(), Failure> {
    let halves = wasm::build(workspace, toolchain, effort)?;
    let sources = read(workspace)?;
    let files = assembly::assemble(&halves, &sources)?;
    let cache = workspace.path("target").join(effort.folder()).join("packed");
    let packed = packed::pack(&files, effort, &cache)?;
    folder::write(&workspace.path("dist"), &files, &packed)?;
    match effort {
        Effort::Small => sizes::check(&files, &packed),
        Effort::Fast => Ok(()),
    }
}

/// What people write by hand for the app shell.
pub struct Sources {
    /// The template of the one page.
    pub index: String,
    /// The files of `public/`: templates, manifest and icons, by their path in there.
    pub public: BTreeMap<String, Vec<u8>>,
    /// The one style sheet, bundled.
    pub style: String,
}

fn read(workspace: &Workspace) -> Result<Sources, Failure> {
    let index = workspace.path("index.html");
    let public = folder::read(&workspace.path("public"))?;
    let shell = public.get("shell.css").map(|css| String::from_utf8_lossy(css).into_owned());
    Ok(Sources {
        index: fs::read_to_string(&index).map_err(Failure::file(&index))?,
        style: style::bundle(shell.unwrap_or_default(), &folder::read(&workspace.path("style"))?)?,
        public,
    })
}

#[cfg(test)]
mod tests;
