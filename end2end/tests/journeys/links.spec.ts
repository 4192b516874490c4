// Everything about one thing on one page, and the way from each thing to the next by links alone.
import { expect, test, type Person } from "../../world.ts";

/** Follows the first link of the page's content below a path. */
async function follow(person: Person, below: string): Promise<void> {
  await person.page.locator(`main a[href^='${below}']`).first().click();
  await person.page.waitForURL((url) => url.pathname.startsWith(below));
  await person.alive();
  await person.accessible();
}

test("the institution goes from a movement to its draw, its line, its loan, its shop and its funder", async ({ enter, world }) => {
  const auditor = await enter("auditor");
  await auditor.open("/admin/movements?state=matched");
  const draws = "a[href^='/admin/draws/']";
  const movement = auditor.page.locator("main tbody tr", { has: auditor.page.locator(draws) }).first();
  await movement.locator("a[href^='/admin/movements/']").first().click();
  await auditor.alive();
  await follow(auditor, "/admin/draws/");
  for (const part of ["付款与到账", "支用内容", "匹配的到账", "时间线（最近 50 条）"]) {
    await expect(auditor.page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  await expect(auditor.page.locator(".flows--matched")).toContainText("金额一致，已入账");
  await expect(auditor.page.locator("main a[href^='/admin/movements/']")).toHaveCount(1);
  await auditor.page.getByText("代理商确认的综合融资成本明示").click();
  await expect(auditor.page.locator(".document")).toContainText("年化");
  await follow(auditor, "/admin/lines/");
  for (const part of ["支用（最近 50 笔）", "时间线（最近 50 条）"]) {
    await expect(auditor.page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  await expect(auditor.page.locator(".timeline")).toContainText("签订合同");
  await follow(auditor, "/admin/ledger/loans/");
  const reference = await auditor.page.getByRole("heading", { level: 1 }).innerText();
  for (const part of ["支用与放款", "还款计划", "文件", "时间线（最近 50 条）", "全部凭证"]) {
    await expect(auditor.page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  const steps = auditor.page.locator(".timeline");
  for (const step of ["申请支用", "登记付款", "已入账"]) await expect(steps).toContainText(step);
  // What it rests on: the contract of its line, and the disclosure of its draw.
  await expect(auditor.page.locator("main a[href^='/admin/lines/']")).toHaveText("授信合同");
  await expect(auditor.page.locator("main a[href^='/admin/draws/']", { hasText: "综合融资成本明示" })).toHaveCount(1);
  // Whoever acted is told by name, and not as the trail writes it.
  await expect(steps).not.toContainText("user:");

  const [shop, funder] = world
    .query(`select a.shop_name || '|' || p.name from loans l join agents a on a.id = l.agent_id join partners p on p.id = l.funder_id where l.reference = '${reference}'`)
    .split("|");
  await follow(auditor, "/admin/agents/");
  await expect(auditor.page.getByRole("heading", { level: 1 })).toHaveText(shop!);
  // Whoever it sells for has a page, too.
  await expect(auditor.page.locator("main dl a[href^='/admin/carriers/carrier_']")).toHaveCount(1);
  // What it has drawn, and its business as a picture beside the table.
  const drawn = auditor.page.locator("main section", { has: auditor.page.getByRole("heading", { level: 2, name: "支用（最近 50 笔）" }) });
  await expect(drawn.getByRole("link", { name: reference.trim() }).first()).toBeVisible();
  const business = auditor.page.locator("main figure").filter({ hasText: "每月佣金" });
  await expect(business.locator("svg rect")).not.toHaveCount(0);
  await business.locator("summary").click();
  await expect(business.locator("tbody tr").first()).toBeVisible();
  const trail = await auditor.page.locator("main section", { hasText: "操作记录（最近 50 条）" }).locator("td").allInnerTexts();
  const usernames = world.query("select string_agg(username, '|') from users").split("|");
  expect(trail.length).toBeGreaterThan(0);
  expect(trail.filter((told) => usernames.includes(told.trim()))).toEqual([]);
  await auditor.page.getByRole("link", { name: funder! }).first().click();
  await auditor.page.waitForURL(/\/admin\/partners\/partner_/);
  await auditor.alive();
  await auditor.accessible();
  await expect(auditor.page.getByRole("heading", { level: 1 })).toHaveText(funder!);
  for (const part of ["产品", "代付", "对账", "应退款项", "对账文件", "人员", "接口密钥", "时间线（最近 50 条）"]) {
    await expect(auditor.page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  await auditor.page.locator("main a[href$='/notices']").click();
  await auditor.page.waitForURL(/\/admin\/partners\/partner_.*\/notices/);
  await auditor.accessible();
  await expect(auditor.page.getByRole("heading", { level: 1 })).toHaveText("通知");
  await auditor.page.goto(`${auditor.page.url()}?text=nothing-like-this`);
  await auditor.alive();
  await expect(auditor.page.getByRole("main")).toContainText("没有符合条件");
});

test("a funder goes from a repayment to the loan and to everything between the shop and itself", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/repayments");
  await follow(treasurer, "/funder/loans/");
  await expect(treasurer.page.locator(".timeline")).toContainText("已入账");
  await follow(treasurer, "/funder/shops/");
  const name = await treasurer.page.getByRole("heading", { level: 1 }).innerText();
  const own = `(select id from partners where code = 'funder-a')`;
  expect(world.query(`select count(*) > 0 from loans l join agents a on a.id = l.agent_id where a.shop_name = '${name}' and l.funder_id = ${own}`)).toBe("t");
  for (const part of ["授信额度", "借据", "支用与放款", "还款与代付", "授信申请", "预授信结果", "文件", "时间线（最近 50 条）"]) {
    await expect(treasurer.page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  // Nothing of another funder's.
  const others = world.query(`select coalesce(string_agg(l.reference, '|'), '') from loans l join agents a on a.id = l.agent_id where a.shop_name = '${name}' and l.funder_id <> ${own}`);
  for (const reference of others.split("|").filter(Boolean)) {
    await expect(treasurer.page.getByRole("main")).not.toContainText(reference);
  }
  await follow(treasurer, "/funder/draws/");
  await follow(treasurer, "/funder/shops/");
  // So it does among the draws that are to be paid by a file.
  world.query(`update draws set state = 'awaiting', accepted_at = requested_at, instruction_at = null, instruction_reference = null where funder_id = ${own} and state in ('requested', 'awaiting')`);
  await treasurer.open("/funder/payments");
  await follow(treasurer, "/funder/shops/");

  // The same without JavaScript, on a phone.
  const plain = await enter("funder-a-reviewer", { javaScript: false, width: 390, height: 844 });
  await plain.open("/funder/loans");
  await plain.page.locator("main a[href^='/funder/shops/']").first().click();
  await expect(plain.page.getByRole("heading", { level: 2, name: "借据", exact: true })).toBeVisible();
});
