// While one loan is overdue, a payment of another pays that first, and the rest goes to the one that was named.
import { choose, payIn, send } from "../../steps.ts";
import { expect, test, type Person, type World } from "../../world.ts";

const OF = "from wallets w join users u on u.agent_id = w.agent_id where username = 'agent-3'";
const balance = (world: World) => world.query(`select to_char(balance_fen / 100.0, 'FM999,999,990.00') ${OF}`);
const fen = (amount: string) => Math.round(Number(amount.replaceAll(",", "")) * 100);
const yuan = (amount: number) => (amount / 100).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Agent-3 with 1,000.00 of its own, to which a wrong debit of long ago comes back: what is overdue again takes the agent's own first. */
async function comeBack(agent: Person, world: World, enter: (username: string) => Promise<Person>): Promise<string> {
  await agent.open("/agent/wallet?withdraw");
  await agent.page.fill("#withdraw-amount", balance(world).replaceAll(",", ""));
  await send(agent, "wallet/withdraw").click();
  await expect(agent.page).toHaveURL(/\/agent\/withdrawals\//);
  await expect.poll(() => world.query("select count(*) from payouts p join users u on u.agent_id = p.agent_id where username = 'agent-3' and p.state = 'requested'"), { timeout: 30_000 }).toBe("0");
  await payIn(world, "agent-3", "1000.00");
  await expect.poll(() => balance(world), { timeout: 30_000 }).toBe("1,000.00");
  const [loan, number] = world
    .query("select l.reference || ' ' || r.reference from repayments r join loans l on l.id = r.loan_id join users u on u.agent_id = l.agent_id where u.username = 'agent-3' and l.state = 'settled' order by l.credited_on limit 1")
    .split(" ");
  const [maker, checker] = [await enter("operator-maker"), await enter("operator-checker")];
  await maker.open(`/admin/ledger/loans?text=${loan}`);
  await maker.page.locator("main a[href^='/admin/ledger/loans/']").first().click();
  await maker.alive();
  const row = maker.page.locator("main tbody tr", { hasText: number, has: maker.page.locator("summary", { hasText: "冲正" }) }).first();
  await row.locator("summary", { hasText: "冲正" }).click();
  await row.locator("[name=note]").fill("扣错账户");
  await row.locator("button:not([name])").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await checker.open(new URL(maker.page.url()).pathname);
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main")).toContainText("已冲正，款项退回支付账户");
  return loan!;
}

for (const javaScript of [true, false]) {
  test(`a payment of one loan first clears another that is late, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(120_000);
    const agent = await enter("agent-3", { javaScript });
    const { page } = agent;
    const main = page.locator("main");
    const late = await comeBack(agent, world, enter);
    world.verify();
    const all = balance(world);

    // The late one leads; the next one says that it comes first, and with how much.
    await agent.open("/agent/loans");
    const loans = page.locator("main section.card");
    await expect(loans.first()).toContainText("已逾期");
    await loans.nth(1).locator("a.button").click();
    await agent.alive();
    await expect(main).toContainText("有其他借款逾期，先还逾期款");
    await agent.accessible();
    const path = new URL(page.url()).pathname;
    const overdue = /其他借款逾期共 ([\d,]+\.\d\d) 元/.exec(await main.innerText())![1]!;
    const rest = yuan(fen(all) - fen(overdue));
    expect(fen(rest)).toBeGreaterThan(0);

    // No more than is overdue: all of it goes there.
    const ask = async (amount: string) => {
      await choose(page, "part");
      await page.locator("input[name=amount]").first().fill(amount.replaceAll(",", ""));
    };
    const none = "这次还款全部先还逾期款，没有余款还这笔借款。";
    await ask("100.00");
    if (javaScript) {
      await expect(page.locator("[data-slot=parts]")).toContainText(`100.00 元先还借款 ${late} 的逾期款`);
      await expect(page.locator("[data-slot=parts]")).toContainText(none);
      await expect(page.locator("[data-slot=own]")).toBeHidden();
    }
    await send(agent, "repayment/quote").click();
    await expect(page).toHaveURL(/\/agent\/quotes\//);
    await expect(main).toContainText(`还剩逾期 ${yuan(fen(overdue) - 10_000)} 元。${none}`);
    await expect(main.locator("table")).toHaveCount(0);
    await agent.accessible();

    // All that the wallet holds: both parts, in plain words, before and after.
    await agent.open(path);
    await ask(all);
    const told = [`${overdue} 元先还清借款 ${late} 的逾期款（2026-09-24 起逾期）。`, `${rest} 元还这笔借款。`];
    if (javaScript) for (const text of told) await expect(page.locator("[data-slot=parts]")).toContainText(text);
    await send(agent, "repayment/quote").click();
    await expect(page).toHaveURL(/\/agent\/quotes\//);
    await expect(main).toContainText(told.join(""));
    await agent.alive();
    await agent.accessible();
    const quote = new URL(page.url()).pathname;
    await send(agent, "repayment/repay").click();
    await expect(page).toHaveURL(/\/agent\/repayments\//);
    await expect(main).toContainText(`已还款 ${all} 元`);
    const receipt = page.locator(".document");
    for (const text of [late, overdue, rest]) await expect(receipt).toContainText(text);
    await agent.accessible();
    world.verify();
    expect(world.query("select count(*) || ' ' || count(distinct r.quote_id) || ' ' || sum(r.amount_fen) from repayments r join quotes q on q.id = r.quote_id where q.late <> '[]'")).toBe(`2 1 ${fen(all)}`);
    expect(world.query(`select state from loans where reference = '${late}'`)).toBe("settled");
    expect(balance(world)).toBe("0.00");

    // The quote says that it is paid, and leads to the receipt of both.
    await agent.open(quote);
    await expect(main).toContainText("这次试算已还款");
    await page.getByRole("link", { name: "查看回单" }).click();
    for (const text of [late, overdue, rest]) await expect(receipt).toContainText(text);
    await agent.alive();
    await agent.open("/agent/loans");
    await expect(main).not.toContainText("已逾期");
  });
}
