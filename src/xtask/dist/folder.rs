//! Reads and writes whole folders.

use std::{collections::BTreeMap, fs, io, path::Path};

use super::{Files, packed::Packed};
use crate::failure::Failure;

/// The files under a folder by their path in there, with `/` between the parts; none if there is
/// no such folder.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    walk(folder, "", &mut files).map_err(Failure::file(folder))?;
    Ok(files)
}

/// Makes the folder hold exactly these files and their compressed forms. What is the same already
/// isn't touched; the page comes last, so that it never names a file that isn't there yet.
pub fn write(folder: &Path, files: &Files, packed: &BTreeMap<String, Packed>) -> Result<(), Failure> {
    let mut wanted: BTreeMap<String, &[u8]> = BTreeMap::new();
    for (path, file) in files {
        wanted.insert(path.clone(), &file.bytes);
        if let Some(packed) = packed.get(path) {
            wanted.insert(format!("{path}.br"), &packed.br);
            wanted.insert(format!("{path}.gz"), &packed.gz);
        }
    }
    let found = read(folder)?;
    let mut changed: Vec<_> =
        wanted.iter().filter(|(path, bytes)| found.get(*path).is_none_or(|old| old != *bytes)).collect();
    changed.sort_by_key(|(path, _)| !path.starts_with("assets/"));
    for (path, bytes) in changed {
        let file = folder.join(path);
        let parent = file.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(Failure::file(parent))?;
        fs::write(&file, bytes).map_err(Failure::file(&file))?;
    }
    for path in found.keys().filter(|path| !wanted.contains_key(*path)) {
        let file = folder.join(path);
        fs::remove_file(&file).map_err(Failure::file(&file))?;
    }
    Ok(())
}

fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{
        super::{File, Part},
        *,
    };

    fn files(list: &[(&str, &str)]) -> Files {
        let file = |text: &str| File { bytes: text.into(), part: Part::Rest };
        list.iter().map(|(path, text)| ((*path).to_owned(), file(text))).collect()
    }

    #[test]
    fn the_folder_holds_exactly_the_files() {
        let folder = tempfile::tempdir().unwrap();
        let packed = [("a/x.js".to_owned(), Packed { br: b"b".to_vec(), gz: b"g".to_vec() })].into();
        write(folder.path(), &files(&[("a/x.js", "1"), ("y", "2")]), &packed).unwrap();
        let names: Vec<_> = read(folder.path()).unwrap().into_keys().collect();
        assert_eq!(names, ["a/x.js", "a/x.js.br", "a/x.js.gz", "y"]);

        write(folder.path(), &files(&[("y", "3")]), &BTreeMap::new()).unwrap();
        assert_eq!(read(folder.path()).unwrap(), [("y".to_owned(), b"3".to_vec())].into());
    }

    #[test]
    fn a_file_that_is_the_same_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let written = || fs::metadata(folder.path().join("y")).unwrap().modified().unwrap();
        write(folder.path(), &files(&[("y", "2")]), &BTreeMap::new()).unwrap();
        let before = written();
        write(folder.path(), &files(&[("y", "2"), ("z", "1")]), &BTreeMap::new()).unwrap();
        assert_eq!(written(), before);
    }
}
