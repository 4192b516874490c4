// How old what is overdue is: now, and on a past day as its close knew it.
import type { Page } from "@playwright/test";
import { send } from "../../steps.ts";
import { type Person, expect, test } from "../../world.ts";

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

/** How many loans are overdue for up to thirty days, as the ageing of whoever is signed in says. */
async function late(page: Page): Promise<number> {
  const file = await (await page.request.get("/funder/ageing?export=csv")).text();
  return Number(file.match(/"30 天以内","(\d+)"/)?.[1]);
}

for (const javaScript of [true, false]) {
  test(`a funder writes a late loan off: no class has it any more, and it is owed all the same, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const approver = await enter("funder-a-approver", { javaScript });
    const { page } = approver;
    const before = await late(page);
    const [id, owed] = world.query("select l.reference || ' ' || l.outstanding_fen from loans l join users u on u.agent_id = l.agent_id where u.username = 'agent-17' and l.state = 'overdue'").split(" ");
    const openLoan = async (person: Person) => {
      await person.open("/funder/loans?state=overdue");
      await person.page.locator("main tr", { hasText: id }).locator("a[href^='/funder/loans/']").first().click();
      await person.alive();
    };
    await openLoan(approver);
    await page.locator("main summary", { hasText: "标记核销" }).click();
    await page.fill("#write-off-reason", "经营地已搬空，联系不上");
    await send(approver, "write_off/set").click();
    await expect(page.locator("main")).toContainText("资金方已标记核销");
    await expect(page.locator("main")).toContainText("经营地已搬空，联系不上");
    await approver.accessible();
    await expect.poll(() => late(page)).toBe(before - 1);
    expect(world.query(`select state || ' ' || outstanding_fen from loans where reference = '${id}'`)).toBe(`overdue ${owed}`);

    // Others of the house and the institution read it; the shop is told nothing of it.
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    await openLoan(treasurer);
    await expect(treasurer.page.locator("main")).toContainText("资金方已标记核销");
    await expect(treasurer.page.locator('form[action^="/api/write_off/"]')).toHaveCount(0);
    const shop = await enter("agent-17", { javaScript });
    await shop.open("/agent/loans");
    await expect(shop.page.locator("main")).not.toContainText("核销");

    await send(approver, "write_off/take_back").click();
    await expect(page.locator("main")).not.toContainText("资金方已标记核销");
    await expect.poll(() => late(page)).toBe(before);
    world.verify();
  });
}
