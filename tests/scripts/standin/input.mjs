// What `-f` reads: JSON objects one after another, Lists, or YAML as our own renderer writes it.

import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError, Unsupported } from './arguments.mjs';

/** The objects of every `-f`, each with the file it came from. `single` is what kubectl calls a single item. */
export function readFiles(names, folder, stdin) {
  const objects = [];
  let single = names.length === 1;
  for (const name of names) {
    const stream = name === '-';
    if (stream) single = false;
    for (const file of stream ? ['STDIN'] : filesOf(name, folder)) {
      if (file !== name) single = false;
      const text = readFileSync(stream ? stdin : resolve(folder, file), 'utf8');
      for (const object of flatten(documents(text, file))) objects.push({ object, file });
    }
  }
  return { objects, single: single && objects.length === 1 };
}

function filesOf(name, folder) {
  if (name.startsWith('/dev/')) throw new Unsupported(`reading ${name}`);
  const place = resolve(folder, name);
  let stat;
  try {
    stat = statSync(place);
  } catch {
    throw new UsageError(`the path "${name}" does not exist`);
  }
  if (!stat.isDirectory()) return [name];
  return readdirSync(place).sort().filter((entry) => /\.(json|ya?ml)$/.test(entry)).map((entry) => join(name, entry));
}

function flatten(objects) {
  return objects.flatMap((object) => (object.kind.endsWith('List') && Array.isArray(object.items) ? flatten(object.items) : [object]));
}

function documents(text, file) {
  const trimmed = text.trimStart();
  const objects = trimmed.startsWith('{') ? jsonStream(trimmed) : yamlStream(text);
  for (const object of objects) {
    if (!object.kind) throw new UsageError(`error parsing ${file}: Object 'Kind' is missing`);
  }
  return objects;
}

function jsonStream(text) {
  const found = [];
  let depth = 0;
  let start = -1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') {
      for (at += 1; text[at] !== '"' && at < text.length; at += 1) if (text[at] === '\\') at += 1;
    } else if (char === '{') {
      if (depth === 0) start = at;
      depth += 1;
    } else if (char === '}') {
      depth -= 1;
      if (depth === 0) found.push(JSON.parse(text.slice(start, at + 1)));
    } else if (depth === 0 && !/\s/.test(char)) {
      throw new UsageError(`invalid character '${char}' looking for beginning of value`);
    }
  }
  if (depth !== 0) throw new UsageError('unexpected EOF');
  return found;
}

function yamlStream(text) {
  return text
    .split(/^---(?:[ \t].*)?$/m)
    .map((part) => part.split('\n').filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#')))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const reader = { lines, at: 0 };
      const value = block(reader, indentOf(lines[0]));
      if (reader.at < lines.length) throw new Unsupported(`YAML line ${lines[reader.at]}`);
      return value;
    });
}

const indentOf = (line) => line.length - line.trimStart().length;

function block(reader, indent) {
  return reader.lines[reader.at].trimStart().startsWith('- ') ? sequence(reader, indent) : mapping(reader, indent);
}

function sequence(reader, indent) {
  const items = [];
  while (reader.at < reader.lines.length && indentOf(reader.lines[reader.at]) === indent && reader.lines[reader.at].trimStart().startsWith('- ')) {
    const rest = reader.lines[reader.at].slice(indent + 2);
    if (keyOf(rest)) {
      reader.lines[reader.at] = ' '.repeat(indent + 2) + rest;
      items.push(mapping(reader, indent + 2));
    } else {
      items.push(scalar(rest.trim()));
      reader.at += 1;
    }
  }
  return items;
}

function keyOf(text) {
  return /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'[\]{}][^\s:]*(?::[^\s:]+)*):(?:\s+(.*))?$/.exec(text);
}

function mapping(reader, indent) {
  const map = {};
  while (reader.at < reader.lines.length && indentOf(reader.lines[reader.at]) === indent) {
    const line = reader.lines[reader.at];
    const found = keyOf(line.trim());
    if (!found) throw new Unsupported(`YAML line ${line}`);
    const key = scalar(found[1]);
    reader.at += 1;
    if (found[2] !== undefined && found[2] !== '') {
      map[key] = scalar(found[2]);
      continue;
    }
    const next = reader.lines[reader.at];
    const inner = next === undefined ? -1 : indentOf(next);
    if (inner > indent || (inner === indent && next.trimStart().startsWith('- '))) map[key] = block(reader, inner);
    else map[key] = null;
  }
  return map;
}

function scalar(text) {
  if (text.startsWith('"')) return JSON.parse(text.replace(/\\x([0-9a-fA-F]{2})/g, '\\u00$1'));
  if (text.startsWith("'")) return text.slice(1, -1).replace(/''/g, "'");
  if (text === '{}') return {};
  if (text === '[]') return [];
  if (/^[[{&*!|>%@`]/.test(text)) throw new Unsupported(`YAML value ${text}`);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null' || text === '~') return null;
  if (/^-?(0|[1-9]\d*)$/.test(text)) return Number(text);
  // What readers of YAML could take for something else than a string must have been quoted.
  if (/^(y|n|yes|no|on|off|[-+.\d].*)$/i.test(text) || /: |:$| #/.test(text)) throw new Unsupported(`YAML value ${text}`);
  return text;
}
