//! Waiting for what must become true. Stories never wait for time as such.

use std::{env, fmt::Display, time::Duration};

use thirtyfour::error::{WebDriverError, WebDriverResult};
use tokio::time::{sleep, timeout};

/// How long anything may take, in seconds: generous, for machines that are busy with something else.
/// `KAIFONG_PATIENCE` says otherwise.
const PATIENCE: u64 = 30;
/// The pause before asking again.
const PAUSE: Duration = Duration::from_millis(40);

/// Asks again and again until there is an answer. An error counts as "not yet": pages are drawn anew
/// while one looks at them.
///
/// # Panics
/// When patience ends, with what was waited for and the last error.
pub async fn until<T>(what: impl Display, mut ask: impl AsyncFnMut() -> WebDriverResult<Option<T>>) -> T {
    let mut trouble = None;
    let asking = async {
        loop {
            match ask().await {
                Ok(Some(answer)) => return answer,
                Ok(None) => {}
                Err(error) => trouble = Some(error),
            }
            sleep(PAUSE).await;
        }
    };
    match timeout(patience(), asking).await {
        Ok(answer) => answer,
        Err(_) => {
            let trouble = trouble.map(|error| format!("; the last error: {}", told(&error))).unwrap_or_default();
            panic!("waited in vain until {what}{trouble}")
        }
    }
}

fn patience() -> Duration {
    let seconds = env::var("KAIFONG_PATIENCE").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(PATIENCE))
}

/// An error without the driver's own stack.
fn told(error: &WebDriverError) -> String {
    let text = error.to_string();
    text.split("Stacktrace:").next().unwrap_or_default().trim().to_owned()
}
