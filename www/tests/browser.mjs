// What page tests share: the built page on a free port of loopback, and a Chromium with nothing of its own to say.
import { after, afterEach, before } from "node:test";
import { chromium } from "playwright-core";
import { preview } from "vite";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A page, and all that it asked for and complained about. */
export class Visit {
  /** @type {string[]} */ requests = [];
  /** @type {string[]} */ complaints = [];

  /** @param {import("playwright-core").Page} page @param {string} origin */
  constructor(page, origin) {
    this.page = page;
    this.origin = origin;
    this.planner = page.locator("ack-adoption-planner");
    page.on("request", (request) => this.requests.push(request.url()));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
  }

  /** Goes to the page and waits for the plan of its first example. */
  open = async () => {
    await this.page.goto(this.origin);
    await this.settled();
  };

  /** Waits until the plan shown belongs to the input shown. */
  settled = async () => {
    await this.planner.locator(".result[aria-busy=false]").waitFor();
  };

  /** Replaces the input by way of the clipboard, as a person does. @param {string} text */
  paste = async (text) => {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.planner.getByRole("textbox", { name: "Old resources" }).focus();
    await this.page.keyboard.press("ControlOrMeta+A");
    await this.page.keyboard.press("ControlOrMeta+V");
    await this.settled();
  };

  /** @param {string} title */
  choose = async (title) => {
    await this.planner.getByRole("combobox", { name: "Example" }).selectOption(title);
    await this.settled();
  };

  /** @param {"Findings" | "Resources" | "Steps" | "Files"} name */
  tab = async (name) => {
    await this.planner.getByRole("tab", { name }).click();
  };

  /** The counts by their label. @returns {Promise<Record<string, number>>} */
  counts = async () => {
    /** @type {Record<string, number>} */ const counts = {};
    for (const row of await this.planner.locator("dl.counts > div").all()) {
      counts[await row.locator("dt").innerText()] = Number(await row.locator("dd").innerText());
    }
    return counts;
  };

  /** The plan that the element announces next, while `change` is done. @param {() => Promise<void>} change */
  nextPlan = async (change) => {
    await this.planner.evaluate((element) => {
      const announced = new Promise((resolve) => {
        element.addEventListener("plan", resolve, { once: true });
      });
      Reflect.set(globalThis, "announced", announced);
    });
    await change();
    const plan = await this.page.evaluate(async () => {
      /** @type {unknown} */ const event = await Reflect.get(globalThis, "announced");
      return event instanceof CustomEvent ? /** @type {unknown} */ (event.detail) : undefined;
    });
    return /** @type {import("../../pkg/ack_adoption_planner.js").Plan} */ (plan);
  };
}

/**
 * Starts server and browser around the tests of a file.
 * @returns {(options?: import("playwright-core").BrowserContextOptions) => Promise<Visit>}
 */
export function browserForTests() {
  /** @type {import("vite").PreviewServer} */ let server;
  /** @type {import("playwright-core").Browser} */ let browser;
  /** @type {import("playwright-core").BrowserContext[]} */ const contexts = [];
  let origin = "";

  before(async () => {
    const root = new URL("..", import.meta.url).pathname;
    server = await preview({
      root,
      logLevel: "error",
      preview: { port: 0, host: "127.0.0.1", strictPort: true },
    });
    const address = server.httpServer.address();
    if (address === null || typeof address === "string") throw new Error("the preview server has no port");
    origin = `http://127.0.0.1:${address.port}/`;
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      args: ARGUMENTS,
    });
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  return async (options = {}) => {
    const context = await browser.newContext({
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    contexts.push(context);
    return new Visit(await context.newPage(), origin);
  };
}
