/** `<ack-adoption-planner-code>`: text with line numbers and colours, to edit or to read. The only file that names CodeMirror. */
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

export type Language = "yaml" | "shell" | "prose" | "text";

const LANGUAGE: Record<Language, () => Extension> = {
  yaml,
  shell: () => StreamLanguage.define(shell),
  prose: () => EditorView.lineWrapping,
  text: () => [],
};

/** Marks text that was put there and not typed. */
const replaced = Annotation.define<boolean>();

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--aap-accent)" },
  { tag: [tags.comment, tags.lineComment, tags.meta], color: "var(--aap-ink-soft)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword], color: "var(--aap-bad)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--aap-warn)" },
  { tag: [tags.standard(tags.variableName), tags.definition(tags.variableName)], color: "var(--aap-info)" },
  { tag: tags.invalid, color: "var(--aap-bad)" },
]);

const looks = EditorView.theme({
  "&": {
    height: "100%",
    backgroundColor: "transparent",
    color: "var(--aap-ink)",
    fontSize: "var(--aap-text-s)",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--aap-mono)", lineHeight: "1.6", overscrollBehavior: "contain" },
  ".cm-content": { caretColor: "var(--aap-ink)", padding: "var(--aap-space-3) 0" },
  ".cm-line": { padding: "0 var(--aap-space-4) 0 var(--aap-space-2)" },
  ".cm-cursor": { borderLeftColor: "var(--aap-ink)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--aap-ink-soft)",
    border: "none",
    paddingLeft: "var(--aap-space-2)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--aap-accent) 9%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--aap-accent) 24%, transparent)",
  },
  ".cm-selectionMatch, .cm-searchMatch": {
    backgroundColor: "var(--aap-warn-wash)",
    outline: "1px solid var(--aap-warn)",
  },
  ".cm-placeholder": { color: "var(--aap-ink-soft)" },
  ".cm-panels": {
    backgroundColor: "var(--aap-sunken)",
    color: "var(--aap-ink)",
    borderColor: "var(--aap-line)",
  },
  ".cm-panel.cm-search": { padding: "var(--aap-space-2)", fontFamily: "var(--aap-sans)" },
  ".cm-textfield": {
    backgroundColor: "var(--aap-card)",
    border: "1px solid var(--aap-edge)",
    borderRadius: "var(--aap-radius-s)",
    fontSize: "var(--aap-text-s)",
    padding: "var(--aap-space-1) var(--aap-space-2)",
  },
  ".cm-button": {
    background: "var(--aap-card)",
    border: "1px solid var(--aap-line)",
    borderRadius: "var(--aap-radius-s)",
    color: "var(--aap-ink)",
    fontSize: "var(--aap-text-s)",
    padding: "var(--aap-space-1) var(--aap-space-2)",
  },
});

@customElement("ack-adoption-planner-code")
export class CodeEditor extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-height: 0;
      overflow: hidden;
    }

    .frame {
      height: 100%;
    }
  `;

  /** What a screen reader says that this text is. */
  @property() label = "";
  @property() language: Language = "text";
  @property({ type: Boolean }) readonly = false;
  /** Shown while there is no text. */
  @property() hint = "";
  /** Setting it replaces the text, which a person can undo; typing does not change it. */
  @property({ attribute: false }) value = "";

  readonly #changing = new Compartment();
  #view: EditorView | undefined;

  /** What stands there now. */
  get text(): string {
    return this.#view?.state.doc.toString() ?? this.value;
  }

  /** Puts other text there, as setting `value` does, even where that is the same. */
  replace(text: string): void {
    this.value = text;
    const view = this.#view;
    view?.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      effects: EditorView.scrollIntoView(0),
      annotations: [replaced.of(true), isolateHistory.of("full")],
    });
  }

  /** Puts the cursor on a line, counted from 1, and shows it. */
  reveal(line: number, column: number): void {
    const view = this.#view;
    if (!view) return;
    const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
    const anchor = Math.min(from + Math.max(column, 1) - 1, to);
    view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    view.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open(this.value);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What was typed is still there when the element comes back.
    this.value = this.text;
    this.#view?.destroy();
    this.#view = undefined;
  }

  protected override render(): TemplateResult {
    return html`<div class="frame"></div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.#view) {
      this.#open(this.value);
      return;
    }
    if (changed.has("language") || changed.has("label")) {
      this.#view.dispatch({ effects: this.#changing.reconfigure(this.#look()) });
    }
    if (changed.has("value") && this.value !== this.text) this.replace(this.value);
  }

  #open(text: string): void {
    const parent = this.renderRoot.querySelector<HTMLElement>(".frame");
    if (!parent || !(this.renderRoot instanceof ShadowRoot)) return;
    // Inside a shadow root CodeMirror adopts its style sheets, so the page's policy needs no inline styles.
    this.#view = new EditorView({ state: this.#state(text), parent, root: this.renderRoot });
  }

  #state(text: string): EditorState {
    return EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        drawSelection(),
        search({ top: true }),
        keymap.of(searchKeymap),
        highlightSelectionMatches(),
        syntaxHighlighting(colours),
        looks,
        EditorView.contentAttributes.of({ spellcheck: "false", autocapitalize: "off" }),
        this.#changing.of(this.#look()),
        this.readonly ? this.#reading() : this.#writing(),
      ],
    });
  }

  #look(): Extension {
    return [LANGUAGE[this.language](), EditorView.contentAttributes.of({ "aria-label": this.label })];
  }

  #reading(): Extension {
    // Not editable takes it out of the tab order, so it is put back: a keyboard must be able to scroll.
    return [
      EditorState.readOnly.of(true),
      EditorView.editable.of(false),
      EditorView.contentAttributes.of({ tabindex: "0", "aria-readonly": "true" }),
    ];
  }

  #writing(): Extension {
    return [
      history(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      placeholder(this.hint),
      EditorView.updateListener.of((update) => {
        const typed = !update.transactions.some((transaction) => transaction.annotation(replaced));
        if (update.docChanged && typed) this.dispatchEvent(new Event("edit"));
      }),
    ];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ack-adoption-planner-code": CodeEditor;
  }
}
