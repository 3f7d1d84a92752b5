//! Each fault that a file can have: one clear sentence and a remedy.

use retrospect_intake::{Format, Severity};

use crate::build::{Pdf, assembled, document_xml, docx, gzipped, lines, page, zipped};
use crate::check::{intake, problems, refused, says, text};

#[test]
fn an_empty_file() {
    for name in ["a.txt", "a.pdf", "a"] {
        refused(
            b"",
            name,
            &format!(
                "cannot read `{name}`: it is empty\nhint: check that it was saved or downloaded completely"
            ),
        );
    }
    refused(
        b" \n",
        "a.txt",
        "cannot read `a.txt`: there is no text in plain text\nhint: check that it is the right file",
    );
}

#[test]
fn an_encrypted_pdf() {
    let mut pdf = Pdf::of([lines(700, &["Secret."])]);
    let key = "00".repeat(32);
    pdf.trailer =
        format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{key}>/U<{key}>>>");
    refused(
        &pdf.bytes(),
        "a.pdf",
        "cannot read `a.pdf`: the PDF is encrypted and needs a password\n\
         hint: save a copy without the password, or print it to a PDF",
    );
}

#[test]
fn a_pdf_without_text() {
    let drawing = "0 0 100 100 re f".to_owned();
    refused(
        &Pdf::of([drawing.clone(), drawing.clone()]).bytes(),
        "scan.pdf",
        "cannot read `scan.pdf`: the PDF has no text layer: its 2 pages are pictures\n\
         hint: add a text layer with a text recognition program, such as ocrmypdf",
    );
    let mixed = Pdf::of([lines(700, &["Text."]), drawing]).bytes();
    says(&problems(&mixed, "a.pdf"), "`a.pdf`: 1 of its 2 pages have no text layer, the first is page 2");
}

#[test]
fn a_damaged_pdf() {
    refused(
        b"%PDF-1.7\nnothing",
        "a.pdf",
        "cannot read `a.pdf`: the PDF is damaged: its table of contents and pages cannot be found\n\
         hint: open it in a viewer and print it to a new PDF",
    );
    // A file that was cut has lost its table; its objects are found all the same.
    let whole = Pdf::of([lines(700, &["Found."])]).bytes();
    let table = whole.windows(4).position(|window| window == b"xref").unwrap();
    let cut = [&whole[..table], b"trailer<</Root 1 0 R>>"].concat();
    assert_eq!(text(&cut, "a.pdf", Format::Pdf), "Found.");
}

#[test]
fn a_pdf_that_is_a_bomb_or_a_well() {
    let mut bomb = Pdf::of([" ".repeat(257 << 20)]);
    says(&problems(&bomb.bytes(), "a.pdf"), "a stream in the PDF unpacks to far more than a document has");
    bomb.pages = vec![format!("{}{} 0 TJ", "[".repeat(1_000_000), "]".repeat(1_000_000))];
    says(&problems(&bomb.bytes(), "a.pdf"), "a list in the PDF is nested deeper than 4000 levels");
}

#[test]
fn a_pdf_of_forms_within_forms_ends() {
    // Each form draws the next ten times, forty deep.
    let form = |number: usize| {
        let content = format!("/X{} Do ", number + 1).repeat(10);
        let head = format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X{0} {0} 0 R>>>>/Length {1}>>stream\n",
            number + 1,
            content.len()
        );
        (number, format!("{head}{content}\nendstream").into_bytes())
    };
    let mut objects = vec![
        (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
        (2, b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec()),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X10 10 0 R>>>>/Contents 4 0 R>>".to_vec()),
        (4, b"<</Length 7>>stream\n/X10 Do\nendstream".to_vec()),
    ];
    objects.extend((10..50).map(form));
    let problems = problems(&assembled(&objects, ""), "a.pdf");
    says(&problems, "the PDF has no text layer");
}

#[test]
fn a_page_without_text() {
    refused(
        b"<html><body><div id=root></div><script>start()</script></body></html>",
        "app.html",
        "cannot read `app.html`: there is no text in HTML\n\
         hint: its text may be put there by a program; save the page from a browser once it shows",
    );
}

#[test]
fn a_docx_that_is_a_bomb() {
    let bomb = docx(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(100 << 20)));
    assert!(bomb.len() < 1 << 20);
    refused(
        &bomb,
        "a.docx",
        "cannot read `a.docx`: `word/document.xml` inside it unpacks to far more than a document has, as a \
         decompression bomb does: the bound is 24 MiB\n\
         hint: if you trust it, open it and save its text as a txt file",
    );
}

#[test]
fn a_broken_zip_and_a_broken_part() {
    let whole = docx("<w:p><w:r><w:t>Text.</w:t></w:r></w:p>");
    let broken = problems(&whole[..whole.len() / 2], "a.docx");
    assert_eq!(broken.len(), 1);
    says(&broken, "cannot read `a.docx`: it is a zip file, as docx are, but a broken one: ");
    says(&broken, "\nhint: open it in a word processor and save it again");
    let cut = document_xml("<w:p><w:r></w:p>");
    says(
        &problems(&zipped(&[("word/document.xml", cut.as_bytes())]), "a.docx"),
        "`word/document.xml` inside it is damaged: ",
    );
}

#[test]
fn archives_that_are_no_word_documents() {
    for (part, kind) in [
        ("xl/workbook.xml", "a spreadsheet"),
        ("ppt/presentation.xml", "a presentation"),
        ("content.xml", "an OpenDocument file"),
        ("photo.jpg", "a zip archive that is no Word document"),
    ] {
        says(
            &problems(&zipped(&[(part, b"x")]), "a.docx"),
            &format!("it is {kind}, which is not read here\nhint: "),
        );
    }
}

#[test]
fn wrong_endings_are_recognised() {
    let pdf = Pdf::of([lines(700, &["Text."])]).bytes();
    let note = "`a.txt`: it is named like plain text but is PDF, and was read as that";
    says(&problems(&pdf, "a.txt"), note);
    // It is read, and whoever runs this hears of it.
    let misnamed = |bytes: &[u8], name: &str| {
        let intake = intake(bytes, name);
        assert_eq!(intake.severity(), Some(Severity::Partial));
        intake.documents[0].document.text().as_str().to_owned()
    };
    assert_eq!(misnamed(&pdf, "a.txt"), "Text.");
    assert_eq!(misnamed(b"Just words.", "a.pdf"), "Just words.");
    says(&problems(b"Just words.", "a.pdf"), "it is named like PDF but is plain text");
    says(&problems(page("", &["Text."]).as_bytes(), "a.docx"), "it is named like docx but is HTML");
    assert_eq!(text(&gzipped(b"Just words."), "a.txt.gz", Format::Text), "Just words.");
}

#[test]
fn bytes_that_are_no_text() {
    let junk: Vec<u8> =
        (0..5_000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for name in ["a.txt", "a.bin", "a.html", "a.jsonl"] {
        refused(
            &junk,
            name,
            &format!(
                "cannot read `{name}`: it is neither text in a known encoding nor of a format that is read here\n\
                 hint: save it as UTF-8 text, HTML, PDF or docx"
            ),
        );
    }
    says(
        &problems(b"\x89PNG\r\n\x1A\n\0\0", "scan.pdf"),
        "it is a picture (PNG), which is not read here\nhint: use a text",
    );
}

#[test]
fn text_in_other_encodings() {
    let mut bytes = "The “movement” pledged – again. É".as_bytes().to_vec();
    bytes.push(0xFF);
    let intake = intake(&bytes, "a.txt");
    assert!(intake.documents[0].document.text().as_str().ends_with("É\u{FFFD}"));
    says(&problems(&bytes, "a.txt"), "`a.txt`: 1 byte sequence is not UTF-8, at byte 40, line 1, column 34");
    says(&problems(b"The caf\xE9 of the movement was na\xEFve.", "a.txt"), "read as windows-1252, a guess");
}

#[test]
fn gzip_that_is_cut_or_a_bomb() {
    let whole = gzipped(b"Some words that are packed.");
    says(
        &problems(&whole[..whole.len() - 10], "a.txt.gz"),
        "cannot read `a.txt.gz`: its compressed data break off",
    );
    says(
        &problems(&gzipped(&vec![b' '; 100 << 20]), "a.txt.gz"),
        "it unpacks to far more than a document has",
    );
    says(&problems(&gzipped(&whole), "a.gz"), "it is a gzip file within a gzip file");
}
