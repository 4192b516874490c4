// Two people suspend a binding, and nobody debits with it until two people resume it; and what is debited of a card has limits by amount.
import { approve, form } from "../../steps.ts";
import { expect, test, type Person, type World } from "../../world.ts";

async function becomes(world: World, statement: string, expected: string): Promise<void> {
  await expect(() => expect(world.query(statement)).toBe(expected)).toPass({ timeout: 30_000 });
}

/** The page of the debt with a number, in a portal. */
async function openDebt(person: Person, portal: string, number: string): Promise<void> {
  await person.open(`${portal}/debts?state=all`);
  await person.page.getByRole("link", { name: number }).first().click();
  await expect(person.page).toHaveURL(new RegExp(`${portal}/debts/debt_`));
  await person.alive();
}

// One customer's card pays both.
const OWN = "XF20260811-0047";
const TRANSFERRED = "XF20260711-0032";
/** Of another customer of the same mapping: overdue, and its funder's. */
const OVERDUE = "XF20260518-0004";

for (const javaScript of [true, false]) {
  test(`a binding that two people suspend is debited by nobody until it is resumed ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(120_000);
    const maker = await enter("operator-maker", { javaScript });
    const checker = await enter("operator-checker", { javaScript });
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    const operator = await enter("facilitator-1-operator", { javaScript });
    const suspended = `select coalesce(b.suspended_for, '') from bindings b join debts d on d.binding_id = b.id where d.number = '${OWN}'`;

    await openDebt(treasurer, "/funder", OWN);
    const link = await treasurer.page.locator("main a[href^='/funder/bindings/']").first().getAttribute("href");
    const page = `/admin/bindings/${link!.split("/").pop()!}`;
    await openDebt(operator, "/facilitator", TRANSFERRED);
    const debit = form(operator, "debt/debit");
    await debit.locator("[name=amount]").fill("100");

    await maker.open(page);
    // Whose it is, and who shares it, have pages.
    await expect(maker.page.locator("main dl a[href^='/admin/partners/partner_']")).toHaveCount(2);
    await form(maker, "binding/suspend").locator("select").selectOption("risk");
    await form(maker, "binding/suspend").locator("textarea").fill("付款人称卡被盗");
    await form(maker, "binding/suspend").locator("button").click();
    await expect(maker.page.locator(".alert--bad")).toHaveCount(0);
    expect(world.query(suspended), "one alone suspends nothing").toBe("");
    await approve(checker, page);
    await becomes(world, suspended, "risk");
    await checker.accessible();

    // The form that was open meanwhile is refused in words, and both portals say why.
    await debit.locator("button").click();
    await expect(operator.page.locator(".alert--bad")).toHaveAttribute("data-code", "debt.binding_suspended");
    await expect(operator.page.locator(".alert--bad")).toContainText("协议已中止，暂停扣款");
    await operator.alive();
    await operator.accessible();
    for (const [person, portal, number] of [[operator, "/facilitator", TRANSFERRED], [treasurer, "/funder", OWN]] as const) {
      await openDebt(person, portal, number);
      await expect(form(person, "debt/debit")).toHaveCount(0);
      await expect(person.page.locator("main")).toContainText("支付机构恢复这份协议后才能扣款");
      await person.accessible();
    }
    await becomes(world, "select count(*) || ' ' || count(distinct partner_id) from outbox where event = 'binding.suspended'", "2 2");

    await maker.open(page);
    await form(maker, "binding/suspend").locator("textarea").fill("已与付款人核实");
    await form(maker, "binding/suspend").locator("button").click();
    await expect(maker.page.locator(".alert--bad")).toHaveCount(0);
    await approve(checker, page);
    await becomes(world, suspended, "");
    await openDebt(operator, "/facilitator", TRANSFERRED);
    const owed = `select outstanding_fen from debts where number = '${TRANSFERRED}'`;
    const before = Number(world.query(owed));
    await form(operator, "debt/debit").locator("[name=amount]").fill("100");
    await form(operator, "debt/debit").locator("button").click();
    await becomes(world, owed, String(before - 10_000));
  });
}

for (const javaScript of [true, false]) {
  test(`two people block what a facilitator debits by a mapping, and the funder debits on, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(120_000);
    const maker = await enter("operator-maker", { javaScript });
    const checker = await enter("operator-checker", { javaScript });
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    const operator = await enter("facilitator-1-operator", { javaScript });
    const settlementId = world.query(`select b.settlement_id from debts d join bindings b on b.id = d.binding_id where d.number = '${TRANSFERRED}'`);
    await maker.open("/admin/mappings?state=in_force");
    await maker.page.locator("main tbody tr", { hasText: settlementId }).locator("a").first().click();
    await expect(maker.page).toHaveURL(/\/admin\/mappings\/mapping_/);
    const page = new URL(maker.page.url()).pathname;
    await expect(maker.page.locator("main")).toContainText("助贷机构持有的未清偿债权");
    const decided = async () => {
      await maker.open(page);
      const block = form(maker, "mapping/block");
      await maker.page.locator("main details", { has: block }).locator("summary").click();
      await block.locator("textarea").fill("合作协议终止");
      if (javaScript) await maker.accessible();
      await block.locator("button").click();
      await expect(maker.page.locator(".alert--bad")).toHaveCount(0);
      await approve(checker, page);
    };
    const blocked = "select count(*) from mappings where debits_blocked";
    await decided();
    await becomes(world, blocked, "1");
    await checker.accessible();
    await openDebt(operator, "/facilitator", TRANSFERRED);
    await expect(form(operator, "debt/debit")).toHaveCount(0);
    await openDebt(treasurer, "/funder", OVERDUE);
    await expect(form(treasurer, "debt/debit")).toHaveCount(1);
    await becomes(world, "select count(*) || ' ' || count(distinct partner_id) from outbox where event = 'mapping.debits_blocked'", "2 2");

    await decided();
    await becomes(world, blocked, "0");
    await openDebt(operator, "/facilitator", TRANSFERRED);
    await expect(form(operator, "debt/debit")).toHaveCount(1);
  });
}

test("what is debited of a card has a limit for each debit and for a day", async ({ enter, world }) => {
  test.setTimeout(120_000);
  const treasurer = await enter("funder-a-treasurer");
  await openDebt(treasurer, "/funder", OWN);
  const binding = await treasurer.page.locator("main a[href^='/funder/bindings/']").first().getAttribute("href");
  const register = async (number: string) => {
    await treasurer.open(binding!);
    const debt = form(treasurer, "debt/register");
    if (!(await debt.isVisible())) await treasurer.page.locator("main details", { has: debt }).locator("summary").click();
    await debt.locator("[name=number]").fill(number);
    await debt.locator("[name=amount]").fill("60,000.00");
    await debt.locator("[name=due_on]").fill("2026-11-01");
    await debt.locator("button").click();
    await expect(treasurer.page).toHaveURL(/\/funder\/debts\/debt_/);
    await treasurer.alive();
  };
  const take = async (amount: string) => {
    await form(treasurer, "debt/debit").locator("[name=amount]").fill(amount);
    await form(treasurer, "debt/debit").locator("button").click();
  };
  const refused = async (code: string, words: string) => {
    await expect(treasurer.page.locator(".alert--bad")).toHaveAttribute("data-code", code);
    await expect(treasurer.page.locator(".alert--bad")).toContainText(words);
    await treasurer.alive();
    await treasurer.accessible();
  };
  await register("XF-E2E-LIMIT-1");
  await take("50000.01");
  await refused("debt.above_debit_limit", "50,000.00");
  await take("50000");
  await becomes(world, "select outstanding_fen from debts where number = 'XF-E2E-LIMIT-1'", "1000000");
  await register("XF-E2E-LIMIT-2");
  await take("50000");
  await becomes(world, "select outstanding_fen from debts where number = 'XF-E2E-LIMIT-2'", "1000000");
  await treasurer.page.reload();
  await treasurer.alive();
  await take("1");
  await refused("debt.above_day_limit", "超过这张卡的单日扣款限额");
});

for (const javaScript of [true, false]) {
  test(`an agent leaves, by two people, only while it owes nothing, and can come back, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const maker = await enter("operator-maker", { javaScript });
    const checker = await enter("operator-checker", { javaScript });
    const propose = async (username: string, why: string) => {
      await maker.open(`/admin/agents?text=${world.query(`select number from agents a join users u on u.agent_id = a.id where username = '${username}'`)}`);
      await maker.page.locator("main tbody a[href^='/admin/agents/']").first().click();
      await maker.alive();
      const depart = form(maker, "agent/depart");
      if (why) await depart.locator("select").selectOption(why);
      await depart.locator("textarea").fill("店主来函");
      await depart.locator("button").click();
    };
    await propose("agent-2", "commissions_elsewhere");
    await expect(maker.page.locator(".alert--bad")).toHaveAttribute("data-code", "agent.owes");
    await expect(maker.page.locator(".alert--bad")).toContainText("代理商还有未了结的款项");
    await expect(form(maker, "agent/depart").locator("select")).toHaveValue("commissions_elsewhere");
    await maker.alive();
    await maker.accessible();

    const departed = "select coalesce(departed_for, '') from agents a join users u on u.agent_id = a.id where username = 'agent-1'";
    for (const [why, shows] of [["leaves", 1], ["", 0]] as const) {
      await propose("agent-1", why);
      await expect(maker.page.locator(".alert--bad")).toHaveCount(0);
      await expect(maker.page.locator("main")).toContainText("等待复核");
      await approve(checker, new URL(maker.page.url()).pathname);
      await becomes(world, departed, why);
      await checker.open(new URL(maker.page.url()).pathname);
      await expect(checker.page.locator("header, main").getByText("已停止新业务")).toHaveCount(shows);
      await checker.accessible();
    }
  });
}
