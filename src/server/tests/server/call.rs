//! HTTP calls, as a phone makes them.

use kaifong_replica::sync::frame::Frame;
use serde_json::Value;

use super::{
    phone::Phone,
    place::{Place, http, slug},
};

/// Somebody who makes calls.
#[derive(Clone)]
pub struct Caller {
    address: std::net::SocketAddr,
    community: String,
    token: Option<String>,
    origin: String,
}

impl Caller {
    /// Who shows nothing.
    pub fn without(place: &Place) -> Self {
        let origin = place.server.local_origin();
        Self { address: place.server.address(), community: slug().to_string(), token: None, origin }
    }

    /// Who shows this.
    pub fn with(place: &Place, token: String) -> Self {
        Self { token: Some(token), ..Self::without(place) }
    }

    /// Who shows what a phone gets on its line.
    pub async fn of(place: &Place, phone: &mut Phone) -> Self {
        phone.say(&Frame::AskBearer).await;
        loop {
            if let Frame::Bearer { token, seconds } = phone.hear().await.unwrap() {
                assert!((60..=900).contains(&seconds), "it works for minutes");
                return Self::with(place, token);
            }
        }
    }

    /// The same, from a page of another site.
    pub fn at_site(&self, origin: &str) -> Self {
        Self { origin: origin.into(), ..self.clone() }
    }

    /// The same, of another community.
    pub fn elsewhere(&self, community: &str) -> Self {
        Self { community: community.into(), ..self.clone() }
    }

    /// Asks: the status, and the body.
    pub fn get(&self, path: &str) -> (u16, Value) {
        self.call("GET", path, "")
    }

    /// Does something: the status, and the body.
    pub fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.call("POST", path, &body.to_string())
    }

    fn call(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let token = self.token.as_ref().map(|token| format!("\r\nAuthorization: Bearer {token}")).unwrap_or_default();
        let (community, origin) = (&self.community, &self.origin);
        let kind = "Content-Type: application/json";
        let request = format!("{method} /api/{community}/{path} HTTP/1.1\r\n{kind}\r\nOrigin: {origin}{token}");
        let answer = http(self.address, &request, body);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        assert!(head.contains("cache-control: no-store"), "{head}");
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}
