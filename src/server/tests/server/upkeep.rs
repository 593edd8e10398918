//! Backup, restore and doctor, as an operator has them: the program, beside a server that runs.

use std::{fs, path::Path};

use rusqlite::Connection;

use super::{
    command::{Serving, complaint, free, kaifong, run},
    phone::Phone,
    place::redeem,
};

/// A server in a folder, with a phone that has signed in.
async fn served(folder: &Path) -> (Serving, Phone, String) {
    let address = free();
    let listen = address.to_string();
    let (mut serving, _) = Serving::start(serve(folder, &listen));
    let phone = Phone::stranger(address);
    redeem(address, "riverside", serving.link().rsplit_once('.').unwrap().1, &phone.public_key());
    (serving, phone, listen)
}

fn serve(folder: &Path, listen: &str) -> std::process::Command {
    kaifong(folder, &["serve", "--listen", listen, "--community", "riverside", "--log", "warn"])
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The sqlite file's storage id.
fn storage_id(path: &Path) -> Vec<u8> {
    let store = Connection::open(path).unwrap();
    store.query_row("SELECT value FROM meta WHERE name = 'storage-id'", [], |row| row.get(0)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_back_to_a_backup_is_filled_again_by_phones() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (serving, mut phone, listen) = served(folder).await;
    phone.join().await;
    phone.add_estate("Before");
    phone.sync_until(1, true).await;
    let told = printed(folder, &["backup", "monday.kaifong"]);
    assert!(told.starts_with("Everything is in monday.kaifong.\n") && told.contains("Sound:"), "{told}");
    assert!(printed(folder, &["doctor", "monday.kaifong"]).contains("Sound:"));

    phone.add_estate("After");
    phone.sync_until(2, true).await;
    let told = printed(folder, &["doctor"]);
    assert!(told.contains("communities 1, documents 2, ") && told.contains("people 1, devices 1, "), "{told}");
    let told = complaint(&run(folder, &["restore", "monday.kaifong", "--replace"]));
    assert!(told.starts_with("Another kaifong server is already using the data"), "{told}");
    serving.ended("-KILL");

    let told = complaint(&run(folder, &["restore", "monday.kaifong"]));
    assert!(told.contains("there is data in data/kaifong.sqlite already: nothing was changed."), "{told}");
    let before = storage_id(&folder.join("data/kaifong.sqlite"));
    let told = printed(folder, &["restore", "monday.kaifong", "--replace"]);
    assert!(told.contains("What was there before is in data/kaifong-before-"), "{told}");
    assert_ne!(storage_id(&folder.join("data/kaifong.sqlite")), before, "phones must forget how far it had come");
    assert_eq!(storage_id(&folder.join("monday.kaifong")), before, "the backup itself is not touched");

    let (serving, _) = Serving::start(serve(folder, &listen));
    let mut twin = phone.twin();
    twin.join().await;
    twin.sync_until(1, false).await;
    assert_eq!(twin.estates(), 1, "it is as old as its backup");
    phone.join().await;
    phone.sync_until(2, true).await;
    twin.sync_until(2, false).await;
    assert_eq!(twin.document.heads(), phone.document.heads());
    serving.ended("-TERM");
    assert!(printed(folder, &["doctor"]).contains("Sound:"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_is_wrong_and_ends_with_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (serving, mut phone, listen) = served(folder).await;
    phone.join().await;
    phone.add_estate("North");
    phone.sync_until(1, true).await;
    serving.ended("-TERM");
    let database = folder.join("data/kaifong.sqlite");
    let damage = "UPDATE chunk SET bytes = x'00' WHERE document = (SELECT id FROM document WHERE kind = 'commons')";
    Connection::open(&database).unwrap().execute(damage, []).unwrap();

    let output = run(folder, &["doctor"]);
    let told = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(told.contains("commons of riverside: chunk 2 is not what was stored"), "{told}");
    assert!(told.contains("a change that was accepted is not there"), "{told}");
    assert_eq!(complaint(&output), "not everything is well: see above\n");
    let output = run(folder, &["backup", "now.kaifong"]);
    assert!(!output.status.success() && folder.join("now.kaifong").exists(), "it is made, and not praised");

    // The phone still has what the chunk held.
    let (serving, _) = Serving::start(serve(folder, &listen));
    phone.join().await;
    phone.sync_until(1, true).await;
    serving.ended("-TERM");
    let told = String::from_utf8(run(folder, &["doctor"]).stdout).unwrap();
    assert!(!told.contains("accepted"), "nothing is missing any more: {told}");
}

#[test]
fn a_backup_overwrites_nothing_and_a_restore_takes_only_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let told = complaint(&run(folder, &["backup", "b"]));
    assert_eq!(told, "there is no file data/kaifong.sqlite\n");
    assert!(!folder.join("data").exists(), "nothing is made on the way");
    fs::write(folder.join("notes.txt"), "milk, eggs").unwrap();
    let told = complaint(&run(folder, &["restore", "notes.txt"]));
    assert!(told.starts_with("notes.txt cannot be used: "), "{told}");
    assert!(!folder.join("data/kaifong.sqlite").exists());
    assert_eq!(complaint(&run(folder, &["doctor", "gone"])), "there is no file gone\n");
    let (serving, _) = Serving::start(serve(folder, &free().to_string()));
    assert_eq!(complaint(&run(folder, &["backup", "notes.txt"])), "notes.txt exists already: choose another name\n");
    assert_eq!(fs::read(folder.join("notes.txt")).unwrap(), b"milk, eggs");
    serving.ended("-TERM");
}
