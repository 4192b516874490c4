// The second half of the mission: a settlement id is published, a customer's card is bound and shared, an overdue debt changes
// hands, and from that moment the facilitator collects and not the funder; then it is bought back.
import { PAYER as CUSTOMER } from "../../planted.ts";
import { approve, changeHands, form, misbehave } from "../../steps.ts";
import { expect, test, type World } from "../../world.ts";

async function becomes(world: World, statement: string, expected: string): Promise<void> {
  await expect(() => expect(world.query(statement)).toBe(expected)).toPass({ timeout: 30_000 });
}

/** The last code that the network sent to a payer. */
async function code(world: World): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${world.sandboxPort}/control/sms`);
  const messages = (await answer.json()) as { mobile: string; code: string }[];
  const own = messages.find((message) => message.mobile === CUSTOMER.mobile);
  expect(own, "a code was sent").toBeTruthy();
  return own!.code;
}

for (const javaScript of [true, false]) {
  test(`an overdue debt is collected by whoever holds it ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    const maker = await enter("operator-maker", { javaScript });
    const checker = await enter("operator-checker", { javaScript });
    await maker.open("/admin/mappings");
    const draft = form(maker, "mapping/add");
    await draft.locator("[name=funder]").selectOption({ label: "嘉禾小额贷款有限公司" });
    await draft.locator("[name=settlement_id]").fill("ＪＨ 09");
    await draft.locator("button").click();
    await expect(maker.page.locator(".alert--bad")).toHaveAttribute("data-code", "mapping.settlement_id_invalid");
    await draft.locator("[name=settlement_id]").fill("JH-09");
    await draft.locator("button").click();
    await expect(maker.page).toHaveURL(/\/admin\/mappings\/mapping_/);
    await maker.page.fill("#sample", "JH-09 ");
    await maker.page.locator("#trial button").click();
    await expect(maker.page.locator("#trial")).toContainText("这不是有效的结算编号");
    await maker.page.fill("#sample", "JH-09");
    await maker.page.locator("#trial button").click();
    await expect(maker.page.locator("#trial")).toContainText("签约会共享给");
    await form(maker, "mapping/propose").locator("textarea").fill("合作协议已签");
    await form(maker, "mapping/propose").locator("button").click();
    await approve(checker, new URL(maker.page.url()).pathname);

    const treasurer = await enter("funder-a-treasurer", { javaScript });
    await treasurer.open("/funder/signings");
    const order = form(treasurer, "signing/order");
    await order.locator("[name=settlement_id]").selectOption("JH-09");
    for (const [field, value] of Object.entries(CUSTOMER)) await order.locator(`[name='payer[${field}]']`).fill(value);
    await order.locator("[name=consents]").check();
    await order.locator("[name=consents_to_share]").check();
    await order.locator("button").click();
    await expect(treasurer.page).toHaveURL(/\/funder\/signings\/signing_/);
    await form(treasurer, "signing/confirm").locator("[name=code]").fill("000000");
    await form(treasurer, "signing/confirm").locator("button").click();
    await expect(treasurer.page.locator("main")).toContainText("已输错 1 次");
    await form(treasurer, "signing/confirm").locator("[name=code]").fill(await code(world));
    await form(treasurer, "signing/confirm").locator("button").click();
    await treasurer.page.getByRole("link", { name: "查看协议" }).click();
    await expect(treasurer.page.locator("main")).toContainText("已共享");

    // Both are told, each by its own alias.
    const operator = await enter("facilitator-1-operator", { javaScript });
    const told = "select count(*) || ' ' || count(distinct payload->>'alias') from outbox where event = 'signing.succeeded' and payload->>'settlement_id' = 'JH-09'";
    await becomes(world, told, "2 2");
    await becomes(world, `select count(*) from outbox where partner_id is not null and number is null`, "0");
    for (const [person, portal] of [[treasurer, "/funder"], [operator, "/facilitator"]] as const) {
      const page = person.page.url();
      await person.open(`${portal}/notices`);
      await expect(person.page.locator("main")).toContainText("签约成功");
      await person.page.goto(page);
    }

    const register = form(treasurer, "debt/register");
    await register.locator("[name=number]").fill("XF-E2E-1");
    await register.locator("[name=amount]").fill("8,000.00");
    await register.locator("[name=due_on]").fill("2026-11-01");
    await register.locator("button").click();
    await expect(treasurer.page).toHaveURL(/\/funder\/debts\/debt_/);
    const debt = treasurer.page.url().split("/").pop()!;
    const owed = `select holder || ' ' || outstanding_fen from debts where number = 'XF-E2E-1'`;

    // It was never named to the facilitator.
    const answer = await operator.page.request.get(`/facilitator/debts/${debt}`, { maxRedirects: 0 });
    expect(answer.status()).toBe(404);
    const confirmer = await enter("facilitator-1-approver", { javaScript });
    const people = { treasurer, confirmer, maker, checker };
    await changeHands(people, `/funder/debts/${debt}`);
    expect(world.query(owed)).toBe("facilitator 800000");

    await treasurer.open(`/funder/debts/${debt}`);
    await expect(form(treasurer, "debt/debit")).toHaveCount(0);
    await expect(treasurer.page.locator("main")).toContainText("您不是当前债权人");
    await treasurer.accessible();
    await operator.open(`/facilitator/debts/${debt}`);
    const debit = form(operator, "debt/debit");
    await debit.locator("[name=amount]").fill("8000.01");
    await debit.locator("button").click();
    await expect(operator.page.locator(".alert--bad")).toHaveAttribute("data-code", "debt.more_than_outstanding");
    await operator.alive();
    await operator.accessible();
    await debit.locator("[name=amount]").fill("3000");
    await debit.locator("button").click();
    await becomes(world, owed, "facilitator 500000");
    await operator.open(`/facilitator/debts/${debt}`);
    await expect(operator.page.locator("main")).toContainText("成功");
    // Paid out to the facilitator's registered account.
    const paid = "select p.account_no || ' ' || p.state from payouts p join partners o on o.id = p.partner_id where o.code = 'facilitator-1'";
    await becomes(world, paid, "6214830156789012345 confirmed");
    world.verify();

    await changeHands(people, `/funder/debts/${debt}`);
    expect(world.query(owed)).toBe("funder 500000");
    await operator.open(`/facilitator/debts/${debt}`);
    await expect(form(operator, "debt/debit")).toHaveCount(0);
    await treasurer.open(`/funder/debts/${debt}`);
    await form(treasurer, "debt/debit").locator("[name=amount]").fill("5000");
    await form(treasurer, "debt/debit").locator("button").click();
    await becomes(world, owed, "funder 0");
  });
}

test("what the network does not answer is asked for, and signs once", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/signings");
  const order = form(treasurer, "signing/order");
  for (const [field, value] of Object.entries({ ...CUSTOMER, card_number: "6222020200112233447" })) await order.locator(`[name='payer[${field}]']`).fill(value);
  await order.locator("[name=consents]").check();
  await order.locator("button").click();
  await expect(treasurer.page.locator(".alert--bad")).toHaveAttribute("data-code", "signing.payer_invalid");
  await treasurer.alive();
  await treasurer.accessible();
  await order.locator("[name='payer[card_number]']").fill(CUSTOMER.card_number);
  await order.locator("button").click();
  await expect(treasurer.page).toHaveURL(/signing_/);
  for (const what of ["network_timeout", "callback_lost"]) await misbehave(world, what, 1);
  await form(treasurer, "signing/confirm").locator("[name=code]").fill(await code(world));
  await form(treasurer, "signing/confirm").locator("button").click();
  await expect(treasurer.page.locator("main")).toContainText("正在等待支付网络答复");
  await expect(async () => {
    await treasurer.page.reload();
    await expect(treasurer.page.locator(".page-header")).toContainText("成功");
  }).toPass({ timeout: 60_000 });
  expect(world.query("select count(*) from bindings b join signings s on s.id = b.signing_id where s.payer_masked = '诸*'")).toBe("1");
});

test("who confirms transfers is led from one to the next that waits", async ({ enter }) => {
  const approver = await enter("facilitator-1-approver");
  await approver.open("/facilitator/transfers?state=approved");
  await approver.page.locator("main tbody a").first().click();
  await approver.alive();
  await expect(form(approver, "transfer/confirm")).toHaveCount(0);
  const next = approver.page.locator("aside a[rel=next]");
  await expect(next).toContainText("下一项待确认");
  await approver.page.keyboard.press("n");
  await expect(next).toBeFocused();
  await approver.page.keyboard.press("Enter");
  await expect(form(approver, "transfer/confirm")).toHaveCount(1);
  await approver.accessible();
  await form(approver, "transfer/confirm").locator("button").click();
  await expect(form(approver, "transfer/confirm")).toHaveCount(0);
  // Who only looks is led nowhere.
  const operator = await enter("facilitator-1-operator");
  await operator.open("/facilitator/transfers?state=approved");
  await operator.page.locator("main tbody a").first().click();
  await operator.alive();
  await expect(operator.page.locator("aside a[rel=next]")).toHaveCount(0);
});
