//! What can be asked of a case on the command line.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use retrospect_findings::RecordedBy;
use retrospect_model::{Day, Edtf, Stance};
use retrospect_resolve::lists::Format;

use crate::arguments::Engine;

const ADD_EXAMPLES: &str = "\
Examples:
  retrospect add imu.retro reports/
  retrospect add imu.retro statement.txt --published 2015-07-30 --publisher 'The movement'
  retrospect add imu.retro crawl.warc.gz wire.jsonl

A file NAME.meta.json beside a file tells of it: id, published, publisher, url, title, author, language. What a case has
already is left alone, so a run that was broken off can be repeated. Each document that is named as added is on the disk.";

/// Take documents into a case: their bytes, their text, and the claims that they make.
#[derive(Debug, Args)]
#[command(after_help = ADD_EXAMPLES)]
pub struct Add {
    /// The case, a file ending in .retro; it is made when there is none
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// Text, Markdown, HTML, PDF, docx, eml, JSON Lines or WARC files, or folders of them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// When they were published (EDTF, such as 2015-12-31 or 2015-12~); beats what the files say of it
    #[arg(long, value_name = "DATE")]
    pub published: Option<Edtf>,
    /// Who published them
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Where they were found
    #[arg(long)]
    pub url: Option<String>,
    /// Name only what is new or wrong in the end, not each document
    #[arg(long, short)]
    pub quiet: bool,
    /// How texts are read
    #[command(flatten)]
    pub engine: Engine,
}

/// The form of a list of claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClaimsFormat {
    /// Columns for people
    Table,
    /// One JSON object a claim on a line, for programs
    Jsonl,
    /// Comma-separated values, for spreadsheets
    Csv,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// Sentences with the claims under them
    Text,
    /// One JSON object, for programs
    Json,
}

/// The clocks of a question.
#[derive(Clone, Debug, Default, Args)]
pub struct ClockArguments {
    /// Only what was certainly said by the end of that day
    #[arg(long, value_name = "DATE")]
    pub said_by: Option<Day>,
    /// Only what the case had recorded by the end of that day (UTC), or by that number
    #[arg(long, value_name = "DATE|SEQ")]
    pub recorded_by: Option<RecordedBy>,
}

const CLAIMS_EXAMPLES: &str = "\
Examples:
  retrospect claims imu.retro --actor 'Islamic Movement of Uzbekistan' --kind pledge
  retrospect claims imu.retro --voice Taliban --said-by 2015-07-29
  retrospect claims imu.retro --search '\"Eid message\" Omar' --format jsonl

Names are matched with their known aliases, and letter for letter.";

/// List the claims of a case.
#[derive(Debug, Args)]
#[command(after_help = CLAIMS_EXAMPLES)]
pub struct Claims {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// Only claims in which that actor acts or is acted on
    #[arg(long, value_name = "NAME")]
    pub actor: Option<String>,
    /// Only claims of that kind, such as pledge
    #[arg(long)]
    pub kind: Vec<String>,
    /// Only what that voice says, or that publisher's documents
    #[arg(long, value_name = "NAME")]
    pub voice: Option<String>,
    /// Only claims of that stance
    #[arg(long)]
    pub stance: Vec<Stance>,
    /// Only what may have happened or held on that day or later
    #[arg(long, value_name = "DATE")]
    pub from: Option<Day>,
    /// Only what may have happened or held on that day or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<Day>,
    /// Only claims whose quote has these words; a phrase in double quotation marks, `*` behind a beginning
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Also what older extractors read, where a newer one has read the document again
    #[arg(long)]
    pub all_readings: bool,
    /// The clocks
    #[command(flatten)]
    pub clocks: ClockArguments,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ClaimsFormat::Table)]
    pub format: ClaimsFormat,
}

const ASOF_EXAMPLES: &str = "\
Examples:
  retrospect asof imu.retro leadership Taliban --on 2014-01-01 --said-by 2015-07-29
  retrospect asof imu.retro allegiance 'Islamic Movement of Uzbekistan' --on 2015-08-07
  retrospect asof imu.retro control --on 2015-09-08 --format json

An answer is certainly, possibly or no, by the dates that the claims give. Each claim counts by its stance: what is denied is
shown beside, what is alleged is only possible, what is predicted or wanted does not count. A relation ends when a claim says
so, or by the rules of the schema; the end names both.";

/// Answer what was so on a day, by what was said and recorded by other days.
#[derive(Debug, Args)]
#[command(after_help = ASOF_EXAMPLES)]
pub struct Asof {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// The relation, such as leadership, allegiance, alliance, approval, control
    #[arg(value_name = "RELATION")]
    pub relation: String,
    /// Who stands in it, on either side; left out, everybody
    #[arg(value_name = "ACTOR")]
    pub actor: Option<String>,
    /// The day on which it was so [default: today]
    #[arg(long, value_name = "DATE")]
    pub on: Option<Day>,
    /// The other clocks
    #[command(flatten)]
    pub clocks: ClockArguments,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
}

/// Ask a case as a whole.
#[derive(Debug, Args)]
pub struct OfCase {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// The clocks
    #[command(flatten)]
    pub clocks: ClockArguments,
    /// How to print the answer
    #[arg(long, value_enum, default_value_t = AnswerFormat::Text)]
    pub format: AnswerFormat,
}

const SERVE_EXAMPLES: &str = "\
Examples:
  retrospect serve imu-2015.retro
  retrospect serve imu-2015.retro --port 0
  retrospect serve imu-2015.retro --address 192.0.2.7 --token \"$(openssl rand -hex 16)\"
  curl -s localhost:7015/claims.json?kind=pledge | jq -r '.data.claims[].claim.quote'

Every page has a JSON twin at `.json`; `/openapi.json` describes them. What is decided on a page is appended to the case as
`retrospect judge` does it. The connection is plain HTTP: where others listen on the network, put a proxy
with TLS before it and name it with --host.";

/// Open a case in the browser.
#[derive(Debug, Args)]
#[command(after_help = SERVE_EXAMPLES)]
pub struct Serve {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// Where to listen; 0 takes any port that is free
    #[arg(long, value_name = "N", default_value_t = 7015)]
    pub port: u16,
    /// An address of this machine that others reach; needs a token [default: 127.0.0.1, this machine alone]
    #[arg(long, value_name = "ADDRESS", requires = "token")]
    pub address: Option<IpAddr>,
    /// What whoever comes in must know: 16 characters or more
    #[arg(long, value_name = "TOKEN", env = "RETROSPECT_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// A name by which browsers may call it, such as that of a proxy
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// In whose name decisions are recorded
    #[arg(long, value_name = "NAME", default_value = "analyst")]
    pub author: String,
    /// How texts are read that are dropped on the page
    #[command(flatten)]
    pub engine: Engine,
}

/// The form in which a case goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CarryFormat {
    /// JSON Lines: everything, without loss
    Jsonl,
}

/// Carry a case out.
#[derive(Debug, Args)]
pub struct Carry {
    /// The case
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// The form
    #[arg(value_enum, value_name = "FORMAT")]
    pub format: CarryFormat,
    /// The file; `-` is standard output
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

/// What can be read into a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// What `export` or `extract` wrote: everything, without loss
    Jsonl,
    /// The consolidated list of the United Nations Security Council, XML
    UnSc,
    /// A list of the Office of Foreign Assets Control: sdn.xml, consolidated.xml or sdn.csv
    Ofac,
    /// The financial sanctions of the European Union, XML or CSV
    Eu,
    /// The United Kingdom's sanctions list, XML, or OFSI's consolidated list, CSV
    Uk,
    /// Canada's lists, XML or JSON
    Canada,
    /// The UCDP actor dataset, CSV
    UcdpActor,
    /// FollowTheMoney entities, JSON Lines
    Ftm,
    /// Wikidata entities, JSON
    WikidataJson,
}

impl ImportFormat {
    /// The published list that it is, if it is one.
    pub fn list(self) -> Option<Format> {
        Some(match self {
            Self::Jsonl => return None,
            Self::UnSc => Format::UnSc,
            Self::Ofac => Format::Ofac,
            Self::Eu => Format::Eu,
            Self::Uk => Format::Uk,
            Self::Canada => Format::Canada,
            Self::UcdpActor => Format::UcdpActor,
            Self::Ftm => Format::Ftm,
            Self::WikidataJson => Format::WikidataJson,
        })
    }
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  retrospect import imu.retro jsonl another-case.jsonl
  retrospect extract report.txt | retrospect import imu.retro jsonl -
  retrospect import imu.retro un-sc consolidated.xml
  retrospect import imu.retro ucdp-actor actors.csv --published 2025-06
  retrospect claims imu.retro --kind alias --voice 'United Nations Security Council'

A list is read from the file alone. The file is kept as a document; each name, kind, day of listing and comment is a claim of
the publisher with its words in the file. Names that the publisher calls weak are alleged, former names were so by the day of
the list. What could not be read is named, and the exit status is 2.";

/// Read an export, or a published list of actors, into a case.
#[derive(Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct Import {
    /// The case; it is made when there is none
    #[arg(value_name = "CASE")]
    pub case: PathBuf,
    /// The form of the file
    #[arg(value_enum, value_name = "FORMAT")]
    pub format: ImportFormat,
    /// The file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// When a list was published (EDTF); beats what the file says of it
    #[arg(long, value_name = "DATE")]
    pub published: Option<Edtf>,
    /// Who published a list [default: who usually publishes lists of that form]
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Where a list was found
    #[arg(long)]
    pub url: Option<String>,
}

/// Show the worked example.
#[derive(Debug, Args)]
pub struct Demo {
    /// The case to make
    #[arg(value_name = "CASE", default_value = "imu-2015.retro")]
    pub case: PathBuf,
    /// How texts are read
    #[command(flatten)]
    pub engine: Engine,
}
