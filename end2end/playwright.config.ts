import { defineConfig } from "@playwright/test";

const chromium = process.env.LIANRONG_CHROMIUM;
if (!chromium) throw new Error("LIANRONG_CHROMIUM names no browser: run this through scripts/browser");

// Two cores: two worlds at once, each with its own database, server, worker and sandbox.
export default defineConfig({
  testDir: "tests",
  globalSetup: "./template.ts",
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  // What is waited for comes within a second mostly: a whole one between two looks would be the longer part.
  expect: { timeout: 10_000, toPass: { intervals: [100, 250, 500] } },
  forbidOnly: true,
  retries: 0,
  reporter: [["list"]],
  use: {
    locale: "zh-CN",
    viewport: { width: 390, height: 844 },
    launchOptions: {
      executablePath: chromium,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
});
