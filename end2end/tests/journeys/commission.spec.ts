// A carrier pays its agents: a file that two people release, money that covers it, wallets that pay what is overdue first, and
// what a corrected file takes back.
import { Person, expect, test } from "../../world.ts";

async function leap(person: Person, how: "due" | "commission"): Promise<void> {
  await person.page.locator(`.banner__time button[value=${how}]`).click();
  await person.alive();
}

async function until(person: Person, path: string, check: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await person.page.goto(path);
    await check();
  }).toPass({ timeout: 30_000 });
}

async function upload(person: Person, rows: string): Promise<void> {
  await person.open("/admin/commissions");
  const form = person.page.locator('form[action="/admin/files/commissions"]');
  await form.locator("input[type=file]").setInputFiles({ name: "十月更正.csv", mimeType: "text/csv", buffer: Buffer.from(`代理商编号,佣金\n${rows}`) });
  await form.locator("[name=month]").fill("2026-10");
  await form.locator("[name=expected_on]").fill("2026-11-30");
  await form.locator("button").click();
  await person.alive();
}

test("commissions are expected, come, pay what is overdue, and a correction takes back", async ({ enter, world }) => {
  const agent = await enter("agent-4", { javaScript: false });
  await agent.open("/agent");
  const expected = agent.page.locator("section", { hasText: "2026-10 佣金" }).last();
  await expect(expected).toContainText("预计 2026-11-25 到账");
  await expect(agent.page.locator("main")).toContainText(/预计 2026-11-25|账户还差/);

  const maker = await enter("operator-maker");
  await maker.open("/admin/commissions");
  await maker.accessible();
  await expect(maker.page.locator("main tbody tr").first()).toContainText("等待资金");
  await leap(maker, "due");
  await leap(maker, "commission");
  await expect(maker.page.locator(".banner")).toContainText("2026-11-25");
  await until(maker, "/admin/commissions", async () => expect(maker.page.locator("main tbody tr").first()).toContainText("已发放", { timeout: 500 }));
  world.verify();

  // Who was late is free again, in the same moment.
  const swept = world.query("select string_agg(cause, ',') from repayments r join users u on u.agent_id = r.agent_id where username = 'agent-4' and debited_on = '2026-11-25'");
  expect(swept).toBe("swept");
  await agent.open("/agent");
  await expect(agent.page.locator("main")).not.toContainText("支付账户已冻结");
  await agent.open("/agent/wallet");
  await expect(agent.page.locator("main tbody").first()).toContainText("佣金");
  await expect(agent.page.locator("main tbody").first()).toContainText("逾期自动扣款");

  // A wrong file says what is wrong, and can go nowhere.
  const number = world.query("select number from agents a join users u on u.agent_id = a.id where username = 'agent-4'");
  const told = world.query(`select amount_fen / 100.0 from commissions c join agents a on a.id = c.agent_id where a.number = '${number}'`);
  await upload(maker, `${number},1\n${number},2\nHX99999,3\n`);
  await expect(maker.page.locator("main")).toContainText("2 处有误");
  await expect(maker.page.locator('form[action="/api/commission/propose"]')).toHaveCount(0);
  await maker.accessible();

  // The carrier has paid 100,000.00 too much: as much as there is comes back, and the rest stays open.
  await upload(maker, `${number},${(Number(told) - 100_000).toFixed(2)}\n`);
  await expect(maker.page.locator("main")).toContainText("检查无误");
  await maker.page.fill("#commission-note", "运营商更正函 2026-118");
  await maker.page.locator('form[action="/api/commission/propose"] button').click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  const checker = await enter("operator-checker");
  await checker.open("/admin/approvals");
  await checker.page.locator("main tbody tr", { hasText: "发放佣金" }).locator("a[href^='/admin/commissions/']").first().click();
  await checker.alive();
  await checker.page.locator("button[name=agree][value=true]").click();
  await checker.alive();
  await until(checker, new URL(checker.page.url()).pathname, async () => expect(checker.page.locator("main")).toContainText("待扣回", { timeout: 500 }));
  await checker.accessible();
  await agent.open("/agent/wallet");
  await expect(agent.page.locator(".figure")).toContainText("0.00");
  await expect(agent.page.locator("main tbody").first()).toContainText("佣金扣回");
  await agent.open("/agent");
  await expect(agent.page.locator("main")).toContainText("运营商待扣回");
});

test("an agent has its commission repay a loan, sees it on its home, and ends it again", async ({ enter, world }) => {
  const agent = await enter("agent-2", { javaScript: false });
  const loan = world.query("select l.reference from loans l join users u on u.agent_id = l.agent_id where username = 'agent-2' and l.state = 'active' order by l.due_on, l.reference limit 1");
  await agent.open("/agent/loans");
  await agent.page.locator("main a", { hasText: loan }).first().click();
  const form = agent.page.locator('form[action="/api/standing_order/set"]');
  // Less than nothing is sent back with its reason, and what was typed.
  await expect(form.locator("[name=ordered]")).toBeHidden();
  await form.locator("label", { hasText: "自定金额" }).click();
  await form.locator("[name=ordered]").fill("0");
  await form.locator("button").click();
  await expect(agent.page.locator("[role=alert]")).toBeVisible();
  await expect(form.locator("[name=ordered]")).toHaveValue("0");
  await form.locator("[name=ordered]").fill("88.00");
  await form.locator("button").click();
  await expect(agent.page.locator("main")).toContainText("已设置佣金还款");
  await expect(agent.page.locator("#commissions")).toContainText("佣金到账时先还 88.00 元");
  await agent.accessible();
  await agent.open("/agent");
  await expect(agent.page.locator("main")).toContainText(`到账先还 ${loan}`);
  await agent.accessible();
  await agent.page.locator("main a", { hasText: `到账先还 ${loan}` }).click();
  await agent.page.locator('form[action="/api/standing_order/end"] button').click();
  await expect(form).toBeVisible();
  await agent.open("/agent");
  await expect(agent.page.locator("main")).not.toContainText(`到账先还 ${loan}`);
});
