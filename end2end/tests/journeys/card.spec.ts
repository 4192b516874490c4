// An agent binds its own card with the code that its bank sends, tops its wallet up from it, lets it rest, and removes it.
import { PAYER } from "../../planted.ts";
import { form, inReach, misbehave } from "../../steps.ts";
import { Person, expect, test } from "../../world.ts";

/** Its holder is the shop's own legal person. */
const { name: _, ...CARD } = PAYER;

/** Loads the card's page until it says so. */
async function says(person: Person, words: string): Promise<void> {
  await expect(async () => {
    await person.page.goto(new URL(person.page.url()).pathname);
    await expect(person.page.locator("main")).toContainText(words, { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await person.alive();
}

for (const javaScript of [true, false]) {
  test(`a wallet is topped up from the agent's own card ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    const agent = await enter("agent-4", { javaScript });
    const { page } = agent;
    const owner = world.query("select a.legal_person from agents a join users u on u.agent_id = a.id where u.username = 'agent-4'");
    // What its wallet does with the money is another story.
    const filled = () => Number(world.query("select coalesce(sum(-e.amount_fen), 0) from entries e join journals j on j.id = e.journal_id where j.event_kind = 'top_up.debited' and e.wallet_version is not null"));
    await agent.open("/agent/wallet");
    await page.getByRole("link", { name: "用我的银行卡充值" }).click();
    await agent.alive();
    await expect(page.locator("main")).toContainText("还没有绑定银行卡");
    if (javaScript) await agent.accessible();

    const order = form(agent, "card/order");
    await inReach(order.locator("button"));
    await order.locator("[name=name]").fill(`${owner}二`);
    for (const [field, value] of Object.entries(CARD)) await order.locator(`[name=${field}]`).fill(value);
    await order.locator("[name=consents]").check();
    await order.locator("button").click();
    await expect(page.locator(".alert--bad")).toHaveAttribute("data-code", "card.not_own");
    await expect(order.locator(".field", { has: page.locator("[name=name]") }).locator(".field__error")).toContainText("只能绑定本人的银行卡");
    await inReach(order.locator("button"));
    await agent.alive();
    await agent.accessible();
    await order.locator("[name=name]").fill(owner);
    await order.locator("[name=consents]").check();
    await order.locator("button").click();
    await expect(page).toHaveURL(/\/agent\/cards\/card_/);
    const code = (await world.sentCodes(CARD.mobile))[0]!;
    const confirm = form(agent, "card/confirm");
    await inReach(confirm.locator("button"));
    await confirm.locator("[name=code]").fill(code === "000000" ? "000001" : "000000");
    await confirm.locator("button").click();
    await expect(page.locator("main")).toContainText("已输错 1 次");
    if (javaScript) await agent.accessible();
    await confirm.locator("[name=code]").fill(code);
    await confirm.locator("button").click();
    await expect(page.locator(".page-header")).toContainText("可用");
    await expect(page.locator("h1")).toHaveText("中国工商银行 **** 3446");
    if (javaScript) await agent.accessible();

    const topUp = form(agent, "top_up/order");
    await inReach(topUp.locator("button"));
    await topUp.locator("[name=amount]").fill("50,000.01");
    await topUp.locator("button").click();
    await expect(page.locator(".alert--bad")).toHaveAttribute("data-code", "top_up.too_much");
    await agent.alive();
    await agent.accessible();
    await topUp.locator("[name=amount]").fill("1,000.00");
    await topUp.locator("button").click();
    await expect(page).toHaveURL(/\/agent\/top-ups\/topup_/);
    await expect(page.locator("h1")).toHaveText("充值 1,000.00 元");
    await expect(page.locator(".document")).toContainText("壹仟元整");
    await expect(page.locator(".document")).toContainText("中国工商银行 **** 3446");
    await says(agent, "款项已存入支付账户");
    expect(filled()).toBe(100_000);
    await expect(page.locator(".document")).toContainText("到账时间");
    if (javaScript) await agent.accessible();
    await page.getByRole("link", { name: "返回银行卡" }).click();
    await agent.alive();
    // The top-up that was just made is not typed in again.
    await expect(topUp.locator("[name=amount]")).toHaveValue("");

    // An answer that is lost is asked for; nothing is taken twice.
    await misbehave(world, "network_timeout", 1);
    await topUp.locator("[name=amount]").fill("20");
    await topUp.locator("button").click();
    await expect(page).toHaveURL(/\/agent\/top-ups\/topup_/);
    await expect.poll(filled, { timeout: 60_000 }).toBe(102_000);
    await agent.open("/agent/wallet");
    await expect(page.locator("main tbody tr", { hasText: "银行卡充值" }).first()).toBeVisible();
    world.verify();

    await agent.open("/agent/cards");
    await page.getByRole("link", { name: "**** 3446" }).click();
    await agent.alive();
    // While the wallet is frozen nothing is taken, and the page says why and what to do instead.
    const frozen = "from wallets w join users u on u.agent_id = w.agent_id where u.username = 'agent-4'";
    world.query(`insert into freezes (id, wallet_id, agent_id, reason, evidence, ordered_by, ordered_on, ordered_at, wallet_version)
                 select gen_random_uuid(), w.id, w.agent_id, 'risk', '核实', 'user:operator-checker', '2026-11-20', now(), w.version ${frozen}`);
    world.query(`update wallets set frozen = true where id = (select w.id ${frozen})`);
    await agent.open(new URL(page.url()).pathname);
    await expect(page.locator("main .alert--bad")).toContainText("因风险控制冻结，不能用银行卡充值");
    await expect(page.locator("main .alert--bad")).toContainText("请改用银行转账充值");
    await expect(topUp).toHaveCount(0);
    if (javaScript) await agent.accessible();
    world.query(`update freezes set lifted_by = ordered_by, lifted_on = ordered_on, lifted_at = ordered_at, lifted_version = wallet_version where wallet_id = (select w.id ${frozen})`);
    world.query(`update wallets set frozen = false where id = (select w.id ${frozen})`);
    await agent.open(new URL(page.url()).pathname);
    await page.locator("summary", { hasText: "暂停使用" }).click();
    await expect(page.locator("main")).toContainText("可随时恢复");
    await form(agent, "card/pause").locator("button").click();
    await expect(page.locator(".page-header")).toContainText("已暂停");
    await expect(topUp).toHaveCount(0);
    if (javaScript) await agent.accessible();
    await form(agent, "card/resume").locator("button").click();
    await expect(page.locator(".page-header")).toContainText("可用");
    await page.locator("summary", { hasText: "解绑银行卡" }).click();
    await expect(form(agent, "card/revoke")).toContainText("任何一方都不能再从这张卡扣款");
    await form(agent, "card/revoke").locator("button").click();
    await says(agent, "已解绑");
    await expect(topUp).toHaveCount(0);
  });
}
