//! Several tabs of one browser.

use thirtyfour::WindowHandle;

use super::Phone;
use crate::harness::wait::until;

impl Phone {
    /// The tab that is in front.
    pub async fn this_tab(&self) -> WindowHandle {
        until("there is a tab", async || self.browser().window().await.map(Some)).await
    }

    /// Opens another tab, empty and in front.
    pub async fn new_tab(&self) -> WindowHandle {
        self.note("open another tab");
        let tab = until("a tab opens", async || self.browser().new_tab().await.map(Some)).await;
        self.look_at(&tab).await;
        tab
    }

    /// Brings a tab to the front.
    pub async fn look_at(&self, tab: &WindowHandle) {
        self.note("look at a tab");
        until("a tab comes to the front", async || self.browser().switch_to_window(tab.clone()).await.map(Some)).await;
    }

    /// Closes the tab that is in front.
    pub async fn close_tab(&self) {
        self.note("close the tab");
        self.browser().close_window().await.expect("a tab can be closed");
    }
}
