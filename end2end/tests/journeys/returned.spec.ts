// What a card has paid goes back: a part as the facilitator orders, and all of a debit as its payer demands of the bank.
import { form, saysWhereToReturn } from "../../steps.ts";
import { expect, test, type World } from "../../world.ts";

async function becomes(world: World, statement: string, expected: string): Promise<void> {
  await expect(() => expect(world.query(statement)).toBe(expected)).toPass({ timeout: 60_000 });
}

test("a debit is refunded in part, another is demanded back, and nobody debits until two people have settled that", async ({ enter, world }) => {
  test.setTimeout(180_000);
  const held = "from debts where holder = 'facilitator' and outstanding_fen > 500";
  const number = world.query(`select number ${held} order by number limit 1`);
  const owed = `select outstanding_fen from debts where number = '${number}'`;
  const before = Number(world.query(owed));
  const operator = await enter("facilitator-1-operator");
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

  await operator.open(page);
  await operator.page.locator("summary", { hasText: "退款给债务人" }).click();
  const refund = form(operator, "debt/refund");
  await refund.locator("select").selectOption({ index: 1 });
  await refund.locator("[name=amount]").fill("3.01");
  await refund.locator("[name=reason]").fill("重复扣款");
  await refund.locator("button").click();
  await expect(operator.page.locator("main")).toContainText("超过可退金额");
  await operator.accessible();
  await refund.locator("select").selectOption({ index: 1 });
  await refund.locator("[name=amount]").fill("1.00");
  await refund.locator("button").click();
  await becomes(world, "select state from refunds where amount_fen = 100", "succeeded");
  await operator.open(page);
  await expect(operator.page.locator("main")).toContainText("已退款 1.00 元");

  const serial = world.query("select reference from debits where state = 'succeeded' and amount_fen = 200");
  // What has been paid out is owed back.
  await becomes(world, `select count(*) from payables a join debits d on d.id = a.id where d.reference = '${serial}' and a.payout_id is not null`, "1");
  await fetch(`http://127.0.0.1:${world.sandboxPort}/control/return/${serial}`, { method: "POST", redirect: "manual" });
  await becomes(world, "select count(*) from returned_debits where amount_fen = 200", "1");
  await operator.open(page);
  await expect(operator.page.locator("main")).toContainText("客户有异议，暂停扣款");
  await expect(form(operator, "debt/debit")).toHaveCount(0);
  await saysWhereToReturn(operator, [serial]);
  await operator.open("/facilitator/debits");
  await saysWhereToReturn(operator, [serial]);

  const maker = await enter("operator-maker");
  await maker.open("/admin/complaints");
  await maker.accessible();
  await maker.page.locator("main tbody tr", { hasText: number }).locator("a").first().click();
  await maker.alive();
  await form(maker, "complaint/propose").locator("[name=note]").fill("客户已确认授权");
  await form(maker, "complaint/propose").locator("button").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  const checker = await enter("operator-checker");
  await checker.open(new URL(maker.page.url()).pathname);
  await form(checker, "approval/decide").locator("button[value=true]").click();
  await expect(checker.page.locator("main")).toContainText("已核实，可以扣款");
  await checker.accessible();
  await operator.open(page);
  await expect(form(operator, "debt/debit")).toHaveCount(1);
  expect(world.query(owed)).toBe(String(before - 200));
});
