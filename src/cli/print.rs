//! `punctual print`: what an operator needs beside the program, so that the program is all that has to be copied.

use clap::ValueEnum;

use super::Failure;
use super::output::print;

/// Arguments of `punctual print`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which one.
    what: What,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// The operator's guide.
    Guide,
    /// What is promised about security, and what is left to the operator.
    Security,
    /// A systemd unit that runs it without privileges.
    Systemd,
    /// A container file that builds the program from its source.
    Container,
    /// A Grafana dashboard over the metrics.
    Dashboard,
    /// Alert rules for Prometheus.
    Alerts,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let text = match args.what {
        What::Guide => include_str!("../../templates/operations/guide.md"),
        What::Security => include_str!("../../templates/operations/security.md"),
        What::Systemd => include_str!("../../templates/operations/punctual.service"),
        What::Container => include_str!("../../templates/operations/Containerfile"),
        What::Dashboard => include_str!("../../templates/operations/dashboard.json"),
        What::Alerts => include_str!("../../templates/operations/alerts.yml"),
    };
    print(|out| out.write_all(text.as_bytes()))
}
