//! Why the community's server did not take a change in. The author's phone is told with the change's
//! hash, takes the change out, and lists its command; only the page has words for the reason.

coded! {
    /// Why not. The codes stand on the wire: a code that has been used is never given another meaning.
    Rejection {
        /// What it writes is not for this person to write.
        NotAllowed = "not-allowed",
        /// Another device wrote it, and only that device can bring it.
        AnotherAuthor = "another-author",
        /// Its author has written another change under the same number, as a phone does that was set back
        /// to an older state: it can be given again under a fresh actor.
        NumberTaken = "number-taken",
        /// It claims a time that has not come yet, or lies before all documents.
        Clock = "clock",
        /// It holds more, or nests deeper, or counts further, than a change may.
        TooLarge = "too-large",
        /// It writes what the schema has no place for.
        Shape = "shape",
        /// It is no change that this version's writer could have made: damaged, or made to do harm.
        Malformed = "malformed",
        /// It was made on top of a change that was not taken in.
        RestsOnRejected = "rests-on-rejected";
        /// It makes a record without a field that every record of its kind has.
        Incomplete = "incomplete",
    }
}
