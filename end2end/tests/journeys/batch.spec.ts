// One thing done to many rows: those that changed meanwhile keep no other back.
import { expect, test } from "../../world.ts";

const OF_A = "funder_id = (select id from partners where code = 'funder-a')";

test("a treasurer confirms what has arrived at once, and is told which was confirmed meanwhile", async ({ enter, world }) => {
  world.query(`update repayments set partner_confirmed_at = null where ${OF_A}`);
  const sum = world.query(`select to_char(sum(amount_fen) / 100.0, 'FM999,999,990.00') from repayments where ${OF_A}`);
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/repayments?state=unconfirmed");
  const bar = treasurer.page.locator(".table__batch");
  await expect(bar.getByText("已选 0 笔")).toBeVisible();
  await treasurer.accessible();
  await bar.getByLabel("全选本页").check();
  await expect(bar.getByText(`已选 6 笔 · 合计 ${sum} 元`)).toBeVisible();
  await treasurer.page.getByRole("checkbox", { name: /^勾选/ }).first().uncheck();
  await expect(bar.getByText("已选 5 笔")).toBeVisible();
  await expect(bar.getByLabel("全选本页")).not.toBeChecked();
  await bar.getByLabel("全选本页").check();

  const [meanwhile, confirmedAs] = world
    .query(`select reference || ' ' || id from repayments where ${OF_A} order by debited_at, id limit 1`)
    .split(" ");
  world.query(`update repayments set partner_confirmed_at = now() where id = '${confirmedAs}'`);
  await bar.getByLabel("收款流水号").fill("JH-20261120-07");
  await bar.getByRole("button", { name: "确认到账" }).click();
  const told = treasurer.page.getByRole("alert");
  await expect(told).toContainText("已办理 5 笔，1 笔未办理");
  await expect(told.getByRole("listitem")).toHaveText(`${meanwhile} 此前已确认到账 · 不需要再确认。`);
  await treasurer.accessible();
  expect(world.query(`select count(*) from repayments where ${OF_A} and partner_confirmed_at is null`)).toBe("0");
  expect(world.query("select count(*) from transitions where reason = 'JH-20261120-07'")).toBe("5");
  await expect(bar).toHaveCount(0);

  // Whoever may not confirm has nothing to tick.
  world.query(`update repayments set partner_confirmed_at = null where ${OF_A}`);
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open("/funder/repayments?state=unconfirmed");
  await expect(reviewer.page.getByRole("row")).toHaveCount(7);
  await expect(reviewer.page.locator(".table__batch, .table__check")).toHaveCount(0);
});

test("without JavaScript one ticks and presses the button, and nothing ticked is said", async ({ enter, world }) => {
  world.query(`update repayments set partner_confirmed_at = null where ${OF_A}`);
  const treasurer = await enter("funder-a-treasurer", { javaScript: false, width: 390, height: 844 });
  await treasurer.open("/funder/repayments?state=unconfirmed");
  const bar = treasurer.page.locator(".table__batch");
  await bar.getByLabel("收款流水号").fill("JH-1");
  await bar.getByRole("button").click();
  await expect(treasurer.page.getByRole("alert")).toContainText("还没有勾选");
  await expect(bar.getByLabel("收款流水号"), "what was typed is kept").toHaveValue("JH-1");
  for (const place of [0, 1]) await treasurer.page.getByRole("checkbox", { name: /^勾选/ }).nth(place).check();
  await bar.getByRole("button").click();
  await expect(treasurer.page.getByRole("alert")).toContainText("已办理 2 笔");
  await expect(bar.getByLabel("收款流水号")).toHaveValue("");
  expect(world.query(`select count(*) from repayments where ${OF_A} and partner_confirmed_at is not null`)).toBe("2");
});

test("shares are taken back and given back together, unless debts are collected with them", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/bindings");
  const ticks = treasurer.page.getByRole("checkbox", { name: /^勾选/ });
  const shared = Number(world.query(`select count(*) from shares s join bindings b on b.id = s.binding_id where s.state = 'shared' and b.${OF_A}`));
  await expect(ticks).toHaveCount(shared);
  const bar = treasurer.page.locator(".table__batch");
  await bar.getByLabel("全选本页").check();
  await bar.getByLabel("原因").fill("合作到期");
  await bar.getByRole("button", { name: "收回" }).click();
  await expect(treasurer.page.getByRole("alert")).toContainText("笔未办理");
  const left = Number(world.query("select count(*) from shares where state = 'shared'"));
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(shared);
  await expect(ticks).toHaveCount(left);

  const approver = await enter("facilitator-1-approver");
  await approver.open("/facilitator/shares");
  await approver.page.getByRole("checkbox", { name: /^勾选/ }).first().check();
  await expect(approver.page.getByText("已选 1 笔")).toBeVisible();
  await approver.page.getByLabel("原因").fill("不再催收");
  await approver.page.locator(".table__batch").getByRole("button", { name: "退还" }).click();
  await expect(approver.page.getByRole("alert")).toBeVisible();
});

