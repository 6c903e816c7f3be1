// `kubectl get`.

import { Unsupported } from './arguments.mjs';
import { ApiError } from './server.mjs';
import { fileTargets, namespaceFor, render, targets, tryEach } from './targets.mjs';

export function selected(selector) {
  if (selector === undefined) return () => true;
  const terms = selector.match(/[^,(]+(\([^)]*\))?/g) ?? [];
  const tests = terms.map((term) => {
    const [, key, operator, list] = /^\s*([^\s!=]+)\s+(in|notin)\s*\(([^)]*)\)\s*$/.exec(term) ?? [];
    if (key) {
      const values = list.split(',').map((value) => value.trim());
      return (labels) => values.includes(labels[key]) === (operator === 'in');
    }
    const [, name, equals, value] = /^\s*([^\s!=]+)\s*(=|==|!=)\s*(\S*)\s*$/.exec(term) ?? [];
    if (name) return (labels) => (labels[name] === value) === (equals !== '!=');
    const absent = term.trim().startsWith('!');
    return (labels) => Object.hasOwn(labels, term.trim().replace(/^!/, '')) !== absent;
  });
  return ({ metadata }) => tests.every((test) => test(metadata.labels ?? {}));
}

function fieldSelected(selector) {
  if (selector === undefined) return () => true;
  const tests = selector.split(',').map((term) => {
    const [, path, equals, value] = /^([^=!]+)(!=|==?)(.*)$/.exec(term);
    return (object) => (String(path.split('.').reduce((at, step) => at?.[step], object) ?? '') === value) === (equals !== '!=');
  });
  return (object) => tests.every((test) => test(object));
}

export function get(call) {
  const { args, input, server, output } = call;
  if (args.value('--raw') !== undefined) throw new Unsupported('get --raw');
  const items = [];
  const chosen = selected(args.value('--selector'));
  const chosenField = fieldSelected(args.value('--field-selector'));
  const forgiving = args.on('--ignore-not-found');
  let single = false;
  const one = (type, namespace, name) => {
    try {
      items.push({ type, object: server.get(type, namespace, name) });
    } catch (error) {
      if (!(forgiving && error instanceof ApiError && error.reason === 'NotFound')) throw error;
    }
  };
  if (args.all('--filename').length > 0) {
    single = input.single;
    fileTargets(call, output, (type, object) => one(type, object.metadata.namespace, object.metadata.name));
  } else {
    const found = targets(call);
    single = found.single ?? false;
    for (const { type, name } of found.wanted ?? []) tryEach(output, () => one(type, namespaceFor(args, type), name));
    for (const type of found.types ?? []) {
      const namespace = args.on('--all-namespaces') ? undefined : namespaceFor(args, type);
      tryEach(output, () => items.push(...server.list(type, namespace).filter(chosen).filter(chosenField).map((object) => ({ type, object }))));
    }
  }
  if (single && items.length === 0) return;
  if (items.length === 0 && forgiving) return;
  output.out += render(args, items, single);
}
