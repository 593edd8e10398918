//! Words for seats.

use kaifong_domain::claim::Seat;

/// What somebody's claim has come to.
pub fn seat(seat: Seat) -> String {
    match seat {
        Seat::Confirmed => say!(tasks.seat_confirmed).to_owned(),
        Seat::Pending => say!(tasks.seat_pending).to_owned(),
        Seat::Waiting(place) => say!(tasks.seat_waiting, place = place.to_string().as_str()),
    }
}

/// What one's own claim has come to.
pub fn own_seat(seat: Seat) -> String {
    match seat {
        Seat::Confirmed => say!(tasks.own_confirmed).to_owned(),
        Seat::Pending => say!(tasks.own_pending).to_owned(),
        Seat::Waiting(place) => say!(tasks.own_waiting, place = place.to_string().as_str()),
    }
}
