/** The options of the plan, as form controls. */
import { html, type TemplateResult } from "lit";
import type { Options } from "../../../pkg/ack_adoption_planner.js";

export const defaults: Required<Options> = {
  form: "annotations",
  readOnly: true,
  finishedJobs: "adopt",
  namespace: "default",
  strict: false,
};

export function optionsView(
  options: Required<Options>,
  refused: string,
  onChange: (change: Partial<Options>) => void,
): TemplateResult {
  return html`<fieldset class="options" part="options">
    <legend>Options</legend>
    <label class="wide">
      <span>Form of adoption</span>
      <select
        name="form"
        @change=${(event: Event) => {
          onChange({ form: value(event) === "annotations" ? "annotations" : "adopted-resource" });
        }}
      >
        <option value="annotations" ?selected=${options.form === "annotations"}>
          Annotations (today's controllers)
        </option>
        <option value="adopted-resource" ?selected=${options.form === "adopted-resource"}>
          AdoptedResource (SageMaker up to v1.5.0, autoscaling up to v1.1.1)
        </option>
      </select>
    </label>
    <label>
      <span>Finished jobs</span>
      <select
        name="finishedJobs"
        @change=${(event: Event) => {
          onChange({ finishedJobs: value(event) === "adopt" ? "adopt" : "clean-up-only" });
        }}
      >
        <option value="adopt" ?selected=${options.finishedJobs === "adopt"}>Adopt</option>
        <option value="clean-up-only" ?selected=${options.finishedJobs === "clean-up-only"}>
          Clean up only (they stay in AWS)
        </option>
      </select>
    </label>
    <label>
      <span>Namespace of documents without one</span>
      <input
        name="namespace"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        .value=${options.namespace}
        aria-describedby="refused"
        aria-invalid=${refused === "" ? "false" : "true"}
        @input=${(event: Event) => {
          onChange({ namespace: value(event) });
        }}
      />
    </label>
    <div class="checks">
      <label class="check">
        <input
          type="checkbox"
          name="readOnly"
          .checked=${options.readOnly}
          @change=${(event: Event) => {
            onChange({ readOnly: checked(event) });
          }}
        />
        <span>Read-only twins <small>ACK writes nothing to AWS until you hand over</small></span>
      </label>
      <label class="check">
        <input
          type="checkbox"
          name="strict"
          .checked=${options.strict}
          @change=${(event: Event) => {
            onChange({ strict: checked(event) });
          }}
        />
        <span>Strict <small>any error leaves the plan without files</small></span>
      </label>
    </div>
    <p id="refused" class="refused" role="alert">${refused}</p>
  </fieldset>`;
}

function value(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value;
}

function checked(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
