// Faults are data in the state. One matches calls (`call`: a regular expression on the words after kubectl, `writes`: true)
// or requests (`verb`, `resource`, `namespace`, `name`); passes over the first `skip` of them and strikes `times` of the
// rest (absent: all). Then it does one or more of
//   error   "Forbidden" | "Conflict" | "TooManyRequests" | "NotFound" | "Unreachable"
//   before  changes to the cluster before the call or request
//   after   changes after the call
//   kill    "before" | "after": SIGKILL to the whole process group, before or after the call has its effect
// A change names objects by `resource`, `namespace`, `name` (absent: every one) and says one of: `merge` (a merge patch, status
// too), `delete` (gone at once), `recreate` (same, with a new uid and no finalizer lost), or it has `create` with a whole object.

import { ApiError, newUid } from './server.mjs';
import { merge } from './patch.mjs';
import { fullName, typeNamed, isOf } from './types.mjs';
import { writes } from './arguments.mjs';

const MESSAGES = {
  Conflict: (what) => `Operation cannot be fulfilled on ${what}: the object has been modified; please apply your changes to the latest version and try again`,
  TooManyRequests: () => 'the server has received too many requests and has asked us to try again later',
  NotFound: (what) => `${what} not found`,
  Unreachable: () => 'The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?',
};

/** Which faults strike this call. */
export function struckByCall(state, args, argv) {
  return (state.faults ?? []).filter(
    (fault) => fault.verb === undefined && (fault.call === undefined || new RegExp(fault.call).test(argv.join(' '))) && (!fault.writes || writes(args)) && strikes(fault),
  );
}

/** Throws where a fault or a missing right refuses the request. */
export function guard(server, verb, type, namespace, name) {
  const { state } = server;
  const resource = fullName(type);
  for (const deny of state.deny ?? []) {
    if (fits(deny, verb, resource, namespace, name)) throw refusal('Forbidden', verb, type, namespace, name);
  }
  for (const fault of (state.faults ?? []).filter((each) => each.verb !== undefined && fits(each, verb, resource, namespace, name) && strikes(each))) {
    for (const change of fault.before ?? []) apply(server, change);
    for (const change of fault.after ?? []) state.pending = [...(state.pending ?? []), change];
    if (fault.error) throw refusal(fault.error, verb, type, namespace, name);
  }
}

function fits(rule, verb, resource, namespace, name) {
  const is = (wanted, found) => wanted === undefined || wanted === '*' || wanted === found;
  return is(rule.verb, verb) && is(rule.resource, resource) && is(rule.namespace, namespace) && is(rule.name, name);
}

function strikes(fault) {
  fault.seen = (fault.seen ?? 0) + 1;
  const at = fault.seen - (fault.skip ?? 0);
  return at >= 1 && at <= (fault.times ?? Infinity);
}

export function refusal(reason, verb, type, namespace, name) {
  if (reason !== 'Forbidden') return new ApiError(reason, MESSAGES[reason](name === undefined ? fullName(type) : `${fullName(type)} "${name}"`));
  const kind = fullName({ ...type, plural: type.plural.split('/')[0] });
  const what = name === undefined || verb === 'create' ? kind : `${kind} "${name}"`;
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return new ApiError(reason, `${what} is forbidden: User "tester" cannot ${verb} resource "${type.plural}" in API group "${type.group}" ${where}`);
}

export function apply(server, change) {
  const { state, cluster } = server;
  if (change.create) {
    const made = structuredClone(change.create);
    made.metadata.uid ??= newUid(state);
    made.metadata.generation ??= 1;
    server.touch(made);
    cluster.objects.push(made);
    return;
  }
  const type = typeNamed(cluster, change.resource);
  const is = (wanted, found) => wanted === undefined || wanted === found;
  for (const object of cluster.objects.filter((each) => isOf(each, type) && is(change.namespace, each.metadata.namespace) && is(change.name, each.metadata.name))) {
    if (change.delete) {
      server.drop(object);
      continue;
    }
    const next = change.recreate ? merge(object, { metadata: { uid: newUid(state), deletionTimestamp: null } }) : merge(object, change.merge);
    server.touch(next);
    cluster.objects[cluster.objects.indexOf(object)] = next;
  }
}
