// A payer gets back more than was taken: a part by a refund, and the whole by its bank. Two people say who owes what went beyond.
import { approve, form, saysWhereToReturn } from "../../steps.ts";
import { expect, test, type World } from "../../world.ts";

async function becomes(world: World, statement: string, expected: string): Promise<void> {
  await expect(() => expect(world.query(statement)).toBe(expected)).toPass({ timeout: 60_000 });
}

for (const javaScript of [true, false]) {
  test(`what goes back beyond what was taken is owed by whoever was paid, when two people say, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    const number = world.query("select number from debts where holder = 'facilitator' and outstanding_fen > 500 order by number limit 1");
    const owed = `select outstanding_fen from debts where number = '${number}'`;
    const before = Number(world.query(owed));
    const operator = await enter("facilitator-1-operator", { javaScript });
    await operator.open("/facilitator/debts");
    await operator.page.locator("main tbody tr", { hasText: number }).locator("a").first().click();
    await operator.alive();
    const page = new URL(operator.page.url()).pathname;
    for (const [amount, left] of [["3.00", before - 300], ["2.00", before - 500]] as const) {
      await operator.open(page);
      await form(operator, "debt/debit").locator("[name=amount]").fill(amount);
      await form(operator, "debt/debit").locator("button").click();
      await becomes(world, owed, String(left));
    }
    const serial = world.query(`select t.reference from debits t join debts d on d.id = t.debt_id where d.number = '${number}' and t.state = 'succeeded' and t.amount_fen = 300`);
    await becomes(world, `select count(*) from payables a join debits d on d.id = a.id where d.reference = '${serial}' and a.payout_id is not null`, "1");

    // The facilitator gives a part of it back, and the payer's bank, which knows nothing of that, the whole.
    await operator.open(page);
    await operator.page.locator("summary", { hasText: "退款给债务人" }).click();
    const refund = form(operator, "debt/refund");
    await refund.locator("select").selectOption(await refund.locator("option", { hasText: serial }).getAttribute("value"));
    await refund.locator("[name=amount]").fill("1.00");
    await refund.locator("[name=reason]").fill("重复扣款");
    await refund.locator("button").click();
    await becomes(world, "select state from refunds where amount_fen = 100", "succeeded");
    await fetch(`http://127.0.0.1:${world.sandboxPort}/control/return/${serial}`, { method: "POST", redirect: "manual" });
    // The debt owes again what the refund had left of it, and no more.
    await becomes(world, owed, String(before - 200));

    const maker = await enter("operator-maker", { javaScript });
    await maker.open("/admin/days");
    await maker.page.locator(".banner__time button[value=day]").click();
    await maker.alive();
    await becomes(world, "select string_agg(kind || ' ' || state, ', ') from settlement_breaks", "beyond_taken open");
    await maker.open("/admin/differences");
    const row = maker.page.locator("main tbody tr", { hasText: serial });
    await expect(row).toContainText("退回超过所扣金额");
    // Nobody settles it alone.
    await expect(form(maker, "settlement/settle_difference")).toHaveCount(0);
    await maker.accessible();
    await row.locator("a[href^='/admin/differences/']").first().click();
    await maker.alive();
    const difference = new URL(maker.page.url()).pathname;
    const facts = maker.page.locator("main dl.facts");
    for (const told of [serial, number, "1.00"]) await expect(facts).toContainText(told);
    await maker.accessible();
    const charge = maker.page.locator("main form", { has: maker.page.locator("input[name=choice][value=beyond_charged]") });
    await charge.locator("[name=note]").fill("网络已从清算款中扣除");
    await charge.locator("button").click();
    await expect(maker.page.locator("main")).toContainText("等待复核");

    const receivable = "select account_balance(a.id) from accounts a join partners p on p.id = a.owner_id where a.kind = 'partner_receivable' and p.code = 'facilitator-1'";
    const owedBack = Number(world.query(receivable));
    const checker = await enter("operator-checker", { javaScript });
    await approve(checker, difference);
    await expect(checker.page.locator(".page-header")).toContainText("已处理");
    await checker.accessible();
    expect(world.query(receivable)).toBe(String(owedBack + 100));
    expect(world.query(owed)).toBe(String(before - 200));
    world.verify();

    // The facilitator is told of both, and where to return it.
    await becomes(world, `select count(*) from outbox where event = 'debit.returned' and payload::text like '%${serial}%'`, "2");
    await operator.open("/facilitator/debits");
    if (javaScript) await saysWhereToReturn(operator, [serial]);
    else await expect(operator.page.locator("section.card", { hasText: "应退款项的收款账户" })).toContainText(serial);
  });
}
