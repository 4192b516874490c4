// What turns out later: holidays, wrong debits, payments received outside, and what is forgiven.
import { payIn, refreshUntil, repay, saysWhereToReturn, send } from "../../steps.ts";
import { Person, expect, test, type World } from "../../world.ts";

/** The loan of agent-4 that falls due tomorrow. */
function reference(world: World): string {
  return world.query("select l.reference from loans l join users u on u.agent_id = l.agent_id where u.username = 'agent-4' and l.state <> 'settled'");
}

async function openLoan(person: Person, world: World): Promise<string> {
  await person.open(`/admin/ledger/loans?text=${reference(world)}`);
  await person.page.locator("main a[href^='/admin/ledger/loans/']").first().click();
  await person.alive();
  return new URL(person.page.url()).pathname;
}

async function agree(checker: Person, path: string): Promise<void> {
  await checker.open(path);
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main")).toContainText("已通过");
}

test("penalty interest is waived, and a wrong debit comes back, by two people", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  await maker.open("/admin/days");
  await maker.page.locator(".banner__time button[value=due]").click();
  await expect(maker.page.locator(".banner")).toContainText("2026-11-22");
  const path = await openLoan(maker, world);

  const waive = maker.page.locator('form[action="/api/correction/waive"]');
  await waive.locator("[name=part]").selectOption("penalty");
  await waive.locator("[name=waived]").fill("0.10");
  await waive.locator("[name=note]").fill("资金方同意减免");
  await send(maker, "correction/waive").click();
  await expect(maker.page.locator("[role=alert]")).toContainText("该项今天应还 0.09 元");
  await expect(waive.locator("[name=waived]")).toHaveValue("0.10");
  await maker.alive();
  await maker.accessible();
  await waive.locator("[name=waived]").fill("0.09");
  await send(maker, "correction/waive").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await agree(checker, path);
  await expect(checker.page.locator("main")).toContainText("减免罚息");
  world.verify();

  await maker.open(path);
  const reversible = maker.page.locator("summary", { hasText: "冲正" });
  const row = maker.page.locator("main tbody tr", { hasText: "28,037.78", has: reversible }).first();
  await row.locator("summary", { hasText: "冲正" }).click();
  await row.locator("[name=note]").fill("扣错账户");
  await row.locator("button:not([name])").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  // Who decides sees what it would do: 28,000.00, 174.22 of interest, and a day of penalty interest of 18.67, of which 0.09 were waived.
  await checker.open(path);
  const effect = checker.page.getByRole("region", { name: "通过后的结果" });
  await expect(effect.locator("tbody tr").first()).toContainText("28,037.78");
  await expect(checker.page.locator("main dl", { hasText: "今天结清应还" })).toContainText("136.44 → 28,192.80");
  await checker.accessible();
  await agree(checker, path);
  await expect(checker.page.locator("main")).toContainText("已冲正，款项退回支付账户");
  world.verify();

  for (const javaScript of [true, false]) {
    const agent = await enter("agent-4", { javaScript });
    await agent.open("/agent/wallet");
    await expect(agent.page.locator(".figure")).toContainText("28,037.78");
    await expect(agent.page.locator("main")).toContainText("还款冲正退回");
    await agent.open("/agent");
    await expect(agent.page.locator(".card--bad").first()).toContainText("支付账户已冻结");
    await agent.open("/agent/loans");
    await agent.page.locator("main a[href^='/agent/loans/']").first().click();
    await agent.alive();
    await expect(agent.page.locator("main")).toContainText("更正与减免");
    await expect(agent.page.locator("main")).toContainText("减免罚息");
    await expect(agent.page.locator("main")).toContainText("已冲正，款项退回支付账户");
    await agent.accessible();
    await expect(agent.page.locator("main")).not.toContainText("资金方同意减免");
  }
  const treasurer = await enter("funder-c-treasurer");
  await treasurer.open("/funder/notices");
  await expect(async () => {
    await treasurer.page.goto("/funder/notices");
    await expect(treasurer.page.locator("main")).toContainText("借款更正", { timeout: 500 });
  }).toPass({ timeout: 30_000 });
});

test("a funder is told where to return a wrong debit that it has been paid", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/repayments");
  await expect(treasurer.page.locator("main")).not.toContainText("应退款项的收款账户");
  await repay(await enter("agent-2"), "1234.57");
  await expect.poll(() => world.query("select state from payouts where amount_fen = 123457"), { timeout: 30_000 }).toBe("confirmed");
  const [loan, number] = world.query("select l.reference || ' ' || r.reference from repayments r join loans l on l.id = r.loan_id where r.amount_fen = 123457").split(" ");

  const maker = await enter("operator-maker");
  await maker.open(`/admin/ledger/loans?text=${loan}`);
  await maker.page.locator("main a[href^='/admin/ledger/loans/']").first().click();
  await maker.alive();
  const path = new URL(maker.page.url()).pathname;
  const reversible = maker.page.locator("summary", { hasText: "冲正" });
  const row = maker.page.locator("main tbody tr", { hasText: number, has: reversible }).first();
  await row.locator("summary", { hasText: "冲正" }).click();
  await row.locator("[name=note]").fill("扣错账户");
  await row.locator("button:not([name])").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await agree(await enter("operator-checker"), path);

  await treasurer.open("/funder/repayments");
  await saysWhereToReturn(treasurer, [number!]);
  await treasurer.page.locator("main tbody a[href^='/funder/loans/']", { hasText: loan }).first().click();
  await treasurer.alive();
  await saysWhereToReturn(treasurer, [number!]);
});

test("a payment received outside counts from its date, and can be taken back", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  const path = await openLoan(maker, world);
  const receive = maker.page.locator('form[action="/api/correction/receive"]');
  await receive.locator("[name=received]").fill("1000.00");
  await receive.locator("[name=on]").fill("2026-11-16");
  await receive.locator("[name=note]").fill("资金方来函，柜台收款");
  await send(maker, "correction/receive").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await agree(checker, path);
  await expect(checker.page.locator("main tbody", { hasText: "平台外收款" }).first()).toContainText("2026-11-16");
  world.verify();

  await maker.open(path);
  await maker.page.locator("main summary", { hasText: "更正日期" }).click();
  const redate = maker.page.locator('form[action="/api/correction/redate"]');
  await redate.locator("[name=on]").fill("2026-11-18");
  await redate.locator("[name=note]").fill("回单日期为 18 日");
  await send(maker, "correction/redate").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await agree(checker, path);
  await maker.open(path);
  await maker.page.locator("main tr", { hasText: "2026-11-18" }).locator("summary", { hasText: "撤销" }).first().click();
  const undo = maker.page.locator('form[action="/api/correction/undo"]').first();
  await undo.locator("[name=note]").fill("并未收到");
  await undo.locator("button:not([name])").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await agree(checker, path);
  world.verify();
  expect(world.query(`select outstanding_fen from loans where reference = '${reference(world)}'`)).toBe("2800000");
});

test("while a loan is disputed nobody debits a card for it, until two people say otherwise, and all who have to do with it are told", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  const path = await openLoan(maker, world);
  const change = async (code: string, note: string) => {
    await maker.open(path);
    const form = maker.page.locator('form[action="/api/correction/mark"]');
    await form.locator("[name=change]").selectOption(code);
    await form.locator("[name=note]").fill(note);
    await send(maker, "correction/mark").click();
    await expect(maker.page.locator("main")).toContainText("等待复核");
    await checker.open(path);
    await checker.page.locator("button[name=agree][value=true]").click();
    await expect(checker.page.locator("button[name=agree]")).toHaveCount(0);
  };
  await change("mark_disputed", "借款人来函，称未收到款项");
  const told = "争议处理中，暂停银行卡扣款";
  const treasurer = await enter("funder-c-treasurer");
  const agent = await enter("agent-4", { javaScript: false });
  const looks = async (count: number) => {
    for (const [person, portal] of [[treasurer, "funder"], [agent, "agent"]] as const) {
      await person.open(`/${portal}/loans`);
      await person.page.locator("main tr, main section.card", { hasText: reference(world) }).first().locator(`a[href^='/${portal}/loans/']`).first().click();
      await person.alive();
      await expect(person.page.locator("main")).toContainText(reference(world));
      await expect(person.page.locator("main .alert--warn", { hasText: told })).toHaveCount(count);
      await expect(person.page.locator("main")).not.toContainText("称未收到款项");
      await person.accessible();
    }
  };
  await looks(1);
  await maker.open(path);
  await maker.accessible();
  await change("unmark_disputed", "借款人已确认收款");
  await looks(0);
  await refreshUntil(treasurer, "/funder/notices", "争议或诉讼已了结，可以扣款");
});

test("holidays are pasted, and due dates move on with them", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await maker.open("/admin/calendar");
  await maker.page.fill("#calendar-days", "2026-12-02,放假,试\n2026-12-03 也许");
  await send(maker, "calendar/import").click();
  await expect(maker.page.locator("[role=alert]")).toContainText("第 2 行格式不正确");
  await expect(maker.page.locator("#calendar-days")).toHaveValue(/也许/);
  await maker.alive();
  await maker.accessible();
  await maker.page.fill("#calendar-days", "2026-12-02,放假,店庆");
  await send(maker, "calendar/import").click();
  await expect(maker.page.locator("main table").first().locator("..")).toBeVisible();
  await expect(maker.page.locator("main")).toContainText("店庆");
  world.verify();
  // Only the loan whose terms say so, of shop 12, was due on that day.
  expect(world.query("select count(*) from loan_facts where moved_from = '2026-12-02' and moved_to = '2026-12-03'")).toBe("1");
  const approver = await enter("funder-a-treasurer");
  await approver.open("/funder/loans");
  await maker.page.locator("tr", { hasText: "2026-12-02" }).locator("button").click();
  await expect(maker.page.locator("main")).not.toContainText("店庆");

  // Of a next year that nobody has entered it warns, whoever keeps the calendar where their day begins, too.
  const missing = "尚未录入 2027 年节假日";
  await expect(maker.page.locator("main")).not.toContainText("尚未录入");
  await maker.open("/admin");
  await expect(maker.page.locator("main")).not.toContainText("尚未录入");
  world.query("delete from calendar_days where on_date >= '2027-01-01'");
  await maker.open("/admin");
  await maker.accessible();
  await maker.page.locator("main ul.list").first().locator("a", { hasText: missing }).click();
  await maker.alive();
  await expect(maker.page).toHaveURL(/\/admin\/calendar$/);
  await expect(maker.page.locator("main")).toContainText(missing);
  await maker.accessible();
});

test("the certificate of a settled loan is void once a reversal leaves something owing, and whoever looks it up is told", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  const agent = await enter("agent-4", { javaScript: false });
  const number = `${reference(world)}-1`;
  await maker.open("/admin/days");
  await maker.page.locator(".banner__time button[value=due]").click();
  await expect(maker.page.locator(".banner")).toContainText("2026-11-22");
  const path = await openLoan(maker, world);
  await expect(maker.page.locator("main")).not.toContainText(number);
  await payIn(world, "agent-4", "200.00");
  await refreshUntil(maker, path, number);

  await agent.open("/agent/loans?state=settled");
  await agent.page.locator("main a[href^='/agent/loans/']", { hasText: number.slice(0, -2) }).first().click();
  await agent.alive();
  const own = new URL(agent.page.url()).pathname;
  await agent.page.getByRole("link", { name: "结清证明" }).click();
  await agent.alive();
  await expect(agent.page.locator(".document")).toContainText(`编号 ${number}`);
  await expect(agent.page.locator("main")).not.toContainText("已作废");

  await maker.open(path);
  const row = maker.page.locator("main tbody tr", { hasText: "28,037.78", has: maker.page.locator("summary", { hasText: "冲正" }) }).first();
  await row.locator("summary", { hasText: "冲正" }).click();
  await row.locator("[name=note]").fill("扣错账户");
  await row.locator("button:not([name])").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await agree(checker, path);
  world.verify();

  await agent.open(`${own}/certificate`);
  await expect(agent.page.locator("main .alert--warn", { hasText: `结清证明 ${number} 已作废` })).toBeVisible();
  await expect(agent.page.locator(".document")).toHaveCount(0);
  await agent.accessible();
  await agent.open(own);
  await expect(agent.page.locator("main .alert--warn", { hasText: `结清证明 ${number} 已作废` })).toBeVisible();
  await agent.accessible();
  // By the number on the paper.
  const treasurer = await enter("funder-c-treasurer");
  for (const [person, portal] of [[treasurer, "funder"], [checker, "admin"]] as const) {
    await person.open(`/${portal}/search?q=${number}`);
    await expect(person.page.locator("main tr", { hasText: number })).toContainText("已作废");
    await person.accessible();
  }
});
