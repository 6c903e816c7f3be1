/** One text: YAML or JSON, any number of documents. */
export interface Source {
    name: string;
    text: string;
}

/** How to plan. Unknown options and wrong types are thrown as errors that name the option. */
export interface Options {
    /** Default: "annotations". */
    form?: "annotations" | "adopted-resource";
    /** Default: true. */
    readOnly?: boolean;
    /** Default: "adopt". */
    finishedJobs?: "adopt" | "clean-up-only";
    /** For documents that name none. Default: "default". */
    namespace?: string;
    /** Default: false. */
    strict?: boolean;
}

export type Outcome = "adopt" | "cleanUpOnly" | "alreadyAdopted" | "blocked" | "skipped";
export type Risk = "reads" | "reversible" | "irreversible";
export type Severity = "error" | "warning" | "info";

/** A place in the input; line and column count from 1. */
export interface Origin {
    source: string;
    line: number;
    column: number;
    path?: string;
}

export interface Diagnostic {
    severity: Severity;
    code: string;
    message: string;
    help?: string;
    origin?: Origin;
}

export interface Target {
    kind: string;
    namespace: string;
    name: string;
    awsName: string;
    region: string;
    /** Empty where the plan has no files. */
    file: string;
}

export interface Resource {
    origin: Origin;
    old?: { kind: string; namespace: string; name: string; uid?: string };
    outcome: Outcome;
    /** The code that explains the outcome. */
    reason?: string;
    family?: string;
    targets: Target[];
}

export interface Phase {
    id: string;
    title: string;
    risk: Risk;
    file: string;
    command: string;
    resources: number;
}

export interface File {
    path: string;
    text: string;
    executable: boolean;
}

export interface Summary {
    documents: number;
    adopt: number;
    cleanUpOnly: number;
    alreadyAdopted: number;
    blocked: number;
    skipped: number;
    manifests: number;
}

export interface Plan {
    /** 16 hexadecimal digits, the same for the same resources and options. */
    id: string;
    /** Nothing is blocked and there is no error. */
    complete: boolean;
    summary: Summary;
    resources: Resource[];
    phases: Phase[];
    files: File[];
    diagnostics: Diagnostic[];
}

/** Plans a migration. Whatever is wrong with the text is a diagnostic in the plan. */
export function plan(sources: Source[], options?: Options): Plan;
