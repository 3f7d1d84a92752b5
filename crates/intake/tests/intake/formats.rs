//! Each format, read as its reader would read it.

use retrospect_intake::{Format, Given, LanguageBasis, Metadata, Source, read};
use retrospect_model::{ContentHash, Edtf};

use crate::build::{PARAGRAPHS, Pdf, assembled, document_xml, docx, lines, page, zipped};
use crate::check::{one, problems, says, text};

fn edtf(text: &str) -> Option<Edtf> {
    Some(text.parse().unwrap())
}

/// Title, publisher, author and URL of a document.
fn known(source: &Source) -> [Option<&str>; 4] {
    let publication = source.document.publication();
    [
        publication.title.as_deref(),
        publication.publisher.as_deref(),
        source.author.as_deref(),
        publication.url.as_deref(),
    ]
}

#[test]
fn plain_text_is_kept_as_it_is() {
    let bytes = "\u{FEFF}The movement  split.\r\n\r\nIt was the “northern” one.\n";
    let source = one(bytes.as_bytes(), "texts/a.b.txt", Format::Text);
    assert_eq!(source.document.text().as_str(), &bytes[3..]);
    assert_eq!(source.document.id().as_str(), "a.b");
    assert_eq!(source.document.hash(), ContentHash::of(bytes.as_bytes()));
    assert!(source.items.is_empty() && source.place.is_none() && source.captured.is_none());
}

#[test]
fn a_digest_has_items_whatever_its_format() {
    let source = one(b"[12 March 2016] It fell.\n[2016-03-14, Wire] It rose.", "a.txt", Format::Text);
    let dates: Vec<String> = source.items.iter().map(|item| item.published.to_string()).collect();
    assert_eq!(dates, ["2016-03-12", "2016-03-14"]);
    let body = "<w:p><w:r><w:t>[March 12, 2016] It fell.</w:t></w:r></w:p>";
    assert_eq!(one(&docx(body), "a.docx", Format::Docx).items.len(), 1);
}

#[test]
fn a_page_gives_its_article() {
    let head = r#"<title>The headline - The Wire</title><meta property="og:site_name" content="The Wire">
        <meta property="article:published_time" content="2015-08-07T10:00:00+05:00">
        <meta name="author" content="A. Writer"><link rel="canonical" href="https://example.org/a">"#;
    let source = one(page(head, &PARAGRAPHS).as_bytes(), "a.html", Format::Html);
    let text = source.document.text().as_str();
    assert!(text.contains(&PARAGRAPHS.join("\n\n")), "{text}");
    for noise in ["Home", "Most read", "All rights", "track("] {
        assert!(!text.contains(noise), "{noise} in {text}");
    }
    assert_eq!(
        known(&source),
        [Some("The headline - The Wire"), Some("The Wire"), Some("A. Writer"), Some("https://example.org/a")]
    );
    assert_eq!(source.document.publication().published, edtf("2015-08-07T10:00:00+05:00"));
}

#[test]
fn a_page_may_be_in_another_encoding() {
    let html = format!(
        "<html><head><meta charset=windows-1252></head><body><p>{} Caf\u{e9}.</p></body>",
        PARAGRAPHS[0]
    );
    let bytes: Vec<u8> = html.chars().map(|character| u32::from(character) as u8).collect();
    assert!(text(&bytes, "a.html", Format::Html).ends_with("Café."));
    says(&problems(&bytes, "a.html"), "its text is not UTF-8; read as windows-1252, as declared");
}

#[test]
fn a_page_without_an_article_gives_all_its_text() {
    let html = "<html><body><table><tr><td>6 August</td><td>The town fell.</td></tr></table></body></html>";
    assert_eq!(text(html.as_bytes(), "a.html", Format::Html), "6 August The town fell.");
}

#[test]
fn a_pdf_gives_its_paragraphs_and_information() {
    let mut pdf = Pdf::of([
        lines(780, &["Annual report"])
            + &lines(
                740,
                &[
                    "The northern movement’s leaders met in the val-",
                    "ley and the council, and left with the anti-",
                    "government front, which had come late and",
                    "did not stay.",
                ],
            )
            + &lines(660, &["The council \\(of elders\\) was absent – it had", "left."])
            + &lines(40, &["1"]),
        lines(780, &["Annual report"])
            + &lines(740, &["Then the founder was", "declared dead."])
            + &lines(40, &["2"]),
        lines(780, &["Annual report"]) + &lines(740, &["It had been known."]) + &lines(40, &["3"]),
    ]);
    pdf.info =
        "/Title(Report \\(final\\))/Author<FEFF0041002E00200057>/CreationDate(D:20160302101500+01'00')"
            .to_owned();
    let expected = "The northern movement’s leaders met in the valley and the council, and left with the \
                    anti-government front, which had come late and did not stay.\n\n\
                    The council \\(of elders\\) was absent – it had left.\n\n\
                    Then the founder was declared dead.\n\nIt had been known.";
    for packed in [true, false] {
        pdf.packed = packed;
        let source = one(&pdf.bytes(), "report.pdf", Format::Pdf);
        assert_eq!(source.document.text().as_str(), expected);
        assert_eq!(known(&source), [Some("Report (final)"), None, Some("A. W"), None]);
        assert_eq!(source.document.publication().published, edtf("2016-03-02?"));
    }
    says(&problems(&pdf.bytes(), "report.pdf"), "2016-03-02? is that on which the PDF was made");
}

#[test]
fn words_of_a_pdf_are_told_apart_by_their_gaps() {
    let kerned = "BT /F1 12 Tf 72 700 Td [(The) -300 (mo) 20 (vement) -280 (split.)] TJ ET".to_owned();
    assert_eq!(text(&Pdf::of([kerned]).bytes(), "a.pdf", Format::Pdf), "The movement split.");
    let moved = "BT /F1 12 Tf 72 700 Td (The) Tj 24 0 Td (split) Tj ET BT /F1 12 Tf 72.3 700 Td (The) Tj ET"
        .to_owned();
    assert_eq!(text(&Pdf::of([moved]).bytes(), "a.pdf", Format::Pdf), "The split");
    let turned = "BT /F1 12 Tf 0 1 -1 0 300 100 Tm (Upwards it) Tj 0 -14 Td (runs.) Tj ET".to_owned();
    assert_eq!(text(&Pdf::of([turned]).bytes(), "a.pdf", Format::Pdf), "Upwards it runs.");
    let noted =
        "BT /F1 12 Tf 72 700 Td (the front) Tj /F1 7 Tf 4 Ts (12) Tj /F1 12 Tf 0 Ts ( said) Tj ET".to_owned();
    assert_eq!(text(&Pdf::of([noted]).bytes(), "a.pdf", Format::Pdf), "the front 12 said");
}

#[test]
fn paragraphs_of_a_pdf_end_where_their_lines_end_early_and_go_on_in_the_next_column() {
    let options = lines(
        700,
        &[
            "Use the options with care:",
            "-a, which adds",
            "-b, which takes away",
            "-c, which shows all that was added or taken away",
        ],
    );
    assert_eq!(
        text(&Pdf::of([options]).bytes(), "a.pdf", Format::Pdf),
        "Use the options with care:\n\n-a, which adds\n\n-b, which takes away\n\n\
         -c, which shows all that was added or taken away"
    );
    let left = lines(700, &["The movement pledged", "allegiance in the office"]);
    let right =
        lines(700, &["of the council, and then", "it left the valley."]).replace("72 700 Td", "300 700 Td");
    assert_eq!(
        text(&Pdf::of([left + &right]).bytes(), "a.pdf", Format::Pdf),
        "The movement pledged allegiance in the office of the council, and then it left the valley."
    );
}

#[test]
fn letters_that_are_drawings_are_words_too() {
    // A font of drawn letters, all a square of their width, whose codes say what they are.
    let font = "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97\
        /LastChar 99/Widths[900 300 300]/Resources<<>>/CharProcs<</a 6 0 R/b 6 0 R/c 6 0 R>>\
        /Encoding<</Type/Encoding/Differences[97/a/b/c]>>/ToUnicode 7 0 R>>";
    let map = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <61> <63> <0061> endbfrange endcmap";
    let stream =
        |content: &str| format!("<</Length {}>>stream\n{content}\nendstream", content.len()).into_bytes();
    let objects = [
        (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
        (2, b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec()),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>".to_vec()),
        (4, stream("BT /F1 12 Tf 72 700 Td [(aab) -400 (baccb)] TJ ET")),
        (5, font.as_bytes().to_vec()),
        (6, stream("900 0 0 0 900 900 d1 0 0 900 900 re f")),
        (7, stream(map)),
    ];
    assert_eq!(text(&assembled(&objects, ""), "a.pdf", Format::Pdf), "aab baccb");
}

#[test]
fn a_docx_gives_its_text_with_changes_accepted() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>A pledge</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">The move</w:t></w:r><w:r><w:t>ment &amp; its&#160;allies</w:t><w:tab/>\
        <w:t>split</w:t><w:br/><w:t>twice</w:t></w:r><w:del><w:r><w:delText>not</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>.</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let core = "<cp:coreProperties><dc:title>A &amp; B</dc:title><dc:creator>A. Writer</dc:creator>\
        <dcterms:created>2009-01-01T00:00:00Z</dcterms:created>\
        <dcterms:modified>2016-03-02T10:15:00Z</dcterms:modified></cp:coreProperties>";
    let notes =
        "<w:footnotes><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let bytes = zipped(&[
        ("word/document.xml", document_xml(body).as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ]);
    let source = one(&bytes, "a.docx", Format::Docx);
    assert_eq!(
        source.document.text().as_str(),
        "A pledge\n\nThe movement & its allies split\ntwice.\n\na b\nc\n\nA note."
    );
    assert_eq!(known(&source), [Some("A & B"), None, Some("A. Writer"), None]);
    assert_eq!(source.document.publication().published, edtf("2016-03-02?"));
}

#[test]
fn a_mail_gives_its_body_and_header() {
    let mail = "From: \"The Press Office\" <press@example.org>\r\nTo: list@example.org\r\n\
        Date: Thu, 6 Aug 2015 10:00:00 +0500\r\nSubject: =?utf-8?q?A_pl=C3=A9dge?=\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=windows-1252\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\nThe =93movement=94 split.\r\nIt was in August.\r\n--b\r\n\
        Content-Type: application/pdf; name=\"map.pdf\"\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n";
    let source = one(mail.as_bytes(), "a.eml", Format::Mail);
    assert_eq!(source.document.text().as_str(), "The “movement” split.\nIt was in August.");
    assert_eq!(
        known(&source),
        [Some("A plédge"), Some("The Press Office"), Some("The Press Office <press@example.org>"), None]
    );
    assert_eq!(source.document.publication().published, edtf("2015-08-06T10:00:00+05:00"));
    says(&problems(mail.as_bytes(), "a.eml"), "its attachments were not read: map.pdf");
}

#[test]
fn a_mail_of_html_alone_gives_its_text() {
    let mail = "From: a@example.org\r\nTo: b@example.org\r\nDate: 6 Aug 2015 10:00:00 GMT\r\nSubject: x\r\n\
        Content-Type: text/html\r\n\r\n<style>p {}</style><p>The movement <b>split</b>.<p>Twice.";
    assert_eq!(text(mail.as_bytes(), "a.eml", Format::Mail), "The movement split.\n\nTwice.");
}

#[test]
fn the_command_line_beats_the_side_file_and_that_the_file() {
    let bytes = b"---\ntitle: own\nauthor: own\npublisher: own\nid: own\n---\nText.";
    let given = Given {
        command_line: Metadata { title: Some("line".to_owned()), ..Metadata::default() },
        side_file: Metadata::of_side_file(
            br#"{"id": "side", "title": "side", "author": "side", "published": "2015-08", "x": [1]}"#,
        )
        .0,
    };
    let intake = read(bytes, "a.md", &given);
    let source = &intake.documents[0];
    assert_eq!(known(source), [Some("line"), Some("own"), Some("side"), None]);
    assert_eq!(source.document.id().as_str(), "side");
    assert_eq!(source.document.publication().published, edtf("2015-08"));
}

#[test]
fn other_languages_are_kept_and_flagged() {
    let russian = "Движение объявило о присоединении к другой группировке в августе прошлого года.";
    let source = one(russian.as_bytes(), "a.txt", Format::Text);
    assert!(!source.language.is_english());
    assert_eq!((source.language.code.as_str(), source.language.basis), ("rus", LanguageBasis::Identified));
    assert_eq!(
        problems(russian.as_bytes(), "a.txt"),
        ["`a.txt`: its text is Russian, not English: it is kept, but no claims are extracted from it"]
    );
    let source = one(b"Qasr al-Nil", "a.txt", Format::Text);
    assert!(source.language.is_english());
    says(&problems(b"Qasr al-Nil", "a.txt"), "it is taken for English\nhint: say `language` in a side file");
}
