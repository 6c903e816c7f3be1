// Takes the pictures of the README: `make screenshots`.
import { chromium } from "playwright-core";
import { preview } from "vite";

const root = new URL("..", import.meta.url).pathname;
const server = await preview({ root, logLevel: "error", preview: { port: 0, host: "127.0.0.1" } });
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1360, height: 900 } });
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await page.locator("ack-adoption-planner .result[aria-busy=false]").waitFor();
  await page.screenshot({ path: `${root}/screenshots/${colorScheme}.png` });
}
await browser.close();
await server.close();
