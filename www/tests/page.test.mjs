// The page in a real Chromium: what a person does with it, and what it must never do.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { unzipSync } from "fflate";
import { browserForTests } from "./browser.mjs";

const visit = browserForTests();

const opened = async () => {
  const here = await visit();
  await here.open();
  return here;
};

/** The first example's plan on the page, and as a program gets it. @param {import("./browser.mjs").Visit} here */
const announced = async (here) => {
  await here.open();
  await here.choose("Two training jobs");
  return here.nextPlan(() => here.choose("A deployment with autoscaling"));
};

/** Path and Unix mode of each entry, as the zip's own directory lists them. @param {Buffer} zip @returns {[string, number][]} */
function modes(zip) {
  const END = 0x06054b50;
  const end = zip.lastIndexOf(Buffer.from(new Uint32Array([END]).buffer));
  let at = zip.readUInt32LE(end + 16);
  /** @type {[string, number][]} */ const entries = [];
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const UNIX = 3;
    assert.equal(zip.readUInt8(at + 5), UNIX);
    // The upper half of the attributes is the mode.
    entries.push([zip.toString("utf8", at + 46, at + 46 + name), zip.readUInt16LE(at + 40)]);
    at += 46 + name + extra + comment;
  }
  return entries;
}

/** @param {string} name */
const example = (name) => readFileSync(new URL(`../examples/${name}.yaml`, import.meta.url), "utf8");

/** @param {number} n */
const job = (n) => `---
apiVersion: sagemaker.aws.amazon.com/v1
kind: TrainingJob
metadata:
  name: job-${n}
  namespace: team-a
  uid: 4e1fd0a7-52c6-4b89-9a3e-${String(n).padStart(12, "0")}
spec:
  region: us-west-2
status:
  sageMakerTrainingJobName: job-${n}
`;

describe("a first visit", () => {
  it("shows the plan of the first example", async () => {
    const { page, planner, ...here } = await opened();
    assert.equal(
      await planner.getByRole("heading", { level: 3 }).first().innerText(),
      "Planned, nothing blocked",
    );
    assert.deepEqual(await here.counts(), {
      Documents: 4,
      Adopt: 4,
      "Clean up only": 0,
      "Already adopted": 0,
      Blocked: 0,
      Skipped: 0,
      "ACK manifests": 5,
    });
    assert.equal(await page.title(), "ACK adoption planner");
    assert.deepEqual(here.complaints, []);
  });

  it("lists the steps with risk and command, the way back apart", async () => {
    const { planner, tab } = await opened();
    await tab("Steps");
    const panel = planner.getByRole("tabpanel");
    assert.deepEqual(await panel.locator("li .command code").allInnerTexts(), [
      './00-preflight.sh --context "$CONTEXT"',
      './10-backup.sh --context "$CONTEXT"',
      './20-freeze-old-operator.sh --context "$CONTEXT" --yes',
      './30-adopt.sh --context "$CONTEXT" --yes',
      './40-verify.sh --context "$CONTEXT"',
      './50-remove-finalizers.sh --context "$CONTEXT" --yes',
      './60-uninstall-old-operator.sh --context "$CONTEXT" --yes',
      './70-hand-over.sh --context "$CONTEXT" --yes',
    ]);
    assert.deepEqual(await panel.locator("li .badge").allInnerTexts(), [
      "Reads only",
      "Reads only",
      "Can be undone",
      "Can be undone",
      "Reads only",
      "Cannot be undone",
      "Cannot be undone",
      "Can be undone",
    ]);
    assert.equal(
      await panel.locator(".aside .command code").innerText(),
      './rollback.sh --context "$CONTEXT" --yes',
    );
  });

  it("shows what becomes of every document, and opens a twin's manifest", async () => {
    const { planner, tab } = await opened();
    await tab("Resources");
    const rows = planner.getByRole("row");
    assert.equal(await rows.count(), 5);
    const deployment = rows.filter({ hasText: "HostingDeployment" });
    assert.equal(await deployment.locator(".badge").innerText(), "Adopt");
    assert.deepEqual(await deployment.locator(".twin .kind").allInnerTexts(), [
      "Endpoint",
      "EndpointConfig",
      "Model",
    ]);
    await deployment.locator(".twin").first().click();
    assert.equal(await planner.locator("#open-file").innerText(), "30-adopt/payments/30-endpoint.yaml");
    await planner
      .locator(".viewer")
      .getByText(`'{"endpointName":"fraud-score-6f1d0c5a4be94f0e9a37c2d81b5e7a40"}'`)
      .waitFor();
  });
});

describe("input with errors", () => {
  it("is told apart finding by finding, and a click goes to the line", async () => {
    const { page, planner, counts, choose } = await opened();
    await choose("Input with errors");
    assert.equal(
      await planner.getByRole("heading", { level: 3 }).first().innerText(),
      "4 documents are blocked",
    );
    const { Documents, Adopt, Blocked, Skipped } = await counts();
    assert.deepEqual(
      { Documents, Adopt, Blocked, Skipped },
      { Documents: 6, Adopt: 1, Blocked: 4, Skipped: 1 },
    );

    const findings = planner.locator(".finding");
    assert.deepEqual(await findings.locator(".kind code").allInnerTexts(), [
      "invalid-name",
      "syntax",
      "missing-region",
      "aws-name-unknown",
      "other-kind",
    ]);
    assert.deepEqual(await findings.locator("strong").allInnerTexts(), [
      "Error",
      "Error",
      "Error",
      "Error",
      "Note",
    ]);

    const lines = example("errors").split("\n");
    const tab = lines.findIndex((line) => line.startsWith("\t")) + 1;
    const broken = findings.filter({ hasText: "syntax" });
    assert.equal(await broken.locator("button.line").innerText(), `line ${tab}`);
    await broken.locator("button.line").click();
    await planner.locator(".editor .cm-activeLine").filter({ hasText: "name: forecast" }).waitFor();
    assert.equal(
      await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className),
      "editor",
    );
  });

  it("leaves the uninstall step out", async () => {
    const { planner, choose, tab } = await opened();
    await choose("Input with errors");
    await tab("Files");
    assert.equal(await planner.getByRole("button", { name: "60-uninstall-old-operator.sh" }).count(), 0);
    assert.equal(await planner.getByRole("button", { name: "50-remove-finalizers.sh" }).count(), 1);
  });
});

describe("pasted text", () => {
  it("that is HTML stays text, in every place it reaches", async () => {
    const { page, planner, paste, tab, complaints } = await opened();
    const markup = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
    await paste(`apiVersion: sagemaker.aws.amazon.com/v1
kind: TrainingJob
metadata:
  name: ${JSON.stringify(markup)}
  namespace: team-a
  uid: 4e1fd0a7-52c6-4b89-9a3e-70c8d5b26f11
spec:
  region: ${JSON.stringify(markup)}
---
apiVersion: v1
kind: ${JSON.stringify(markup)}
metadata:
  name: other
`);
    for (const name of /** @type {const} */ (["Findings", "Resources", "Steps", "Files"])) {
      await tab(name);
      assert.equal(await planner.locator("img, script").count(), 0, name);
      if (name === "Findings" || name === "Resources") {
        await planner.getByRole("tabpanel").getByText("<img src=x onerror=").first().waitFor();
      }
    }
    await planner.locator(".editor").getByText("<script>document.title='run'</script>").first().waitFor();
    assert.equal(await page.title(), "ACK adoption planner");
    assert.deepEqual(complaints, []);
  });

  it("is replanned as it is typed, and an empty input has no plan", async () => {
    const { page, planner, paste, settled, counts } = await opened();
    await paste(job(1));
    assert.equal((await counts())["Documents"], 1);
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("---");
    await page.keyboard.press("Enter");
    await page.keyboard.type("kind: Pod");
    await planner.locator(".counts .documents dd").getByText("2", { exact: true }).waitFor();
    assert.equal(await planner.getByRole("combobox", { name: "Example" }).inputValue(), "");

    await planner.getByRole("button", { name: "Clear" }).click();
    await settled();
    await planner.getByText("Paste old resources or choose an example").waitFor();
    assert.equal(await planner.locator(".verdict").count(), 0);
  });

  it("comes back after Clear, with one undo", async () => {
    const { page, planner, paste, settled } = await opened();
    await paste(job(7));
    await planner.getByRole("button", { name: "Clear" }).click();
    await settled();
    await planner.getByRole("textbox", { name: "Old resources" }).focus();
    await page.keyboard.press("ControlOrMeta+Z");
    await settled();
    assert.equal(await planner.evaluate((element) => String(Reflect.get(element, "text"))), job(7));
    assert.equal(await planner.locator(".verdict").count(), 1);
  });

  it("with nothing of the old operator says so", async () => {
    const { planner, paste } = await opened();
    await paste("apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n");
    assert.equal(await planner.getByRole("heading", { level: 3 }).first().innerText(), "Nothing to plan");
    assert.equal(await planner.getByRole("button", { name: "Download the bundle" }).count(), 0);
  });

  it("of a thousand resources shows the first rows, and all of them on request", async () => {
    const { planner, paste, tab } = await opened();
    await paste(Array.from({ length: 1000 }, (_, n) => job(n)).join(""));
    await tab("Resources");
    assert.equal(await planner.locator("tbody tr").count(), 200);
    await planner.getByRole("button", { name: "Show 800 more" }).click();
    assert.equal(await planner.locator("tbody tr").count(), 1000);
  });
});

describe("options", () => {
  it("change the plan", async () => {
    const { planner, choose, nextPlan } = await opened();
    await choose("Two training jobs");
    /** @param {import("../../pkg/ack_adoption_planner.js").Plan} plan */
    const manifests = (plan) =>
      plan.files
        .filter(({ path }) => path.endsWith(".yaml"))
        .map(({ text }) => text)
        .join("");

    const older = await nextPlan(async () => {
      await planner.getByRole("combobox", { name: "Form of adoption" }).selectOption("adopted-resource");
    });
    assert.match(manifests(older), /^kind: AdoptedResource$/m);
    await nextPlan(async () => {
      await planner.getByRole("combobox", { name: "Form of adoption" }).selectOption("annotations");
    });

    const writing = await nextPlan(async () => {
      await planner.getByRole("checkbox", { name: "Read-only twins" }).uncheck();
    });
    assert.doesNotMatch(manifests(writing), /read-only/);
    assert.ok(writing.files.every(({ path }) => path !== "70-hand-over.sh"));

    const fewer = await nextPlan(async () => {
      await planner.getByRole("combobox", { name: "Finished jobs" }).selectOption("clean-up-only");
    });
    assert.deepEqual([fewer.summary.adopt, fewer.summary.cleanUpOnly], [1, 1]);
  });

  it("give documents without a namespace theirs", async () => {
    const { planner, paste, nextPlan } = await opened();
    await paste(job(1).replace("  namespace: team-a\n", ""));
    const plan = await nextPlan(async () => {
      await planner.getByRole("textbox", { name: "Namespace of documents without one" }).fill("team-b");
    });
    assert.equal(plan.resources[0]?.old?.namespace, "team-b");
  });

  it("that are strict leave no bundle where there is an error", async () => {
    const { planner, choose, settled, tab } = await opened();
    await choose("Input with errors");
    await planner.getByRole("checkbox", { name: "Strict" }).check();
    await settled();
    assert.equal(await planner.getByRole("heading", { level: 3 }).first().innerText(), "No bundle");
    assert.equal(await planner.getByRole("button", { name: "Download the bundle" }).count(), 0);
    await tab("Files");
    await planner.getByText("There is no bundle, so there are no files.").waitFor();
  });

  it("that can't be are named, and the plan comes back when they are mended", async () => {
    const { planner, settled } = await opened();
    const field = planner.getByRole("textbox", { name: "Namespace of documents without one" });
    await field.fill("Not_One");
    await settled();
    assert.match(await planner.getByRole("alert").innerText(), /namespace.*Not_One/);
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.equal(await planner.locator(".verdict").count(), 0);
    await field.fill("team-b");
    await settled();
    assert.equal(await planner.locator(".verdict").count(), 1);
    assert.equal(await field.getAttribute("aria-invalid"), "false");
  });
});

describe("taking the bundle out", () => {
  it("one file is copied as it is", async () => {
    const here = await visit();
    const plan = await announced(here);
    await here.tab("Files");
    await here.planner.getByRole("button", { name: "resources.tsv" }).click();
    await here.planner.locator(".viewer").getByRole("button", { name: "Copy" }).click();
    await here.planner.getByText("resources.tsv is copied.").waitFor();
    const copied = await here.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, plan.files.find(({ path }) => path === "resources.tsv")?.text);
    assert.match(copied, /^outcome\tclean_up\t/);
  });

  it("one file is saved as it is", async () => {
    const here = await visit();
    const plan = await announced(here);
    await here.tab("Files");
    await here.planner.getByRole("button", { name: "lib.sh" }).click();
    const [download] = await Promise.all([
      here.page.waitForEvent("download"),
      here.planner.locator(".viewer").getByRole("button", { name: "Save" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "lib.sh");
    assert.equal(
      await readFile(await download.path(), "utf8"),
      plan.files.find(({ path }) => path === "lib.sh")?.text,
    );
  });

  it("all of it is a zip with the same files, and scripts may be run", async () => {
    const here = await visit();
    const plan = await announced(here);
    const [download] = await Promise.all([
      here.page.waitForEvent("download"),
      here.planner.getByRole("button", { name: "Download the bundle" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), `ack-adoption-${plan.id}.zip`);
    const bytes = await readFile(await download.path());
    const files = Object.entries(unzipSync(bytes)).map(([path, text]) => [
      path,
      Buffer.from(text).toString(),
    ]);
    assert.deepEqual(
      files,
      plan.files.map(({ path, text }) => [path, text]),
    );
    assert.ok(files.length > 10);
    assert.deepEqual(
      modes(bytes),
      plan.files.map(({ path, executable }) => [path, executable ? 0o100755 : 0o100644]),
    );
  });
});

describe("nothing leaves the page", () => {
  it("every request is to its own origin, whatever is done, and its policy allows no other", async () => {
    const here = await opened();
    await here.choose("Input with errors");
    await here.paste(job(1));
    await here.planner.getByRole("checkbox", { name: "Strict" }).check();
    await here.settled();
    await Promise.all([
      here.page.waitForEvent("download"),
      here.planner.getByRole("button", { name: "Download the bundle" }).click(),
    ]);
    const foreign = here.requests.filter(
      (url) => !url.startsWith(here.origin) && !url.startsWith(`blob:${here.origin}`),
    );
    assert.deepEqual(foreign, []);
    assert.deepEqual(here.complaints, []);

    const policy = await here.page
      .locator("meta[http-equiv=Content-Security-Policy]")
      .getAttribute("content");
    assert.match(policy ?? "", /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    assert.doesNotMatch(policy ?? "", /unsafe-inline|'unsafe-eval'|https?:|\*/);
    await assert.rejects(here.page.evaluate(() => fetch("https://example.org/").then(() => undefined)));
    assert.match(here.complaints.join(), /Content Security Policy/);
  });
});

describe("a plan that does not end well", () => {
  it("is killed at the time limit, which is named; text and page stay usable", async () => {
    const { planner, choose, settled, counts } = await opened();
    const text = Array.from({ length: 20_000 }, (_, n) => job(n)).join("");
    await planner.evaluate((element, big) => {
      Object.assign(element, { timeLimit: 5, text: big });
    }, text);
    await settled();
    assert.match(
      await planner.getByRole("alert").filter({ hasText: "No plan" }).innerText(),
      /longer than 0\.005 s/,
    );
    assert.equal(await planner.locator(".verdict").count(), 1);
    assert.equal(await planner.evaluate((element) => String(Reflect.get(element, "text"))), text);

    await planner.evaluate((element) => Object.assign(element, { timeLimit: 30_000 }));
    await choose("Two training jobs");
    assert.equal((await counts())["Documents"], 2);
  });

  it("newer input takes the place of a plan under way", async () => {
    const { planner, paste, counts } = await opened();
    const text = Array.from({ length: 20_000 }, (_, n) => job(n)).join("");
    await planner.evaluate((element, big) => Object.assign(element, { text: big }), text);
    await paste(job(1));
    assert.equal((await counts())["Documents"], 1);
  });
});

describe("keyboard and small screens", () => {
  it("arrow keys move between the tabs", async () => {
    const { planner, page } = await opened();
    const tabs = planner.getByRole("tab");
    await tabs.filter({ hasText: "Steps" }).focus();
    await page.keyboard.press("ArrowRight");
    await planner.getByRole("tab", { name: "Files", selected: true }).waitFor();
    await page.keyboard.press("ArrowRight");
    await planner.getByRole("tab", { name: "Findings", selected: true }).waitFor();
    await page.keyboard.press("End");
    await planner.getByRole("tab", { name: "Files", selected: true }).waitFor();
    assert.equal(await tabs.evaluateAll((all) => all.filter((tab) => tab.tabIndex === 0).length), 1);
  });

  it("Tab leaves the editor", async () => {
    const { planner, page } = await opened();
    await planner.getByRole("textbox", { name: "Old resources" }).focus();
    await page.keyboard.press("Tab");
    assert.notEqual(
      await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className),
      "editor",
    );
  });

  it("360 pixels are enough: nothing makes the page scroll sideways", async () => {
    const here = await visit({ viewport: { width: 360, height: 740 } });
    await here.open();
    for (const title of ["A deployment with autoscaling", "Input with errors"]) {
      await here.choose(title);
      for (const name of /** @type {const} */ (["Findings", "Resources", "Steps", "Files"])) {
        await here.tab(name);
        assert.equal(
          await here.page.evaluate(() => document.documentElement.scrollWidth),
          360,
          `${title}: ${name}`,
        );
      }
    }
  });
});
