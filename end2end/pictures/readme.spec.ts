// Takes the pictures of the README. They are looked at by people; the tests look at the rest.
import { join } from "node:path";
import { ROOT } from "../template.ts";
import { expect, test } from "../world.ts";

const picture = (name: string) => join(ROOT, "docs/pictures", `${name}.png`);

test("the screens that the README shows", async ({ enter }) => {
  const borrower = await enter("agent-2");
  await borrower.open("/agent");
  await borrower.page.screenshot({ path: picture("agent-home-390") });
  const chooser = await enter("agent-1");
  await chooser.open("/agent/offers?amount=50000&days=30");
  await chooser.page.screenshot({ path: picture("offers-390") });
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open("/funder/applications");
  await reviewer.page.getByRole("link", { name: /^APP/ }).first().click();
  await reviewer.alive();
  await reviewer.page.screenshot({ path: picture("application-review-1440") });
  const maker = await enter("operator-maker");
  await maker.open("/admin/statements");
  await maker.page.locator("main input[type=file]").setInputFiles(join(ROOT, "files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv"));
  await maker.page.locator("main form:has(input[type=file]) button").click();
  await expect(maker.page).toHaveURL(/\/admin\/statements\/import_/);
  await maker.alive();
  await maker.page.screenshot({ path: picture("reconciliation-1440") });
});
