/** The page's words for what the planner says: one for each thing, the same as in the bundle and the README. */
import type { Outcome, Plan, Risk, Severity, Summary } from "../../pkg/ack_adoption_planner.js";

export const OUTCOME: Record<Outcome, string> = {
  adopt: "Adopt",
  cleanUpOnly: "Clean up only",
  alreadyAdopted: "Already adopted",
  blocked: "Blocked",
  skipped: "Skipped",
};

export const RISK: Record<Risk, string> = {
  reads: "Reads only",
  reversible: "Can be undone",
  irreversible: "Cannot be undone",
};

export const SEVERITY: Record<Severity, string> = { error: "Error", warning: "Warning", info: "Note" };

export const COUNTS: readonly { key: keyof Summary; label: string; meaning: string }[] = [
  { key: "documents", label: "Documents", meaning: "found in the input" },
  { key: "adopt", label: "Adopt", meaning: "old CRs that ACK takes over" },
  { key: "cleanUpOnly", label: "Clean up only", meaning: "nothing to adopt on their own" },
  { key: "alreadyAdopted", label: "Already adopted", meaning: "a verified twin is in the input" },
  { key: "blocked", label: "Blocked", meaning: "can't be planned with certainty" },
  { key: "skipped", label: "Skipped", meaning: "not the old operator's" },
  { key: "manifests", label: "ACK manifests", meaning: "in the bundle" },
];

/** `1 file`, `2 files`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

export interface Verdict {
  tone: "good" | "warn" | "bad" | "none";
  title: string;
  text: string;
}

/** The first thing to read: may this be run, and what will it do? */
export function verdict(plan: Plan): Verdict {
  const { summary, diagnostics, files } = plan;
  const errors = diagnostics.filter((d) => d.severity === "error").length;
  const warnings = diagnostics.filter((d) => d.severity === "warning").length;
  const planned = summary.adopt + summary.cleanUpOnly + summary.alreadyAdopted;
  if (planned === 0 && errors === 0) {
    return {
      tone: "none",
      title: "Nothing to plan",
      text: "The input has no resource of the old operator.",
    };
  }
  if (files.length === 0) {
    return {
      tone: "bad",
      title: "No bundle",
      text:
        planned === 0
          ? "Nothing in the input can be planned with certainty. The findings say why."
          : `Strict is on, and there ${errors === 1 ? "is" : "are"} ${count(errors, "error")}.`,
    };
  }
  if (!plan.complete) {
    return {
      tone: "bad",
      title: `${count(summary.blocked, "document is", "documents are")} blocked`,
      text: "They are left alone, and the bundle has no step that uninstalls the old operator. The rest is planned.",
    };
  }
  const adopts = `ACK takes over ${count(summary.adopt, "old CR")} through ${count(summary.manifests, "manifest")}.`;
  return warnings > 0
    ? {
        tone: "warn",
        title: `Planned, with ${count(warnings, "warning")}`,
        text: `${adopts} Read the warnings before you start.`,
      }
    : { tone: "good", title: "Planned, nothing blocked", text: adopts };
}
