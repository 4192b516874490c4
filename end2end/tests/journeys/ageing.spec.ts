// How old what is overdue is: now, and on a past day as its close knew it.
import { expect, test } from "../../world.ts";

test("the ageing of a past day is what its close knew, on the page and as a file", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await maker.open("/admin/days");
  await maker.page.locator(".banner__time button[value=due]").click();
  await maker.alive();
  await expect(maker.page.locator(".banner")).toContainText("2026-11-22");
  const fen = world.query("select sum(outstanding_fen) from loans l join partners p on p.id = l.funder_id where p.code = 'funder-c' and l.state = 'overdue'");
  const owed = (Number(fen) / 100).toFixed(2);

  const treasurer = await enter("funder-c-treasurer");
  const { page } = treasurer;
  await treasurer.open("/funder/ageing");
  await expect(page.locator("main")).toContainText("以当前会计日 2026-11-22 为准");
  const late = page.locator("main tbody tr", { hasText: "30 天以内" });
  await expect(late).toContainText(owed);
  // One strip of 100 %, and no bar that fills the screen.
  const strip = page.locator(".chart__strip > svg");
  expect((await strip.boundingBox())!.height).toBeLessThanOrEqual(32);
  const parts = await strip.locator("rect").count();
  expect(parts).toBeGreaterThan(0);
  await expect(page.locator(".chart__legend > .chart__key")).toHaveCount(parts);
  await page.fill("#on", "2026-11-20");
  await page.locator("main form.filters button").click();
  await expect(page).toHaveURL(/on=2026-11-20/);
  await treasurer.alive();
  await expect(page.locator("main")).toContainText("以 2026-11-20 日终时的记录为准");
  await expect(late).not.toContainText(owed);
  await treasurer.accessible();

  const file = async (on: string) => (await page.request.get(`/funder/ageing?on=${on}&export=csv`)).text();
  expect(await file("2026-11-20")).toContain('"30 天以内","0"');
  // Unpaid at the close of its due date: overdue, with no days.
  expect(await file("2026-11-21")).toContain(`"30 天以内","1","${owed}"`);
  await maker.open("/admin/ageing?on=2026-11-21");
  await expect(maker.page.locator("main tbody tr", { hasText: "30 天以内" })).toContainText(owed);
});
