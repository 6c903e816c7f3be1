//! Plans the move of the retired SageMaker operator's resources to AWS Controllers for Kubernetes (ACK).
//!
//! [`plan`] takes what `kubectl get -o yaml` prints and gives back ACK adoption manifests and the scripts that
//! check, back up, freeze, adopt, verify, clean up and hand over, so that AWS never notices. It reads and writes
//! text only: no cluster, no AWS, no clock.
//!
//! ```
//! use ack_adoption_planner::{Options, Source, plan};
//!
//! let text = "
//! apiVersion: sagemaker.aws.amazon.com/v1
//! kind: TrainingJob
//! metadata:
//!   name: churn
//!   namespace: team-a
//!   uid: 0305c526-fa83-4566-8943-1d3676dac4b1
//! spec:
//!   region: us-west-2
//! status:
//!   sageMakerTrainingJobName: churn-0305c526fa83456689431d3676dac4b1
//! ";
//! let sources = [Source { name: "cluster.yaml".to_owned(), text: text.to_owned() }];
//! let plan = plan(&sources, &Options::default())?;
//!
//! assert!(plan.complete);
//! assert_eq!(plan.summary.manifests, 1);
//! assert!(plan.files.iter().any(|file| file.path == "30-adopt/team-a/60-trainingjob.yaml"));
//! # Ok::<(), ack_adoption_planner::OptionError>(())
//! ```

mod ack;
mod diagnostic;
mod document;
mod json;
mod legacy;
mod map;
mod name;
mod options;
mod order;
mod outcome;
mod plan;
mod render;
mod wasm;
mod yaml;

pub use diagnostic::{Code, Diagnostic, Origin, Severity};
pub use options::{FinishedJobs, Form, OptionError, Options, Source};
pub use plan::{File, OldResource, Outcome, Phase, Plan, Resource, Risk, Summary, Target};

/// Plans a migration. The same sources and options give the same plan, byte for byte.
///
/// # Errors
///
/// Only for options that can't be: a `namespace` that is no namespace's name. Whatever is wrong with the text is a
/// [`Diagnostic`] in the plan.
pub fn plan(sources: &[Source], options: &Options) -> Result<Plan, OptionError> {
    let namespace = options.namespace()?;
    let mut diagnostics = Vec::new();
    let documents = document::split(sources);
    let inventory = legacy::read(&documents, &namespace, &mut diagnostics);
    let steps = map::map(&inventory, options, &mut diagnostics);
    document::pinpoint(&documents, &mut diagnostics);
    let schedule = order::order(&steps, options);
    let (resources, summary) = outcome::account(&inventory, &steps);
    Ok(outcome::conclude(
        schedule,
        &steps,
        resources,
        summary,
        diagnostics,
        options,
    ))
}
