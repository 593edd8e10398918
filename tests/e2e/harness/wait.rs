//! Waiting for what must become true. Stories never wait for time as such.

use std::{fmt::Display, time::Duration};

use thirtyfour::error::WebDriverResult;
use tokio::time::{sleep, timeout};

/// How long anything may take: generous, for machines that are busy with something else.
const PATIENCE: Duration = Duration::from_secs(30);
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
    match timeout(PATIENCE, asking).await {
        Ok(answer) => answer,
        Err(_) => {
            let trouble = trouble.map(|error| format!("; the last error: {error}")).unwrap_or_default();
            panic!("waited in vain until {what}{trouble}")
        }
    }
}
