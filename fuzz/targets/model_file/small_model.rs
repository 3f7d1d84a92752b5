//! A model file made by hand: two-float vectors, two tags, a handful of words. Start at [`small_model`].
//!
//! The layout is that of `tools/convert/container.py`; the sections are those that `crates/lang` asks for.

/// A section before it is written.
#[derive(Clone, Debug)]
pub struct Section {
    pub name: String,
    /// 0 text, 1 tensor.
    pub kind: u32,
    pub dimensions: Vec<u32>,
    pub content: Vec<u8>,
}

/// Floats of a vector, pieces of a maxout, floats of a hidden layer.
const SIDE: u32 = 2;

/// The sections of a model that loads.
pub fn small_model() -> Vec<Section> {
    let mut sections = vec![
        text("about", r#"{"name":"small","version":"0","source":"made by hand","licence":"MIT"}"#),
        text("layout", LAYOUT),
        text("tokenizer", &TOKENIZER.replace("CLASS", "[[48,57],[97,122]]")),
        text("lexemes", &LEXEMES.replace("CLASS", "[[48,57],[65,90]]")),
        text("ruler", RULER),
        text("lemma/noun/rules", "s\t\nies\ty\n"),
        text("lemma/noun/exceptions", "men\tman\n"),
        text("lemma/noun/index", "group\nman\n"),
    ];
    for (encoder, tables) in [("shared", 2), ("entity", 1)] {
        for table in 0..tables {
            sections.push(tensor(&format!("{encoder}/embed/{table}"), &[3, SIDE]));
        }
        for layer in 0..3 {
            let inputs = if layer == 0 { tables * SIDE } else { 3 * SIDE };
            let name = |part: &str| format!("{encoder}/layer/{layer}/{part}");
            sections.push(tensor(&name("weights"), &[SIDE, SIDE, inputs]));
            sections.push(tensor(&name("bias"), &[SIDE, SIDE]));
            sections.push(tensor(&name("gain"), &[SIDE]));
            sections.push(tensor(&name("shift"), &[SIDE]));
        }
    }
    sections.push(tensor("tagger/weights", &[2, SIDE]));
    sections.push(tensor("tagger/bias", &[2]));
    for (system, slots, actions) in [("parser", 8, 6), ("entities", 3, 6)] {
        let name = |part: &str| format!("{system}/{part}");
        sections.push(tensor(&name("reduce/weights"), &[SIDE, SIDE]));
        sections.push(tensor(&name("reduce/bias"), &[SIDE]));
        sections.push(tensor(&name("lower/weights"), &[slots, SIDE, 2, SIDE]));
        sections.push(tensor(&name("lower/bias"), &[SIDE, 2]));
        sections.push(tensor(&name("lower/pad"), &[slots, SIDE, 2]));
        sections.push(tensor(&name("upper/weights"), &[actions, SIDE]));
        sections.push(tensor(&name("upper/bias"), &[actions]));
    }
    sections
}

/// The payload that these sections make.
pub fn payload(sections: &[Section]) -> Vec<u8> {
    let mut payload = Vec::new();
    for section in sections {
        payload.extend((section.name.len() as u32).to_le_bytes());
        payload.extend(section.name.as_bytes());
        payload.extend(section.kind.to_le_bytes());
        payload.extend((section.dimensions.len() as u32).to_le_bytes());
        payload.extend(section.dimensions.iter().flat_map(|dimension| dimension.to_le_bytes()));
        payload.extend((section.content.len() as u64).to_le_bytes());
        payload.extend(&section.content);
    }
    payload
}

/// A file with a header that fits its payload.
pub fn file(payload: &[u8]) -> Vec<u8> {
    let mut file = b"RETROLNG".to_vec();
    file.extend(1_u32.to_le_bytes());
    file.extend(crc32fast::hash(payload).to_le_bytes());
    file.extend((payload.len() as u64).to_le_bytes());
    file.extend(payload);
    file
}

fn text(name: &str, content: &str) -> Section {
    Section { name: name.to_owned(), kind: 0, dimensions: Vec::new(), content: content.as_bytes().to_vec() }
}

/// A tensor of small numbers, positive and negative.
fn tensor(name: &str, dimensions: &[u32]) -> Section {
    let count: u32 = dimensions.iter().product();
    let content = (0..count).flat_map(|index| ((index % 7) as f32 - 3.0).to_le_bytes()).collect();
    Section { name: name.to_owned(), kind: 1, dimensions: dimensions.to_vec(), content }
}

const LAYOUT: &str = r#"{"encoders":{"shared":{"attributes":["NORM","SPACY"],"seeds":[8,12]},
"entity":{"attributes":["SHAPE"],"seeds":[11]}},"tags":["NN","VBD"],
"parser_actions":["S","D","L-nsubj","R-dobj","R-prep||dobj","B-ROOT"],
"entity_actions":["B-ORG","I-ORG","L-ORG","U-ORG","U-","O"]}"#;

const TOKENIZER: &str = r#"{"classes":{"space":[[9,13],[32,32]],"prefix":[[34,34]],"suffix":[[46,46]],
"alpha":CLASS,"lower":CLASS,"upper":CLASS,"lower_or_quote":CLASS,"upper_or_quote":CLASS,"before_dot":CLASS,
"icon":[[9728,9731]],"word":CLASS,"decimal":CLASS,"tail_end":CLASS},"tails_after_digit":["km","$"],
"exceptions":[["can't",[["ca",1],["n't",2]]],["Adm.",[["Adm.",0]]]],"phrases":[["ca","n't"],["Adm","."]]}"#;

const LEXEMES: &str = r#"{"symbols":[["ORG",383]],"exception_norms":["can","not"],"norms_by_id":[[5,"five"]],
"base_norms":[["'S","'s"]],"classes":{"alpha":CLASS,"upper":CLASS,"digit":CLASS,"space":[[9,13],[32,32]],
"cased":CLASS,"ignorable":[[39,39]]},"lower":[[65,90,1,32],[256,302,2,1]],"lower_expanded":[[304,"i̇"]]}"#;

const RULER: &str = r#"[{"tokens":[{"tag":{"in":["NN"]}}],"index":0,"set":{"pos":"NOUN","morph":"Number=Sing"}},
{"tokens":[{"is_space":true}],"index":0,"set":{"pos":"SPACE","lemma":"space"}},
{"tokens":[{"lower":{"not_in":["group"]},"dep":{"in":["dobj"]}},{"lower":{"in":["men"]}}],"index":1,
"set":{"tag":"VBD","dep":"nsubj","morph":"_"}}]"#;
