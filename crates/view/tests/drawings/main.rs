//! Drawings are well-formed, show what they are given, run nothing, and are the same each time.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod fixtures;
mod graphs;
mod maps;
mod timelines;

use retrospect_view::Options;

/// The drawing as XML; fails when it is not well-formed, names an id twice, or has something that runs or that comes
/// from elsewhere.
fn checked(svg: &str) -> roxmltree::Document<'_> {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let mut ids = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert_ne!(node.tag_name().name(), "script");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && name != "style", "{name}={value}");
            assert!(name != "href" || !value.starts_with("javascript"), "{value}");
            if name == "id" {
                ids.push(value.to_owned());
            }
        }
    }
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id is named twice: {ids:?}");
    let reference =
        |value: &str| value.strip_prefix("url(#").map(|rest| rest.trim_end_matches(')').to_owned());
    for node in document.descendants() {
        for id in node.attributes().filter_map(|attribute| reference(attribute.value())) {
            assert!(ids.contains(&id), "nothing has the id {id}");
        }
    }
    document
}

/// All that a reader of the drawing can read.
fn words(document: &roxmltree::Document<'_>) -> String {
    let shown = document.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text());
    shown.collect::<Vec<_>>().join("\n")
}

/// Whether everything lies within the drawing.
fn assert_inside(document: &roxmltree::Document<'_>, options: &Options) {
    let root = document.root_element();
    let height: f64 = root.attribute("height").unwrap().parse().unwrap();
    let width = f64::from(options.width);
    for node in
        document.descendants().filter(|node| matches!(node.tag_name().name(), "rect" | "line" | "text"))
    {
        if node.ancestors().any(|node| matches!(node.tag_name().name(), "defs")) {
            continue;
        }
        for (name, most) in
            [("x", width), ("x1", width), ("x2", width), ("y", height), ("y1", height), ("y2", height)]
        {
            if let Some(value) = node.attribute(name) {
                let value: f64 = value.parse().unwrap();
                assert!((-1.0..=most + 1.0).contains(&value), "{name}={value} of {node:?}, of {most}");
            }
        }
    }
}
