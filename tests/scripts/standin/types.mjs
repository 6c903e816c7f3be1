// The resource types of a cluster: those that every cluster has, and those its CustomResourceDefinitions add.

import { UsageError } from './arguments.mjs';

const built = (plural, kind, group, version, namespaced, ...short) => ({ plural, kind, group, version, namespaced, names: [plural, kind.toLowerCase(), ...short], custom: false });

const BUILT_IN = [
  built('namespaces', 'Namespace', '', 'v1', false, 'ns'),
  built('pods', 'Pod', '', 'v1', true, 'po'),
  built('configmaps', 'ConfigMap', '', 'v1', true, 'cm'),
  built('serviceaccounts', 'ServiceAccount', '', 'v1', true, 'sa'),
  built('services', 'Service', '', 'v1', true, 'svc'),
  built('secrets', 'Secret', '', 'v1', true),
  built('deployments', 'Deployment', 'apps', 'v1', true, 'deploy'),
  built('replicasets', 'ReplicaSet', 'apps', 'v1', true, 'rs'),
  built('clusterroles', 'ClusterRole', 'rbac.authorization.k8s.io', 'v1', false),
  built('clusterrolebindings', 'ClusterRoleBinding', 'rbac.authorization.k8s.io', 'v1', false),
  built('roles', 'Role', 'rbac.authorization.k8s.io', 'v1', true),
  built('rolebindings', 'RoleBinding', 'rbac.authorization.k8s.io', 'v1', true),
  built('customresourcedefinitions', 'CustomResourceDefinition', 'apiextensions.k8s.io', 'v1', false, 'crd', 'crds'),
];

/** `plural.group`, or just the plural in the core group. */
export const fullName = (type) => (type.group === '' ? type.plural : `${type.plural}.${type.group}`);
export const apiVersion = (type) => (type.group === '' ? type.version : `${type.group}/${type.version}`);

const sameGroup = (object, type) => object.apiVersion === apiVersion(type);

export function typesOf(cluster) {
  const custom = cluster.objects
    .filter((object) => object.kind === 'CustomResourceDefinition')
    .map(({ spec }) => ({
      plural: spec.names.plural,
      kind: spec.names.kind,
      group: spec.group,
      version: spec.versions[0].name,
      namespaced: spec.scope !== 'Cluster',
      names: [spec.names.plural, spec.names.kind.toLowerCase(), ...(spec.names.shortNames ?? [])],
      custom: true,
    }));
  return [...BUILT_IN, ...custom];
}

/** The type that a word such as `models.sagemaker.aws.amazon.com`, `deploy` or `pods` names. */
export function typeNamed(cluster, word) {
  const [name, ...group] = word.toLowerCase().split('.');
  const wanted = group.join('.');
  const types = typesOf(cluster).filter((type) => type.names.includes(name));
  const found = types.find((type) => wanted === '' || type.group === wanted || `${type.version}.${type.group}` === wanted || (type.group === '' && type.version === wanted));
  if (!found) throw new UsageError(`the server doesn't have a resource type ${JSON.stringify(name)}`);
  return found;
}

/** The type of an object in a file. */
export function typeOfObject(cluster, object, file) {
  const found = typesOf(cluster).find((type) => type.kind === object.kind && sameGroup(object, type));
  if (found) return found;
  const { name, namespace = '' } = object.metadata;
  throw new UsageError(
    `resource mapping not found for name: "${name}" namespace: "${namespace}" from "${file}": no matches for kind "${object.kind}" in version "${object.apiVersion}"\nensure CRDs are installed first`,
  );
}

/** With `--local` no cluster is asked: the type is what the object says. */
export function typeAsWritten({ apiVersion: written, kind, metadata }) {
  return { kind, group: written.includes('/') ? written.split('/')[0] : '', namespaced: metadata.namespace !== undefined };
}

export const isOf = (object, type) => object.kind === type.kind && sameGroup(object, type);
