//! `retrospect export` and `retrospect import`: a case out and in, whole.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;

use anyhow::Context as _;
use retrospect_store::{Access, Case, Imported};

use crate::case_arguments::{Carry, Import};
use crate::report::{self, Outcome};
use crate::{clock, import_list};

/// Writes all of a case.
pub fn export(command: &Carry) -> anyhow::Result<Outcome> {
    let case = Case::open(&command.case, Access::Read)?;
    let failed = || format!("cannot write {}", report::name(&command.file));
    if is_standard(&command.file) {
        let mut out = BufWriter::new(std::io::stdout().lock());
        case.export(&mut out)?;
        out.flush().with_context(failed)?;
        return Ok(Outcome::Done);
    }
    // Under another name until it is whole, so that a file of that name is always a whole export.
    let mut partial = command.file.clone().into_os_string();
    partial.push(".partial");
    let file = File::create(&partial).with_context(failed)?;
    let mut out = BufWriter::new(file);
    case.export(&mut out)?;
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(failed)?;
    file.sync_all().with_context(failed)?;
    std::fs::rename(&partial, &command.file).with_context(failed)?;
    let counts = case.counts()?;
    let (documents, claims, judgements) = (counts.documents, counts.claims, counts.judgements);
    report::note(&format!(
        "{documents} documents, {claims} claims, {judgements} judgements; nothing was left out"
    ));
    Ok(Outcome::Done)
}

/// Reads what an export or an extractor wrote.
pub fn import(command: &Import) -> anyhow::Result<Outcome> {
    if let Some(format) = command.format.list() {
        return import_list::run(command, format);
    }
    let failed = || format!("cannot read {}", report::name(&command.file));
    let mut tell = |said: Imported| match said {
        Imported::Recorded(counts) => report::note(&format!("recorded up to line {}", counts.lines)),
        Imported::Refused { line, reason } => {
            report::unusable(&format!("{}, line {line}: {reason}", report::name(&command.file)));
        }
    };
    let counts = if is_standard(&command.file) {
        let mut case = Case::open_or_create(&command.case)?;
        case.import(BufReader::new(std::io::stdin()), clock::now(), &mut tell)?
    } else {
        // Opened first: a case is not made for a file that is not there.
        let file = File::open(&command.file).with_context(failed)?;
        let mut case = Case::open_or_create(&command.case)?;
        case.import(BufReader::with_capacity(1 << 20, file), clock::now(), &mut tell)?
    };
    let path = command.case.display();
    report::note(&format!(
        "{path}: {} new, {} were there, {} refused",
        counts.new, counts.known, counts.refused
    ));
    Ok(if counts.refused > 0 { Outcome::SomeUnusable } else { Outcome::Done })
}

fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}
