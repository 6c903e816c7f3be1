/** Every size, face and colour of the page. A host page sets its own on the element: `ack-adoption-planner { --aap-accent: … }`. */
import { css } from "lit";

export const tokens = css`
  :host {
    color-scheme: light dark;

    --aap-sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
    --aap-mono:
      ui-monospace, "SF Mono", SFMono-Regular, Menlo, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace;
    --aap-text-s: 0.8125rem;
    --aap-text: 0.9375rem;
    --aap-text-l: 1.1875rem;
    --aap-text-xl: 1.75rem;

    --aap-space-1: 0.25rem;
    --aap-space-2: 0.5rem;
    --aap-space-3: 0.75rem;
    --aap-space-4: 1rem;
    --aap-space-5: 1.5rem;
    --aap-space-6: 2.25rem;
    --aap-radius-s: 0.375rem;
    --aap-radius: 0.75rem;

    --aap-paper: light-dark(#f6f7f5, #111615);
    --aap-card: light-dark(#ffffff, #192020);
    --aap-sunken: light-dark(#f0f3f0, #131918);
    --aap-line: light-dark(#dbe1dd, #2d3836);
    --aap-edge: light-dark(#7d8a86, #6f807b);
    --aap-ink: light-dark(#17211f, #e7eeec);
    --aap-ink-soft: light-dark(#51605c, #a3b3af);
    --aap-accent: light-dark(#0b6b63, #62d2c4);
    --aap-on-accent: light-dark(#ffffff, #06201d);
    --aap-good: light-dark(#1b6b3b, #7fd79d);
    --aap-good-wash: light-dark(#e6f4ea, #16291d);
    --aap-warn: light-dark(#855000, #f0ba62);
    --aap-warn-wash: light-dark(#fcf1dc, #2d2415);
    --aap-bad: light-dark(#b0241c, #ff9f96);
    --aap-bad-wash: light-dark(#fdebe9, #341b19);
    --aap-info: light-dark(#2a5ca8, #97bff7);
    --aap-info-wash: light-dark(#e9f0fb, #182437);
    --aap-shadow: light-dark(0 1px 2px rgb(20 40 35 / 7%), 0 1px 2px rgb(0 0 0 / 40%));
  }

  :host([theme="light"]) {
    color-scheme: light;
  }

  :host([theme="dark"]) {
    color-scheme: dark;
  }
`;
