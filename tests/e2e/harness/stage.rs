//! Where a story is told: one server, as many phones as it needs, and what is kept when it fails.

use std::{
    cell::{OnceCell, RefCell},
    fs,
    panic::{AssertUnwindSafe, resume_unwind},
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use futures_util::FutureExt;
use tempfile::TempDir;
use tokio::time::timeout;

use super::{
    chromium::Chromium,
    maker::Maker,
    phone::{Phone, Tab},
    relay::Relay,
    server::{Role, Server},
    webkit::WebKit,
};

/// How long a story may take in all.
const LENGTH: Duration = Duration::from_secs(240);

/// What a story plays with.
pub struct Stage {
    name: &'static str,
    /// The server.
    pub server: Server,
    chromium: OnceCell<Rc<Chromium>>,
    webkit: OnceCell<Rc<WebKit>>,
    phones: RefCell<Vec<Phone>>,
    profiles: TempDir,
}

/// Tells a story, at whose end no browser may have complained. When it fails, pictures and logs of every phone stay in `target/e2e`.
pub async fn story(name: &'static str, tell: impl AsyncFnOnce(&Stage)) {
    let stage = Stage {
        name,
        server: Server::start(),
        chromium: OnceCell::new(),
        webkit: OnceCell::new(),
        phones: RefCell::default(),
        profiles: tempfile::tempdir().expect("a temporary folder can be made"),
    };
    let whole = async {
        tell(&stage).await;
        stage.ends_in_peace().await;
    };
    let telling = timeout(LENGTH, AssertUnwindSafe(whole).catch_unwind()).await;
    match telling {
        Ok(Ok(())) => {}
        Ok(Err(panic)) => {
            stage.keep_evidence().await;
            resume_unwind(panic);
        }
        Err(_) => {
            stage.keep_evidence().await;
            panic!("the story does not end");
        }
    }
}

impl Stage {
    /// A new phone with Chromium, where nobody has signed in.
    pub async fn phone(&self, name: &str) -> Phone {
        self.phone_at(name, self.server.origin()).await
    }

    /// A new phone that finds the server at another address.
    pub async fn phone_at(&self, name: &str, origin: String) -> Phone {
        let chromium = self.chromium.get_or_init(|| Rc::new(Chromium::start())).clone();
        self.hand_out(name, Maker::Chromium(chromium), origin).await
    }

    /// A new device with WebKitGTK, where nobody has signed in.
    pub async fn webkit_phone(&self, name: &str) -> Phone {
        let webkit = self.webkit.get_or_init(|| Rc::new(WebKit::start())).clone();
        self.hand_out(name, Maker::WebKit(webkit), self.server.origin()).await
    }

    /// A new phone on which somebody has signed in.
    pub async fn signed_in(&self, role: Role) -> Phone {
        let phone = self.phone(&format!("{role:?}").to_lowercase()).await;
        phone.sign_in(&self.server.take_link(role)).await;
        phone
    }

    /// A phone on which somebody has signed in, and that reaches the server through a relay.
    pub async fn signed_in_behind(&self, relay: &Relay, role: Role) -> Phone {
        let phone = self.phone_at(&format!("{role:?}").to_lowercase(), relay.origin()).await;
        phone.sign_in(&self.server.take_link(role).replace(&self.server.origin(), &relay.origin())).await;
        phone.open(Tab::Suggestions).await;
        phone
    }

    async fn hand_out(&self, name: &str, maker: Maker, origin: String) -> Phone {
        let profile = self.profiles.path().join(name);
        let phone = Phone::new(name, maker, profile, origin).await;
        self.phones.borrow_mut().push(phone.clone());
        phone
    }

    /// No browser has complained about anything: no error, no violation of the page's policy.
    async fn ends_in_peace(&self) {
        let phones = self.phones.borrow().clone();
        for phone in phones {
            let complaints = phone.complaints().await;
            assert!(complaints.is_empty(), "the browser of {} complains:\n{}", phone.name(), complaints.join("\n"));
        }
    }

    async fn keep_evidence(&self) {
        let folder = evidence_folder();
        let phones = self.phones.borrow().clone();
        for phone in phones {
            let file = |ending: &str| folder.join(format!("{}-{}.{ending}", self.name, phone.name()));
            let lines: Vec<_> =
                phone.log().await.into_iter().map(|entry| format!("{} {}", entry.level, entry.message)).collect();
            keep(&file("log"), lines.join("\n").as_bytes());
            let Some(browser) = phone.open_one() else { continue };
            if let Ok(address) = browser.current_url().await {
                println!("{} was at {address}", phone.name());
            }
            if let Ok(picture) = browser.screenshot_as_png().await {
                keep(&file("png"), &picture);
            }
            if let Ok(source) = browser.source().await {
                keep(&file("html"), source.as_bytes());
            }
        }
        keep(&folder.join(format!("{}-server.log", self.name)), self.server.log().as_bytes());
        println!("pictures and logs are in {}", folder.display());
    }
}

/// Cargo's folder for temporary files of tests stands in `target`.
fn evidence_folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("e2e")
}

/// Evidence that can't be kept must not hide why the story failed.
fn keep(file: &Path, bytes: &[u8]) {
    let kept = fs::create_dir_all(evidence_folder()).and_then(|()| fs::write(file, bytes));
    if let Err(error) = kept {
        println!("{} can't be kept: {error}", file.display());
    }
}
