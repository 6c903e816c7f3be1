// The part of kubectl's jsonpath that the scripts use: text, string literals, {range PATH}…{end}, {.a.b[*].c}, {@}.
// Filters are refused, so that a script which begins to use them is noticed.

import { UsageError, Unsupported } from './arguments.mjs';

const ESCAPES = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };

function parse(template) {
  const root = { body: [] };
  const open = [root];
  let at = 0;
  while (at < template.length) {
    const brace = template.indexOf('{', at);
    if (brace < 0) {
      open.at(-1).body.push({ text: template.slice(at) });
      break;
    }
    if (brace > at) open.at(-1).body.push({ text: template.slice(at, brace) });
    const quoted = /^\{\s*"((?:[^"\\]|\\.)*)"\s*\}/.exec(template.slice(brace));
    if (quoted) {
      open.at(-1).body.push({ text: quoted[1].replace(/\\(.)/g, (whole, letter) => ESCAPES[letter] ?? whole) });
      at = brace + quoted[0].length;
      continue;
    }
    const close = template.indexOf('}', brace);
    if (close < 0) throw new UsageError('error parsing jsonpath ' + template + ', unclosed action');
    const inside = template.slice(brace + 1, close).trim();
    at = close + 1;
    if (inside === 'end') {
      if (open.length === 1) throw new UsageError('error parsing jsonpath ' + template + ', unexpected end');
      open.pop();
    } else if (inside.startsWith('range ')) {
      const node = { range: steps(inside.slice(6).trim()), body: [] };
      open.at(-1).body.push(node);
      open.push(node);
    } else {
      open.at(-1).body.push({ path: steps(inside) });
    }
  }
  return root.body;
}

function steps(path) {
  if (/\?\(|\.\./.test(path)) throw new Unsupported(`jsonpath ${path}`);
  const found = [];
  let rest = path.replace(/^[@$]/, '');
  while (rest !== '' && rest !== '.') {
    const index = /^\[(\*|-?\d+)\]/.exec(rest);
    const quoted = /^\['([^']*)'\]/.exec(rest);
    const field = /^\.((?:\\.|[^.[\]\\])+)/.exec(rest);
    if (index) found.push(index[1] === '*' ? { every: true } : { index: Number(index[1]) });
    else if (quoted) found.push({ field: quoted[1].replace(/\\(.)/g, '$1') });
    else if (field) found.push(field[1] === '*' ? { every: true } : { field: field[1].replace(/\\(.)/g, '$1') });
    else throw new Unsupported(`jsonpath ${path}`);
    rest = rest.slice((index ?? quoted ?? field)[0].length);
  }
  return found;
}

function evaluate(path, value) {
  let values = [value];
  for (const step of path) {
    values = values.flatMap((each) => {
      if (step.field !== undefined) {
        const object = each !== null && typeof each === 'object' && !Array.isArray(each);
        return object && Object.hasOwn(each, step.field) ? [each[step.field]] : [];
      }
      if (step.every) {
        if (Array.isArray(each)) return each;
        if (each !== null && typeof each === 'object') return Object.keys(each).sort().map((key) => each[key]);
        throw new UsageError(`Error executing template: ${typeof each} is not array or slice`);
      }
      if (!Array.isArray(each)) return [];
      if (step.index >= each.length) throw new UsageError(`Error executing template: array index out of bounds: index ${step.index}, length ${each.length}`);
      return [each.at(step.index)];
    });
  }
  return values;
}

/** JSON text with what Go's writer escapes. */
export const escaped = (json) => json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Compact JSON as Go writes it, keys sorted. */
const compact = (value) => escaped(JSON.stringify(sorted(value)));

export function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}

const print = (value) => (typeof value === 'string' ? value : compact(value));

function run(body, value) {
  return body
    .map((node) => {
      if (node.text !== undefined) return node.text;
      if (node.range) return evaluate(node.range, value).map((each) => run(node.body, each)).join('');
      return evaluate(node.path, value).map(print).join(' ');
    })
    .join('');
}

export function jsonpath(template, value) {
  return run(parse(template), value);
}
