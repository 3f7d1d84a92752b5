//! Small files of each format, built from their text.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A web page with navigation around an article of these paragraphs.
pub fn page(head: &str, paragraphs: &[&str]) -> String {
    let article: String = paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>\n")).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head>{head}</head><body>\n\
         <nav class=\"menu\"><ul><li><a href=\"/\">Home</a></li><li><a href=\"/news\">News</a></li></ul></nav>\n\
         <article class=\"post-content\"><h1>The headline</h1>\n{article}</article>\n\
         <aside class=\"sidebar\"><a href=\"/1\">Most read</a> <a href=\"/2\">Subscribe</a></aside>\n\
         <footer class=\"footer\">All rights reserved</footer>\n<script>track('x < y');</script></body></html>"
    )
}

/// Paragraphs that are long enough to be the main text of a page.
pub const PARAGRAPHS: [&str; 3] = [
    "The northern movement pledged allegiance to the council on 6 August, a spokesman said in a recording that was \
     sent to several newspapers, and its fighters left the valley within the week that followed.",
    "The council had asked for the pledge in the spring, according to two people who attended the meetings, but the \
     movement refused at first, because its founder was still thought to be alive and in command.",
    "Residents of the district said that the two groups had fought over the road to the border in July, and that the \
     elders of three villages had brought about the truce which made the talks possible.",
];

/// A PDF of pages, each with lines of text at (x, y) in points, in Helvetica of 12 points.
pub struct Pdf {
    /// For each page its drawing instructions.
    pub pages: Vec<String>,
    /// What stands in the trailer beside the catalogue and the information dictionary.
    pub trailer: String,
    /// The information dictionary's entries.
    pub info: String,
    /// Whether the page contents are packed.
    pub packed: bool,
}

impl Pdf {
    /// A PDF with these pages and nothing else.
    pub fn of(pages: impl IntoIterator<Item = String>) -> Self {
        Self { pages: pages.into_iter().collect(), trailer: String::new(), info: String::new(), packed: true }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let kids: Vec<String> = (0..self.pages.len()).map(|page| format!("{} 0 R", 10 + 2 * page)).collect();
        let mut objects = vec![
            (1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec()),
            (2, format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), kids.join(" ")).into_bytes()),
            (3, b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec()),
            (4, format!("<<{}>>", self.info).into_bytes()),
        ];
        for (page, content) in self.pages.iter().enumerate() {
            let number = 10 + 2 * page;
            let dictionary = format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
                number + 1
            );
            objects.push((number, dictionary.into_bytes()));
            objects.push((number + 1, self.stream(content.as_bytes())));
        }
        assembled(&objects, &format!("/Info 4 0 R{}", self.trailer))
    }

    fn stream(&self, content: &[u8]) -> Vec<u8> {
        let (filter, content) =
            if self.packed { ("/Filter/FlateDecode", deflated(content)) } else { ("", content.to_vec()) };
        let head = format!("<</Length {}{filter}>>stream\n", content.len());
        [head.as_bytes(), &content, b"\nendstream"].concat()
    }
}

/// A PDF of numbered objects, of which 1 is the catalogue.
pub fn assembled(objects: &[(usize, Vec<u8>)], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects {
        places.push((*number, file.len()));
        file.extend(format!("{number} 0 obj\n").into_bytes());
        file.extend_from_slice(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, place) in &places {
        file.extend(format!("{number} 1\n{place:010} 00000 n \n").into_bytes());
    }
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    let end = format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
    file.extend(end.into_bytes());
    file
}

/// Instructions that draw lines of text below each other, 14 points apart, from `top` points above the lower edge.
pub fn lines(top: u32, lines: &[&str]) -> String {
    let drawn: Vec<String> = lines.iter().map(|line| format!("({}) Tj T*", escaped(line))).collect();
    format!("BT /F1 12 Tf 14 TL 72 {top} Td {} ET\n", drawn.join(" "))
}

fn escaped(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '(' | ')' | '\\' => format!("\\{character}"),
            ' '..='~' => character.to_string(),
            // Enough of WinAnsiEncoding for the tests.
            '’' => "\\222".to_owned(),
            '–' => "\\226".to_owned(),
            _ => format!("\\{:o}", u32::from(character)),
        })
        .collect()
}

/// Bytes as zlib packs them.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Bytes as gzip packs them.
pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive of these files.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A docx with this content of its body.
pub fn docx(body: &str) -> Vec<u8> {
    zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document_xml(body).as_bytes())])
}

/// The main part of a docx.
pub fn document_xml(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    )
}

/// A WARC record.
pub fn record(kind: &str, url: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2016-03-14T09:30:00Z\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

/// A WARC record of a web server's answer.
pub fn response(url: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n").as_bytes(), body].concat();
    record("response", url, "application/http; msgtype=response", &block)
}
