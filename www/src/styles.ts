/** How the element looks. Sizes and colours come from tokens.ts alone. */
import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    container: planner / inline-size;
    background: var(--aap-paper);
    color: var(--aap-ink);
    font: var(--aap-text) / 1.5 var(--aap-sans);
    -webkit-text-size-adjust: 100%;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  ol,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  h1 {
    font-size: var(--aap-text-xl);
    line-height: 1.2;
    letter-spacing: -0.02em;
    text-wrap: balance;
  }

  h2,
  h3 {
    font-size: var(--aap-text-l);
    line-height: 1.3;
    letter-spacing: -0.01em;
  }

  :is(.step, .aside, .viewer) h3 {
    font-size: var(--aap-text);
  }

  code {
    font: 0.9em / inherit var(--aap-mono);
    overflow-wrap: anywhere;
  }

  small,
  .size {
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
  }

  .flag {
    white-space: nowrap;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .icon {
    flex: none;
    width: 1.1em;
    height: 1.1em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  /* Controls */

  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }

  button,
  select,
  input:not([type="checkbox"]) {
    min-height: 2.25rem;
    padding: 0 var(--aap-space-3);
    background: var(--aap-card);
    border: 1px solid var(--aap-edge);
    border-radius: var(--aap-radius-s);
  }

  button {
    display: inline-flex;
    gap: var(--aap-space-2);
    align-items: center;
    justify-content: center;
    border-color: var(--aap-line);
    cursor: pointer;
  }

  button:hover {
    border-color: var(--aap-accent);
    color: var(--aap-accent);
  }

  button[aria-disabled="true"] {
    cursor: progress;
  }

  :focus-visible {
    outline: 2px solid var(--aap-accent);
    outline-offset: 2px;
  }

  button.primary {
    min-height: 2.75rem;
    padding: 0 var(--aap-space-4);
    background: var(--aap-accent);
    border-color: var(--aap-accent);
    color: var(--aap-on-accent);
    font-weight: 600;
  }

  button.primary:hover {
    background: color-mix(in srgb, var(--aap-accent) 86%, var(--aap-ink));
    color: var(--aap-on-accent);
  }

  button.primary small {
    color: inherit;
    font-weight: 400;
  }

  button.quiet,
  button.link,
  button.line,
  button.twin {
    border-color: transparent;
    background: none;
  }

  button.quiet {
    min-height: 2rem;
    padding: 0 var(--aap-space-2);
    font-size: var(--aap-text-s);
  }

  button.link,
  button.line,
  button.twin {
    min-height: 1.5rem;
    padding: 0;
    color: var(--aap-accent);
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
    text-underline-offset: 0.2em;
  }

  button.link:hover,
  button.line:hover,
  button.twin:hover {
    text-decoration-color: currentColor;
  }

  button.line {
    font-size: var(--aap-text-s);
    white-space: nowrap;
  }

  input[type="checkbox"] {
    flex: none;
    width: 1.125rem;
    height: 1.125rem;
    margin: 0.2rem 0 0;
    accent-color: var(--aap-accent);
  }

  label > span {
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
  }

  /* Frame */

  .planner {
    display: grid;
    gap: var(--aap-space-5);
    max-width: 100rem;
    margin: 0 auto;
    padding: var(--aap-space-5) clamp(var(--aap-space-4), 2.5cqi, var(--aap-space-6)) var(--aap-space-6);
  }

  .top {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--aap-space-1) var(--aap-space-5);
    align-items: end;
  }

  .top h1 {
    grid-column: 1 / -1;
  }

  .top p {
    color: var(--aap-ink-soft);
    text-wrap: pretty;
  }

  .top .private {
    display: flex;
    gap: var(--aap-space-2);
    align-items: center;
    color: var(--aap-good);
    font-size: var(--aap-text-s);
    font-weight: 600;
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 7fr);
    gap: var(--aap-space-5);
    align-items: start;
  }

  .input,
  .result {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--aap-space-3);
  }

  .bar {
    display: flex;
    gap: var(--aap-space-2) var(--aap-space-3);
    align-items: center;
    min-height: 2.25rem;
  }

  .bar h2 {
    flex: none;
    margin-right: auto;
  }

  .example {
    display: flex;
    gap: var(--aap-space-2);
    align-items: center;
    min-width: 0;
    white-space: nowrap;
  }

  select {
    min-width: 0;
    max-width: 100%;
    text-overflow: ellipsis;
  }

  .bar .id {
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
  }

  .progress {
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
    /* A plan that is there at once needs no word about waiting. */
    animation: appear 0s 0.3s backwards;
  }

  @keyframes appear {
    from {
      visibility: hidden;
    }
  }

  .editor {
    height: clamp(20rem, calc(100vh - 27rem), 60rem);
    background: var(--aap-card);
    border: 1px solid var(--aap-line);
    border-radius: var(--aap-radius);
    box-shadow: var(--aap-shadow);
  }

  .editor:focus-within {
    border-color: var(--aap-accent);
    outline: 1px solid var(--aap-accent);
  }

  .collect summary {
    width: fit-content;
    color: var(--aap-accent);
    cursor: pointer;
    font-size: var(--aap-text-s);
  }

  .collect p {
    padding: var(--aap-space-2) 0;
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
  }

  .command {
    display: flex;
    gap: var(--aap-space-2);
    align-items: start;
    justify-content: space-between;
    padding: var(--aap-space-1) var(--aap-space-1) var(--aap-space-1) var(--aap-space-3);
    background: var(--aap-sunken);
    border: 1px solid var(--aap-line);
    border-radius: var(--aap-radius-s);
  }

  .command code {
    padding: 0.35rem 0;
    font-size: var(--aap-text-s);
    line-height: 1.5;
  }

  .options {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
    gap: var(--aap-space-3) var(--aap-space-4);
  }

  .options legend {
    padding: 0;
    margin-bottom: var(--aap-space-2);
    font-size: var(--aap-text-l);
    font-weight: 700;
    letter-spacing: -0.01em;
  }

  .options label:not(.check) {
    display: grid;
    gap: var(--aap-space-1);
    align-content: start;
  }

  .options :is(.wide, .checks) {
    grid-column: 1 / -1;
  }

  .options :is(select, input:not([type="checkbox"])) {
    width: 100%;
  }

  .options [aria-invalid="true"] {
    border-color: var(--aap-bad);
  }

  .checks {
    display: grid;
    grid-template-columns: inherit;
    gap: var(--aap-space-2) var(--aap-space-4);
  }

  .check {
    display: flex;
    gap: var(--aap-space-2);
    align-items: start;
  }

  .check > span {
    color: var(--aap-ink);
    font-size: var(--aap-text);
    line-height: 1.4;
  }

  .check small {
    display: block;
  }

  .refused {
    grid-column: 1 / -1;
    color: var(--aap-bad);
    overflow-wrap: anywhere;
  }

  .refused:empty {
    display: none;
  }

  /* Verdict and counts */

  .verdict {
    --tone: var(--aap-ink-soft);

    display: flex;
    flex-wrap: wrap;
    gap: var(--aap-space-3);
    align-items: center;
    padding: var(--aap-space-4);
    background: var(--wash, var(--aap-card));
    border: 1px solid color-mix(in srgb, var(--tone) 35%, transparent);
    border-radius: var(--aap-radius);
  }

  .verdict > .icon {
    align-self: start;
    width: 1.6rem;
    height: 1.6rem;
    color: var(--tone);
  }

  .verdict > div {
    flex: 1 1 16rem;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .verdict h3 {
    color: var(--tone);
  }

  .good {
    --tone: var(--aap-good);
    --wash: var(--aap-good-wash);
  }

  .warn {
    --tone: var(--aap-warn);
    --wash: var(--aap-warn-wash);
  }

  .bad {
    --tone: var(--aap-bad);
    --wash: var(--aap-bad-wash);
  }

  .info {
    --tone: var(--aap-info);
    --wash: var(--aap-info-wash);
  }

  .none {
    --tone: var(--aap-ink-soft);
  }

  .counts {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, auto));
    overflow: hidden;
    background: var(--aap-line);
    border: 1px solid var(--aap-line);
    border-radius: var(--aap-radius);
    gap: 1px;
  }

  .counts div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
    padding: var(--aap-space-2) var(--aap-space-3);
    background: var(--aap-card);
  }

  .counts dt {
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
    line-height: 1.3;
  }

  .counts dd {
    font-size: var(--aap-text-l);
    font-variant-numeric: tabular-nums;
    font-weight: 650;
  }

  .counts .zero dd {
    color: var(--aap-ink-soft);
    font-weight: 400;
  }

  .counts .blocked:not(.zero) dd {
    color: var(--aap-bad);
  }

  .counts .adopt:not(.zero) dd,
  .counts .manifests:not(.zero) dd {
    color: var(--aap-accent);
  }

  /* Tabs */

  .card {
    overflow: hidden;
    background: var(--aap-card);
    border: 1px solid var(--aap-line);
    border-radius: var(--aap-radius);
    box-shadow: var(--aap-shadow);
  }

  .tabs {
    display: flex;
    overflow-x: auto;
    border-bottom: 1px solid var(--aap-line);
    scrollbar-width: none;
  }

  .tabs button {
    flex: none;
    min-height: 2.75rem;
    padding: 0 var(--aap-space-4);
    background: none;
    border: 0;
    border-bottom: 2px solid transparent;
    border-top: 2px solid transparent;
    border-radius: 0;
    color: var(--aap-ink-soft);
  }

  .tabs button:hover {
    color: var(--aap-accent);
  }

  .tabs button[aria-selected="true"] {
    border-bottom-color: var(--aap-accent);
    color: var(--aap-ink);
    font-weight: 600;
  }

  .tabs button:focus-visible,
  .viewer:focus-visible {
    outline-offset: -3px;
  }

  .n {
    min-width: 1.6em;
    padding: 0 0.45em;
    background: var(--aap-sunken);
    border-radius: 1em;
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
    font-variant-numeric: tabular-nums;
    font-weight: 400;
    text-align: center;
  }

  .empty,
  .before {
    padding: var(--aap-space-4);
    color: var(--aap-ink-soft);
  }

  .result > .empty {
    padding: var(--aap-space-6) var(--aap-space-4);
    border: 1px dashed var(--aap-edge);
    border-radius: var(--aap-radius);
    text-align: center;
  }

  .badge {
    display: inline-flex;
    gap: 0.35em;
    align-items: center;
    padding: 0.05rem 0.55rem;
    background: var(--wash, var(--aap-sunken));
    border-radius: 1rem;
    color: var(--tone);
    font-size: var(--aap-text-s);
    font-weight: 600;
    white-space: nowrap;
  }

  /* Findings */

  .finding {
    --tone: var(--aap-info);

    display: grid;
    gap: var(--aap-space-1);
    padding: var(--aap-space-3) var(--aap-space-4);
    border-top: 1px solid var(--aap-line);
    box-shadow: inset 3px 0 var(--tone);
  }

  .finding:first-child {
    border-top: 0;
  }

  .finding.error {
    --tone: var(--aap-bad);
  }

  .finding.warning {
    --tone: var(--aap-warn);
  }

  .finding .kind {
    display: flex;
    flex-wrap: wrap;
    gap: var(--aap-space-1) var(--aap-space-2);
    align-items: center;
    font-size: var(--aap-text-s);
  }

  .finding .kind strong,
  .finding .kind .icon {
    color: var(--tone);
  }

  .finding .kind code {
    color: var(--aap-ink-soft);
  }

  .finding .line {
    margin-left: auto;
  }

  .finding .message,
  .finding .help {
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }

  .finding .help {
    color: var(--aap-ink-soft);
  }

  /* Resources */

  table {
    width: 100%;
    border-collapse: collapse;
  }

  th {
    background: var(--aap-sunken);
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
    font-weight: 600;
    text-align: left;
  }

  th,
  td {
    padding: var(--aap-space-3) var(--aap-space-4);
    overflow-wrap: anywhere;
    vertical-align: top;
  }

  tbody tr {
    border-top: 1px solid var(--aap-line);
  }

  th {
    overflow-wrap: normal;
  }

  th:first-child {
    width: 36%;
  }

  th:nth-child(2) {
    width: 9rem;
  }

  td:first-child {
    line-height: 1.4;
  }

  .kind {
    font-size: var(--aap-text-s);
    color: var(--aap-ink-soft);
  }

  td .kind,
  td .name {
    display: block;
  }

  td ul {
    display: grid;
    gap: var(--aap-space-2);
  }

  .twin {
    display: block;
    text-align: left;
    line-height: 1.4;
  }

  .twin .kind,
  .twin .name {
    display: inline;
  }

  .aws,
  .reason {
    display: block;
    color: var(--aap-ink-soft);
    font-size: var(--aap-text-s);
    line-height: 1.4;
  }

  .aws {
    font-family: var(--aap-mono);
    font-size: 0.75rem;
  }

  .region {
    white-space: nowrap;
    color: var(--aap-ink);
  }

  .reason {
    padding-top: var(--aap-space-1);
  }

  td .none {
    color: var(--aap-ink-soft);
  }

  .more {
    padding: var(--aap-space-4);
    border-top: 1px solid var(--aap-line);
    text-align: center;
  }

  /* Steps */

  .before {
    border-bottom: 1px solid var(--aap-line);
    font-size: var(--aap-text-s);
  }

  .steps {
    padding: var(--aap-space-4);
    counter-reset: step;
  }

  .step {
    position: relative;
    display: grid;
    gap: var(--aap-space-2);
    padding: 0 0 var(--aap-space-5) 2.75rem;
    justify-items: start;
    counter-increment: step;
  }

  .step:last-child {
    padding-bottom: 0;
  }

  .step::before {
    position: absolute;
    left: 0;
    display: grid;
    width: 1.85rem;
    height: 1.85rem;
    place-items: center;
    background: var(--wash);
    border: 1px solid color-mix(in srgb, var(--tone) 45%, transparent);
    border-radius: 50%;
    color: var(--tone);
    content: counter(step);
    font-size: var(--aap-text-s);
    font-weight: 650;
  }

  .step:not(:last-child)::after {
    position: absolute;
    top: 2.15rem;
    bottom: 0.3rem;
    left: 0.9rem;
    width: 1px;
    background: var(--aap-line);
    content: "";
  }

  .step .head,
  .aside .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--aap-space-1) var(--aap-space-3);
    align-items: center;
    min-height: 1.85rem;
  }

  .step .command {
    width: 100%;
  }

  .step .link,
  .aside .link {
    font-size: var(--aap-text-s);
  }

  .aside {
    display: grid;
    gap: var(--aap-space-2);
    padding: var(--aap-space-4);
    justify-items: start;
    border-top: 1px solid var(--aap-line);
    background: var(--aap-sunken);
  }

  .aside .command {
    width: 100%;
    background: var(--aap-card);
  }

  /* Files */

  .files {
    display: grid;
    grid-template-columns: minmax(9rem, 16rem) minmax(0, 1fr);
    height: clamp(24rem, calc(100vh - 22rem), 60rem);
  }

  .files nav {
    overflow: auto;
    padding: var(--aap-space-2);
    background: var(--aap-sunken);
    border-right: 1px solid var(--aap-line);
  }

  .files nav button {
    display: block;
    width: 100%;
    min-height: 1.9rem;
    padding: 0.2rem var(--aap-space-2);
    background: none;
    border: 0;
    font: var(--aap-text-s) / 1.4 var(--aap-mono);
    overflow-wrap: anywhere;
    text-align: left;
  }

  .files nav button[aria-current] {
    background: var(--aap-card);
    box-shadow: inset 2px 0 var(--aap-accent);
    color: var(--aap-accent);
  }

  .folder {
    color: var(--aap-ink-soft);
  }

  .viewer {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
  }

  .viewer header {
    display: flex;
    flex-wrap: wrap;
    gap: var(--aap-space-1) var(--aap-space-3);
    align-items: center;
    padding: var(--aap-space-2) var(--aap-space-3);
    border-bottom: 1px solid var(--aap-line);
  }

  .viewer h3 {
    font: 600 var(--aap-text-s) / 1.4 var(--aap-mono);
    overflow-wrap: anywhere;
  }

  .viewer .buttons {
    display: flex;
    gap: var(--aap-space-2);
    margin-left: auto;
  }

  .viewer .buttons button {
    min-height: 2rem;
    font-size: var(--aap-text-s);
  }

  .viewer:has(ack-adoption-planner-code:focus-within) {
    outline: 2px solid var(--aap-accent);
    outline-offset: -2px;
  }

  .toast {
    position: fixed;
    bottom: var(--aap-space-5);
    left: 50%;
    max-width: min(32rem, 100vw - 2 * var(--aap-space-4));
    padding: var(--aap-space-2) var(--aap-space-4);
    background: var(--aap-ink);
    border-radius: var(--aap-radius);
    box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 25%);
    color: var(--aap-paper);
    overflow-wrap: anywhere;
    transform: translateX(-50%);
  }

  .toast:empty {
    visibility: hidden;
  }

  /* Narrow */

  @container planner (max-width: 60rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }

    .editor {
      height: 22rem;
    }
  }

  @container planner (max-width: 44rem) {
    .top {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--aap-space-2);
    }

    .counts {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }

    .counts .documents {
      grid-column: 1 / -1;
    }

    .verdict .primary {
      flex-wrap: wrap;
      width: 100%;
      padding: var(--aap-space-2);
    }

    .tabs button {
      flex: 1 1 auto;
      flex-direction: column;
      gap: 0;
      min-height: 3.5rem;
      padding: 0 var(--aap-space-1);
    }

    .editor {
      height: 15rem;
    }

    thead {
      position: absolute;
      clip-path: inset(50%);
    }

    table,
    tbody {
      display: block;
    }

    tbody tr {
      display: grid;
      gap: var(--aap-space-2);
      padding: var(--aap-space-3) var(--aap-space-4);
    }

    tbody tr:first-child {
      border-top: 0;
    }

    td {
      padding: 0;
    }

    .files {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: auto 26rem;
      height: auto;
    }

    .files nav {
      max-height: 11rem;
      border-right: 0;
      border-bottom: 1px solid var(--aap-line);
    }
  }

  @container planner (max-width: 28rem) {
    .bar {
      flex-wrap: wrap;
    }

    .example {
      order: 3;
      width: 100%;
    }

    .example select {
      flex: 1;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    button {
      transition:
        color 0.12s,
        border-color 0.12s,
        background-color 0.12s;
    }
  }
`;
