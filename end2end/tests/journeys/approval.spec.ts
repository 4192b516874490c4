// What the bank's statement leaves open, resolved by two people: money back to its payer, and a refused payout sent again.
import { ask, repay } from "../../steps.ts";
import { Person, expect, test, type World } from "../../world.ts";

async function becomes(world: World, statement: string, expected: string): Promise<void> {
  await expect(() => expect(world.query(statement)).toBe(expected)).toPass({ timeout: 30_000 });
}

function form(person: Person, path: string) {
  return person.page.locator(`form[action="/api/approval/${path}"]`);
}

async function approve(checker: Person, counterparty: string): Promise<void> {
  await checker.open("/admin/approvals");
  await checker.page.getByRole("row", { name: new RegExp(counterparty) }).getByRole("link").first().click();
  await form(checker, "decide").locator("button[value=true]").click();
  await expect(form(checker, "decide")).toHaveCount(0);
  await expect(checker.page.locator("main")).toContainText("已通过");
}

for (const javaScript of [true, false]) {
  test(`money that is for nobody goes back by two people ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    await ask(world, "receive", { amount: "123.45", payer_account: "6228480000000000001", payer_name: "路人甲商贸", remittance: "货款" });
    const state = "select state from bank_movements where amount_fen = 12345 and direction = 'credit'";
    await becomes(world, state, "unmatched");

    const maker = await enter("operator-maker", { javaScript });
    await maker.open("/admin/movements?state=unmatched");
    await maker.page.getByRole("row", { name: /路人甲商贸/ }).getByRole("link").first().click();
    await expect(form(maker, "decide")).toHaveCount(0);
    // What is advised stands first, the rest is folded.
    await expect(form(maker, "return")).toBeHidden();
    await form(maker, "match").locator("[name=reference]").fill("hello");
    await form(maker, "match").locator("textarea").fill("试一试");
    await form(maker, "match").locator("button").click();
    await expect(maker.page.locator(".alert--bad")).toHaveAttribute("data-code", "match.reference_unreadable");
    await expect(form(maker, "match").locator("textarea")).toHaveValue("试一试");
    await form(maker, "return").locator("textarea").fill("与付款人电话核实，误付");
    await form(maker, "return").locator("button").click();
    await expect(maker.page.locator("main")).toContainText("等待复核");
    await expect(maker.page.locator("main form")).toHaveCount(0);

    const auditor = await enter("auditor", { javaScript });
    await auditor.open("/admin/approvals");
    await auditor.page.getByRole("row", { name: /路人甲商贸/ }).getByRole("link").first().click();
    await expect(auditor.page.locator("main form")).toHaveCount(0);

    await approve(await enter("operator-checker", { javaScript }), "路人甲商贸");
    await becomes(world, state, "returned");
    expect(world.query("select account_no || ' ' || state from payouts where movement_id is not null")).toBe("6228480000000000001 confirmed");
  });
}

test("a payout that the bank refuses is sent again by two people, once", async ({ enter, world }) => {
  await ask(world, "misbehave", { what: "payout_reject", times: 1 });
  await repay(await enter("agent-2"), "1234.56");
  const state = "select state || ' ' || attempt from payouts where amount_fen = 123456";
  await becomes(world, state, "failed 1");
  world.verify();

  const reference = world.query("select reference from payouts where amount_fen = 123456");
  const maker = await enter("operator-maker");
  await maker.open("/admin/payouts");
  await maker.page.getByRole("link", { name: reference }).click();
  await expect(maker.page.locator("main")).toContainText("收款账户状态异常");
  await form(maker, "resend").locator("textarea").fill("资金方确认账户已恢复");
  await form(maker, "resend").locator("button").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  expect(world.query(state)).toBe("failed 1");

  await approve(await enter("operator-checker"), reference);
  await becomes(world, state, "confirmed 2");
  expect(world.query("select count(*) from bank_movements where amount_fen = 123456 and direction = 'debit'")).toBe("1");

  const loan = world.query("select l.reference from loans l join repayments r on r.loan_id = l.id where r.amount_fen = 123456");
  await maker.open(`/admin/ledger/loans?text=${loan}`);
  await maker.page.getByRole("link", { name: loan }).first().click();
  for (const event of ["收到款项", "借款入账", "还款", "代付发送", "代付失败", "代付确认"]) {
    await expect(maker.page.locator("main")).toContainText(event);
  }
});

test("a payout that the funder's bank sends back after it was paid is owed again, and sent once more", async ({ enter, world }) => {
  await repay(await enter("agent-2"), "1234.57");
  const state = "select state || ' ' || attempt from payouts where amount_fen = 123457";
  await becomes(world, state, "confirmed 1");
  const reference = world.query("select reference from payouts where amount_fen = 123457");
  await ask(world, `send_back/${reference}`, {});
  await becomes(world, state, "sent_back 1");
  world.verify();

  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/repayments");
  await expect(treasurer.page.getByRole("row", { name: new RegExp(reference) })).toContainText("付款后被银行退回");
  const maker = await enter("operator-maker");
  await maker.open("/admin/payouts?state=sent_back");
  await maker.page.getByRole("link", { name: reference }).click();
  await expect(maker.page.locator("main")).toContainText("收款账户已销户");
  await maker.accessible();
  await form(maker, "resend").locator("[name=account_no]").fill("6222020299999999999");
  await form(maker, "resend").locator("textarea").fill("资金方更换收款账户");
  await form(maker, "resend").locator("button").click();
  await approve(await enter("operator-checker"), reference);
  await becomes(world, state, "confirmed 2");
});

test("a line of the feed that nobody can read waits for a person, and what comes with it is read", async ({ enter, world }) => {
  await ask(world, "misbehave", { what: "garbled_feed", times: 1 });
  await ask(world, "receive", { amount: "67.89", payer_account: "6228480000000000001", payer_name: "路人甲商贸", remittance: "货款" });
  await becomes(world, "select count(*)::text from unread_lines where state = 'open'", "1");
  await becomes(world, "select state from bank_movements where amount_fen = 6789 and direction = 'credit'", "unmatched");

  const auditor = await enter("auditor");
  await auditor.open("/admin");
  await expect(auditor.page.locator("main")).toContainText("无法识别的银行推送");
  await auditor.open("/admin/breaks");
  await expect(auditor.page.locator("main")).toContainText("1,23");
  await expect(auditor.page.locator('form[action="/api/feed/settle"]')).toHaveCount(0);

  const maker = await enter("operator-maker");
  await maker.open("/admin/breaks");
  await maker.accessible();
  const settle = maker.page.locator('form[action="/api/feed/settle"]');
  await settle.locator("input[name=note]").fill("银行确认为测试报文，无资金变动");
  await settle.locator("button").click();
  await expect(settle).toHaveCount(0);
  expect(world.query("select state || ' ' || note from unread_lines")).toBe("settled 银行确认为测试报文，无资金变动");
});

test("two people change when a funder is paid", async ({ enter }) => {
  const maker = await enter("operator-maker");
  await maker.open("/admin/partners");
  await maker.page.locator("main h2 a").first().click();
  await maker.alive();
  await maker.page.locator("input[name=daily][value=true]").check();
  await maker.page.fill("#schedule-note", "按合同");
  const propose = maker.page.locator('form[action="/api/approval/schedule"] button');
  await propose.click();
  await expect(maker.page.locator("main")).toContainText("时间无法识别");
  await maker.alive();
  await maker.accessible();
  await maker.page.fill("#time", "16:00");
  await propose.click();
  await expect(propose).toHaveCount(0);
  await maker.accessible();
  const checker = await enter("operator-checker");
  await checker.open(new URL(maker.page.url()).pathname);
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main dl").first()).toContainText("每日汇总代付 16:00");
});
