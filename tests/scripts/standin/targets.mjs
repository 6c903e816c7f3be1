// What a command names, in words or files, and how results are printed.

import { UsageError, Unsupported } from './arguments.mjs';
import { ApiError } from './server.mjs';
import { merge } from './patch.mjs';
import { escaped, jsonpath, sorted } from './jsonpath.mjs';
import { typeAsWritten, typeNamed, typeOfObject } from './types.mjs';
import { report } from './report.mjs';

const DEFAULT = 'default';

export const pretty = (value) => `${escaped(JSON.stringify(sorted(value), null, 4))}\n`;

export function render(args, items, single) {
  const format = args.value('--output');
  if (format === undefined || format === '') return items.map(({ type, object }) => `${object.metadata.name}   ${type.kind}\n`).join('');
  if (format === 'name') return items.map((item) => `${nameOf(item)}\n`).join('');
  const whole = single && items.length === 1 ? shown(items[0].object) : { apiVersion: 'v1', items: items.map(({ object }) => shown(object)), kind: 'List', metadata: { resourceVersion: '' } };
  if (format === 'json') return pretty(whole);
  if (format.startsWith('jsonpath=')) return jsonpath(format.slice('jsonpath='.length), whole);
  throw new Unsupported(`output ${format}`);
}

/** Without what the stand-in notes on an object for itself. */
function shown(object) {
  const copy = structuredClone(object);
  delete copy.metadata.linger;
  return copy;
}

export const nameOf = ({ type, object }) => `${type.kind.toLowerCase()}${type.group === '' ? '' : `.${type.group}`}/${object.metadata.name}`;
export const namespaceFor = (args, type) => (type.namespaced ? (args.value('--namespace') ?? DEFAULT) : undefined);

/** What the words after the command name: types with names, or types alone. */
export function targets({ args, cluster }) {
  const words = args.words.slice(1);
  if (words.length > 0 && words.every((word) => word.includes('/'))) {
    return { single: words.length === 1, wanted: words.map((word) => ({ type: typeNamed(cluster, word.split('/')[0]), name: word.split('/')[1] })) };
  }
  if (words.length === 0) throw new UsageError('You must specify the type of resource to get.');
  const types = words[0].split(',').map((word) => typeNamed(cluster, word));
  if (words.length === 1) return { types };
  if (args.on('--all-namespaces')) throw new UsageError('a resource cannot be retrieved by name across all namespaces');
  return { single: words.length === 2 && types.length === 1, wanted: types.flatMap((type) => words.slice(1).map((name) => ({ type, name }))) };
}

/** Objects of `-f`, each in the namespace that the call or the object says. */
export function fileTargets({ args, input, cluster }, output, each) {
  for (const { object, file } of input.objects) {
    tryEach(output, () => {
      const type = args.on('--local') ? typeAsWritten(object) : typeOfObject(cluster, object, file);
      const asked = args.value('--namespace');
      const own = object.metadata.namespace;
      if (type.namespaced && asked !== undefined && own !== undefined && asked !== own) {
        throw new UsageError(`the namespace from the provided object "${own}" does not match the namespace "${asked}". You must pass '--namespace=${own}' to perform this operation.`);
      }
      const namespace = type.namespaced ? (own ?? asked ?? DEFAULT) : undefined;
      return each(type, type.namespaced ? merge(object, { metadata: { namespace } }) : object, file);
    });
  }
}

export function tryEach(output, action) {
  try {
    action();
  } catch (error) {
    report(output, error);
  }
}

export const during = (doing, file, action) => {
  try {
    return action();
  } catch (error) {
    if (error instanceof ApiError && error.reason !== 'Unreachable' && error.reason !== 'Invalid') error.message = `error when ${doing} "${file}": ${error.message}`;
    throw error;
  }
};

