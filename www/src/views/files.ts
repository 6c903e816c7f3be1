/** The bundle's files: a list, and one of them to read, copy or save. */
import { html, nothing, type TemplateResult } from "lit";
import type { File } from "../../../pkg/ack_adoption_planner.js";
import "../code-editor.js";
import type { Language } from "../code-editor.js";
import { copy, download } from "../icons.js";
import { count } from "../words.js";

/** What to read before anything else. */
const FIRST = "README.md";

export interface FilesEvents {
  onOpen: (path: string) => void;
  onCopy: (text: string, what: string) => void;
  onSave: (file: File) => void;
}

export function filesView(
  files: readonly File[],
  openPath: string,
  busy: boolean,
  events: FilesEvents,
): TemplateResult {
  const listed = [...files].sort((a, b) => Number(b.path === FIRST) - Number(a.path === FIRST));
  const open = listed.find((file) => file.path === openPath) ?? listed[0];
  if (!open) return html`<p class="empty">There is no bundle, so there are no files.</p>`;
  return html`<div class="files">
    <nav aria-label="Files of the bundle">
      <ul role="list">
        ${listed.map(
          (file) =>
            html`<li>
              <button
                type="button"
                aria-current=${file === open ? "true" : nothing}
                @click=${() => {
                  events.onOpen(file.path);
                }}
              >
                ${name(file.path)}
              </button>
            </li>`,
        )}
      </ul>
    </nav>
    <section class="viewer" aria-labelledby="open-file">
      <header>
        <h3 id="open-file">${open.path}</h3>
        <span class="size">${size(open)}</span>
        <span class="buttons">
          <button
            type="button"
            aria-disabled=${busy}
            @click=${() => {
              if (!busy) events.onCopy(open.text, open.path);
            }}
          >
            ${copy}<span>Copy</span>
          </button>
          <button
            type="button"
            aria-disabled=${busy}
            @click=${() => {
              if (!busy) events.onSave(open);
            }}
          >
            ${download}<span>Save</span>
          </button>
        </span>
      </header>
      <ack-adoption-planner-code
        readonly
        .label=${open.path}
        .language=${language(open)}
        .value=${open.text}
      ></ack-adoption-planner-code>
    </section>
  </div>`;
}

function name(path: string): TemplateResult {
  const cut = path.lastIndexOf("/") + 1;
  return html`<span class="folder">${path.slice(0, cut)}</span>${path.slice(cut)}`;
}

function size({ text, executable }: File): string {
  // A final line break ends a line and begins none.
  const lines = text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
  return count(lines, "line") + (executable ? ", executable" : "");
}

function language({ path }: File): Language {
  if (path.endsWith(".yaml")) return "yaml";
  if (path.endsWith(".md")) return "prose";
  return path.endsWith(".sh") ? "shell" : "text";
}
