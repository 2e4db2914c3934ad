//! `heng completions`: what a shell needs to complete the commands of heng.

use std::io::Write;

use clap_complete::Shell;

use crate::error::Error;
use crate::{Ending, cli};

/// Prints the completions for a shell.
pub fn run(shell: Shell, out: &mut dyn Write) -> Result<Ending, Error> {
    // Into memory first: the generator does not return what printing fails with.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut cli::command(), "heng", &mut script);
    out.write_all(&script)?;
    Ok(Ending::Clean)
}
