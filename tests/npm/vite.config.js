// How a partner's pages are built. Vue is told which tag is none of its components; the rest is Vite's own.
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "redcat-report" } } })],
  worker: { format: "es" },
  build: { emptyOutDir: true, modulePreload: { polyfill: false } },
});
