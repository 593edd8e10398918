//! The one line that says what is being done.

/// Prints it, set off from what the programs print themselves.
pub fn headline(text: &str) {
    println!("\n== {text}");
}
