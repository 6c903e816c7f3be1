/** The bundle as one zip. */
import { zipSync, type Zippable } from "fflate";
import type { File } from "../../pkg/ack_adoption_planner.js";

const REGULAR_FILE = 0o100000;
/** The host system whose permission bits follow. */
const UNIX = 3;
/** The same plan gives the same bytes: the zip format's first date stands for all. */
const MODIFIED = new Date(1980, 0, 1);

export function zip(files: readonly File[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const entries: Zippable = {};
  for (const { path, text, executable } of files) {
    const mode = REGULAR_FILE | (executable ? 0o755 : 0o644);
    // `<< 16` would make a negative number of it.
    entries[path] = [encoder.encode(text), { os: UNIX, attrs: mode * 0x10000, mtime: MODIFIED }];
  }
  return zipSync(entries);
}
