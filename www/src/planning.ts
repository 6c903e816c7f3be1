/** Plans in a Worker: the newest request wins, and one that takes too long is killed. */
import type { Options, Source } from "../../pkg/ack_adoption_planner.js";
import wasmUrl from "../../pkg/ack_adoption_planner_bg.wasm?url";
import type { Reply, Request } from "./protocol.js";
import PlanWorker from "./worker.js?worker";

export type Outcome =
  | Reply
  /** Killed at the time limit. */
  | { kind: "timedOut" }
  /** A newer request took its place; nothing is to be shown. */
  | { kind: "superseded" }
  /** The planner itself could not be loaded. */
  | { kind: "unavailable"; message: string };

async function compile(): Promise<WebAssembly.Module> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  // Some hosts send another type than application/wasm, which browsers refuse to compile while it streams.
  const streams = response.headers.get("content-type")?.startsWith("application/wasm") ?? false;
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

export class Planning {
  #module: Promise<WebAssembly.Module> | undefined;
  #worker: Worker | undefined;
  #stop: ((outcome: Outcome) => void) | undefined;

  /** Fetches and compiles the planner ahead of the first request. */
  prepare(): void {
    this.#compiled().catch(() => undefined);
  }

  /** Plans, after any request still under way was killed. Never rejects. */
  async plan(sources: Source[], options: Options, timeLimit: number): Promise<Outcome> {
    this.cancel();
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const finish = (outcome: Outcome, reusable: boolean): void => {
        if (this.#stop !== stop) return;
        clearTimeout(timer);
        this.#stop = undefined;
        if (!reusable) this.#discard();
        resolve(outcome);
      };
      const stop = (outcome: Outcome): void => {
        finish(outcome, false);
      };
      this.#stop = stop;

      const send = (module: WebAssembly.Module): void => {
        if (this.#stop !== stop) return;
        const worker = (this.#worker ??= new PlanWorker());
        worker.onmessage = ({ data }: MessageEvent<Reply>) => {
          finish(data, data.kind !== "crashed");
        };
        worker.onerror = (event) => {
          event.preventDefault();
          finish(
            { kind: "crashed", message: event.message || "the planner's worker could not start" },
            false,
          );
        };
        timer = setTimeout(() => {
          stop({ kind: "timedOut" });
        }, timeLimit);
        worker.postMessage({ module, sources, options } satisfies Request);
      };
      this.#compiled().then(send, (error: unknown) => {
        // The next request tries again: the network may be back.
        this.#module = undefined;
        stop({ kind: "unavailable", message: error instanceof Error ? error.message : String(error) });
      });
    });
  }

  /** Kills the request under way, if there is one. */
  cancel(): void {
    this.#stop?.({ kind: "superseded" });
  }

  /** Ends the Worker too. */
  close(): void {
    this.cancel();
    this.#discard();
  }

  #compiled(): Promise<WebAssembly.Module> {
    return (this.#module ??= compile());
  }

  #discard(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
