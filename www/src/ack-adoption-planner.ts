/** `<ack-adoption-planner>`: old resources in, a plan and a bundle out. Nothing leaves the browser. */
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { File, Options, Origin, Plan } from "../../pkg/ack_adoption_planner.js";
import { copy } from "./clipboard.js";
import type { CodeEditor } from "./code-editor.js";
import "./code-editor.js";
import { collectCommand } from "./collect.js";
import { examples } from "./examples.js";
import { copy as copyIcon, cross, lock } from "./icons.js";
import { Planning, type Outcome } from "./planning.js";
import { save } from "./save.js";
import { styles } from "./styles.js";
import { tokens } from "./tokens.js";
import { diagnosticsView } from "./views/diagnostics.js";
import { filesView } from "./views/files.js";
import { defaults, optionsView } from "./views/options.js";
import { resourcesView } from "./views/resources.js";
import { stepsView } from "./views/steps.js";
import { summaryView } from "./views/summary.js";
import { count, verdict } from "./words.js";
import { zip } from "./zip.js";

/** How diagnostics name what stands in the editor. */
const SOURCE = "input";
/** Rows of the table at first: more would make every key press slow. */
const ROWS = 200;
/** A pause in typing that is worth a plan, in milliseconds. */
const PAUSE = 150;
/** How long a word about what was done stays, in milliseconds. */
const TOAST = 4_000;

const TABS = ["findings", "resources", "steps", "files"] as const;
type Tab = (typeof TABS)[number];

@customElement("ack-adoption-planner")
export class AckAdoptionPlanner extends LitElement {
  static override styles = [tokens, styles];

  /** How long a plan may take, in milliseconds, before it is stopped. */
  @property({ type: Number, attribute: "time-limit" }) timeLimit = 30_000;
  /** `light` or `dark`; without it, as the system says. */
  @property({ reflect: true }) theme: "light" | "dark" | undefined;
  @property({ attribute: false }) options: Required<Options> = { ...defaults };

  @state() private plan: Plan | undefined;
  @state() private failure = "";
  @state() private refused = "";
  @state() private busy = false;
  /** The tab that a person chose; until then the plan decides. */
  @state() private chosenTab: Tab | undefined;
  @state() private openPath = "";
  @state() private rows = ROWS;
  @state() private status = "";
  @state() private toast = "";
  @state() private example = examples[0]?.id ?? "";
  @state() private shownText = examples[0]?.text ?? "";

  @query(".editor") private editor!: CodeEditor | null;

  readonly #planning = new Planning();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  /** What stands in the editor. Setting it plans at once. */
  get text(): string {
    return this.editor?.text ?? this.shownText;
  }

  set text(text: string) {
    this.#show(text, "");
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#planning.prepare();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#pause);
    clearTimeout(this.#toastTimer);
    this.#planning.close();
  }

  protected override firstUpdated(): void {
    void this.#run();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get("options") !== undefined) this.#soon(0);
  }

  #show(text: string, example: string): void {
    this.example = example;
    // A text that was typed over and is chosen again is the same value, and must be shown all the same.
    if (this.editor && this.shownText === text) this.editor.replace(text);
    this.shownText = text;
    this.#soon(0);
  }

  #soon(pause: number): void {
    clearTimeout(this.#pause);
    // From here on the shown plan is not that of the shown input: it can be read, not taken.
    this.busy = true;
    this.#pause = setTimeout(() => void this.#run(), pause);
  }

  async #run(): Promise<void> {
    this.busy = true;
    await this.updateComplete;
    const { text } = this;
    if (text.trim() === "") {
      this.#planning.cancel();
      this.#finish(undefined, "");
      this.status = "The input is empty.";
      return;
    }
    const outcome = await this.#planning.plan([{ name: SOURCE, text }], this.options, this.timeLimit);
    this.#take(outcome);
  }

  #take(outcome: Outcome): void {
    switch (outcome.kind) {
      case "superseded":
        return;
      case "plan":
        this.#finish(outcome.plan, "");
        this.status = `${verdict(outcome.plan).title}. ${count(outcome.plan.diagnostics.length, "finding")}.`;
        this.dispatchEvent(new CustomEvent("plan", { detail: outcome.plan, bubbles: true, composed: true }));
        return;
      case "refused":
        this.#finish(undefined, "");
        this.refused = outcome.message;
        return;
      case "timedOut":
        this.#finish(
          undefined,
          `The plan was stopped: it took longer than ${this.timeLimit / 1000} s. Your text is as you left it. Plan fewer resources at once, for example one namespace.`,
        );
        return;
      case "crashed":
        this.#finish(
          undefined,
          `The planner stopped in the middle (${outcome.message}). That is a fault in it, not in your text, which is as you left it.`,
        );
        return;
      case "unavailable":
        this.#finish(
          undefined,
          `The planner could not be loaded (${outcome.message}). Change the text to try again.`,
        );
    }
  }

  /** A plan that no longer belongs to the input is taken away: nobody must run it. */
  #finish(plan: Plan | undefined, failure: string): void {
    this.busy = false;
    this.plan = plan;
    this.failure = failure;
    this.refused = "";
    this.rows = ROWS;
  }

  readonly #reveal = (origin: Origin): void => {
    this.editor?.scrollIntoView({ block: "nearest" });
    this.editor?.reveal(origin.line, origin.column);
  };

  readonly #open = (path: string): void => {
    this.openPath = path;
    this.chosenTab = "files";
  };

  readonly #copy = (text: string, what: string): void => {
    void copy(text).then((copied) => {
      this.#say(
        copied ? `${what} is copied.` : `${what} could not be copied: select it and copy it by hand.`,
      );
    });
  };

  #say(toast: string): void {
    this.toast = toast;
    clearTimeout(this.#toastTimer);
    this.#toastTimer = setTimeout(() => {
      this.toast = "";
    }, TOAST);
  }

  readonly #save = (file: File): void => {
    save(file.path.slice(file.path.lastIndexOf("/") + 1), new TextEncoder().encode(file.text), "text/plain");
  };

  readonly #download = (): void => {
    if (!this.plan) return;
    save(`ack-adoption-${this.plan.id}.zip`, zip(this.plan.files), "application/zip");
    this.#say("The bundle is saved.");
  };

  protected override render(): TemplateResult {
    return html`<div class="planner" part="planner">
      <header class="top">
        <h1 part="title">ACK adoption planner</h1>
        <p>
          Hand the resources of the retired Amazon SageMaker Operator to the ACK controllers, without stopping
          one endpoint.
        </p>
        <p class="private">${lock}Nothing you paste leaves this page.</p>
      </header>
      <div class="columns">${this.#input()}${this.#result()}</div>
      <p class="unseen" role="status">${this.status}</p>
      <p class="toast" role="status">${this.toast}</p>
    </div>`;
  }

  #input(): TemplateResult {
    return html`<section class="input" aria-labelledby="input-title">
      <div class="bar">
        <h2 id="input-title">Old resources</h2>
        <label class="example">
          <span>Example</span>
          <select
            name="example"
            .value=${this.example}
            @change=${(event: Event) => {
              const chosen = examples.find(({ id }) => id === (event.target as HTMLSelectElement).value);
              if (chosen) this.#show(chosen.text, chosen.id);
            }}
          >
            <option value="" disabled ?selected=${this.example === ""}>Your own input</option>
            ${examples.map(
              ({ id, title }) => html`<option value=${id} ?selected=${id === this.example}>${title}</option>`,
            )}
          </select>
        </label>
        <button
          type="button"
          @click=${() => {
            this.#show("", "");
          }}
        >
          Clear
        </button>
      </div>
      <details class="collect">
        <summary>How to collect them</summary>
        <p>
          This command reads all eight kinds in every namespace. If the cluster changes, run it and plan
          again.
        </p>
        <div class="command">
          <code>${collectCommand}</code>
          <button
            type="button"
            class="quiet"
            @click=${() => {
              this.#copy(collectCommand, "The command");
            }}
          >
            ${copyIcon}<span>Copy<span class="unseen"> the command</span></span>
          </button>
        </div>
      </details>
      <ack-adoption-planner-code
        class="editor"
        part="editor"
        language="yaml"
        label="Old resources, as YAML or JSON"
        hint="Paste the output of kubectl get, YAML or JSON"
        .value=${this.shownText}
        @edit=${() => {
          this.example = "";
          this.#soon(PAUSE);
        }}
      ></ack-adoption-planner-code>
      ${optionsView(this.options, this.refused, (change) => {
        this.options = { ...this.options, ...change };
      })}
    </section>`;
  }

  #result(): TemplateResult {
    return html`<section class="result" aria-labelledby="plan-title" aria-busy=${this.busy}>
      <div class="bar">
        <h2 id="plan-title">Plan</h2>
        ${this.plan?.files.length ? html`<span class="id">Plan id <code>${this.plan.id}</code></span>` : nothing}
        <span class="progress" ?hidden=${!this.busy}>Planning…</span>
      </div>
      ${
        this.failure === ""
          ? nothing
          : html`<div class="verdict bad" role="alert">
              ${cross}
              <div>
                <h3>No plan</h3>
                <p>${this.failure}</p>
              </div>
            </div>`
      }
      ${this.plan ? this.#planView(this.plan) : this.#noPlan()}
    </section>`;
  }

  #noPlan(): TemplateResult | typeof nothing {
    if (this.failure !== "" || this.busy) return nothing;
    return html`<p class="empty">
      ${
        this.refused === ""
          ? "Paste old resources or choose an example, and the plan stands here."
          : "An option is not accepted. It is named beside the options."
      }
    </p>`;
  }

  /** Findings come first where there are any; else what there is to do. */
  #tab(plan: Plan): Tab {
    return this.chosenTab ?? (plan.diagnostics.length > 0 ? "findings" : "steps");
  }

  #planView(plan: Plan): TemplateResult {
    const tab = this.#tab(plan);
    return html`${summaryView(plan, this.busy, this.#download)}
      <div class="card">
        <div class="tabs" role="tablist" aria-label="Parts of the plan" @keydown=${this.#onTabKey}>
          ${TABS.map((each) => this.#tabButton(each, each === tab, plan))}
        </div>
        <div class="panel" id="panel" role="tabpanel" aria-labelledby="tab-${tab}" part="panel">
          ${this.#panel(tab, plan)}
        </div>
      </div>`;
  }

  #tabButton(tab: Tab, selected: boolean, plan: Plan): TemplateResult {
    const label: Record<Tab, [string, number]> = {
      findings: ["Findings", plan.diagnostics.length],
      resources: ["Resources", plan.resources.length],
      steps: ["Steps", plan.phases.length],
      files: ["Files", plan.files.length],
    };
    const [word, n] = label[tab];
    return html`<button
      type="button"
      role="tab"
      id="tab-${tab}"
      aria-controls="panel"
      aria-selected=${selected}
      tabindex=${selected ? 0 : -1}
      @click=${() => {
        this.chosenTab = tab;
      }}
    >
      ${word} <span class="n">${n.toLocaleString("en")}</span>
    </button>`;
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    if (!this.plan) return;
    const at = TABS.indexOf(this.#tab(this.plan));
    const last = TABS.length - 1;
    const to = new Map([
      ["ArrowRight", at === last ? 0 : at + 1],
      ["ArrowLeft", at === 0 ? last : at - 1],
      ["Home", 0],
      ["End", last],
    ]).get(event.key);
    const tab = to === undefined ? undefined : TABS[to];
    if (!tab) return;
    event.preventDefault();
    this.chosenTab = tab;
    this.renderRoot.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };

  #panel(tab: Tab, plan: Plan): TemplateResult {
    switch (tab) {
      case "findings":
        return diagnosticsView(plan.diagnostics, this.#reveal);
      case "resources":
        return resourcesView(plan.resources, this.rows, {
          onReveal: this.#reveal,
          onOpen: this.#open,
          onMore: () => {
            this.rows = plan.resources.length;
          },
        });
      case "steps":
        return stepsView(plan.phases, { onCopy: this.#copy, onOpen: this.#open });
      case "files":
        return filesView(plan.files, this.openPath, this.busy, {
          onOpen: this.#open,
          onCopy: this.#copy,
          onSave: this.#save,
        });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "ack-adoption-planner": AckAdoptionPlanner;
  }
}
