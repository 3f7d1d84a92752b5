//! Turns a case into pages in a browser and their JSON twins: the local application. Start at [`serve`], or at
//! [`App::router`] for the same without a socket.
//!
//! A request goes through [`guard`], which refuses what does not come from this application's own pages or from who
//! knows the token; then a page of [`pages`] reads the case on a thread of its own and gives a value, which is printed as
//! HTML inside a [`frame`] or as JSON. The whole state of a page stands in its address ([`address`]). The case is only
//! ever added to, through the functions that the commands use; what reads uploaded files and tells the time is
//! passed in ([`ports`]).
#![forbid(unsafe_code)]

pub mod ports;
pub mod settings;

mod app;
mod error;
mod server;

pub mod guard;

pub mod address;
pub mod frame;
pub mod pages;

mod assets;
mod believed;
mod decide;
mod derived;
mod drawing;
mod jobs;
mod judged;
mod openapi;
mod parts;
mod refusal;
mod snapshot;
mod standing;

pub use app::App;
pub use error::WebError;
pub use ports::{Import, Ports};
pub use server::{Bound, serve};
pub use settings::{Limits, Settings, Token};
