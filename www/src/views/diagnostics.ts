/** The findings: errors first, each with its place. */
import { html, nothing, type TemplateResult } from "lit";
import type { Diagnostic, Origin, Severity } from "../../../pkg/ack_adoption_planner.js";
import { cross, note, triangle } from "../icons.js";
import { SEVERITY } from "../words.js";
import { lineButton } from "./place.js";

const ICON: Record<Severity, TemplateResult> = { error: cross, warning: triangle, info: note };
const ORDER: readonly Severity[] = ["error", "warning", "info"];

export function diagnosticsView(
  diagnostics: readonly Diagnostic[],
  onReveal: (origin: Origin) => void,
): TemplateResult {
  if (diagnostics.length === 0) return html`<p class="empty">Nothing to report.</p>`;
  const byWeight = ORDER.flatMap((severity) => diagnostics.filter((d) => d.severity === severity));
  return html`<ul class="findings" role="list">
    ${byWeight.map((diagnostic) => finding(diagnostic, onReveal))}
  </ul>`;
}

function finding(
  { severity, code, message, help, origin }: Diagnostic,
  onReveal: (origin: Origin) => void,
): TemplateResult {
  return html`<li class="finding ${severity}">
    <p class="kind">
      ${ICON[severity]}<strong>${SEVERITY[severity]}</strong> <code>${code}</code>
      ${origin ? lineButton(origin, onReveal) : nothing}
    </p>
    <p class="message">${message}</p>
    ${help === undefined ? nothing : html`<p class="help">${help}</p>`}
  </li>`;
}
