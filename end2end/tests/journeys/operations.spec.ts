// What operations' people see of what waits for them, and what they are shown before they decide.
import { join } from "node:path";
import { ROOT } from "../../template.ts";
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
  const before = Number(world.query("select count(*) from approvals where state = 'proposed'"));
  const badge = (count: number) => (count > 0 ? `复核 ${count} 项待办` : "复核");
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
  const link = checker.page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: badge(before + 1), exact: true });
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
  await expect(checker.page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: badge(before), exact: true })).toBeVisible();
});

test("a preview that nobody wants is discarded: by its maker, or by two people where two adopt it", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await maker.open("/admin/operating-data");
  const figures = Buffer.from("代理商编号,月份,预存款,销售额,佣金\r\nHX00002,2026-11,1.00,1.00,1.00\r\n");
  await maker.page.locator("main input[type=file]").setInputFiles({ name: "十一月.csv", mimeType: "text/csv", buffer: figures });
  await maker.page.locator("main form:has(input[type=file]) button").click();
  await maker.page.getByText("作废这份文件").click();
  await maker.accessible();
  await maker.page.locator('form[action="/api/operating_data/discard"] button').click();
  await expect(maker.page.locator("main")).toContainText("这份文件已作废，未导入");
  await expect(maker.page.locator("main form")).toHaveCount(0);

  await maker.open("/admin/statements");
  await maker.page.locator("main input[type=file]").setInputFiles(join(ROOT, "files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv"));
  await maker.page.locator("main form:has(input[type=file]) button").click();
  await expect(maker.page).toHaveURL(/\/admin\/statements\/import_/);
  const path = new URL(maker.page.url()).pathname;
  await maker.page.getByText("作废这份文件").click();
  await maker.page.locator("#discard-note").fill("上传错了日期");
  await maker.page.locator('form[action="/api/approval/discard"] button').click();
  await expect(maker.page.locator("main")).toContainText("已提出，等待复核");
  const checker = await enter("operator-checker");
  await checker.open(path);
  await expect(checker.page.locator('form[action="/api/statement/decide"]')).toHaveCount(0);
  await checker.page.getByRole("button", { name: /^作废流水文件 icbc-reserve/ }).click();
  await expect(checker.page.locator("main")).toContainText("这份文件已作废，未记账");
  expect(world.query("select count(*) from bank_movements where source = 'statement' and booked_on = '2026-11-20'")).toBe("0");
  // The list tells it from the others: account, days, how many lines, and both balances.
  await checker.open("/admin/statements");
  const row = checker.page.locator("main tbody tr").first();
  for (const told of ["4000021029200123456", "2026-11-20", "1,278,768.89", "已作废"]) await expect(row).toContainText(told);
});

test("a reserve account's day is held against the bank's balance", async ({ enter }) => {
  const auditor = await enter("auditor");
  await auditor.open("/admin/ledger?kind=reserve_cash");
  await auditor.page.locator("main a[href^='/admin/ledger/accounts/']").first().click();
  const day = auditor.page.locator("main section").filter({ hasText: "日终核对" });
  await expect(day).toContainText("本机构日终账面余额");
  await day.locator("input[name=on]").fill("2016-11-20");
  await day.getByRole("button", { name: "查看" }).click();
  await expect(auditor.page).toHaveURL(/on=2016-11-20/);
  await expect(day).toContainText("银行没有提供这一天的日终余额");
  await auditor.accessible();
});
