// A world in which nothing happens leaves the machine alone.
import { expect, test } from "../../world.ts";

/** How long the funders' systems hear of nothing before they ask more seldom, with what begins with the programs. */
const QUIET_S = 36;
/** How long it is measured. */
const MEASURED_S = 15;

const pass = (seconds: number) => new Promise((resolve) => setTimeout(resolve, 1_000 * seconds));

test("server, worker and sandbox together take under two per cent of a core while nothing happens", async ({ world }) => {
  // Idleness is nothing that could be waited for: it is time in which nothing is done.
  await pass(QUIET_S);
  const before = world.seconds();
  await pass(MEASURED_S);
  expect((100 * (world.seconds() - before)) / MEASURED_S).toBeLessThan(2);
});
