// A tiny API server over one cluster of the state: what kubectl's requests read and change, and how they are refused.

import { UsageError } from './arguments.mjs';
import { merge, same, jsonPatch, PatchError } from './patch.mjs';
import { fullName, apiVersion, isOf, typesOf } from './types.mjs';

/** A refusal of the server, printed as kubectl prints it. */
export class ApiError extends Error {
  constructor(reason, message) {
    super(message);
    this.reason = reason;
  }
}

const NOW = '2026-01-02T03:04:05Z';

export class Server {
  /** `guard(verb, type, namespace, name)` throws where a fault or a missing right refuses the request. */
  constructor(state, cluster, guard) {
    this.state = state;
    this.cluster = cluster;
    this.guard = guard;
    this.written = [];
  }

  list(type, namespace) {
    this.guard('list', type, namespace, undefined);
    return this.cluster.objects
      .filter((object) => isOf(object, type) && (namespace === undefined || object.metadata.namespace === namespace))
      .sort((left, right) => (order(left) < order(right) ? -1 : 1));
  }

  get(type, namespace, name) {
    this.guard('get', type, namespace, name);
    return this.existing(type, namespace, name);
  }

  find(type, namespace, name) {
    return this.cluster.objects.find((object) => isOf(object, type) && object.metadata.name === name && (!type.namespaced || object.metadata.namespace === namespace));
  }

  existing(type, namespace, name) {
    const found = this.find(type, namespace, name);
    if (!found) throw notFound(type, name);
    return found;
  }

  create(type, object) {
    const { name } = object.metadata;
    const namespace = type.namespaced ? object.metadata.namespace : undefined;
    return this.write('create', type, namespace, name, () => {
      this.refuseDeadNamespace(type, namespace, name);
      const there = this.find(type, namespace, name);
      if (there) throw new ApiError('AlreadyExists', `${there.metadata.deletionTimestamp ? 'object is being deleted: ' : ''}${fullName(type)} "${name}" already exists`);
      if (type.custom && object.spec && Object.keys(object.spec).length === 0) {
        throw new ApiError('Invalid', `The ${type.kind} "${name}" is invalid: spec: Required value`);
      }
      const created = { ...structuredClone(object), metadata: { ...structuredClone(object.metadata) } };
      delete created.status;
      delete created.metadata.resourceVersion;
      delete created.metadata.deletionTimestamp;
      if (created.metadata.finalizers?.length === 0) delete created.metadata.finalizers;
      created.metadata.uid = newUid(this.state);
      created.metadata.creationTimestamp = NOW;
      if (type.custom || type.kind === 'Deployment') created.metadata.generation = 1;
      this.touch(created);
      this.cluster.objects.push(created);
      return created;
    });
  }

  refuseDeadNamespace(type, namespace, name) {
    if (!type.namespaced) return;
    const home = this.cluster.objects.find((object) => object.kind === 'Namespace' && object.metadata.name === namespace);
    if (!home) throw new ApiError('NotFound', `namespaces "${namespace}" not found`);
    if (home.metadata.deletionTimestamp) {
      throw new ApiError('Forbidden', `${fullName(type)} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`);
    }
  }

  /** A PUT: compare-and-swap by what the object says of uid and resourceVersion. */
  replace(type, object) {
    const { name, namespace } = object.metadata;
    return this.write('update', type, namespace, name, () => {
      const old = this.existing(type, namespace, name);
      const { uid, resourceVersion } = object.metadata;
      const cannot = `Operation cannot be fulfilled on ${fullName(type)} "${name}": `;
      if (uid !== undefined && uid !== old.metadata.uid) {
        throw new ApiError('Conflict', `${cannot}StorageError: invalid object, Code: 4, Key: /registry/${type.group}/${type.plural}/${namespace}/${name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`);
      }
      if (resourceVersion !== undefined && resourceVersion !== old.metadata.resourceVersion) {
        throw new ApiError('Conflict', `${cannot}the object has been modified; please apply your changes to the latest version and try again`);
      }
      return this.put(type, old, object);
    });
  }

  patch(type, namespace, name, kind, patch) {
    return this.write('patch', type, namespace, name, () => {
      const old = this.existing(type, namespace, name);
      let changed;
      try {
        changed = kind === 'json' ? jsonPatch(old, patch) : merge(old, patch);
      } catch (error) {
        if (!(error instanceof PatchError)) throw error;
        throw new ApiError('Invalid', 'The request is invalid: the server rejected our request due to an error in our request');
      }
      if (changed.metadata.uid !== old.metadata.uid) throw new ApiError('Invalid', `The ${type.kind} "${name}" is invalid: metadata.uid: Invalid value: "${changed.metadata.uid}": field is immutable`);
      if (changed.metadata.resourceVersion !== old.metadata.resourceVersion) {
        throw new ApiError('Conflict', `Operation cannot be fulfilled on ${fullName(type)} "${name}": the object has been modified; please apply your changes to the latest version and try again`);
      }
      return this.put(type, old, changed);
    });
  }

  scale(type, namespace, name, replicas, current) {
    return this.write(current === undefined ? 'patch' : 'update', { ...type, plural: `${type.plural}/scale` }, namespace, name, () => {
      const old = this.existing(type, namespace, name);
      if (current !== undefined && (old.spec.replicas ?? 1) !== current) {
        throw new UsageError(`Expected replicas to be ${current}, was ${old.spec.replicas ?? 1}`);
      }
      return this.put(type, old, merge(old, { spec: { replicas } }));
    });
  }

  /** Deletion as the server does it: an object with finalizers stays as Terminating. */
  remove(type, namespace, name) {
    return this.write('delete', type, namespace, name, () => {
      const old = this.existing(type, namespace, name);
      if (type.kind === 'CustomResourceDefinition') return this.removeDefinition(old);
      this.terminate(old);
      return old;
    });
  }

  terminate(old) {
    if ((old.metadata.finalizers ?? []).length === 0) {
      this.drop(old);
    } else if (!old.metadata.deletionTimestamp) {
      old.metadata.deletionTimestamp = NOW;
      old.metadata.deletionGracePeriodSeconds = 0;
      if (old.metadata.generation) old.metadata.generation += 1;
      this.touch(old);
    }
  }

  removeDefinition(definition) {
    const type = typesOf(this.cluster).find((each) => each.custom && fullName(each) === definition.metadata.name);
    for (const object of this.cluster.objects.filter((each) => isOf(each, type))) this.terminate(object);
    if (this.cluster.objects.some((each) => isOf(each, type))) definition.metadata.deletionTimestamp = NOW;
    else this.drop(definition);
    return definition;
  }

  /** What a PUT or PATCH leaves: status is a subresource, the server's own fields stay, an empty change is none. */
  put(type, old, wanted) {
    const next = structuredClone(wanted);
    next.apiVersion = apiVersion(type);
    for (const field of ['uid', 'creationTimestamp', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'resourceVersion']) {
      if (old.metadata[field] === undefined) delete next.metadata[field];
      else next.metadata[field] = old.metadata[field];
    }
    if ((next.metadata.finalizers ?? []).length === 0) delete next.metadata.finalizers;
    if (type.custom || type.kind === 'Deployment') {
      if (old.status === undefined) delete next.status;
      else next.status = old.status;
    }
    const added = (next.metadata.finalizers ?? []).filter((each) => !(old.metadata.finalizers ?? []).includes(each));
    if (old.metadata.deletionTimestamp && added.length > 0) {
      throw new ApiError('Invalid', `The ${type.kind} "${old.metadata.name}" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((each) => `"${each}"`).join(', ')}}`);
    }
    if (same(next, old)) return { ...old, unchanged: true };
    if (old.metadata.generation && !same(next.spec, old.spec)) next.metadata.generation += 1;
    this.touch(next);
    this.cluster.objects[this.cluster.objects.indexOf(old)] = next;
    if (next.metadata.deletionTimestamp && !next.metadata.finalizers) this.drop(next);
    return next;
  }

  touch(object) {
    this.state.resourceVersion = (this.state.resourceVersion ?? 1000) + 1;
    object.metadata.resourceVersion = String(this.state.resourceVersion);
  }

  drop(object) {
    this.cluster.objects.splice(this.cluster.objects.indexOf(object), 1);
  }

  write(verb, type, namespace, name, change) {
    const where = `${verb} ${fullName(type)} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    try {
      this.guard(verb, type, namespace, name);
      const result = change();
      this.written.push(where);
      return result;
    } catch (error) {
      if (error instanceof ApiError) this.written.push(`${where} refused ${error.reason}`);
      throw error;
    }
  }
}

const order = ({ metadata }) => `${metadata.namespace ?? ''}\u0000${metadata.name}`;

export const notFound = (type, name) => new ApiError('NotFound', `${fullName(type)} "${name}" not found`);

export function newUid(state) {
  state.uids = (state.uids ?? 0) + 1;
  return `00000000-0000-4000-8000-${String(state.uids).padStart(12, '0')}`;
}
