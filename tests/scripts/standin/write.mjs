// The commands that write: create, replace, delete, patch, scale.

import { UsageError, Unsupported } from './arguments.mjs';
import { ApiError } from './server.mjs';
import { jsonPatch, merge, PatchError, same } from './patch.mjs';
import { during, fileTargets, nameOf, namespaceFor, render, targets, tryEach } from './targets.mjs';
import { selected } from './read.mjs';
import { typeNamed } from './types.mjs';

function said(args, item, verb) {
  return args.value('--output') === undefined ? `${nameOf(item)} ${verb}\n` : render(args, [item], true);
}

export function create(call) {
  const { args, server, output, cluster } = call;
  if (args.words[1] === 'configmap') {
    const type = typeNamed(cluster, 'configmaps');
    const data = Object.fromEntries(args.all('--from-literal').map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]));
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: args.words[2], namespace: namespaceFor(args, type) }, data };
    try {
      output.out += said(args, { type, object: server.create(type, object) }, 'created');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      output.errors.push(`error: failed to create configmap: ${error.message}`);
      output.exit = 1;
    }
    return;
  }
  if (args.words.length > 1) throw new Unsupported(`create ${args.words[1]}`);
  fileTargets(call, output, (type, object, file) => {
    if (args.value('--dry-run') === 'client') output.out += said(args, { type, object }, 'created (dry run)');
    else output.out += said(args, { type, object: during('creating', file, () => server.create(type, object)) }, 'created');
  });
}

export function replace(call) {
  const { args, server, output } = call;
  fileTargets(call, output, (type, object, file) => {
    output.out += said(args, { type, object: during('replacing', file, () => server.replace(type, object)) }, 'replaced');
  });
}

export function remove(call) {
  const { args, server, output } = call;
  if (!args.off('--wait')) throw new Unsupported('delete that waits');
  const forgiving = args.on('--ignore-not-found');
  const one = (type, namespace, name, file) => {
    try {
      server.remove(type, namespace, name);
      output.out += args.value('--output') === 'name' ? `${nameOf({ type, object: { metadata: { name } } })}\n` : `${nameOf({ type, object: { metadata: { name } } }).split('/')[0]} "${name}" deleted\n`;
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'NotFound' && forgiving) return;
      if (error instanceof ApiError && file !== undefined) error.message = `error when deleting "${file}": ${error.message}`;
      throw error;
    }
  };
  if (args.all('--filename').length > 0) {
    fileTargets(call, output, (type, object, file) => one(type, object.metadata.namespace, object.metadata.name, file));
    return;
  }
  const { wanted, types } = targets(call);
  for (const { type, name } of wanted ?? []) tryEach(output, () => one(type, namespaceFor(args, type), name));
  if (types) {
    const selector = args.value('--selector');
    if (selector === undefined) throw new UsageError('resource(s) were provided, but no name was specified');
    for (const type of types) {
      const namespace = args.on('--all-namespaces') ? undefined : namespaceFor(args, type);
      tryEach(output, () => {
        for (const { metadata } of server.list(type, namespace).filter(selected(selector))) one(type, metadata.namespace, metadata.name);
      });
    }
  }
}

export function patch(call) {
  const { args, input, server, output, cluster } = call;
  const kind = args.value('--type') ?? 'strategic';
  if (kind !== 'json' && kind !== 'merge') throw new Unsupported(`patch of type ${kind}`);
  const document = JSON.parse(args.value('--patch'));
  if (args.on('--local')) {
    if (input.objects.length === 0) throw new UsageError('no objects passed to patch');
    fileTargets(call, output, (type, object) => {
      let changed;
      try {
        changed = tidy(kind === 'json' ? jsonPatch(object, document) : merge(object, document));
      } catch (error) {
        if (!(error instanceof PatchError)) throw error;
        throw new UsageError(error.message);
      }
      output.out += said(args, { type, object: changed }, same(changed, object) ? 'patched (no change)' : 'patched');
    });
    return;
  }
  const one = (type, namespace, name) => {
    const result = server.patch(type, namespace, name, kind, document);
    const { unchanged, ...object } = result;
    output.out += said(args, { type, object }, unchanged ? 'patched (no change)' : 'patched');
  };
  if (input.objects.length > 0) {
    fileTargets(call, output, (type, object) => one(type, object.metadata.namespace, object.metadata.name));
    return;
  }
  const { wanted } = targets({ args, cluster });
  for (const { type, name } of wanted ?? []) tryEach(output, () => one(type, namespaceFor(args, type), name));
}

/** Fields that the typed metadata drops when they are empty. */
function tidy(object) {
  const copy = structuredClone(object);
  for (const field of ['finalizers', 'labels', 'annotations']) {
    if (copy.metadata[field] && Object.keys(copy.metadata[field]).length === 0) delete copy.metadata[field];
  }
  return copy;
}

export function scale({ args, server, output, cluster }) {
  const { wanted } = targets({ args, cluster });
  const current = args.value('--current-replicas');
  for (const { type, name } of wanted ?? []) {
    tryEach(output, () => {
      try {
        server.get(type, namespaceFor(args, type), name);
      } catch (error) {
        throw error instanceof ApiError ? new UsageError(`no objects passed to scale ${error.message}`) : error;
      }
      const object = server.scale(type, namespaceFor(args, type), name, Number(args.value('--replicas')), current === undefined ? undefined : Number(current));
      output.out += said(args, { type, object }, 'scaled');
    });
  }
}
