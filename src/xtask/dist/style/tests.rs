use super::*;

fn check(css: &str, expected: Result<&str, &str>) {
    let found = lean("a.css", css).map_err(|flaw| flaw.to_string());
    assert_eq!(found.as_deref().map_err(String::as_str), expected, "{css}");
}

#[test]
fn comments_and_needless_space_go() {
    check("/* a */ b {\n  color : red;\n}\n", Ok("b{color :red}"));
    check("a,\nb > c { margin: 0 auto; }", Ok("a,b > c{margin:0 auto}"));
    check("@media (width > 40rem) { a { x: y } }", Ok("@media (width > 40rem){a{x:y}}"));
}

#[test]
fn what_means_something_stays() {
    check("a :hover{}", Ok("a :hover{}"));
    check("a{width:calc(1px + 2px)}", Ok("a{width:calc(1px + 2px)}"));
    check("a/**/b{}", Ok("a/**/b{}"));
    check("a{content:\"/* no */  ;} \\\" \"}", Ok("a{content:\"/* no */  ;} \\\" \"}"));
    check("a{& .b{}\n&:hover{}}", Ok("a{& .b{}&:hover{}}"));
}

#[test]
fn what_would_swallow_other_files_is_refused() {
    check("a{} /* b", Err("a.css: a comment has no end"));
    check("a{content:'b}", Err("a.css: a text has no end"));
    check("a{", Err("a.css: a { or } has no end"));
    check("@import 'b.css';", Err("a.css: @import can't be bundled"));
}

#[test]
fn each_part_stands_in_its_layer_whatever_the_order_of_files() {
    let files = [("base.css", "b{}"), ("components/a-b.css", "c{}"), ("tokens.css", "a{}")];
    let files = files.map(|(path, css)| (path.to_owned(), css.as_bytes().to_vec())).into();
    let sheet = "@layer shell,tokens,base,components;@layer tokens{a{}}@layer base{b{}}@layer components{c{}}";
    assert_eq!(bundle(String::new(), &files).as_deref(), Ok(sheet));
    let stray = [("extra.css".to_owned(), vec![])].into();
    assert_eq!(bundle(String::new(), &stray), Err(Flaw::Stray("extra.css".to_owned())));
}
