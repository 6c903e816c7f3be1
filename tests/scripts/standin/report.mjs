// Errors in the words of kubectl.

import { UsageError, Unsupported } from './arguments.mjs';
import { ApiError } from './server.mjs';

export function report(output, error) {
  if (error instanceof Unsupported) {
    output.errors.push(`stand-in: not known here: ${error.message}`);
    output.exit = 70;
  } else if (error instanceof ApiError) {
    output.errors.push(error.reason === 'Unreachable' || error.reason === 'Invalid' ? error.message : `Error from server (${error.reason}): ${error.message}`);
    output.exit = 1;
  } else if (error instanceof UsageError) {
    output.errors.push(`error: ${error.message}`);
    output.exit = 1;
  } else throw error;
}
