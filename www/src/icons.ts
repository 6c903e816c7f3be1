/** Small line drawings. They repeat what a word beside them says, so assistive technology skips them. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${shape}</svg>`;

export const check = icon(svg`<circle cx="8" cy="8" r="6.25"/><path d="m5.2 8.2 2 2 3.6-4.2"/>`);
export const cross = icon(svg`<circle cx="8" cy="8" r="6.25"/><path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4"/>`);
export const triangle = icon(svg`<path d="M8 2.2 14.4 13.4H1.6Z"/><path d="M8 6.6v3.2m0 1.7v.1"/>`);
export const note = icon(svg`<circle cx="8" cy="8" r="6.25"/><path d="M8 7.4v3.6M8 5v.1"/>`);
export const eye = icon(
  svg`<path d="M1.6 8S4 3.6 8 3.6 14.4 8 14.4 8 12 12.4 8 12.4 1.6 8 1.6 8Z"/><circle cx="8" cy="8" r="1.9"/>`,
);
export const undo = icon(
  svg`<path d="M5.2 2.8 2.4 5.6l2.8 2.8"/><path d="M2.6 5.6h6.9a3.9 3.9 0 0 1 0 7.8H5.6"/>`,
);
export const lock = icon(
  svg`<rect x="3" y="7" width="10" height="6.6" rx="1.4"/><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2"/>`,
);
export const copy = icon(
  svg`<rect x="5.4" y="5.4" width="8" height="8" rx="1.4"/><path d="M3.4 10.6h-.2a.8.8 0 0 1-.8-.8V3.2c0-.5.4-.8.8-.8h6.6c.5 0 .8.4.8.8v.2"/>`,
);
export const download = icon(svg`<path d="M8 2.2v8m0 0 3.2-3.2M8 10.2 4.8 7"/><path d="M2.6 13.4h10.8"/>`);
export const arrow = icon(svg`<path d="M2.4 8h11m0 0L9.6 4.2M13.4 8l-3.8 3.8"/>`);
