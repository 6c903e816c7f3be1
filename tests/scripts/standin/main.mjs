// One call of kubectl: read the state, let the cluster move one step, act, write the state and the log.

import { appendFileSync, closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { parseArguments, UsageError, Unsupported } from './arguments.mjs';
import { Server } from './server.mjs';
import { step } from './controllers.mjs';
import { apply, guard, refusal, struckByCall } from './faults.mjs';
import { readFiles } from './input.mjs';
import { COMMANDS } from './commands.mjs';
import { report } from './report.mjs';

/**
 * `folder` is where the caller stands, `stdin` the file or descriptor with its input. Gives back what kubectl prints, its
 * exit status, and whether a fault kills the caller.
 */
export function call(argv, { stateFile, logFile, folder, stdin }) {
  const output = { out: '', errors: [], exit: 0 };
  const written = [];
  let kill;
  let args;
  // Before the lock: in a pipe the call that writes our input wants the lock as well.
  const input = attempt(output, () => {
    args = parseArguments(argv);
    return readFiles(args.all('--filename'), folder, stdin);
  });
  locked(stateFile, () => {
    const state = JSON.parse(readFileSync(stateFile, 'utf8'));
    const faults = args ? struckByCall(state, args, argv) : [];
    kill = faults.find((fault) => fault.kill)?.kill;
    if (input !== undefined && kill !== 'before') act({ state, args, input, faults, output, written });
    writeFileSync(`${stateFile}.new`, JSON.stringify(state));
    renameSync(`${stateFile}.new`, stateFile);
    const line = { argv, exit: kill ? null : output.exit, writes: written };
    appendFileSync(logFile, `${JSON.stringify(line)}\n`);
  });
  return { out: output.out, err: output.errors.map((line) => `${line}\n`).join(''), exit: output.exit, kill };
}

function act({ state, args, input, faults, output, written }) {
  attempt(output, () => {
    const context = contextOf(state, args);
    const command = COMMANDS.get(args.words[0]);
    if (!command) throw new Unsupported(`command ${args.words.join(' ')}`);
    if (command.offline || args.on('--local')) {
      command.run({ state, args, input, output, context });
      return;
    }
    const cluster = state.clusters[context];
    const server = new Server(state, cluster, (...request) => guard(server, ...request));
    step(server);
    for (const change of faults.flatMap((fault) => fault.before ?? [])) apply(server, change);
    const failing = faults.find((fault) => fault.error);
    if (failing) throw refusal(failing.error, 'get', { plural: 'calls', group: '' });
    try {
      command.run({ state, args, input, output, context, server, cluster });
    } finally {
      for (const change of [...faults.flatMap((fault) => fault.after ?? []), ...(state.pending ?? [])]) apply(server, change);
      delete state.pending;
      written.push(...server.written);
    }
  });
}

function contextOf(state, args) {
  const named = args.value('--context');
  if (named !== undefined && !(named in state.clusters)) throw new UsageError(`context was not found for specified context: ${named}`);
  return named ?? state.currentContext;
}

function attempt(output, action) {
  try {
    return action();
  } catch (error) {
    report(output, error);
    return undefined;
  }
}

/** A lock file with the holder's process id: a holder that was killed no longer counts. */
function locked(stateFile, action) {
  const lock = `${stateFile}.lock`;
  for (;;) {
    try {
      const file = openSync(lock, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!alive(lock)) rmSync(lock, { force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function alive(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}
