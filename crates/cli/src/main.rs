//! The command line of Retrospect. Each command is a module of its own; start at [`main`].
//!
//! Data goes to standard output, progress and notes to standard error. Exit status: 0 done, 1 the question's answer
//! is a failure, 2 some input could not be used and the rest was done.

mod account;
mod actors;
mod add;
mod arguments;
mod ask;
mod asof;
mod assess;
mod assess_case;
mod carry;
mod case_arguments;
mod claims;
mod clock;
mod conllu;
mod demo;
mod disputes;
mod draw;
mod explain;
mod explained;
mod extract;
mod extractors;
mod import_list;
mod input;
mod json;
mod judge;
mod knowledge;
mod lessons;
mod match_names;
mod model_choice;
mod progress;
mod read;
mod report;
mod serve;
#[cfg(test)]
mod sources;
mod speakers;
mod table;
mod view_arguments;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Read(command) => read::run(&command),
        Command::Extract(command) => extract::run(&command),
        Command::Assess(command) => assess::run(&command),
        Command::Match(command) => match_names::run(&command),
        Command::Demo(command) => demo::run(&command),
        Command::Add(command) => add::run(&command),
        Command::Claims(command) => claims::run(&command),
        Command::Asof(command) => asof::run(&command),
        Command::Actors(command) => actors::run(&command),
        Command::Sources(command) => speakers::run(&command),
        Command::Disputes(command) => disputes::run(&command),
        Command::Serve(command) => serve::run(&command),
        Command::Judge(command) => judge::run(&command),
        Command::Timeline(command) => draw::timeline(&command),
        Command::Network(command) => draw::network(&command),
        Command::Report(command) => account::report(&command),
        Command::Verify(command) => account::verify(&command),
        Command::Export(command) => carry::export(&command),
        Command::Import(command) => carry::import(&command),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "retrospect", &mut std::io::stdout());
            Ok(report::Outcome::Done)
        }
    };
    match done {
        Ok(outcome) => outcome.exit_code(),
        Err(error) => report::fatal(&error),
    }
}
