// What a debtor paid elsewhere: reported by either side, confirmed by the holder where it has to be, and taken back by two people.
import { Person, expect, test } from "../../world.ts";

function form(person: Person, path: string) {
  return person.page.locator(`form[action="/api/${path}"]`);
}

test("what the former creditor was paid counts once the holder confirms it, and a wrong report is taken back, without JavaScript", async ({ enter, world }) => {
  test.setTimeout(180_000);
  const number = world.query("select d.number from outside_payments q join debts d on d.id = q.debt_id where q.state = 'reported'");
  const owed = `select outstanding_fen from debts where number = '${number}'`;
  const before = Number(world.query(owed));
  const javaScript = false;
  const operator = await enter("facilitator-1-operator", { javaScript });
  // What waits for the operator is counted beside the link of the navigation, and listed by itself.
  await operator.open("/facilitator");
  await expect(operator.page.locator("nav a[href='/facilitator/outside-payments'] .badge").first()).toContainText("1");
  await operator.open("/facilitator/outside-payments?state=asking");
  await operator.accessible();
  await operator.page.locator("main tbody tr", { hasText: number }).locator("a").first().click();
  await operator.alive();
  await expect(operator.page.locator("main")).toContainText("待债权人确认");
  await operator.accessible();
  const page = new URL(operator.page.url()).pathname;
  await form(operator, "debt/answer_payment").first().locator("button").click();
  await operator.open(page);
  await expect(form(operator, "debt/answer_payment")).toHaveCount(0);
  expect(world.query(owed)).toBe(String(before - 50_000));
  // From the debt to the whole list of what was paid on it.
  await operator.page.locator("main a[href^='/facilitator/outside-payments?text=']").click();
  await expect(operator.page.locator("main tbody tr")).toHaveCount(1);
  await expect(operator.page.locator("main")).toContainText("共 1 笔");

  const treasurer = await enter("funder-a-treasurer", { javaScript });
  await treasurer.open(page.replace("/facilitator/", "/funder/"));
  await treasurer.page.locator("summary", { hasText: "报告平台外收款" }).click();
  const report = form(treasurer, "debt/report_payment");
  await report.locator("[name=number]").fill("HK-E2E-1");
  await report.locator("[name=amount]").fill("999,999.00");
  await report.locator("[name='shown[paid_on]']").fill("2026-11-19");
  await report.locator("[name='shown[evidence]']").fill("银行回单 20261119-0001");
  await report.locator("button").click();
  await expect(treasurer.page.locator(".alert--bad")).toHaveAttribute("data-code", "debt.more_than_outstanding");
  await report.locator("[name=amount]").fill("10.00");
  await report.locator("button").click();
  await treasurer.open(page.replace("/facilitator/", "/funder/"));
  await expect(treasurer.page.locator("main")).toContainText("银行回单 20261119-0001");
  expect(world.query(owed)).toBe(String(before - 51_000));

  const maker = await enter("operator-maker", { javaScript });
  await maker.open("/admin/outside-payments");
  await maker.accessible();
  await maker.page.locator("main tbody tr", { hasText: "HK-E2E-1" }).locator("a").first().click();
  await maker.alive();
  await form(maker, "outside_payment/undo").locator("[name=note]").fill("对方确认没有收到");
  await form(maker, "outside_payment/undo").locator("button").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  const checker = await enter("operator-checker", { javaScript });
  await checker.open(new URL(maker.page.url()).pathname);
  await form(checker, "approval/decide").locator("button[value=true]").click();
  await expect(checker.page.locator("main")).toContainText("已撤销");
  await checker.accessible();
  expect(world.query(owed)).toBe(String(before - 50_000));
});

test("what a former creditor was paid it passes on once the day is over, and says by which transfer", async ({ enter, world }) => {
  test.setTimeout(120_000);
  const number = world.query("select d.number from outside_payments q join debts d on d.id = q.debt_id where q.state = 'reported'");
  const operator = await enter("facilitator-1-operator");
  await operator.open("/facilitator/debts");
  await operator.page.locator("main tbody tr", { hasText: number }).locator("a").first().click();
  await operator.alive();
  await form(operator, "debt/answer_payment").first().locator("button").click();
  await expect(form(operator, "debt/answer_payment")).toHaveCount(0);
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/pass-ons");
  await expect(treasurer.page.locator("main tbody")).toContainText("500.00");
  await expect(form(treasurer, "pass_on/record"), "more may count today").toHaveCount(0);

  const maker = await enter("operator-maker");
  await maker.open("/admin/days");
  await maker.page.locator(".banner__time button[value=day]").click();
  await expect(() => expect(world.query("select open_on from business_day")).toBe("2026-11-21")).toPass({ timeout: 30_000 });
  await treasurer.open("/funder/pass-ons");
  await treasurer.accessible();
  await form(treasurer, "pass_on/record").locator("[name=transfer_reference]").fill("JH20261121-0001");
  await form(treasurer, "pass_on/record").locator("button").click();
  await expect(treasurer.page.locator("main tbody")).toContainText("JH20261121-0001");
  await expect(form(treasurer, "pass_on/record")).toHaveCount(0);
  await treasurer.accessible();
  // The holder sees it, and has nothing to say; both were told.
  await operator.open("/facilitator/pass-ons");
  await expect(operator.page.locator("main tbody")).toContainText("JH20261121-0001");
  await expect(form(operator, "pass_on/record")).toHaveCount(0);
  expect(world.query("select string_agg(event || ' ' || p.code, ', ' order by event, p.code) from outbox o join partners p on p.id = o.partner_id where event like 'pass\\_on.%'")).toBe(
    "pass_on.due facilitator-1, pass_on.due funder-a, pass_on.paid facilitator-1",
  );
});
