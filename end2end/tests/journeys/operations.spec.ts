// What operations' people see of what waits for them, and what they are shown before they decide.
import { expect, test, type World } from "../../world.ts";

async function receive(world: World, amount: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${world.sandboxPort}/control/receive`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ amount, payer_account: "6228480000000000001", payer_name: "路人甲商贸", remittance: "货款" }),
  });
  expect(answer.ok, await answer.text()).toBe(true);
  const fen = amount.replace(".", "");
  const state = `select state from bank_movements where amount_fen = ${fen} and direction = 'credit'`;
  await expect(() => expect(world.query(state)).toBe("unmatched")).toPass({ timeout: 30_000 });
}

test("the navigation says how much waits for this person", async ({ enter, world }) => {
  const waiting = world.query("select count(*) from approvals where state = 'proposed'");
  expect(waiting).toBe("0");
  await receive(world, "123.45");
  const maker = await enter("operator-maker");
  await maker.open("/admin/movements?state=unmatched");
  await expect(maker.page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: /^对账 \d+ 项待办$/ })).toBeVisible();
  await maker.page.getByRole("row", { name: /路人甲商贸/ }).getByRole("link").first().click();
  const back = maker.page.locator('form[action="/api/approval/return"]');
  await expect(back).toBeHidden();
  await maker.page.getByText("其他处理方式").click();
  await back.locator("textarea").fill("与付款人电话核实，误付");
  await back.locator("button").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  // Who has proposed it does not decide.
  await expect(maker.page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "复核", exact: true })).toBeVisible();

  const checker = await enter("operator-checker");
  const link = checker.page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "复核 1 项待办" });
  await expect(link).toBeVisible();
  await checker.accessible();
  await link.click();
  await checker.page.getByRole("row", { name: /路人甲商贸/ }).getByRole("link").first().click();

  // The facts stand before the buttons, and the button says what it does.
  const decide = checker.page.locator('form[action="/api/approval/decide"]');
  for (const fact of ["退回款项", "路人甲商贸 6228480000000000001", "123.45", "与付款人电话核实，误付"]) {
    await expect(decide.locator("dl")).toContainText(fact);
  }
  await checker.accessible();
  await decide.getByRole("button", { name: "退回 123.45 元至 路人甲商贸 …0001" }).click();
  await expect(decide).toHaveCount(0);
  await expect(checker.page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "复核", exact: true })).toBeVisible();
});
