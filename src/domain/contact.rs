//! How a person can be reached. Stands in a document of that person's own and nowhere else (invariant I9).

record! {
    /// A person's telephone number and the like, under the id of their card.
    Contact(PersonId)
    fixed {}
    ContactEdit {
        /// A telephone number, as people write it.
        phone: String as Phone in 0..=40 => MATTERS,
        /// Their name in WeChat.
        wechat: String as WeChat in 0..=60 => MATTERS,
        /// An email address.
        email: String as Email in 0..=120 => MATTERS,
        /// What else there is to know: when to call, whom to call if they don't answer.
        note: String as Note in 0..=200 => MATTERS,
    }
}

impl Contact {
    /// Nothing is known yet.
    pub fn blank(id: crate::id::PersonId) -> Self {
        Self { id, phone: String::new(), wechat: String::new(), email: String::new(), note: String::new() }
    }

    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        *self == Self::blank(self.id)
    }
}
