//! What can be asked on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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

In CoNLL-U, white space that is not one space stands in MISC as SpacesAfter, and the entity tag as NER. Labels are
ClearNLP's, not Universal Dependencies'. In JSON, white-space tokens are kept, `head` is the index of the head token
(its own for a root), and all offsets count Unicode scalar values of the text as read.";

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
    /// How many threads to use [default: RAYON_NUM_THREADS, else one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// A model file to use in place of the built-in model
    #[arg(long, value_name = "FILE", env = "RETROSPECT_MODEL")]
    pub model: Option<PathBuf>,
}
