//! Tables as comma-separated values (RFC 4180), for programs that show tables.

/// One row, with its line's end. A cell that such a program would take for a formula is written as text: what people
/// write must do nothing on the machine of whoever opens it.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(cell).collect();
    [&cells.join(","), "\r\n"].concat()
}

fn cell(text: &str) -> String {
    let is_formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'])
            || text.starts_with(['\t', '\r', '\n']);
    let guard = if is_formula { "'" } else { "" };
    ["\"", guard, &text.replace('"', "\"\""), "\""].concat()
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for (text, written) in [
            ("a", "\"a\"\r\n"),
            ("a \"b\", c", "\"a \"\"b\"\", c\"\r\n"),
            ("=1+1", "\"'=1+1\"\r\n"),
            ("+1", "\"'+1\"\r\n"),
            ("-1", "\"'-1\"\r\n"),
            ("@SUM(A1)", "\"'@SUM(A1)\"\r\n"),
            (" =1", "\"' =1\"\r\n"),
            ("\t=1", "\"'\t=1\"\r\n"),
            ("\u{FF1D}1", "\"'\u{FF1D}1\"\r\n"),
            ("1-2", "\"1-2\"\r\n"),
        ] {
            assert_eq!(row([text]), written, "{text:?}");
        }
        assert_eq!(row(["a", "", "c"]), "\"a\",\"\",\"c\"\r\n");
    }
}
