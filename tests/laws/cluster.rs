//! Small clusters made up at random, with what must become of each of their documents.
//!
//! Names are few, so that CRs share targets, identities and twin names; what is expected is worked out here, apart
//! from the planner, by the rules of the old operator.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// What must become of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// With `Kind|region|adoption fields` of each AWS resource that it stands for.
    Adopt(Vec<String>),
    CleanUpOnly,
    Blocked,
    Skipped,
}

#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) object: Value,
    pub(crate) fate: Fate,
}

/// Up to 14 groups of documents that belong together.
pub(crate) fn cluster() -> impl Strategy<Value = Vec<Document>> {
    prop::collection::vec(group(), 0..14).prop_map(|groups| {
        groups
            .into_iter()
            .enumerate()
            .flat_map(|(index, group)| group.documents(index))
            .collect()
    })
}

#[derive(Clone, Debug)]
struct Group {
    place: Place,
    what: What,
}

#[derive(Clone, Debug)]
struct Place {
    namespace: &'static str,
    region: &'static str,
    /// A name in AWS, or a part of one: taken from so few that they meet.
    aws: &'static str,
    from_cluster: bool,
}

#[derive(Clone, Debug)]
enum What {
    Job {
        kind: usize,
        named: Named,
    },
    Model {
        named: Named,
    },
    Deployment {
        parent: bool,
        children: bool,
        generations: u8,
        named: Named,
    },
    Tuning {
        parent: bool,
        children: u8,
    },
    Policy {
        variants: u8,
        policy: &'static str,
        max: u8,
    },
    Twice,
    Conflict,
    WithoutRegion,
    BadName,
    OtherKind,
    Ack,
}

/// Where a CR has its AWS name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Status,
    Spec,
    Nowhere,
}

fn group() -> impl Strategy<Value = Group> {
    let place = (
        select(vec!["blue", "green", "on"]),
        select(vec!["eu-west-1", "us-gov-east-1"]),
        select(vec!["Web", "web", "017", "shop--front", "A"]),
        prop::bool::weighted(0.9),
    );
    (place, what()).prop_map(|((namespace, region, aws, from_cluster), what)| Group {
        place: Place {
            namespace,
            region,
            aws,
            from_cluster,
        },
        what,
    })
}

fn what() -> impl Strategy<Value = What> {
    let named = || select(vec![Named::Status, Named::Spec, Named::Nowhere]);
    prop_oneof![
        3 => (0..4_usize, named()).prop_map(|(kind, named)| What::Job { kind, named }),
        1 => named().prop_map(|named| What::Model { named }),
        4 => (any::<bool>(), any::<bool>(), 1..3_u8, named())
            .prop_map(|(parent, children, generations, named)| What::Deployment { parent, children, generations, named }),
        2 => (any::<bool>(), 0..3_u8).prop_map(|(parent, children)| What::Tuning { parent, children }),
        4 => (1..3_u8, select(vec!["load", "it's \"50%\" | full"]), 1..4_u8)
            .prop_map(|(variants, policy, max)| What::Policy { variants, policy, max }),
        1 => Just(What::Twice),
        1 => Just(What::Conflict),
        1 => Just(What::WithoutRegion),
        1 => Just(What::BadName),
        1 => Just(What::OtherKind),
        1 => Just(What::Ack),
    ]
}

/// Old kind, twin kind, adoption field (and field of the spec), field of the status.
const JOBS: [(&str, &str, &str, &str); 4] = [
    (
        "TrainingJob",
        "TrainingJob",
        "trainingJobName",
        "sageMakerTrainingJobName",
    ),
    (
        "HyperparameterTuningJob",
        "HyperParameterTuningJob",
        "hyperParameterTuningJobName",
        "sageMakerHyperParameterTuningJobName",
    ),
    (
        "ProcessingJob",
        "ProcessingJob",
        "processingJobName",
        "sageMakerProcessingJobName",
    ),
    (
        "BatchTransformJob",
        "TransformJob",
        "transformJobName",
        "sageMakerTransformJobName",
    ),
];

impl Group {
    fn documents(self, index: usize) -> Vec<Document> {
        let Place {
            namespace, region, aws, ..
        } = self.place;
        let maker = Maker {
            place: &self.place,
            index,
        };
        let uid = maker.uid(0);
        let compact = uid.replace('-', "");
        match self.what {
            What::Job { kind, named } => {
                let (old, twin, field, status) = JOBS[kind];
                // Longer than the 30 characters that a generated name keeps of it.
                let name = format!("job-{index}-of-the-team-that-likes-long-names");
                let mut cr = maker.cr(old, &name, 0);
                // A processing job has no name in its spec.
                let named = match named {
                    Named::Spec if old == "ProcessingJob" => Named::Nowhere,
                    named => named,
                };
                match named {
                    Named::Status => {
                        cr["spec"][field] = json!("not-this-one");
                        cr["status"] = json!({ status: aws });
                    }
                    Named::Spec => cr["spec"][field] = json!(aws),
                    Named::Nowhere => {}
                }
                let generated = if old == "HyperparameterTuningJob" {
                    compact
                } else {
                    format!("{}-{compact}", &name[..30])
                };
                let name = if named == Named::Nowhere { &generated } else { aws };
                let fate = Fate::Adopt(vec![format!("{twin}|{region}|{name}")]);
                vec![maker.document(cr, named, fate)]
            }
            What::Model { named } => {
                // Neither has a name in spec.
                let named = if named == Named::Spec { Named::Nowhere } else { named };
                let mut cr = maker.cr("Model", &format!("model-{index}"), 0);
                if named == Named::Status {
                    cr["status"] = json!({"sageMakerModelName": aws, "status": "Created"});
                }
                let generated = format!("model-{index}-{compact}");
                let name = if named == Named::Nowhere { &generated } else { aws };
                let fate = Fate::Adopt(vec![format!("Model|{region}|{name}")]);
                vec![maker.document(cr, named, fate)]
            }
            What::Deployment {
                parent,
                children,
                generations,
                named,
            } => {
                let name = format!("deployment-{index}");
                let mut documents = Vec::new();
                let part = |kind: &str, generation: u8| format!("{kind}-{generation}-{index}-{aws}");
                if parent {
                    let mut cr = maker.cr("HostingDeployment", &name, 0);
                    cr["spec"]["models"] = json!([{"name": "m"}]);
                    let generated = format!("{name}-{compact}");
                    let endpoint = if named == Named::Nowhere { &generated } else { aws };
                    let mut identities = vec![format!("Endpoint|{region}|{endpoint}")];
                    match named {
                        Named::Status => {
                            let (config, model) = (part("c", generations), part("m", generations));
                            identities.push(format!("EndpointConfig|{region}|{config}"));
                            identities.push(format!("Model|{region}|{model}"));
                            cr["spec"]["endpointName"] = json!("not-this-one");
                            cr["status"] = json!({
                                "endpointName": aws,
                                "endpointConfigName": config,
                                "modelNames": [{"name": "m", "value": model}],
                            });
                        }
                        Named::Spec => cr["spec"]["endpointName"] = json!(aws),
                        Named::Nowhere => {}
                    }
                    documents.push(maker.document(cr, named, Fate::Adopt(identities)));
                }
                for generation in 1..=if children { generations } else { 0 } {
                    for (number, (kind, status, short)) in [
                        ("EndpointConfig", "sageMakerEndpointConfigName", "c"),
                        ("Model", "sageMakerModelName", "m"),
                    ]
                    .into_iter()
                    .enumerate()
                    {
                        let part_name = part(short, generation);
                        let child_name = format!("{short}-{generation}-{compact}");
                        let mut cr = maker.cr(
                            kind,
                            &child_name,
                            10 * u32::from(generation) + u32::try_from(number).unwrap_or(0),
                        );
                        cr["metadata"]["labels"] = json!({
                            "owner_HostingDeployment_name": name,
                            "owner_HostingDeployment_namespace": namespace,
                        });
                        cr["status"] = json!({ status: part_name, "status": "Created" });
                        let fate = Fate::Adopt(vec![format!("{kind}|{region}|{part_name}")]);
                        documents.push(Document { object: cr, fate });
                    }
                }
                documents
            }
            What::Tuning { parent, children } => {
                // Its AWS name is generated, so it is no other's.
                let tuning = maker.always("HyperparameterTuningJob", &format!("tuning-{index}"), 0);
                let fate = Fate::Adopt(vec![format!("HyperParameterTuningJob|{region}|{compact}")]);
                let mut documents = Vec::new();
                for child in 1..=children {
                    let child_name = format!("{}-{child:03}-abcdef01", &compact[..20]);
                    let mut cr = maker.always("TrainingJob", &child_name, u32::from(child));
                    cr["metadata"]["finalizers"] =
                        json!(["sagemaker-operator-hpo-trainingjob", "sagemaker-operator-finalizer"]);
                    cr["spec"]["trainingJobName"] = json!(child_name);
                    let fate = if parent { Fate::CleanUpOnly } else { Fate::Blocked };
                    documents.push(Document { object: cr, fate });
                }
                if parent {
                    documents.push(Document { object: tuning, fate });
                }
                documents
            }
            What::Policy { variants, policy, max } => {
                let mut cr = maker.cr("HostingAutoscalingPolicy", &format!("hap-{index}"), 0);
                let ids: Vec<String> = (0..variants).map(|v| format!("endpoint/{aws}/variant/v{v}")).collect();
                cr["spec"]["maxCapacity"] = json!(max);
                cr["status"] = json!({"policyName": policy, "resourceIDList": ids});
                let dimension = "sagemaker|sagemaker:variant:DesiredInstanceCount";
                let fate = Fate::Adopt(
                    ids.iter()
                        .flat_map(|id| {
                            [
                                format!("ScalableTarget|{region}|{id}|{dimension}"),
                                format!("ScalingPolicy|{region}|{id}|{dimension}|{policy}"),
                            ]
                        })
                        .collect(),
                );
                vec![Document { object: cr, fate }]
            }
            What::Twice => {
                let mut cr = maker.always("TrainingJob", &format!("twice-{index}"), 0);
                cr["status"] = json!({"sageMakerTrainingJobName": aws});
                let fate = Fate::Adopt(vec![format!("TrainingJob|{region}|{aws}")]);
                let again = Document {
                    object: cr.clone(),
                    fate: Fate::Skipped,
                };
                vec![Document { object: cr, fate }, again]
            }
            What::Conflict => {
                let mut cr = maker.always("TrainingJob", &format!("conflict-{index}"), 0);
                let first = Document {
                    object: cr.clone(),
                    fate: Fate::Blocked,
                };
                cr["status"] = json!({"sageMakerTrainingJobName": aws});
                vec![
                    first,
                    Document {
                        object: cr,
                        fate: Fate::Blocked,
                    },
                ]
            }
            What::WithoutRegion => {
                let mut cr = maker.always("Model", &format!("nowhere-{index}"), 0);
                cr["spec"] = json!({});
                vec![Document {
                    object: cr,
                    fate: Fate::Blocked,
                }]
            }
            What::BadName => {
                let cr = maker.always("TrainingJob", "$(reboot)\n`id`", 0);
                vec![Document {
                    object: cr,
                    fate: Fate::Blocked,
                }]
            }
            What::OtherKind => {
                let object =
                    json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": format!("secret-{index}")}});
                vec![Document {
                    object,
                    fate: Fate::Skipped,
                }]
            }
            What::Ack => {
                let object = json!({
                    "apiVersion": "sagemaker.services.k8s.aws/v1alpha1",
                    "kind": "Model",
                    "metadata": {"name": format!("ack-{index}"), "namespace": namespace},
                });
                vec![Document {
                    object,
                    fate: Fate::Skipped,
                }]
            }
        }
    }
}

struct Maker<'a> {
    place: &'a Place,
    index: usize,
}

impl Maker<'_> {
    /// Its first 20 hexadecimal digits differ from index to index, as those of real ones do.
    fn uid(&self, part: u32) -> String {
        format!("{:08x}-0000-4000-8000-{part:012x}", 0xabcd_0000 + self.index)
    }

    /// A CR, as from a cluster or as a manifest.
    fn cr(&self, kind: &str, name: &str, part: u32) -> Value {
        let mut cr = self.always(kind, name, part);
        if !self.place.from_cluster
            && let Some(metadata) = cr["metadata"].as_object_mut()
        {
            metadata.remove("uid");
        }
        cr
    }

    /// A CR from a cluster.
    fn always(&self, kind: &str, name: &str, part: u32) -> Value {
        json!({
            "apiVersion": "sagemaker.aws.amazon.com/v1",
            "kind": kind,
            "metadata": {
                "finalizers": ["sagemaker-operator-finalizer"],
                "generation": 1,
                "name": name,
                "namespace": self.place.namespace,
                "uid": self.uid(part),
            },
            "spec": {"region": self.place.region},
        })
    }

    /// Without a uid no name can be generated.
    fn document(&self, object: Value, named: Named, fate: Fate) -> Document {
        let unknown = !self.place.from_cluster && named == Named::Nowhere;
        Document {
            object,
            fate: if unknown { Fate::Blocked } else { fate },
        }
    }
}
