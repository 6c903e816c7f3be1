//! Old CRs as the old operator leaves them, for a cluster and for the planner alike.

use serde_json::{Value, json};

pub(crate) const OLD: &str = "sagemaker.aws.amazon.com/v1";
pub(crate) const FINALIZER: &str = "sagemaker-operator-finalizer";
pub(crate) const CHILD_FINALIZER: &str = "sagemaker-operator-hpo-trainingjob";
const ACCOUNT: &str = "123456789012";
const REGION: &str = "us-west-2";
const ROLE: &str = "arn:aws:iam::123456789012:role/r";

/// The uid of the CR with this number.
pub(crate) fn uid(number: u32) -> String {
    format!("{number:08x}-1111-4222-8333-444455556666")
}

/// The name that the old operator generates in AWS.
pub(crate) fn generated(name: &str, number: u32) -> String {
    let plain = uid(number).replace('-', "");
    let kept: String = name.chars().take(30).collect();
    format!("{kept}-{plain}")
}

fn cr(kind: &str, namespace: &str, name: &str, number: u32, spec: Value, status: Value) -> Value {
    json!({
        "apiVersion": OLD,
        "kind": kind,
        "metadata": {
            "name": name,
            "namespace": namespace,
            "uid": uid(number),
            "generation": 1,
            "resourceVersion": number.to_string(),
            "creationTimestamp": "2026-01-01T00:00:00Z",
            "finalizers": [FINALIZER],
        },
        "spec": spec,
        "status": status,
    })
}

pub(crate) fn training_job(namespace: &str, name: &str, number: u32) -> Value {
    let spec = json!({
        "algorithmSpecification": { "trainingImage": "image", "trainingInputMode": "File" },
        "outputDataConfig": { "s3OutputPath": "s3://bucket/out" },
        "region": REGION,
        "resourceConfig": { "instanceCount": 1, "instanceType": "ml.m4.xlarge", "volumeSizeInGB": 5 },
        "roleArn": ROLE,
        "stoppingCondition": { "maxRuntimeInSeconds": 3600 },
    });
    let status = json!({
        "sageMakerTrainingJobName": generated(name, number),
        "trainingJobStatus": "InProgress",
        "secondaryStatus": "Training",
    });
    cr("TrainingJob", namespace, name, number, spec, status)
}

/// As many TrainingJobs as asked for, numbered from 1.
pub(crate) fn training_jobs(namespace: &str, count: u32) -> Vec<Value> {
    (1..=count)
        .map(|number| training_job(namespace, &format!("job-{number:03}"), number))
        .collect()
}

pub(crate) fn processing_job(namespace: &str, name: &str, number: u32) -> Value {
    let spec = json!({
        "appSpecification": { "imageUri": "image" },
        "processingResources": {
            "clusterConfig": { "instanceCount": 1, "instanceType": "ml.m5.xlarge", "volumeSizeInGB": 5 },
        },
        "region": REGION,
        "roleArn": ROLE,
    });
    let status = json!({ "sageMakerProcessingJobName": generated(name, number), "processingJobStatus": "InProgress" });
    cr("ProcessingJob", namespace, name, number, spec, status)
}

pub(crate) fn transform_job(namespace: &str, name: &str, number: u32) -> Value {
    let spec = json!({
        "modelName": "some-model",
        "region": REGION,
        "transformInput": {
            "dataSource": { "s3DataSource": { "s3DataType": "S3Prefix", "s3Uri": "s3://bucket/in" } },
        },
        "transformOutput": { "s3OutputPath": "s3://bucket/out" },
        "transformResources": { "instanceCount": 1, "instanceType": "ml.m4.xlarge" },
    });
    let status = json!({ "sageMakerTransformJobName": generated(name, number), "transformJobStatus": "InProgress" });
    cr("BatchTransformJob", namespace, name, number, spec, status)
}

pub(crate) fn model(namespace: &str, name: &str, number: u32) -> Value {
    let aws = generated(name, number);
    let spec = json!({
        "primaryContainer": { "image": "image", "modelDataUrl": "s3://bucket/model.tar.gz" },
        "executionRoleArn": ROLE,
        "region": REGION,
    });
    let status = json!({
        "sageMakerModelName": aws,
        "modelArn": format!("arn:aws:sagemaker:{REGION}:{ACCOUNT}:model/{aws}"),
        "status": "Created",
    });
    cr("Model", namespace, name, number, spec, status)
}

pub(crate) fn endpoint_config(namespace: &str, name: &str, number: u32) -> Value {
    let aws = generated(name, number);
    let spec = json!({
        "productionVariants": [{
            "initialInstanceCount": 1, "instanceType": "ml.r5.large", "modelName": "m", "variantName": "AllTraffic",
        }],
        "region": REGION,
    });
    let status = json!({
        "sageMakerEndpointConfigName": aws,
        "endpointConfigArn": format!("arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint-config/{aws}"),
        "status": "Created",
    });
    cr("EndpointConfig", namespace, name, number, spec, status)
}

/// The name in AWS of the endpoint that [`hosting_deployment`] makes.
pub(crate) fn endpoint_name(name: &str, number: u32) -> String {
    generated(name, number)
}

/// A deployment with its Model and its EndpointConfig, numbered one after another.
pub(crate) fn hosting_deployment(namespace: &str, name: &str, number: u32) -> Vec<Value> {
    let plain = uid(number).replace('-', "");
    let labels = json!({ "owner_HostingDeployment_namespace": namespace, "owner_HostingDeployment_name": name });
    let mut child_model = model(namespace, &format!("mnist-1-{plain}"), number + 1);
    child_model["metadata"]["labels"] = labels.clone();
    let mut child_config = endpoint_config(namespace, &format!("{name}-1-{plain}"), number + 2);
    child_config["metadata"]["labels"] = labels;
    let aws = endpoint_name(name, number);
    let spec = json!({
        "models": [{
            "name": "mnist",
            "executionRoleArn": ROLE,
            "containers": [{ "image": "image", "modelDataUrl": "s3://bucket/model.tar.gz" }],
        }],
        "productionVariants": [{
            "initialInstanceCount": 1, "instanceType": "ml.r5.large", "modelName": "mnist", "variantName": "AllTraffic",
        }],
        "region": REGION,
    });
    let status = json!({
        "endpointArn": format!("arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/{}", aws.to_lowercase()),
        "endpointConfigName": child_config["status"]["sageMakerEndpointConfigName"],
        "endpointName": aws,
        "endpointStatus": "InService",
        "modelNames": [{ "name": "mnist", "value": child_model["status"]["sageMakerModelName"] }],
    });
    vec![
        cr("HostingDeployment", namespace, name, number, spec, status),
        child_model,
        child_config,
    ]
}

/// A policy on the variant AllTraffic of an endpoint.
pub(crate) fn autoscaling_policy(namespace: &str, name: &str, number: u32, endpoint: &str) -> Value {
    let spec = json!({
        "maxCapacity": 4,
        "minCapacity": 1,
        "policyName": "keep busy",
        "policyType": "TargetTrackingScaling",
        "region": REGION,
        "resourceId": [{ "endpointName": endpoint, "variantName": "AllTraffic" }],
        "targetTrackingScalingPolicyConfiguration": {
            "predefinedMetricSpecification": { "predefinedMetricType": "SageMakerVariantInvocationsPerInstance" },
            "targetValue": 60,
        },
    });
    let status = json!({
        "hostingAutoscalingPolicyStatus": "Created",
        "policyName": "keep busy",
        "resourceIDList": [format!("endpoint/{endpoint}/variant/AllTraffic")],
    });
    cr("HostingAutoscalingPolicy", namespace, name, number, spec, status)
}

/// A tuning job with two TrainingJobs that it made, numbered one after another.
pub(crate) fn tuning_job(namespace: &str, name: &str, number: u32) -> Vec<Value> {
    let aws = uid(number).replace('-', "");
    let spec = json!({
        "hyperParameterTuningJobConfig": {
            "hyperParameterTuningJobObjective": { "metricName": "validation:error", "type": "Minimize" },
            "parameterRanges": {},
            "resourceLimits": { "maxNumberOfTrainingJobs": 2, "maxParallelTrainingJobs": 1 },
            "strategy": "Bayesian",
        },
        "hyperParameterTuningJobName": aws,
        "region": REGION,
    });
    let status = json!({
        "hyperParameterTuningJobStatus": "InProgress",
        "sageMakerHyperParameterTuningJobName": aws,
    });
    let mut family = vec![cr("HyperparameterTuningJob", namespace, name, number, spec, status)];
    let stem: String = aws.chars().take(20).collect();
    for index in 1..=2 {
        let child_name = format!("{stem}-{index:03}-0a1b2c3d");
        let mut child = training_job(namespace, &child_name, number + index);
        child["metadata"]["finalizers"] = json!([CHILD_FINALIZER, FINALIZER]);
        child["spec"]["trainingJobName"] = json!(child_name);
        child["spec"]["hyperParameters"] = json!([{ "name": "_tuning_objective_metric", "value": "validation:error" }]);
        child["status"]["sageMakerTrainingJobName"] = json!(child_name);
        family.push(child);
    }
    family
}
