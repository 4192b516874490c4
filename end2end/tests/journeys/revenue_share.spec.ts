// The institution's share of interest: agreed by two people, invoiced when a month is over, and seen by who owes it.
import { choose } from "../../steps.ts";
import { Person, expect, test } from "../../world.ts";

async function weeks(person: Person, dates: string[]): Promise<void> {
  for (const date of dates) {
    await person.page.locator(".banner__time button[value=week]").click();
    await person.alive();
    await expect(person.page.locator(".banner")).toContainText(date);
  }
}

test("a share is agreed, a month is invoiced, and its funder recomputes it", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  await maker.open("/admin/partners");
  await maker.page.locator("main a[href^='/admin/partners/']", { hasText: "云启" }).first().click();
  await maker.alive();
  const path = new URL(maker.page.url()).pathname;
  await expect(maker.page.locator("main")).toContainText("分润比例 25.00%");
  const form = maker.page.locator('form[action="/api/approval/share_revenue"]');
  await form.locator("[name=percent]").fill("0");
  await form.locator("[name=note]").fill("补充协议");
  await form.locator("button").click();
  await expect(maker.page.locator("[role=alert]")).toContainText("分润比例有误");
  await expect(form.locator("[name=percent]")).toHaveValue("0");
  await form.locator("[name=percent]").fill("30%");
  await form.locator("[name='counts[penalty]']").check();
  await form.locator("button").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await maker.accessible();
  await checker.open(path);
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main")).toContainText("分润比例 30.00% · 罚息计入");

  await weeks(maker, ["2026-11-27", "2026-12-04"]);
  await maker.open(path);
  await maker.page.locator("main tbody a[href^='/admin/revenue-share/']", { hasText: "2026-11" }).click();
  await maker.alive();
  await expect(maker.page.locator("h1")).toContainText("2026-11 分润账单");
  await maker.accessible();
  const due = world.query("select share_fen from revenue_share_invoices i join partners p on p.id = i.funder_id where p.code = 'funder-c'");
  expect(Number(due)).toBeGreaterThan(0);

  const treasurer = await enter("funder-c-treasurer");
  await treasurer.open("/funder/revenue-share");
  await treasurer.accessible();
  await treasurer.page.locator("main tbody a", { hasText: "2026-11" }).click();
  await treasurer.alive();
  await expect(treasurer.page.locator("main .facts")).toContainText((Number(due) / 100).toFixed(2));
  await expect(treasurer.page.locator("main tbody tr").first()).toContainText("DRW");
  // Its lines add up to what counts, whatever narrows them.
  await treasurer.open(`${new URL(treasurer.page.url()).pathname}?text=drw&state=repaid&sort=largest`);
  const counted = world.query("select to_char(sum(interest_fen + penalty_fen) / 100.0, 'FM999,999,990.00') from revenue_share_lines s join revenue_share_invoices i on i.id = s.invoice_id join partners p on p.id = i.funder_id where p.code = 'funder-c' and s.kind = 'repaid'");
  await expect(treasurer.page.locator("main")).toContainText(`合计 ${counted} 元`);
  await treasurer.accessible();
  // Another funder's is nobody's to it.
  await maker.open("/admin/partners");
  await maker.page.locator("main a[href^='/admin/partners/']", { hasText: "嘉禾" }).first().click();
  await maker.alive();
  const link = await maker.page.locator("main tbody a[href^='/admin/revenue-share/']", { hasText: "2026-11" }).getAttribute("href");
  const other = link?.split("/").pop();
  const status = async (person: Person, path: string) => (await person.page.request.get(path, { maxRedirects: 0 })).status();
  expect(await status(maker, `/admin/revenue-share/${other}`)).toBe(200);
  expect(await status(treasurer, `/funder/revenue-share/${other}`)).toBe(404);

  // From now on it is withheld of each payment: whoever approves reads so.
  await maker.open(path);
  await form.locator("[name='counts[billing]'][value=withheld]").check();
  await form.locator("[name=note]").fill("改为逐笔扣收");
  await form.locator("button").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await checker.open(path);
  await expect(checker.page.locator("main")).toContainText("从每笔还款中扣收");
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main")).toContainText("分润比例 30.00% · 罚息计入 · 从每笔还款中扣收");
  await maker.open(path);
  await expect(form.locator("[name='counts[billing]'][value=withheld]")).toBeChecked();
  await maker.accessible();
});

test("what is withheld of a repayment is told to its funder, with what is paid out of it", async ({ enter, world }) => {
  const agent = await enter("agent-3");
  await agent.open("/agent/loans");
  await agent.page.locator("main a[href^='/agent/loans/']").first().click();
  await choose(agent.page, "part");
  await agent.page.locator("input[name=amount]").first().fill("1000.00");
  await agent.page.locator('form[action="/api/repayment/quote"] button:not([name])').first().click();
  await agent.page.locator('form[action="/api/repayment/repay"] button:not([name])').first().click();
  await expect(agent.page).toHaveURL(/\/agent\/repayments\//);
  // Nothing of it is the agent's concern.
  await expect(agent.page.locator("main")).toContainText("已还款 1,000.00 元");
  await expect(agent.page.locator("main")).not.toContainText("分润");

  const paid = "from repayments r join payables y on y.id = r.id left join payouts o on o.id = y.payout_id where r.amount_fen = 100000 and r.share_contract_id is not null";
  const [reference, interest, share, left] = world.query(`select concat_ws(' ', r.reference, r.interest_fen, r.share_fen, y.amount_fen) ${paid}`).split(" ");
  expect(Number(share)).toBe(Math.floor((Number(interest) * 15 + 50) / 100));
  expect(Number(left)).toBe(100_000 - Number(share));
  await expect.poll(() => world.query(`select o.state ${paid}`), { timeout: 30_000 }).toBe("confirmed");

  const yuan = (fen: string | undefined) => (Number(fen) / 100).toFixed(2);
  const treasurer = await enter("funder-b-treasurer");
  await treasurer.open("/funder/repayments");
  const row = treasurer.page.locator("main tbody tr", { hasText: reference });
  await expect(row).toContainText("1,000.00");
  await expect(row).toContainText(`扣收分润 ${yuan(share)}，代付 ${yuan(left)}`);
  await treasurer.accessible();
  await row.locator("a[href^='/funder/repayments?payout=']").click();
  await treasurer.alive();
  await expect(treasurer.page.locator("main .lead")).toContainText(`合计 ${yuan(left)} 元`);
  await treasurer.open("/funder/revenue-share");
  await expect(treasurer.page.locator("main")).toContainText("分润比例 15.00% · 从每笔还款中扣收");
});
