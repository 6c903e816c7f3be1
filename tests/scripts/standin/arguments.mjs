// The command line of kubectl: flags may stand anywhere, values after `=` or a blank.

const SHORT = { '-n': '--namespace', '-o': '--output', '-l': '--selector', '-f': '--filename', '-p': '--patch', '-A': '--all-namespaces', '-q': '--quiet' };
const WITH_VALUE = new Set([
  '--context', '--namespace', '--output', '--selector', '--field-selector', '--filename', '--patch', '--patch-file', '--type',
  '--replicas', '--current-replicas', '--timeout', '--for', '--api-group', '--request-timeout', '--cascade', '--chunk-size',
  '--field-manager', '--verbs', '--raw', '--dry-run', '--from-literal', '--resource-version', '--subresource', '--sort-by',
]);
const SWITCHES = new Set([
  '--all-namespaces', '--ignore-not-found', '--local', '--wait', '--overwrite', '--quiet', '--no-headers', '--help', '--client',
  '--minify', '--show-managed-fields', '--namespaced', '--cached', '--all',
]);

/** A fault of the caller, printed as kubectl prints it, with exit status 1. */
export class UsageError extends Error {}

/** What the stand-in does not know: never guessed at. */
export class Unsupported extends Error {}

export function parseArguments(argv) {
  const words = [];
  const flags = new Map();
  const add = (name, value) => flags.set(name, [...(flags.get(name) ?? []), value]);
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at];
    if (word === '-' || !word.startsWith('-')) {
      words.push(word);
      continue;
    }
    let name = word;
    let value;
    const equals = word.indexOf('=');
    if (word.startsWith('--') && equals > 0) {
      name = word.slice(0, equals);
      value = word.slice(equals + 1);
    } else if (!word.startsWith('--')) {
      name = word.slice(0, 2);
      if (word.length > 2) value = word.slice(2).replace(/^=/, '');
    }
    name = SHORT[name] ?? name;
    if (WITH_VALUE.has(name)) {
      if (value === undefined) {
        at += 1;
        if (at >= argv.length) throw new UsageError(`flag needs an argument: ${word}`);
        value = argv[at];
      }
      add(name, value);
    } else if (SWITCHES.has(name)) {
      add(name, value === undefined ? true : value === 'true');
    } else {
      throw new Unsupported(`flag ${word}`);
    }
  }
  return {
    words,
    all: (name) => flags.get(name) ?? [],
    value: (name) => flags.get(name)?.at(-1),
    on: (name) => flags.get(name)?.at(-1) === true,
    off: (name) => flags.get(name)?.at(-1) === false,
  };
}

const WRITES = new Set(['create', 'apply', 'replace', 'patch', 'delete', 'scale', 'annotate', 'label']);

/** Whether the call means to write to the cluster. */
export function writes(args) {
  return WRITES.has(args.words[0]) && !args.on('--local') && args.value('--dry-run') === undefined;
}
