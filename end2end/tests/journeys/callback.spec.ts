// What the network has done it tells by itself: late answers are overtaken, nothing is booked twice, and what contradicts changes nothing.
import { Person, expect, test, type World } from "../../world.ts";

async function becomes(world: World, statement: string, expected: string): Promise<void> {
  await expect(() => expect(world.query(statement)).toBe(expected)).toPass({ timeout: 30_000 });
}

async function misbehave(world: World, what: string): Promise<void> {
  await fetch(`http://127.0.0.1:${world.sandboxPort}/control/misbehave`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ what, times: 1 }),
  });
}

/** The facilitator debits so much of its first debt. */
async function debit(operator: Person, page: string, amount: string): Promise<void> {
  await operator.open(page);
  const form = operator.page.locator('form[action="/api/debt/debit"]');
  await form.locator("[name=amount]").fill(amount);
  await form.locator("button").click();
  await expect(operator.page.locator(".alert--bad")).toHaveCount(0);
}

test("the network's callbacks are filed once, and the institution sees what came of each", async ({ enter, world }) => {
  const number = world.query("select number from debts where holder = 'facilitator' and outstanding_fen > 1000 order by number limit 1");
  const operator = await enter("facilitator-1-operator");
  await operator.open("/facilitator/debts");
  await operator.page.locator("main tbody tr", { hasText: number }).locator("a").first().click();
  await operator.alive();
  const page = new URL(operator.page.url()).pathname;
  const state = (fen: number) => `select t.state from debits t join debts d on d.id = t.debt_id where d.number = '${number}' and t.amount_fen = ${fen}`;
  const outcomes = (fen: number) =>
    `select string_agg(outcome || ' ' || times, ',' order by times, outcome) from callbacks where kind = 'payment' and amount_fen = ${fen}`;

  // Its answer comes too late: what it tells by itself is filed before.
  await misbehave(world, "network_timeout");
  await misbehave(world, "callback_twice");
  await debit(operator, page, "1.01");
  await becomes(world, state(101), "succeeded");
  await becomes(world, outcomes(101), "filed 2");

  // It tells the opposite first: asked, it says what it has done.
  await misbehave(world, "callback_contrary");
  await debit(operator, page, "1.02");
  await becomes(world, state(102), "succeeded");
  await becomes(world, outcomes(102), "contradicts 1,known 1");
  const booked = "select count(*) from journals j join debits d on d.id = j.event_id where j.event_kind = 'agreement.debited' and d.amount_fen in (101, 102)";
  expect(world.query(booked)).toBe("2");

  const auditor = await enter("auditor");
  await auditor.open("/admin/callbacks");
  await expect(auditor.page.locator("main tbody")).toContainText("与已有结果不符");
  await expect(auditor.page.locator("main tbody")).toContainText("已入账");
  await auditor.accessible();
});
