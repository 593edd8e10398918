//! The vocabulary of the schema: the names of all fields, each with its word in the documents.

coded! {
    /// A field's name. One name means one thing wherever it stands.
    #[allow(missing_docs, reason = "each name is its own documentation: the records say what it holds")]
    Field {
        Name = "name",
        Title = "title",
        Text = "text",
        Note = "note",
        Kind = "kind",
        Place = "place",
        Estate = "estate",
        Building = "building",
        Households = "households",
        Unit = "unit",
        Groups = "groups",
        Skills = "skills",
        Availability = "availability",
        About = "about",
        CheckedInAt = "checkedInAt",
        Person = "person",
        Level = "level",
        Since = "since",
        StartsAt = "startsAt",
        EndsAt = "endsAt",
        Lead = "lead",
        Status = "status",
        Result = "result",
        Series = "series",
        Date = "date",
        Theme = "theme",
        Format = "format",
        Mode = "mode",
        Suggestion = "suggestion",
        Task = "task",
        Role = "role",
        Places = "places",
        ClaimedAt = "claimedAt",
        WithdrawnAt = "withdrawnAt",
        SeatedAt = "seatedAt",
        PlacedAt = "placedAt",
        Weekday = "weekday",
        Minutes = "minutes",
        Duration = "duration",
        First = "first",
        Last = "last",
        Teachers = "teachers",
        Helpers = "helpers",
        Category = "category",
        Source = "source",
        RaisedBy = "raisedBy",
        RaisedAt = "raisedAt",
        Owner = "owner",
        From = "from",
        To = "to",
        By = "by",
        At = "at",
        CreatedBy = "createdBy",
        CreatedAt = "createdAt",
        Removed = "removed",
        Phone = "phone",
        WeChat = "weChat",
        Email = "email",
        Guardian = "guardian",
        Family = "family",
        Child = "child",
        Age = "age",
        Captaincy = "captaincy",
    }
}

impl Field {
    /// Whether the writer's clock stands in it, by which records are put in order. Any other moment is what
    /// somebody says.
    pub fn is_clock(self) -> bool {
        matches!(self, Self::At | Self::CreatedAt | Self::RaisedAt | Self::ClaimedAt | Self::WithdrawnAt | Self::Since)
    }

    /// Whether only the community's server writes it, as its usher ([`crate::usher`]).
    pub fn is_ushers(self) -> bool {
        matches!(self, Self::SeatedAt | Self::PlacedAt)
    }
}
