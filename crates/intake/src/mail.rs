//! Turns a mail into its text and what its header says. Start at [`read`].

use mail_parser::{Addr, Address, DateTime as MailTime, Message, MessageParser, MimeHeaders, PartType};
use retrospect_model::edtf::{Offset, Zone};
use retrospect_model::{ContentHash, DateTime, Day, Edtf};

use crate::desk::Draft;
use crate::format::Format;
use crate::given::{Metadata, shortened};
use crate::html;
use crate::problem::Fault;

/// The most attachments that are named.
const NAMES_MAX: usize = 10;

/// The mail in `bytes`. Its text is that of its plain parts as they stand, and of HTML where it has nothing else.
pub(crate) fn read(bytes: &[u8], hash: ContentHash) -> Result<Draft, Fault> {
    let message = MessageParser::default().parse(bytes).ok_or(Fault::Reader { format: Format::Mail })?;
    let bodies: Vec<String> = message.text_bodies().filter_map(|part| body(&part.body)).collect();
    let mut draft = Draft::new(Format::Mail, hash, bodies.join("\n\n"));
    draft.own = metadata(&message);
    draft.faults.extend(attachments(&message).map(|names| Fault::Attachments { names }));
    Ok(draft)
}

/// The text of one part; `None` when it has none.
fn body(part: &PartType<'_>) -> Option<String> {
    let text = match part {
        PartType::Text(text) => text.replace("\r\n", "\n").trim().to_owned(),
        PartType::Html(page) => html::render(page),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// What the header says. Who sends a mail publishes it.
fn metadata(message: &Message<'_>) -> Metadata {
    let sender = message.from().and_then(Address::first);
    Metadata {
        published: message.date().and_then(published),
        publisher: sender
            .and_then(|sender| text(sender.name.as_deref()).or_else(|| text(sender.address.as_deref()))),
        author: sender.and_then(written),
        title: text(message.subject()),
        ..Metadata::default()
    }
}

/// A header's text on one line; `None` when it is blank.
fn text(header: Option<&str>) -> Option<String> {
    let text = header?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A sender with address, as mail writes it.
fn written(sender: &Addr<'_>) -> Option<String> {
    match (text(sender.name.as_deref()), text(sender.address.as_deref())) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address),
    }
}

/// The date of a mail, as it stands in its header.
fn published(date: &MailTime) -> Option<Edtf> {
    let day = Day::from_civil(date.year.into(), date.month, date.day)?;
    let minutes = i16::from(date.tz_hour) * 60 + i16::from(date.tz_minute);
    let zone = match Offset::of_minutes(if date.tz_before_gmt { -minutes } else { minutes }) {
        _ if minutes == 0 => Zone::Utc,
        Some(offset) => Zone::Offset(offset),
        None => Zone::Unstated,
    };
    let time = DateTime::new(day, [date.hour, date.minute, date.second.min(59)], zone);
    time.map_or_else(|_| Edtf::try_from(day).ok(), |time| Some(time.into()))
}

/// The names of the attachments, or their kinds where they have none; `None` without any.
fn attachments(message: &Message<'_>) -> Option<String> {
    let name = |part: &mail_parser::MessagePart<'_>| match (part.attachment_name(), part.content_type()) {
        (Some(name), _) => shortened(name),
        (None, Some(kind)) => shortened(&format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*"))),
        (None, None) => "one without a name".to_owned(),
    };
    let mut names: Vec<String> = message.attachments().take(NAMES_MAX).map(name).collect();
    let more = message.attachment_count().saturating_sub(NAMES_MAX);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    (!names.is_empty()).then(|| names.join(", "))
}
