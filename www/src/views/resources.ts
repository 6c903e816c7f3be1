/** The table of all documents and what becomes of each. */
import { html, nothing, type TemplateResult } from "lit";
import type { Origin, Outcome, Resource, Target } from "../../../pkg/ack_adoption_planner.js";
import { OUTCOME } from "../words.js";
import { lineButton } from "./place.js";

const TONE: Record<Outcome, string> = {
  adopt: "good",
  cleanUpOnly: "info",
  alreadyAdopted: "good",
  blocked: "bad",
  skipped: "none",
};

export interface ResourcesEvents {
  onReveal: (origin: Origin) => void;
  onOpen: (path: string) => void;
  onMore: () => void;
}

/** Shows the first `limit` rows. The roles stand there because on a narrow screen the rows are no table to CSS. */
export function resourcesView(
  resources: readonly Resource[],
  limit: number,
  events: ResourcesEvents,
): TemplateResult {
  if (resources.length === 0) return html`<p class="empty">No document in the input.</p>`;
  const rest = resources.length - limit;
  return html`<table role="table">
      <caption class="unseen">
        Every document of the input and what becomes of it
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Old CR</th>
          <th role="columnheader" scope="col">Outcome</th>
          <th role="columnheader" scope="col">ACK twins</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${resources.slice(0, limit).map((resource) => row(resource, events))}
      </tbody>
    </table>
    ${
      rest > 0
        ? html`<p class="more">
            <button type="button" @click=${events.onMore}>Show ${rest.toLocaleString("en")} more</button>
          </p>`
        : nothing
    }`;
}

function row({ origin, old, outcome, reason, targets }: Resource, events: ResourcesEvents): TemplateResult {
  return html`<tr role="row">
    <td role="cell">
      ${
        old
          ? html`<span class="kind">${old.kind}</span>
              <span class="name">${old.namespace}/<wbr />${old.name}</span>`
          : html`<span class="kind">A document</span>`
      }
      ${lineButton(origin, events.onReveal)}
    </td>
    <td role="cell">
      <span class="badge ${TONE[outcome]}">${OUTCOME[outcome]}</span>
      ${reason === undefined ? nothing : html`<code class="reason">${reason}</code>`}
    </td>
    <td role="cell">
      ${
        targets.length === 0
          ? html`<span class="none">none</span>`
          : html`<ul role="list">
              ${targets.map((target) => twin(target, events))}
            </ul>`
      }
    </td>
  </tr>`;
}

function twin(
  { kind, namespace, name, awsName, region, file }: Target,
  events: ResourcesEvents,
): TemplateResult {
  return html`<li>
    <button
      class="twin"
      type="button"
      title="Show ${file}"
      @click=${() => {
        events.onOpen(file);
      }}
    >
      <span class="kind">${kind}</span> <span class="name">${namespace}/<wbr />${name}</span>
    </button>
    <span class="aws"
      ><span class="unseen">stands for </span>${awsName} <span class="region">${region}</span></span
    >
  </li>`;
}
