/** The bundle's steps in their order, each with its risk and its command; the way back stands beside them. */
import { html, nothing, type TemplateResult } from "lit";
import type { Phase, Risk } from "../../../pkg/ack_adoption_planner.js";
import { copy, eye, triangle, undo } from "../icons.js";
import { count, RISK } from "../words.js";

const ICON: Record<Risk, TemplateResult> = { reads: eye, reversible: undo, irreversible: triangle };
const TONE: Record<Risk, string> = { reads: "info", reversible: "warn", irreversible: "bad" };
/** Not a step on the road: what to run to go back. */
const WAY_BACK = "roll-back";

export interface StepsEvents {
  onCopy: (text: string, what: string) => void;
  onOpen: (path: string) => void;
}

export function stepsView(phases: readonly Phase[], events: StepsEvents): TemplateResult {
  if (phases.length === 0) return html`<p class="empty">There is no bundle, so there are no steps.</p>`;
  const back = phases.find(({ id }) => id === WAY_BACK);
  return html`<p class="before">
      Unpack the bundle, set <code>CONTEXT</code> to the cluster's context, and run the steps in this order.
      Without <code class="flag">--yes</code> a step that writes only says what it would do.
    </p>
    <ol class="steps" role="list">
      ${phases
        .filter((phase) => phase !== back)
        .map((phase) => html`<li class="step ${TONE[phase.risk]}">${body(phase, events)}</li>`)}
    </ol>
    ${back ? html`<div class="aside">${body(back, events)}</div>` : nothing}`;
}

function body({ title, risk, file, command, resources }: Phase, events: StepsEvents): TemplateResult {
  return html`<div class="head">
      <h3>${title}</h3>
      <span class="badge ${TONE[risk]}">${ICON[risk]}${RISK[risk]}</span>
      <span class="size">${count(resources, "resource")}</span>
    </div>
    <div class="command">
      <code>${command}</code>
      <button
        type="button"
        class="quiet"
        @click=${() => {
          events.onCopy(command, `The command of “${title}”`);
        }}
      >
        ${copy}<span>Copy<span class="unseen"> the command of ${title}</span></span>
      </button>
    </div>
    <button
      type="button"
      class="link"
      @click=${() => {
        events.onOpen(file);
      }}
    >
      Read ${file}
    </button>`;
}
