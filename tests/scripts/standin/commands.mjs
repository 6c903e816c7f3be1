// The commands of kubectl that the scripts use; the short ones are here.

import { UsageError, Unsupported } from './arguments.mjs';
import { get } from './read.mjs';
import { pretty } from './targets.mjs';
import { fullName, typeNamed, typesOf } from './types.mjs';
import { create, patch, remove, replace, scale } from './write.mjs';

function apiResources({ args, cluster, output, server }) {
  const group = args.value('--api-group');
  if (args.value('--output') !== 'name') throw new Unsupported('api-resources without -o name');
  server.guard('discover', { plural: 'apis', group: group ?? '' }, undefined, undefined);
  const types = typesOf(cluster).filter((type) => group === undefined || type.group === group);
  for (const name of types.map(fullName).sort()) output.out += `${name}\n`;
}

function config({ state, args, output }) {
  const names = Object.keys(state.clusters);
  if (args.words[1] === 'current-context') {
    if (!state.currentContext) throw new UsageError('current-context is not set');
    output.out += `${state.currentContext}\n`;
  } else if (args.words[1] === 'get-contexts' && args.value('--output') === 'name') {
    const wanted = args.words.slice(2);
    for (const name of names.filter((each) => wanted.length === 0 || wanted.includes(each))) output.out += `${name}\n`;
    for (const name of wanted.filter((each) => !names.includes(each))) throw new UsageError(`context ${name} not found`);
  } else throw new Unsupported(args.words.join(' '));
}

function version({ args, output, server }) {
  const clientVersion = { gitVersion: 'v1.32.4', major: '1', minor: '32' };
  if (!args.on('--client')) server.guard('discover', { plural: 'version', group: '' }, undefined, undefined);
  const all = args.on('--client') ? { clientVersion } : { clientVersion, serverVersion: { gitVersion: 'v1.34.4', major: '1', minor: '34' } };
  if (args.value('--output') === 'json') output.out += pretty(all);
  else output.out += Object.entries(all).map(([key, { gitVersion }]) => `${key === 'clientVersion' ? 'Client' : 'Server'} Version: ${gitVersion}\n`).join('');
}

/** `auth can-i VERB TYPE`: answered from the rights that the state denies. */
function auth({ state, args, output, cluster }) {
  const [, question, verb, word] = args.words;
  if (question !== 'can-i') throw new Unsupported(args.words.join(' '));
  const [resource, subresource] = word.split('/');
  const type = typeNamed(cluster, resource);
  const name = subresource ? fullName({ ...type, plural: `${type.plural}/${subresource}` }) : fullName(type);
  const denied = (state.deny ?? []).some((rule) => (rule.verb === '*' || rule.verb === verb) && (rule.resource === undefined || rule.resource === '*' || rule.resource === name) && rule.name === undefined);
  if (!args.on('--quiet')) output.out += denied ? 'no\n' : 'yes\n';
  output.exit = denied ? 1 : 0;
}

export const COMMANDS = new Map([
  ['get', { run: get }],
  ['create', { run: create }],
  ['replace', { run: replace }],
  ['delete', { run: remove }],
  ['patch', { run: patch }],
  ['scale', { run: scale }],
  ['api-resources', { run: apiResources }],
  ['version', { run: version }],
  ['auth', { run: auth }],
  ['config', { run: config, offline: true }],
]);
