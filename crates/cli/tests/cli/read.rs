//! `retrospect read`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::run::{Said, retrospect};

const SENTENCE: &str = "The movement broke away from the Taliban in 2015.";

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en-core-web-sm-3.8.0.model")
}

/// A folder with files of these contents.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn documents(said: &Said) -> Vec<Value> {
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The text that the tokens of a JSON document and the single spaces between them stand for.
fn put_together(document: &Value) -> String {
    let mut text = String::new();
    let mut at = 0;
    for token in document["tokens"].as_array().unwrap() {
        let start = token["start"].as_u64().unwrap();
        assert!(start - at <= 1, "a gap of more than one character before {token}");
        text.push_str(&" ".repeat((start - at) as usize));
        text.push_str(token["text"].as_str().unwrap());
        at = token["end"].as_u64().unwrap();
        assert_eq!(text.chars().count() as u64, at, "offsets count characters: {token}");
    }
    text
}

#[test]
fn prints_conllu() {
    let said = retrospect(Path::new("."), &["read", "-"], b"The  IMU's leader,\nMullah Omar, died.\n");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let expected = "\
# newdoc id = -
# sent_id = 1
# text = The  IMU's leader, Mullah Omar, died.
1\tThe\tthe\tDET\tDT\tDefinite=Def|PronType=Art\t2\tdet\t_\tSpacesAfter=\\s\\s
2\tIMU\tIMU\tPROPN\tNNP\tNumber=Sing\t4\tposs\t_\tNER=B-ORG|SpaceAfter=No
3\t's\t's\tPART\tPOS\t_\t2\tcase\t_\t_
4\tleader\tleader\tNOUN\tNN\tNumber=Sing\t9\tnsubj\t_\tSpaceAfter=No
5\t,\t,\tPUNCT\t,\tPunctType=Comm\t4\tpunct\t_\tSpacesAfter=\\n
6\tMullah\tMullah\tPROPN\tNNP\tNumber=Sing\t7\tcompound\t_\tNER=B-PERSON
7\tOmar\tOmar\tPROPN\tNNP\tNumber=Sing\t4\tappos\t_\tNER=I-PERSON|SpaceAfter=No
8\t,\t,\tPUNCT\t,\tPunctType=Comm\t7\tpunct\t_\t_
9\tdied\tdie\tVERB\tVBD\tTense=Past|VerbForm=Fin\t0\troot\t_\tSpaceAfter=No
10\t.\t.\tPUNCT\t.\tPunctType=Peri\t9\tpunct\t_\tSpacesAfter=\\n

";
    assert_eq!(said.out, expected);
}

/// One column of the token lines.
fn columns(conllu: &str, column: usize) -> Vec<&str> {
    let tokens = conllu.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    tokens.map(|line| line.split('\t').nth(column).unwrap()).collect()
}

#[test]
fn conllu_has_one_root_in_each_sentence_and_heads_inside_it() {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lang/tests/golden/texts");
    let mut names: Vec<String> = vec!["read".to_owned()];
    names.extend(fs::read_dir(&texts).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()));
    let said = retrospect(&texts, &names.iter().map(String::as_str).collect::<Vec<_>>(), b"");
    assert_eq!(said.status, 0, "{}", said.err);
    let mut sentences = 0;
    for sentence in said.out.split("\n\n").filter(|sentence| !sentence.trim().is_empty()) {
        let heads: Vec<usize> = columns(sentence, 6).iter().map(|head| head.parse().unwrap()).collect();
        assert_eq!(heads.iter().filter(|&&head| head == 0).count(), 1, "{sentence}");
        assert!(heads.iter().all(|&head| head <= heads.len()), "{sentence}");
        assert_eq!(columns(sentence, 7).iter().filter(|&&label| label == "root").count(), 1, "{sentence}");
        for line in sentence.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 10, "{line}");
            assert!(fields.iter().all(|field| !field.is_empty()), "{line}");
        }
        sentences += 1;
    }
    assert!(sentences > 300, "only {sentences} sentences");
}

#[test]
fn prints_json_with_offsets_in_characters() {
    let text = "Añez met Sana’a’s 😀 envoy.\n\n\tHe left.";
    let said = retrospect(Path::new("."), &["read", "--format", "json", "-"], text.as_bytes());
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let documents = documents(&said);
    assert_eq!(documents.len(), 1);
    assert_eq!(put_together(&documents[0]), text);
    assert_eq!(documents[0]["document"], "-");
    assert_eq!(documents[0]["sentences"], serde_json::json!([[0, 29], [29, 37]]));
    let tokens = documents[0]["tokens"].as_array().unwrap();
    let keys: Vec<&String> = tokens[0].as_object().unwrap().keys().collect();
    let expected =
        ["dep", "end", "entity", "head", "lemma", "sentence_start", "start", "text", "upos", "xpos"];
    assert_eq!(keys, expected);
    let roots = tokens.iter().enumerate().filter(|(index, token)| token["head"] == *index as u64);
    assert!(roots.clone().any(|(_, token)| token["text"] == "met" && token["dep"] == "ROOT"));
    assert_eq!(tokens.iter().filter(|token| token["sentence_start"] == true).count(), 2);
}

#[test]
fn entities_are_the_runs_of_tagged_tokens() {
    let text = "Mullah Omar led the Taliban. Barack Obama visited Kabul on 28 March 2010.";
    let said = retrospect(Path::new("."), &["read", "--format", "json", "-"], text.as_bytes());
    let document = &documents(&said)[0];
    let of_entities: Vec<(&str, &str)> = document["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entity| {
            let offset = |key: &str| entity[key].as_u64().unwrap() as usize;
            (&text[offset("start")..offset("end")], entity["type"].as_str().unwrap())
        })
        .collect();
    let expected = [
        ("Mullah Omar", "PERSON"),
        ("Taliban", "ORG"),
        ("Barack Obama", "PERSON"),
        ("Kabul", "GPE"),
        ("28 March 2010", "DATE"),
    ];
    assert_eq!(of_entities, expected);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes_in_the_order_of_the_files() {
    let long: String =
        (0..4000).map(|n| format!("{SENTENCE} Number {n} said so, and then (as {n} knew) left. ")).collect();
    let folder = folder(&[("b.txt", long.as_bytes()), ("a.txt", SENTENCE.as_bytes()), ("c.txt", b"Third.")]);
    let said = |threads| {
        let arguments = ["read", "--format", "json", "--threads", threads, "b.txt", "a.txt", "c.txt"];
        let said = retrospect(folder.path(), &arguments, b"");
        assert_eq!((said.status, said.err.as_str()), (0, ""));
        said.out
    };
    let one = said("1");
    let names: Vec<Value> =
        one.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["document"].clone()).collect();
    assert_eq!(names, ["b.txt", "a.txt", "c.txt"]);
    for threads in ["2", "3", "8"] {
        assert!(said(threads) == one, "{threads} threads give other bytes than one");
    }
}

#[test]
fn an_empty_file_is_a_document_without_tokens() {
    let folder = folder(&[("empty.txt", b"")]);
    let said = retrospect(folder.path(), &["read", "--format", "json", "empty.txt"], b"");
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert_eq!(documents(&said)[0]["tokens"], serde_json::json!([]));
    assert_eq!(documents(&said)[0]["sentences"], serde_json::json!([]));
    let said = retrospect(folder.path(), &["read", "empty.txt"], b"");
    assert_eq!((said.status, said.out.as_str()), (0, "# newdoc id = empty.txt\n"));
}

#[test]
fn invalid_utf8_is_read_lossily_with_a_warning() {
    let folder = folder(&[("bad.txt", b"One line.\nTw\xff lines, \xc3\x28 and more.")]);
    let said = retrospect(folder.path(), &["read", "--format", "json", "bad.txt"], b"");
    assert_eq!(said.status, 0);
    assert!(said.err.starts_with("warning: `bad.txt`: 2 byte sequences are not UTF-8"), "{}", said.err);
    assert!(said.err.contains("byte 12") && said.err.contains("line 2, column 3"), "{}", said.err);
    assert_eq!(put_together(&documents(&said)[0]), "One line.\nTw\u{fffd} lines, \u{fffd}( and more.");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_done() {
    let folder = folder(&[("good.txt", SENTENCE.as_bytes())]);
    fs::create_dir(folder.path().join("sub")).unwrap();
    let said = retrospect(folder.path(), &["read", "--format", "json", "absent.txt", "sub", "good.txt"], b"");
    assert_eq!(said.status, 2);
    assert_eq!(documents(&said)[0]["document"], "good.txt");
    let expected = "\
error: cannot read `absent.txt`: there is no such file
hint: check the spelling, or give `-` for standard input
error: cannot read `sub`: it is a folder
hint: name the files in it, for example `FOLDER/*.txt`
";
    assert_eq!(said.err, expected);
}

/// Runs `read` with a model file of these bytes; the message must begin and its hint end as given.
fn check_model_error(bytes: &[u8], message: &str, hint: &str) {
    let folder = folder(&[("broken.model", bytes)]);
    let said = retrospect(folder.path(), &["read", "--model", "broken.model", "-"], SENTENCE.as_bytes());
    assert_eq!((said.status, said.out.as_str()), (2, ""), "{}", said.err);
    assert!(said.err.starts_with(&format!("error: {message}")), "{}", said.err);
    assert!(said.err.trim_end().ends_with(&format!("\nhint: {hint}")), "{}", said.err);
    assert_eq!(said.err.lines().count(), 2, "{}", said.err);
}

#[test]
fn a_broken_model_file_is_refused_with_the_reason() {
    let good = fs::read(model()).unwrap();
    check_model_error(
        b"PK\x03\x04 something else",
        "`broken.model` is not a model file: it does not begin with `RETROLNG`",
        "make one with tools/convert-model, or leave the option out to use the built-in model",
    );
    check_model_error(
        b"",
        "`broken.model` is not a model file",
        "make one with tools/convert-model, or leave the option out to use the built-in model",
    );
    let mut other_version = good.clone();
    other_version[8] = 9;
    check_model_error(
        &other_version,
        "cannot load model `broken.model`: written in format 9, this build reads format 1",
        "convert the weights again with the tools/convert-model of this version",
    );
    let mut damaged = good.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    check_model_error(
        &damaged,
        "model `broken.model` is damaged: its checksum is ",
        "copy or convert it again",
    );
    for length in [8, 23, 24, 5000, good.len() - 1] {
        check_model_error(&good[..length], "model `broken.model` is cut off: ", "copy or convert it again");
    }
}

#[test]
fn a_missing_model_file_is_refused() {
    let said = retrospect(Path::new("."), &["read", "--model", "no-such.model", "-"], b"");
    assert_eq!(said.status, 2);
    assert!(said.err.starts_with("error: cannot read model `no-such.model`: "), "{}", said.err);
    assert!(said.err.contains("\nhint: name a model file that exists"), "{}", said.err);
}

#[test]
fn the_model_file_of_the_repository_is_the_built_in_one() {
    let path = model();
    let arguments = ["read", "--model", path.to_str().unwrap(), "-"];
    let named = retrospect(Path::new("."), &arguments, SENTENCE.as_bytes());
    let built_in = retrospect(Path::new("."), &["read", "-"], SENTENCE.as_bytes());
    assert_eq!((named.status, named.out), (0, built_in.out));
}

#[test]
fn help_names_the_formats_and_shows_examples() {
    let said = retrospect(Path::new("."), &["read", "--help"], b"");
    assert_eq!(said.status, 0);
    for words in ["conllu", "json", "--threads", "--model", "Examples:", "retrospect read report.txt"] {
        assert!(said.out.contains(words), "no {words:?} in:\n{}", said.out);
    }
}

#[test]
fn completions_are_printed_for_the_common_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let said = retrospect(Path::new("."), &["completions", shell], b"");
        assert_eq!(said.status, 0);
        assert!(said.out.contains("retrospect") && said.out.contains("format"), "{shell}: {}", said.out);
    }
}

/// What an object of the document's text covers, found by its offsets in characters.
fn covered(text: &str, object: &Value) -> String {
    let offset = |key: &str| object[key].as_u64().unwrap() as usize;
    text.chars().skip(offset("start")).take(offset("end") - offset("start")).collect()
}

#[test]
fn json_has_the_dates_with_what_they_were_worked_out_from() {
    let text = "Añez left on Friday. On 3 May 2014 the “Front” met; two days later it split. It waited for three weeks.";
    let arguments = ["read", "--format", "json", "--published", "2015-05-06", "-"];
    let said = retrospect(Path::new("."), &arguments, text.as_bytes());
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    let dates = documents(&said)[0]["dates"].clone();
    let dates = dates.as_array().unwrap();
    for date in dates {
        assert_eq!(covered(text, date), date["text"].as_str().unwrap(), "{date}");
        if date["anchor"]["from"] == "text" {
            assert_eq!(covered(text, &date["anchor"]), "3 May 2014", "{date}");
        }
    }
    let values: Vec<(&str, &Value, &Value)> =
        dates.iter().map(|date| (date["text"].as_str().unwrap(), &date["edtf"], &date["anchor"])).collect();
    let (published, first) = (json!({"from": "publication", "edtf": "2015-05-06"}), &dates[1]);
    let counted = json!({"from": "text", "start": first["start"], "end": first["end"], "edtf": "2014-05-03"});
    let expected = [
        ("Friday", &json!("2015-05-01"), &published),
        ("3 May 2014", &json!("2014-05-03"), &Value::Null),
        ("two days later", &json!("2014-05-05"), &counted),
    ];
    assert_eq!(values, expected);
}

#[test]
fn a_date_that_nothing_places_has_no_value() {
    let said = retrospect(Path::new("."), &["read", "--format", "json", "-"], b"They left on Friday.");
    let dates = documents(&said)[0]["dates"].clone();
    assert_eq!(dates, json!([{"start": 13, "end": 19, "text": "Friday", "edtf": null, "anchor": null}]));
}

#[test]
fn the_date_of_publication_is_taken_from_the_file_where_the_command_line_has_none() {
    let text = "They left on Friday.";
    let page = format!("---\ndate: 2015-05-06\n---\n{text}\n");
    let side = br#"{"published": "2016-05-09"}"#;
    let folder = folder(&[("a.md", page.as_bytes()), ("b.txt", text.as_bytes()), ("b.txt.meta.json", side)]);
    let fridays = |more: &[&str]| -> Vec<String> {
        let arguments = [&["read", "--format", "json", "a.md", "b.txt"], more].concat();
        let said = retrospect(folder.path(), &arguments, b"");
        let last = |document: &Value| document["dates"].as_array().unwrap().last().unwrap()["edtf"].clone();
        documents(&said).iter().map(|document| last(document).as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(fridays(&[]), ["2015-05-01", "2016-05-06"]);
    assert_eq!(fridays(&["--published", "2017-05-06"])[1], "2017-05-05");
}

#[test]
fn json_has_the_names_with_the_entities_that_they_stand_for() {
    let text =
        "In Kunduz, Añez of the Harrun Liberation Front (HLF) met al-Qaeda. The HLF fought al Qaeda's men.";
    let said = retrospect(Path::new("."), &["read", "--format", "json", "-"], text.as_bytes());
    let mentions = documents(&said)[0]["mentions"].clone();
    let mentions = mentions.as_array().unwrap();
    for mention in mentions {
        assert_eq!(covered(text, mention), mention["text"].as_str().unwrap(), "{mention}");
    }
    let of = |name: &str| mentions.iter().find(|mention| mention["text"] == name).expect(name);
    assert_eq!((&of("Kunduz")["kind"], &of("Kunduz")["known"]), (&json!("place"), &json!(true)));
    assert_eq!((&of("al-Qaeda")["kind"], &of("al-Qaeda")["known"]), (&json!("organisation"), &json!(true)));
    let front = &of("Harrun Liberation Front")["entity"];
    let hlf = mentions.iter().filter(|mention| mention["text"] == "HLF");
    assert_eq!(hlf.map(|mention| &mention["entity"]).collect::<Vec<_>>(), [front, front]);
    assert_eq!(of("al-Qaeda")["entity"], of("al Qaeda")["entity"]);
    assert_ne!(of("al-Qaeda")["entity"], *front);
}
