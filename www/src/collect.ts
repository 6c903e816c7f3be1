/** The one command that collects what the planner reads. */
const OLD_PLURALS = [
  "trainingjobs",
  "hyperparametertuningjobs",
  "processingjobs",
  "batchtransformjobs",
  "models",
  "endpointconfigs",
  "hostingdeployments",
  "hostingautoscalingpolicies",
];

/** Five of these plurals exist in ACK's group as well, so each is named with its group. */
export const collectCommand = `kubectl get ${OLD_PLURALS.map((plural) => `${plural}.sagemaker.aws.amazon.com`).join(",")} --all-namespaces --output yaml > old-resources.yaml`;
