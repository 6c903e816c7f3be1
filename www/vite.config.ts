import { defineConfig } from "vite";

export default defineConfig({
  // Relative addresses, so that the page works under any path.
  base: "./",
  build: {
    target: "es2022",
    // The page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
  preview: { host: "127.0.0.1", strictPort: true },
});
