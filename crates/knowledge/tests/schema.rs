//! A schema that cannot be used is refused with the line and the reason.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use retrospect_knowledge::Schema;

fn check(text: &str, line: usize, reason: &str) {
    let error = Schema::read(text, "mine.toml").expect_err("the schema is refused");
    assert_eq!((error.line, error.name.as_str()), (line, "mine.toml"), "{error}");
    assert!(error.reason.contains(reason), "{error}");
    let shown = error.to_string();
    assert!(shown.starts_with(&format!("mine.toml, line {line}: ")) && shown.contains("\nhint: "), "{shown}");
}

#[test]
fn broken_schemas_are_refused_with_line_and_reason() {
    check("[kind.pledge]\n[[frame]\nkind = 1", 2, "unclosed array table");
    check(
        "[kind.pledge]\n[[frame]]\nkind = \"pledge\"\nverb = [\"swear\"]\nfoo = 1\n",
        5,
        "unknown field `foo`",
    );
    check("[kind.pledge]\n\n[[frame]]\nkind = \"oath\"\nverb = [\"swear\"]\n", 3, "there is no kind `oath`");
    check(
        "[kind.pledge]\n[[frame]]\nkind = \"pledge\"\n",
        2,
        "exactly one of `verb`, `noun` and `adjective`",
    );
    let two = "[kind.pledge]\n[[frame]]\nkind = \"pledge\"\nverb = [\"a\"]\nnoun = [\"b\"]\n";
    check(two, 2, "exactly one of `verb`, `noun` and `adjective`");
    let place = "[kind.pledge]\n[[frame]]\nkind = \"pledge\"\nverb = [\"a\"]\nactor = \"subjekt\"\n";
    check(place, 2, "`subjekt` is not a place to look for a role");
    let stance = "[kind.pledge]\n[[frame]]\nkind = \"pledge\"\nverb = [\"a\"]\nstance = \"sure\"\n";
    check(stance, 5, "`sure` is not a stance");
}

#[test]
fn kinds_are_found_by_name() {
    let schema =
        Schema::read("[kind.split]\nsymmetric = false\n[kind.ally]\nsymmetric = true\n", "mine.toml")
            .unwrap();
    let names: Vec<(&str, bool)> =
        schema.kinds().iter().map(|kind| (kind.name.as_str(), kind.symmetric)).collect();
    assert_eq!(names, [("ally", true), ("split", false)]);
    assert!(schema.kind_named("pledge").is_none());
    let split = schema.kind_named("split").expect("it is declared");
    assert_eq!(schema.kind(split).name, "split");
}
