/** What the page and its Worker say to each other. */
import type { Options, Plan, Source } from "../../pkg/ack_adoption_planner.js";

/** The compiled module goes along: a Worker that replaces a killed one fetches and compiles nothing. */
export interface Request {
  module: WebAssembly.Module;
  sources: Source[];
  options: Options;
}

export type Reply =
  | { kind: "plan"; plan: Plan }
  /** The planner refused an option. */
  | { kind: "refused"; message: string }
  /** The planner stopped in the middle, which is our fault: the module can't be used again. */
  | { kind: "crashed"; message: string };
