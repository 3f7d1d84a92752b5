//! Opens a case to be asked, with the packs and the schema of the program, by the clocks of the command line.

use std::path::Path;

use retrospect_findings::{Asked, OpenCase};

use crate::case_arguments::ClockArguments;
use crate::knowledge;

/// Opens a case.
pub fn open(path: &Path) -> anyhow::Result<OpenCase> {
    Ok(OpenCase::open(path, knowledge::gazetteer()?, knowledge::ontology()?)?)
}

/// A case as it was known by some clocks.
pub fn by<'c>(open: &'c OpenCase, clocks: &ClockArguments) -> anyhow::Result<Asked<'c>> {
    Ok(open.ask(open.clocks(clocks.said_by, clocks.recorded_by)?)?)
}
