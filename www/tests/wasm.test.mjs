// The boundary of the very module that the page ships, loaded in Node: plain objects out, thrown errors for bad options.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { initSync, plan } from "../../pkg/ack_adoption_planner.js";

const JOB = `apiVersion: sagemaker.aws.amazon.com/v1
kind: TrainingJob
metadata:
  name: nightly
  namespace: team-a
  uid: 4e1fd0a7-52c6-4b89-9a3e-70c8d5b26f11
spec:
  region: us-west-2
  trainingJobName: nightly-run
status:
  sageMakerTrainingJobName: nightly-run
  trainingJobStatus: Completed
`;

/** @param {string} text */
const source = (text) => [{ name: "input.yaml", text }];
/** Calls with what TypeScript would refuse. */
const untyped = /** @type {(...values: unknown[]) => unknown} */ (plan);

before(() => {
  initSync({ module: readFileSync(new URL("../../pkg/ack_adoption_planner_bg.wasm", import.meta.url)) });
});

describe("what comes out", () => {
  it("is the documented shape, key by key", () => {
    const { files, diagnostics, phases, ...rest } = plan(source(JOB));
    assert.match(rest.id, /^[0-9a-f]{16}$/);
    assert.deepEqual(rest, {
      id: rest.id,
      complete: true,
      summary: {
        documents: 1,
        adopt: 1,
        cleanUpOnly: 0,
        alreadyAdopted: 0,
        blocked: 0,
        skipped: 0,
        manifests: 1,
      },
      resources: [
        {
          origin: { source: "input.yaml", line: 1, column: 1 },
          old: {
            kind: "TrainingJob",
            namespace: "team-a",
            name: "nightly",
            uid: "4e1fd0a7-52c6-4b89-9a3e-70c8d5b26f11",
          },
          outcome: "adopt",
          family: "TrainingJob/team-a/nightly",
          targets: [
            {
              kind: "TrainingJob",
              namespace: "team-a",
              name: "nightly",
              awsName: "nightly-run",
              region: "us-west-2",
              file: "30-adopt/team-a/60-trainingjob.yaml",
            },
          ],
        },
      ],
    });
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(Object.keys(phases[0] ?? {}).sort(), [
      "command",
      "file",
      "id",
      "resources",
      "risk",
      "title",
    ]);
    assert.deepEqual(Object.keys(files[0] ?? {}).sort(), ["executable", "path", "text"]);
  });

  it("is made of plain objects, and what is absent has no key", () => {
    const result = plan(source(`${JOB}---\n\tbroken\n---\nkind: Pod\napiVersion: v1\n`));
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    /** @param {unknown} value @param {string} where */
    const walk = (value, where) => {
      assert.notEqual(value, null, where);
      assert.notEqual(value, undefined, where);
      assert.ok(!(value instanceof Map), where);
      if (typeof value !== "object" || value === null) return;
      for (const [key, inner] of Object.entries(value)) walk(inner, `${where}.${key}`);
    };
    walk(result, "plan");
  });

  it("has every array, even for an empty text", () => {
    const { resources, phases, files, diagnostics, summary } = plan(source(""));
    assert.ok(Array.isArray(diagnostics));
    assert.deepEqual([resources, phases, files, summary.documents], [[], [], [], 0]);
  });

  it("is the same for no options, empty options and the defaults", () => {
    const options = {
      form: /** @type {const} */ ("annotations"),
      readOnly: true,
      finishedJobs: /** @type {const} */ ("adopt"),
      namespace: "default",
      strict: false,
    };
    const expected = plan(source(JOB), options);
    assert.deepEqual(plan(source(JOB)), expected);
    assert.deepEqual(plan(source(JOB), {}), expected);
  });

  it("follows each option", () => {
    assert.match(
      plan(source(JOB), { form: "adopted-resource" }).files.find(({ path }) => path.endsWith(".yaml"))
        ?.text ?? "",
      /^kind: AdoptedResource$/m,
    );
    assert.doesNotMatch(
      plan(source(JOB), { readOnly: false }).files.find(({ path }) => path.endsWith(".yaml"))?.text ?? "",
      /read-only/,
    );
    assert.equal(plan(source(JOB), { finishedJobs: "clean-up-only" }).summary.cleanUpOnly, 1);
    assert.equal(
      plan(source(JOB.replace("  namespace: team-a\n", "")), { namespace: "team-b" }).resources[0]?.old
        ?.namespace,
      "team-b",
    );
    assert.deepEqual(plan(source(`${JOB}---\n\tbroken\n`), { strict: true }).files, []);
  });
});

describe("what is refused", () => {
  /** @type {[string, unknown, RegExp][]} */
  const cases = [
    ["an unknown option", { fromat: "annotations" }, /fromat/],
    ["an unknown form", { form: "annotation" }, /form.*annotation|annotation.*annotations/s],
    ["a form of another type", { form: 1 }, /form/],
    ["readOnly as text", { readOnly: "yes" }, /readOnly/],
    ["an unknown word for finishedJobs", { finishedJobs: "drop" }, /finishedJobs/],
    ["strict as a number", { strict: 1 }, /strict/],
    ["a namespace as a number", { namespace: 7 }, /namespace/],
    ["a namespace that can't be one", { namespace: "Not_One" }, /namespace.*Not_One/],
    ["options that are a list", [], /options/],
    ["options that are null", null, /options/],
    ["options that are text", "strict", /options/],
  ];
  for (const [what, options, message] of cases) {
    it(`${what} is an Error that names it`, () => {
      assert.throws(
        () => untyped(source(JOB), options),
        (error) => {
          assert.ok(error instanceof Error, String(error));
          assert.ok(!(error instanceof WebAssembly.RuntimeError), error.message);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it("sources of another shape are Errors that name them", () => {
    for (const sources of [
      undefined,
      null,
      "text",
      [{ name: "a" }],
      [{ name: "a", text: 1 }],
      [{ name: "a", text: "", more: 1 }],
    ]) {
      assert.throws(() => untyped(sources), /sources/);
    }
  });

  it("a refusal leaves the module usable", () => {
    assert.throws(() => untyped(source(JOB), { strict: 1 }));
    assert.equal(plan(source(JOB)).complete, true);
  });
});

describe("the text", () => {
  it("may hold anything", () => {
    for (const text of [
      "\0",
      "\ud800",
      "\uFEFF".repeat(3),
      "- ".repeat(10_000),
      "[".repeat(10_000),
      "a: &a [*a]",
      "<script>",
    ]) {
      assert.equal(typeof plan(source(text)).id, "string");
    }
  });
});
