"use strict";
const { test } = require("node:test");
const { deepEqual, equal } = require("node:assert/strict");
const { judge } = require("./totals.cjs");

const counts = ({ passed, failed }) => [passed, failed];

test("a nextest summary is counted, whatever the failures are called", () => {
  const text = "     Summary [   1.234s] 9 tests run: 6 passed (1 slow), 2 failed, 1 timed out, 3 skipped\n";
  deepEqual(counts(judge("cargo", 100, text)), [6, 3]);
});

test("a nextest run that was cut short counts the tests it did not reach as failed", () => {
  const text = "     Summary [   0.010s] 2/5 tests run: 1 passed, 1 failed, 0 skipped\n";
  deepEqual(counts(judge("cargo", 100, text)), [1, 4]);
});

test("the lines of several cargo test programs add up", () => {
  const line = (passed, failed) => `test result: ok. ${passed} passed; ${failed} failed; 0 ignored; 0 measured\n`;
  deepEqual(counts(judge("cargo", 0, line(3, 0) + line(4, 0))), [7, 0]);
  deepEqual(counts(judge("cargo", 101, line(3, 2))), [3, 2]);
});

test("the counts of node and of playwright are read", () => {
  deepEqual(counts(judge("node", 0, "# pass 4\n# fail 0\n# cancelled 0\n")), [4, 0]);
  const stats = { expected: 8, unexpected: 1, flaky: 1, skipped: 0 };
  deepEqual(counts(judge("playwright", 1, JSON.stringify({ stats }))), [8, 2]);
});

test("a runner that ran nothing fails", () => {
  for (const text of ["", "test result: ok. 0 passed; 0 failed; 0 ignored;\n", "error: could not compile"]) {
    const part = judge("cargo", 0, text);
    equal(part.failed, 1);
    equal(part.note, "ran nothing");
  }
  equal(judge("playwright", 0, "").failed, 1);
});

test("a status that no failed test explains counts as a failure", () => {
  deepEqual(counts(judge("cargo", 101, "test result: ok. 5 passed; 0 failed; 0 ignored;\n")), [5, 1]);
  deepEqual(counts(judge("step", 1, "")), [0, 1]);
  deepEqual(counts(judge("step", 0, "")), [0, 0]);
});
