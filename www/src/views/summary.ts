/** The verdict, the counts, and the way to the bundle. */
import { html, nothing, type TemplateResult } from "lit";
import type { Plan } from "../../../pkg/ack_adoption_planner.js";
import { check, cross, download, note, triangle } from "../icons.js";
import { count, COUNTS, verdict, type Verdict } from "../words.js";

const ICON: Record<Verdict["tone"], TemplateResult> = { good: check, warn: triangle, bad: cross, none: note };

export function summaryView(plan: Plan, busy: boolean, onDownload: () => void): TemplateResult {
  const { tone, title, text } = verdict(plan);
  const first = plan.phases[0];
  return html`<div class="verdict ${tone}" part="verdict">
      ${ICON[tone]}
      <div>
        <h3>${title}</h3>
        <p>${text}</p>
        ${first ? html`<p>Start with <code>${first.file}</code>: it only reads.</p>` : nothing}
      </div>
      ${
        plan.files.length > 0
          ? html`<button
              type="button"
              class="primary"
              part="download"
              aria-disabled=${busy}
              @click=${() => {
                if (!busy) onDownload();
              }}
            >
              ${download}<span>Download the bundle</span>
              <small>${count(plan.files.length, "file")}, zip</small>
            </button>`
          : nothing
      }
    </div>
    <dl class="counts" part="counts">
      ${COUNTS.map(
        ({ key, label, meaning }) =>
          html`<div class="${key} ${plan.summary[key] === 0 ? "zero" : ""}" title=${meaning}>
            <dt>${label}</dt>
            <dd>${plan.summary[key].toLocaleString("en")}</dd>
          </div>`,
      )}
    </dl>`;
}
