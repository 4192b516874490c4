// Adds up what the test runners reported: node scripts/totals.cjs FOLDER KIND:NAME:STATUS...
// The last line is "N passed, N failed"; the exit status is 0 only when nothing failed and every runner ran something.
"use strict";
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const sum = (matches, group) => [...matches].reduce((total, match) => total + Number(match[group]), 0);

// Nextest: "Summary [ 0.5s] 9 tests run: 7 passed (1 slow), 2 failed, 3 skipped", or "4/9 tests run" when it was cut
// short; what did not pass failed, by whatever name. Cargo: "test result: ok. 3 passed; 1 failed; 0 ignored; …".
function readCargo(text) {
  const nextest = [...text.matchAll(/Summary \[[^\]]*\]\s+(?:\d+\/)?(\d+) tests? run: (\d+) passed/g)];
  const cargo = [...text.matchAll(/^test result: \S+ (\d+) passed; (\d+) failed;/gm)];
  const passed = sum(nextest, 2) + sum(cargo, 1);
  return { passed, failed: sum(nextest, 1) - sum(nextest, 2) + sum(cargo, 2) };
}

function readNode(text) {
  return {
    passed: sum(text.matchAll(/^# pass (\d+)$/gm), 1),
    failed: sum(text.matchAll(/^# (?:fail|cancelled) (\d+)$/gm), 1),
  };
}

// A test that passed only when repeated did not pass.
function readPlaywright(text) {
  const { expected, unexpected, flaky } = JSON.parse(text).stats;
  return { passed: expected, failed: unexpected + flaky };
}

const READERS = {
  cargo: { ending: "log", read: readCargo },
  node: { ending: "log", read: readNode },
  playwright: { ending: "json", read: readPlaywright },
};

// Counts of one part. A part that went wrong without a failed test to show for it counts as one failure.
function judge(kind, status, text) {
  if (kind === "step") return { passed: 0, failed: status === 0 ? 0 : 1, note: "" };
  let counts;
  try {
    counts = READERS[kind].read(text);
  } catch {
    counts = { passed: 0, failed: 0 };
  }
  if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1, note: "ran nothing" };
  if (status !== 0 && counts.failed === 0) return { ...counts, failed: 1, note: `status ${status}` };
  return { ...counts, note: "" };
}

function main([folder, ...outcomes]) {
  let passed = 0;
  let failed = 0;
  for (const outcome of outcomes) {
    const [kind, name, status] = outcome.split(":");
    const path = join(folder, `${name}.${READERS[kind]?.ending ?? "log"}`);
    const part = judge(kind, Number(status), existsSync(path) ? readFileSync(path, "utf8") : "");
    passed += part.passed;
    failed += part.failed;
    const counts = kind === "step" ? "" : `${part.passed} passed, ${part.failed} failed`;
    const state = part.failed === 0 ? "ok" : "FAILED";
    console.log(`${state.padEnd(7)}${name.padEnd(10)}${counts}${part.note && `  (${part.note})`}`);
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

module.exports = { judge };
if (require.main === module) main(process.argv.slice(2));
