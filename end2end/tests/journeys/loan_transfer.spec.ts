// An overdue loan of the platform changes hands: its wallet pays the facilitator from then on, its shop is told, and it is bought back.
import { changeHands, form, payIn, refreshUntil } from "../../steps.ts";
import { expect, test, type Person } from "../../world.ts";

/** Whoever holds a loan takes something of it from the card that its shop has bound, and sees what came of it. */
async function collect(person: Person, portal: string, loan: string): Promise<void> {
  await person.open(`${portal}/loans/${loan}`);
  const debit = form(person, "loan/debit");
  await debit.locator("[name=amount]").fill("9,999,999.00");
  await debit.locator("button").click();
  await expect(person.page.locator(".alert--bad")).toHaveAttribute("data-code", "debt.more_than_outstanding");
  await person.alive();
  await person.accessible();
  await debit.locator("[name=amount]").fill("100");
  await debit.locator("button").click();
  await expect(person.page.locator(".alert--bad")).toHaveCount(0);
  await refreshUntil(person, `${portal}/loan-debits`, "成功");
  await expect(person.page.locator("main tbody tr")).toHaveCount(1);
  await expect(person.page.locator("main tbody")).toContainText("100.00");
  await person.accessible();
}

/** Its shop finds what was debited on the loan's page and in its statement, and has a receipt that can be printed. */
async function receive(shop: Person, loan: string, holder: string): Promise<void> {
  const { page } = shop;
  await shop.open(`/agent/loans/${loan}`);
  await page.locator("main a[href^='/agent/loan-debits/']").first().click();
  await expect(page).toHaveURL(/\/agent\/loan-debits\/topup_/);
  const receipt = page.locator(".document");
  for (const said of [/DBT\d+/, holder, "100.00", "壹佰元整", "扣款成功", "还款编号"]) await expect(receipt).toContainText(said);
  await shop.accessible();
  await receipt.locator("a[href^='/agent/repayments/']").click();
  await expect(page.locator("main")).toContainText("债权人从银行卡扣款");
  await shop.open("/agent/wallet");
  await page.locator("main a[href^='/agent/loan-debits/']").first().click();
  await expect(page.locator(".document")).toContainText("扣款回单");
}

for (const javaScript of [true, false]) {
  test(`an overdue loan is paid to whoever holds it ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    const confirmer = await enter("facilitator-1-approver", { javaScript });
    const maker = await enter("operator-maker", { javaScript });
    const checker = await enter("operator-checker", { javaScript });
    const people = { treasurer, confirmer, maker, checker };
    await treasurer.open("/funder/loans?state=overdue");
    await treasurer.page.locator("main tbody a[href^='/funder/loans/']").first().click();
    await expect(treasurer.page).toHaveURL(/\/funder\/loans\/loan_/);
    const path = new URL(treasurer.page.url()).pathname;
    const loan = path.split("/").pop()!;
    const holder = "select p.code from loans l join partners p on p.id = l.holder_id join users u on u.agent_id = l.agent_id where u.username = 'agent-17'";
    await collect(treasurer, "/funder", loan);
    const shop = await enter("agent-17", { javaScript });
    await receive(shop, loan, world.query("select name from partners where code = 'funder-a'"));
    await changeHands(people, path);
    expect(world.query(holder)).toBe("facilitator-1");
    await treasurer.open(path);
    await expect(form(treasurer, "loan/debit")).toHaveCount(0);

    for (const page of ["/agent", `/agent/loans/${loan}`]) {
      await shop.open(page);
      await expect(shop.page.locator("main")).toContainText("债权人自 2026-11-20 起为");
    }
    const operator = await enter("facilitator-1-operator", { javaScript });
    await operator.open("/facilitator/loans");
    await operator.page.locator("main tbody a[href^='/facilitator/loans/']").first().click();
    await expect(operator.page.locator("main")).toContainText("当前应收");
    await collect(operator, "/facilitator", loan);

    await payIn(world, "agent-17", "1000.00");
    await expect(async () => {
      await operator.open("/facilitator/repayments");
      await expect(operator.page.locator("main tbody")).toContainText("1,000.00", { timeout: 500 });
    }).toPass({ timeout: 30_000 });
    world.verify();

    await changeHands(people, path);
    expect(world.query(holder)).toBe("funder-a");
    await operator.open("/facilitator/loans");
    await expect(operator.page.locator("main")).toContainText("没有受让的借据");
  });
}
