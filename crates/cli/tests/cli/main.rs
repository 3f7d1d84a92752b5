//! The command line as a user meets it: each test runs the program.

mod read;
mod run;
