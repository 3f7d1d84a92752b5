//! What can be asked on the command line.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand, ValueEnum};
use retrospect_findings::RecordedBy;
use retrospect_model::Edtf;

use crate::actors::Actors;
use crate::case_arguments::{Add, Asof, Carry, Claims, Demo, Import, OfCase, Serve};
use crate::judge::Judge;
use crate::view_arguments::{Network, Report, Timeline, Verify};

/// Turns documents about armed organisations into attributed, dated claims.
#[derive(Debug, Parser)]
#[command(name = "retrospect", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Arguments {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show how the text engine reads a text: tokens, tags, lemmas, heads, entities, sentences
    Read(Read),
    /// Print the claims that texts make: who says that who did what to whom, and when
    Extract(Extract),
    /// Weigh contradictory claims: how likely each claimed value is, and why
    Assess(Assess),
    /// Find whose names these are, in a list of names with ids
    Match(Match),
    /// Show the worked example: make a case of it, ask it, and say what to type next
    Demo(Demo),
    /// Take documents into a case, with the claims that they make
    Add(Add),
    /// List the claims of a case
    Claims(Claims),
    /// Answer what was so on a day, by what was said and recorded by other days
    Asof(Asof),
    /// Show who is in a case: everybody, or one with names, voices, years and episodes
    Actors(Actors),
    /// Show who speaks in a case, and how they fare
    Sources(OfCase),
    /// Show where accounts contradict each other, and who admitted late
    Disputes(OfCase),
    /// Draw when things happened, and when they were said
    Timeline(Timeline),
    /// Draw who stood where with whom on a day
    Network(Network),
    /// Write an account with its claims, which can be checked later
    Report(Report),
    /// Check a case, and a report against it: what no longer holds, and which claims did it
    Verify(Verify),
    /// Open a case in the browser: pages on this machine alone, unless told otherwise
    Serve(Serve),
    /// Decide what the documents leave open, with a reason; every decision can be undone
    Judge(Judge),
    /// Write all of a case to a file
    Export(Carry),
    /// Read into a case what an export or an extractor wrote, or a published list of actors
    Import(Import),
    /// Print a script that completes commands and options in a shell
    ///
    /// For example: retrospect completions bash > ~/.local/share/bash-completion/completions/retrospect
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// The form of the output of `read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadFormat {
    /// CoNLL-U: one token a line, for people and for treebank tools
    Conllu,
    /// One JSON object a document on a line, for programs
    Json,
}

const READ_EXAMPLES: &str = "\
Examples:
  retrospect read report.txt
  echo 'The movement broke away from the Taliban in 2015.' | retrospect read -
  retrospect read --format json reports/*.txt | jq '.entities[] | .type'
  retrospect read --format json --published 2015-12-31 article.txt | jq -c '.dates[] | [.text, .edtf]'

In CoNLL-U, white space that is not one space stands in MISC as SpacesAfter, and the entity tag as NER. Labels are
ClearNLP's, not Universal Dependencies'. In JSON, white-space tokens are kept, `head` is the index of the head token
(its own for a root), and all offsets count Unicode scalar values of the text as read.

JSON has besides: `mentions`, the names of organisations, persons and places, each with the number of the `entity` that it
stands for in this text and whether it was `known` before; and `dates`, each with its value (`edtf`; null if the text does
not say) and its `anchor`, what that was worked out from (null if it is complete in itself): the publication, or another
place of the text.";

/// Show how the text engine reads a text.
#[derive(Debug, Args)]
#[command(after_help = READ_EXAMPLES)]
pub struct Read {
    /// Text files in UTF-8; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ReadFormat::Conllu)]
    pub format: ReadFormat,
    /// When they were published (EDTF, such as 2015-12-31), for the dates in JSON; beats what the files say of it
    #[arg(long, value_name = "DATE")]
    pub published: Option<Edtf>,
    /// How texts are read
    #[command(flatten)]
    pub engine: Engine,
}

/// The form of the output of `extract`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// One JSON object a claim on a line, for programs
    Jsonl,
    /// Columns for people
    Table,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  retrospect extract --format table report.txt
  retrospect extract --format table --explain report.txt
  retrospect extract --published 2015-12-31 article.txt > claims.jsonl
  retrospect extract - < statement.txt | jq -c '[.kind, .actor, .target, .when]'

Each claim has: id (a hash of what it says and where), doc, kind, actor, target, place, when (EDTF), sources (whose claim it
is, outermost first; none for the author), said (when the innermost source said it), stance (asserted, denied, alleged,
predicted, wanted), quote with start and end (in Unicode scalar values), prefix and suffix (the words around it), confidence
(0 to 1), origin (which extractor), frame (line of the schema), and what comes nearest to its kind elsewhere: plover and
cameo (codes of event data), stix (relationship type).
Extraction errs; read each claim beside its quote.";

/// Print the claims that texts make.
#[derive(Debug, Args)]
#[command(after_help = EXTRACT_EXAMPLES)]
pub struct Extract {
    /// Text, Markdown, HTML, PDF, docx, eml, JSON Lines or WARC files, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ExtractFormat::Jsonl)]
    pub format: ExtractFormat,
    /// When they were published (EDTF, such as 2015-12-31 or 2015-12~); beats what the files say of it
    #[arg(long, value_name = "DATE")]
    pub published: Option<Edtf>,
    /// Print every candidate that a frame proposes, without the scorer's judgement
    #[arg(long)]
    pub frames_only: bool,
    /// A schema to use in place of the built-in one
    #[arg(long, value_name = "FILE")]
    pub schema: Option<PathBuf>,
    /// Say of each claim how it was read: its frame, what filled its roles, its date's words, what the scorer saw
    #[arg(long)]
    pub explain: bool,
    /// Who proposes what a claim could be: the schema's frames, the learned reader, or both [default: both; frames with
    /// --schema]
    #[arg(long, value_enum)]
    pub reader: Option<ReaderChoice>,
    /// Weights of the learned reader to use in place of the built-in ones
    #[arg(long, hide = true, value_name = "FILE")]
    pub reader_weights: Option<PathBuf>,
    /// Print every candidate, whoever proposes it, without the scorer's judgement
    #[arg(long, hide = true)]
    pub unjudged: bool,
    /// Print what the learned reader's trainer must know of each text, and no claims
    #[arg(long, hide = true)]
    pub lessons: bool,
    /// Add the features that the scorer sees, for training it
    #[arg(long, hide = true)]
    pub features: bool,
    /// How texts are read
    #[command(flatten)]
    pub engine: Engine,
}

/// Who proposes what a claim could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReaderChoice {
    /// The schema's frames: fast
    Frames,
    /// The learned reader
    Learned,
    /// Both: finds most
    Both,
}

/// The form of the output of `assess`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AssessFormat {
    /// One JSON object for each object and claimed value on a line, for programs
    Jsonl,
    /// Columns for people
    Table,
}

const ASSESS_EXAMPLES: &str = "\
Examples:
  retrospect assess claims.csv
  retrospect assess claims.csv | jq -c 'select(.probability >= 0.5)'
  retrospect assess claims.csv --explain 'the attack of 3 May'
  retrospect assess imu.retro --said-by 2015-12-11 --explain Zabul

Of a case, each question on which its claims bear is weighed: whether a relation held, whether something happened, whether
a side was gone from a place. --explain prints those whose words have the text, with what each claim adds.

The first line names the columns. Needed are source, object and value: who says of what that it is what. Of use are
  camp        the side of the source when it spoke; none for the neutral
  favours     the side to which the value is welcome
  stance      asserted (as is supposed) or denied
  asserted    when it was said (EDTF, or a number of days); what a source said last replaces what it said before
  copies      the source whose words are repeated
  parent      what the value is part of, such as the country of a province; further levels follow after `>`
  confidence  how likely the claim was read as it was meant, from 0 to 1
  gold        the right value of the object, where it is known: beliefs are compared with it, and from 20 on shown as
              sure as they prove right; which value is believed does not depend on it
Other columns are passed over. Each line of the output has object, value and probability; what is missing to 1 is the
share of values that nobody claimed. No probability is above 0.99 or below 0.01.";

/// Weigh contradictory claims.
#[derive(Debug, Args)]
#[command(after_help = ASSESS_EXAMPLES)]
pub struct Assess {
    /// A table of claims as CSV (`-` is standard input), or a case, a file ending in .retro
    #[arg(value_name = "FILE.csv|CASE")]
    pub file: PathBuf,
    /// Count only what had been said by a day (EDTF); claims without a day are left out
    #[arg(long, value_name = "DATE")]
    pub said_by: Option<Edtf>,
    /// Of a case: count only what it had recorded by the end of that day (UTC), or by that number
    #[arg(long, value_name = "DATE|SEQ")]
    pub recorded_by: Option<RecordedBy>,
    /// Take it as decided that an object has a value, as OBJECT=VALUE; may be given more than once
    #[arg(long, value_name = "OBJECT=VALUE")]
    pub pin: Vec<String>,
    /// Say in words and numbers why the likeliest value of one object is believed, in place of all beliefs
    #[arg(long, value_name = "OBJECT")]
    pub explain: Option<String>,
    /// How to print beliefs
    #[arg(long, value_enum, default_value_t = AssessFormat::Jsonl)]
    pub format: AssessFormat,
    /// How many threads to use [default: RAYON_NUM_THREADS, else one for each core]; the answer is the same for any
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

const MATCH_EXAMPLES: &str = "\
Examples:
  retrospect match names.csv queries.csv > matches.jsonl
  retrospect match names.csv - --explain < queries.csv | jq .
  retrospect match names.csv queries.csv | jq -r 'select(.best == null) | .query'

NAMES.csv has the columns `id` and `name` and may have `kind` (organisation or person), `country`, `from` and `until`
(EDTF); several rows may share an id. QUERIES.csv has the same columns, or `name` alone. For each query, in order, there
is one JSON object a line: query, best (an id, or null when no entity is likely enough), probability (that the query names
this entity of the list and no other, 0 to 1) and runners_up (id, name and probability of the next ones; with `best` null
the first is the likeliest). With --explain each has the words that were paired and what every measure added.";

/// Find whose names these are.
#[derive(Debug, Args)]
#[command(after_help = MATCH_EXAMPLES)]
pub struct Match {
    /// The list: names with ids
    #[arg(value_name = "NAMES.csv")]
    pub names: PathBuf,
    /// The names to look for; `-` is standard input
    #[arg(value_name = "QUERIES.csv")]
    pub queries: PathBuf,
    /// Say why: the paired words, a hard no, and what each measure added to the logarithm of the odds
    #[arg(long)]
    pub explain: bool,
    /// From which probability an entity is taken for the one that is meant
    #[arg(long, value_name = "P", default_value_t = 0.1, value_parser = share)]
    pub threshold: f32,
    /// How many of the next likely entities to print
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub runners_up: usize,
    /// How many threads to use [default: RAYON_NUM_THREADS, else one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

fn share(text: &str) -> Result<f32, String> {
    let number = text.parse::<f32>().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| "it is not a number from 0 to 1".to_owned())
}

/// How texts are read.
#[derive(Debug, Args)]
pub struct Engine {
    /// How many threads to use [default: RAYON_NUM_THREADS, else one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// A model file to use in place of the built-in model
    #[arg(long, value_name = "FILE", env = "RETROSPECT_MODEL")]
    pub model: Option<PathBuf>,
}

impl Engine {
    /// The threads to work on.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn pool(&self) -> anyhow::Result<rayon::ThreadPool> {
        pool(self.threads)
    }
}

/// So many threads, or as many as rayon thinks right.
///
/// # Errors
/// When the system gives none.
pub fn pool(threads: Option<u16>) -> anyhow::Result<rayon::ThreadPool> {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = threads {
        pool = pool.num_threads(threads.into());
    }
    pool.build().context("cannot start threads")
}
