/** A place in the input, as a button that goes there. */
import { html, type TemplateResult } from "lit";
import type { Origin } from "../../../pkg/ack_adoption_planner.js";

export function lineButton(origin: Origin, onReveal: (origin: Origin) => void): TemplateResult {
  return html`<button
    class="line"
    type="button"
    title=${origin.path ?? "Go to the line"}
    @click=${() => {
      onReveal(origin);
    }}
  >
    line ${origin.line}
  </button>`;
}
