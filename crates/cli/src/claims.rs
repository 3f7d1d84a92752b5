//! `retrospect claims`: the claims of a case, as a table, JSON Lines or CSV.

use std::io::{BufWriter, Write};

use anyhow::Context as _;
use retrospect_findings::Listing;
use retrospect_model::claim::Name;
use retrospect_model::one_line;
use retrospect_store::{KeptClaim, Readings};

use crate::ask;
use crate::case_arguments::{Claims, ClaimsFormat};
use crate::report::Outcome;

const COLUMNS: [&str; 16] = [
    "id",
    "doc",
    "kind",
    "actor",
    "target",
    "place",
    "when",
    "sources",
    "said",
    "stance",
    "quote",
    "start",
    "end",
    "confidence",
    "origin",
    "recorded",
];

/// Lists the claims that are asked for, in the order of recording.
pub fn run(command: &Claims) -> anyhow::Result<Outcome> {
    let open = ask::open(&command.case)?;
    let asked = ask::by(&open, &command.clocks)?;
    let listing = Listing {
        actor: command.actor.clone(),
        kinds: command.kind.clone(),
        voice: command.voice.clone(),
        stances: command.stance.clone(),
        from: command.from,
        to: command.to,
        words: command.search.clone(),
        readings: if command.all_readings { Readings::All } else { Readings::Current },
    };
    let query = listing.query(&asked)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if command.format == ClaimsFormat::Csv {
        writeln!(out, "{}", COLUMNS.join(",")).context("cannot write the result")?;
    }
    let mut written = Ok(());
    asked.case.claims(&query, |kept| {
        written = match command.format {
            ClaimsFormat::Table => table(&mut out, &kept),
            ClaimsFormat::Jsonl => writeln!(out, "{}", kept.claim.to_line()),
            ClaimsFormat::Csv => csv(&mut out, &kept),
        };
        written.is_ok()
    })?;
    written.and_then(|()| out.flush()).context("cannot write the result")?;
    Ok(Outcome::Done)
}

fn joined(names: &[Name], between: &str) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(between)
}

fn optional(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn table(out: &mut impl Write, kept: &KeptClaim) -> std::io::Result<()> {
    let claim = &kept.claim;
    let names = |names: &[Name]| if names.is_empty() { "-".to_owned() } else { joined(names, ", ") };
    let when = claim.valid.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    write!(out, "{when:<14} {:<14} {} → {}", claim.kind.as_str(), names(&claim.actor), names(&claim.target))?;
    if let Some(place) = &claim.place {
        write!(out, " @ {place}")?;
    }
    if !claim.voices.is_empty() {
        write!(out, "  [{}]", joined(&claim.voices, " › "))?;
    }
    if claim.stance.word() != "asserted" {
        write!(out, "  {}", claim.stance)?;
    }
    let evidence = claim.evidence.first();
    let quote = one_line(evidence.quote());
    let id = claim.id().short();
    writeln!(out, "\n{:30}“{quote}” ({}, {id})", "", evidence.document())
}

fn csv(out: &mut impl Write, kept: &KeptClaim) -> std::io::Result<()> {
    let claim = &kept.claim;
    let evidence = claim.evidence.first();
    let fields = [
        claim.id().to_string(),
        evidence.document().to_string(),
        claim.kind.to_string(),
        joined(&claim.actor, "; "),
        joined(&claim.target, "; "),
        optional(claim.place.as_ref()),
        optional(claim.valid.as_ref()),
        joined(&claim.voices, "; "),
        optional(claim.asserted.as_ref()),
        claim.stance.to_string(),
        evidence.quote().to_owned(),
        evidence.span().start().to_string(),
        evidence.span().end().to_string(),
        claim.confidence.to_string(),
        claim.origin.to_string(),
        kept.recorded.to_string(),
    ];
    let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    write!(out, "{}\r\n", fields.join(","))
}

/// A field of CSV (RFC 4180). One that a spreadsheet would take for a formula gets an apostrophe before it.
fn quoted(field: &str) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if is_formula { format!("'{field}") } else { field.to_owned() };
    if field.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}
