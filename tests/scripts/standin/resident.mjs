// The same stand-in, resident: starting Node takes longer than all else a call does, and the tests make thousands.
// Prints the port it listens on at 127.0.0.1, and ends when its standard input does. Its client is the file `client`.
//
// A request is texts with a NUL after each: how many follow, the state file, the log file, the caller's folder, a file
// with its standard input, where to put
// the answer's texts, the arguments. The answer is a line: `kill`, or the exit status
// and whether there is a file ANSWER.out and ANSWER.err.

import { createServer } from 'node:net';
import { writeFileSync } from 'node:fs';
import { call } from './main.mjs';

function answer([stateFile, logFile, folder, stdin, answerFile, ...argv]) {
  try {
    const { out, err, exit, kill } = call(argv, { stateFile, logFile, folder, stdin });
    if (kill) return 'kill';
    if (out !== '') writeFileSync(`${answerFile}.out`, out);
    if (err !== '') writeFileSync(`${answerFile}.err`, err);
    return `${exit} ${out === '' ? 0 : 1} ${err === '' ? 0 : 1}`;
  } catch (error) {
    writeFileSync(`${answerFile}.err`, `stand-in: ${error.stack}\n`);
    return '70 0 1';
  }
}

const server = createServer((socket) => {
  let received = '';
  socket.setEncoding('utf8');
  socket.on('error', () => {});
  socket.on('data', (text) => {
    received += text;
    const [count, ...texts] = received.split('\0');
    if (texts.length <= Number(count)) return;
    socket.end(`${answer(texts.slice(0, Number(count)))}\n`);
  });
});

server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
