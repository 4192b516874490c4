import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

// The screens that the README shows, taken from the demonstration world.
export default defineConfig({ ...tests, testDir: "pictures", workers: 1 });
