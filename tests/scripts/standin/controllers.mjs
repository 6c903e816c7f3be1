// Stand-ins for what moves in a cluster by itself, one step before each call: the Deployment controller, the old
// operator while one of its pods is there, and ACK. What either would delete in AWS is noted in `state.aws`.

import { merge } from './patch.mjs';
import { newUid } from './server.mjs';

const OLD_GROUP = 'sagemaker.aws.amazon.com';
const OLD_FINALIZER = 'sagemaker-operator-finalizer';
const OLD_FINALIZERS = [OLD_FINALIZER, 'sagemaker-operator-hpo-trainingjob'];
const OLD_IMAGE = /(^|\/)amazon-sagemaker-operator-for-k8s(:|@|$)/;
const ACK = 'services.k8s.aws';
const ACCOUNT = '123456789012';

export function step(server) {
  deployments(server);
  if (operatorRuns(server.cluster)) oldOperator(server);
  if (server.state.ack) ack(server, server.state.ack);
  finishDefinitions(server);
}

const containers = (object) => object.spec?.template?.spec?.containers ?? object.spec?.containers ?? [];

function operatorRuns(cluster) {
  const ended = ['Succeeded', 'Failed'];
  return cluster.objects.some((object) => object.kind === 'Pod' && !ended.includes(object.status?.phase) && containers(object).some(({ image }) => OLD_IMAGE.test(image)));
}

/** Pods follow the replicas; `state.podsLinger` is for how many calls a pod is still there after scaling down. */
function deployments(server) {
  const { state, cluster } = server;
  for (const deployment of cluster.objects.filter(({ kind }) => kind === 'Deployment')) {
    const { name, namespace } = deployment.metadata;
    const replicas = deployment.spec.replicas ?? 1;
    const pods = cluster.objects.filter(({ kind, metadata }) => kind === 'Pod' && metadata.namespace === namespace && metadata.name.startsWith(`${name}-5d4f8-`));
    for (let at = pods.length; at < replicas; at += 1) cluster.objects.push(pod(server, deployment, at));
    for (const extra of pods.slice(replicas)) {
      const left = extra.metadata.linger ?? state.podsLinger ?? 0;
      if (left > 0) {
        extra.metadata.linger = left - 1;
        extra.metadata.deletionTimestamp ??= '2026-01-02T03:04:05Z';
      } else server.drop(extra);
    }
    const status = { replicas, readyReplicas: replicas, availableReplicas: replicas };
    deployment.status = replicas === 0 ? {} : status;
  }
}

function pod(server, deployment, at) {
  const made = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${deployment.metadata.name}-5d4f8-${at}`,
      namespace: deployment.metadata.namespace,
      labels: deployment.spec.template?.metadata?.labels ?? {},
      uid: newUid(server.state),
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${deployment.metadata.name}-5d4f8`, uid: 'r', controller: true }],
    },
    spec: { containers: containers(deployment) },
    status: { phase: 'Running' },
  };
  server.touch(made);
  return made;
}

/** Puts its finalizer back on what lives, and deletes in AWS what is Terminating, unless that is fenced. */
function oldOperator(server) {
  for (const object of server.cluster.objects.filter(({ apiVersion }) => apiVersion.startsWith(`${OLD_GROUP}/`))) {
    const finalizers = object.metadata.finalizers ?? [];
    if (!object.metadata.deletionTimestamp) {
      if (finalizers.includes(OLD_FINALIZER)) continue;
      object.metadata.finalizers = [...finalizers, OLD_FINALIZER];
      server.touch(object);
    } else if (finalizers.some((each) => OLD_FINALIZERS.includes(each))) {
      if (fenced(object)) continue;
      note(server.state, object);
      release(server, object, (each) => OLD_FINALIZERS.includes(each));
    }
  }
}

function fenced({ kind, spec }) {
  return kind === 'HostingAutoscalingPolicy' ? spec.region === 'fenced' : spec.sageMakerEndpoint === 'https://127.0.0.1:1';
}

function release(server, object, mine) {
  object.metadata.finalizers = (object.metadata.finalizers ?? []).filter((each) => !mine(each));
  if (object.metadata.finalizers.length === 0) server.drop(object);
  else server.touch(object);
}

function note(state, { kind, metadata }) {
  (state.aws ??= []).push(`delete ${kind} ${metadata.namespace}/${metadata.name}`);
}

/**
 * `state.ack`: afterCalls (how many calls pass before a twin is adopted), never (KIND/NAMESPACE/NAME that AWS does not
 * have), arns (the ARN by AWS identity, where it is not the plain one), overrides (a merge patch on the adopted twin).
 */
function ack(server, { afterCalls = 0, never = [], arns = {}, overrides = {} }) {
  const { cluster, state } = server;
  const ages = (state.ages ??= {});
  for (const object of [...cluster.objects]) {
    const group = object.apiVersion.split('/')[0];
    if (group !== ACK && !group.endsWith(`.${ACK}`)) continue;
    const { namespace, name, annotations = {} } = object.metadata;
    const finalizers = object.metadata.finalizers ?? [];
    const finalizer = group === ACK ? `finalizers.${ACK}/AdoptedResource` : `finalizers.${group}/${object.kind}`;
    if (object.metadata.deletionTimestamp) {
      if (!finalizers.includes(finalizer)) continue;
      const kept = annotations[`${ACK}/deletion-policy`] === 'retain' || annotations[`${ACK}/read-only`] === 'true';
      if (group !== ACK && !kept) note(state, object);
      release(server, object, (each) => each === finalizer);
      continue;
    }
    const key = `${object.kind}/${namespace}/${name}`;
    const { uid } = object.metadata;
    ages[uid] = (ages[uid] ?? 0) + 1;
    if (finalizers.includes(finalizer) || never.includes(key) || ages[uid] <= afterCalls) continue;
    if (group === ACK) {
      adoptByResource(server, object, finalizer, { never, arns, overrides });
    } else if (annotations[`${ACK}/adoption-policy`] === 'adopt') {
      adopt(server, object, JSON.parse(annotations[`${ACK}/adoption-fields`]), finalizer, { arns, overrides });
    }
  }
}

function adopt(server, twin, fields, finalizer, { arns, overrides }) {
  const key = `${twin.kind}/${twin.metadata.namespace}/${twin.metadata.name}`;
  const region = twin.metadata.annotations[`${ACK}/region`] ?? 'us-east-1';
  const spec = { ...fields };
  const identity = Object.values(fields).join('|');
  const adopted = merge(twin, {
    metadata: { annotations: { [`${ACK}/adopted`]: 'true' }, generation: (twin.metadata.generation ?? 1) + 1 },
    spec: { ...spec, executionRoleARN: 'arn:aws:iam::123456789012:role/r' },
    status: {
      ackResourceMetadata: { arn: arns[identity] ?? arnOf(twin.kind, region, fields), ownerAccountID: ACCOUNT, partition: 'aws', region },
      conditions: [{ type: 'ACK.ResourceSynced', status: 'True', message: 'Resource synced successfully\nsecond line' }],
    },
  });
  adopted.metadata.finalizers = [...(twin.metadata.finalizers ?? []), finalizer];
  const final = merge(adopted, overrides[key] ?? {});
  server.touch(final);
  server.cluster.objects[server.cluster.objects.indexOf(twin)] = final;
}

function adoptByResource(server, adopted, finalizer, options) {
  const { aws, kubernetes } = adopted.spec;
  const metadata = kubernetes.metadata;
  const namespace = metadata.namespace ?? adopted.metadata.namespace;
  if (options.never.includes(`${kubernetes.kind}/${namespace}/${metadata.name}`)) return;
  const found = server.cluster.objects.find((each) => each.kind === kubernetes.kind && each.apiVersion.startsWith(`${kubernetes.group}/`) && each.metadata.namespace === namespace && each.metadata.name === metadata.name);
  if (!found) {
    const twin = {
      apiVersion: `${kubernetes.group}/v1alpha1`,
      kind: kubernetes.kind,
      metadata: { ...structuredClone(metadata), namespace, annotations: { ...metadata.annotations }, uid: newUid(server.state), generation: 1 },
    };
    server.cluster.objects.push(twin);
    const name = nameField(kubernetes.kind);
    adopt(server, twin, { [name]: aws.nameOrID, ...(aws.additionalKeys ?? {}) }, `finalizers.${kubernetes.group}/${kubernetes.kind}`, options);
  }
  adopted.metadata.finalizers = [finalizer];
  adopted.status = { conditions: [{ type: 'ACK.Adopted', status: 'True' }] };
  server.touch(adopted);
}

function nameField(kind) {
  if (kind.startsWith('Scal')) return 'resourceID';
  return `${kind[0].toLowerCase()}${kind.slice(1)}Name`;
}

function arnOf(kind, region, fields) {
  const place = `${region}:${ACCOUNT}`;
  if (kind === 'ScalableTarget') return `arn:aws:application-autoscaling:${place}:scalable-target/0ec5${'0'.repeat(28)}`;
  if (kind === 'ScalingPolicy') return `arn:aws:autoscaling:${place}:scalingPolicy:0-0:resource/sagemaker/${fields.resourceID}:policyName/${fields.policyName}`;
  const path = kind.replace(/[A-Z]/g, (letter, at) => `${at ? '-' : ''}${letter.toLowerCase()}`);
  return `arn:aws:sagemaker:${place}:${path}/${fields[nameField(kind)].toLowerCase()}`;
}

/** A definition that waits for its last objects goes with them. */
function finishDefinitions(server) {
  for (const definition of server.cluster.objects.filter(({ kind, metadata }) => kind === 'CustomResourceDefinition' && metadata.deletionTimestamp)) {
    const left = server.cluster.objects.some((each) => each.kind === definition.spec.names.kind && each.apiVersion.startsWith(`${definition.spec.group}/`));
    if (!left) server.drop(definition);
  }
}
