/** The Worker: one request, one reply. Planning here keeps the page fluid, and can be killed. */
import init, { plan } from "../../pkg/ack_adoption_planner.js";
import type { Reply, Request } from "./protocol.js";

async function answer({ module, sources, options }: Request): Promise<Reply> {
  try {
    await init({ module_or_path: module });
    return { kind: "plan", plan: plan(sources, options) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof WebAssembly.RuntimeError ? "crashed" : "refused", message };
  }
}

self.addEventListener("message", (event: MessageEvent<Request>) => {
  void answer(event.data).then((reply) => {
    self.postMessage(reply);
  });
});
