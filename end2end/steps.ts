// Steps that several journeys take, each as its person takes it.
import { createHash } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { CONTACT, PAYER } from "./planted.ts";
import { expect, type Person, type World } from "./world.ts";

/** The button of the form that posts to a server function. */
export function send(person: Person, path: string) {
  return person.page.locator(`form[action="/api/${path}"] button:not([name])`).first();
}

/** A button is within the window as its page opens, and nothing lies over it, such as the bar of tabs. */
export async function inReach(button: Locator): Promise<void> {
  await expect(button).toBeVisible();
  const reach = await button.evaluate((element) => {
    const { x, y, width, height, top, bottom } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(x + width / 2, y + height / 2);
    return { within: top >= 0 && bottom <= innerHeight, free: hit !== null && element.contains(hit) };
  });
  expect(reach).toEqual({ within: true, free: true });
}

/** Chooses how much to pay. The field stands behind its label, and a page that is still being laid out moves under a click. */
export async function choose(page: Page, what: "part" | "all"): Promise<void> {
  await expect(() => page.locator(`input[name=choice][value=${what}]`).check({ force: true, timeout: 2_000 })).toPass();
}

/** Has something go wrong at the sandbox, so many times; with none it goes as ever. */
export async function misbehave(world: World, what: string, times: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${world.sandboxPort}/control/misbehave`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ what, times }),
  });
  expect(answer.status).toBe(204);
}

/** Does what sets money on its way, looks at its page while the bank tells of no movement, and lets the bank go on. */
export async function underWay(world: World, order: () => Promise<void>, look: () => Promise<void>): Promise<void> {
  await misbehave(world, "late_feed", 1_000_000);
  await order();
  await look();
  await misbehave(world, "late_feed", 0);
}

/** A page says by when money is there that has not arrived, and the link by which it is loaded again leads back to it. */
export async function expectedByFive(agent: Person): Promise<void> {
  const main = agent.page.locator("main");
  // What is ordered in the last hour before, or later, is told for tomorrow.
  await expect(main).toContainText(/预计 2026-11-2[01] 17:00 前到账/);
  await agent.alive();
  await main.getByRole("link", { name: "刷新" }).click();
  await expect(main).toContainText(/预计 2026-11-2[01] 17:00 前到账/);
  await agent.alive();
  await agent.accessible();
}

/** Loads a page again until it says so. */
export async function refreshUntil(person: Person, path: string, text: string | RegExp): Promise<void> {
  await expect(async () => {
    await person.page.goto(path);
    await expect(person.page.locator("main")).toContainText(text, { timeout: 500 });
  }).toPass({ timeout: 30_000 });
}

/** The first three steps of a draft of agent-1, from its first page. */
export async function fillIn(agent: Person): Promise<void> {
  const { page } = agent;
  for (const [field, value] of Object.entries(CONTACT)) await page.fill(`[name=${field}]`, value);
  await send(agent, "application/save_shop").click();
  await page.fill("[name=requested_limit]", "200000");
  await page.selectOption("[name=purpose]", { index: 1 });
  await page.fill("[name=use_of_funds]", "备双十二的货");
  await send(agent, "application/save_need").click();
  // Papers name the shop as it signs, not as its sign reads.
  await expect(page.locator(".document").first()).toContainText("南充市顺庆区鸿运手机城");
  await tickConsents(agent);
}

/** The third step of a draft: each consent has a tick of its own. */
export async function tickConsents(agent: Person): Promise<void> {
  const { page } = agent;
  const ticks = page.locator("main input[type=checkbox]");
  await expect(ticks.first()).not.toBeChecked();
  for (const tick of await ticks.all()) await tick.check();
  await page.locator("main form button").last().click();
  await expect(page).toHaveURL(/step=4/);
}

/** The last step of a draft. */
export async function submit(agent: Person): Promise<void> {
  await agent.page.locator('form[action="/api/application/submit"] input[type=checkbox]').check();
  await send(agent, "application/submit").click();
  await expect(agent.page.locator("main")).toContainText(/APP\d{16}/);
}

/** Agent-1 takes the offer of funder A and applies; tells the application's page. */
export async function apply(agent: Person): Promise<string> {
  const { page } = agent;
  await agent.open("/agent/offers?amount=50000&days=30");
  await expect(page.locator(".offer__funder")).toHaveCount(3);
  await expect(page.locator("article").first()).toContainText("嘉禾小额贷款");
  await expect(page.locator("article").first()).toContainText("300.00");
  await send(agent, "offer/select").click();
  await expect(page).toHaveURL(/\/agent\/applications\//);
  const path = new URL(page.url()).pathname;
  await fillIn(agent);
  await submit(agent);
  return path;
}

/** Asks for an amount, from the page on which one borrows to that of the draw, which it tells. */
export async function borrow(agent: Person, amount: string, cost: string): Promise<string> {
  const { page } = agent;
  await page.locator("input[name=amount]").first().fill(amount);
  await page.locator('main form button:not([type="button"])').last().click();
  await expect(page).toHaveURL(/borrow\/confirm/);
  await expect(page.locator("main")).toContainText(cost);
  await inReach(send(agent, "draw/request"));
  await page.locator("[name=disclosure_hash]").check();
  // Without JavaScript nothing counts down, and the server refuses who has not had the time to read.
  if (!agent.scripted) await page.waitForTimeout(11_000);
  await send(agent, "draw/request").click();
  await expect(page.locator("main")).toContainText(/DRW20261120\d{8}/);
  return new URL(page.url()).pathname;
}

/** The owner of a shop binds a card; tells the card's page. */
export async function bindCard(owner: Person, username: string): Promise<string> {
  const { page, world } = owner;
  await owner.open("/agent/cards?add");
  const order = form(owner, "card/order");
  const name = world.query(`select a.legal_person from agents a join users u on u.agent_id = a.id where u.username = '${username}'`);
  for (const [field, value] of Object.entries({ ...PAYER, name })) await order.locator(`[name=${field}]`).fill(value);
  await order.locator("[name=consents]").check();
  await order.locator("button").click();
  await expect(page).toHaveURL(/\/agent\/cards\/card_/);
  const confirm = form(owner, "card/confirm");
  await confirm.locator("[name=code]").fill((await world.sentCodes(PAYER.mobile))[0]!);
  await confirm.locator("button").click();
  await expect(page.locator(".page-header")).toContainText("可用");
  return new URL(page.url()).pathname;
}

/** An agent repays a part of the first of its loans. */
export async function repay(agent: Person, amount: string): Promise<void> {
  await agent.open("/agent/loans");
  await agent.page.locator("main a[href^='/agent/loans/']").first().click();
  await choose(agent.page, "part");
  await agent.page.locator("input[name=amount]").first().fill(amount);
  await agent.page.locator('form[action="/api/repayment/quote"] button:not([name])').first().click();
  await agent.page.locator('form[action="/api/repayment/repay"] button:not([name])').first().click();
  await expect(agent.page).toHaveURL(/\/agent\/repayments\//);
}

/** Where a partner returns what it owes back stands on its page, with the numbers that the transfers name, each line to be copied. */
export async function saysWhereToReturn(partner: Person, numbers: string[]): Promise<void> {
  const card = partner.page.locator("section.card", { hasText: "应退款项的收款账户" });
  const account = partner.world.query("select account_no from reserve_accounts where is_default");
  await expect(card.locator(".facts--copy > div", { hasText: "收款账号" })).toContainText(account);
  for (const number of numbers) await expect(card.locator(".facts--copy > div", { hasText: "附言" }).filter({ hasText: number })).toHaveCount(1);
  await partner.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await card.getByRole("button", { name: /收款账号$/ }).click();
  expect(await partner.page.evaluate(() => navigator.clipboard.readText())).toBe(account);
  await partner.accessible();
}

/** The form that posts to a server function. */
export function form(person: Person, path: string) {
  return person.page.locator(`form[action="/api/${path}"]`);
}

/** The checker approves what was proposed on a page. */
export async function approve(checker: Person, path: string): Promise<void> {
  await checker.open(path);
  await form(checker, "approval/decide").locator("button[value=true]").click();
  await expect(checker.page.locator("main")).toContainText("已通过");
}

/** Somebody brings the agreement on which a transfer rests, from its page; its checksum stands there then, and is told. */
export async function bringDocument(person: Person, path: string): Promise<string> {
  const agreement = Buffer.from(`%PDF-1.7\n% ${path}\n%%EOF\n`);
  const upload = person.page.locator('form[action*="/files/transfers/"]');
  await person.open(path);
  if (!(await upload.isVisible())) await person.page.locator("main details", { has: upload }).locator("summary").click();
  await upload.locator("input[type=file]").setInputFiles({ name: "债权转让协议.pdf", mimeType: "application/pdf", buffer: agreement });
  await upload.locator("button").click();
  const checksum = createHash("sha256").update(agreement).digest("hex");
  await expect(person.page.locator("main")).toContainText(checksum);
  return checksum;
}

/** Sends the transfer of a debt or loan, or its buy-back, through all hands, from its page on. */
export async function changeHands(people: Record<"treasurer" | "confirmer" | "maker" | "checker", Person>, path: string): Promise<void> {
  const { treasurer, confirmer, maker, checker } = people;
  await treasurer.open(path);
  const submit = form(treasurer, "transfer/submit");
  if (!(await submit.isVisible())) await treasurer.page.locator("main details", { has: submit }).locator("summary").click();
  await submit.locator("[name='terms[document]']").fill("债权转让协议 2026-018");
  await submit.locator("button").click();
  await expect(treasurer.page).toHaveURL(/\/funder\/transfers\/transfer_/);
  const transfer = treasurer.page.url().split("/").pop()!;
  const back = treasurer.world.query(`select back from debt_transfers order by submitted_at desc limit 1`) === "t";
  if (!back) await bringDocument(treasurer, `/funder/transfers/${transfer}`);

  await confirmer.open(`/facilitator/transfers/${transfer}`);
  if (back) await bringDocument(confirmer, `/facilitator/transfers/${transfer}`);
  await form(confirmer, "transfer/confirm").locator("button").click();
  await expect(confirmer.page.locator("main")).toContainText("待支付机构复核");

  await maker.open(`/admin/transfers/${transfer}`);
  await form(maker, "transfer/propose").locator("textarea").fill("协议与代偿凭证已核对");
  await form(maker, "transfer/propose").locator("button").click();
  await approve(checker, `/admin/transfers/${transfer}`);

  await treasurer.open(`/funder/transfers/${transfer}`);
  await expect(treasurer.page.locator("main")).toContainText("等待通知债务人的凭证");
  await form(treasurer, "transfer/notify").locator("[name=notified_on]").fill("2026-11-19");
  await form(treasurer, "transfer/notify").locator("textarea").fill("EMS 1158930099CN 本人签收");
  await form(treasurer, "transfer/notify").locator("button").click();
  await expect(async () => {
    await treasurer.page.reload();
    await expect(treasurer.page.locator(".page-header")).toContainText("已生效");
  }).toPass({ timeout: 30_000 });
}

/** Asks the sandbox for something that happens there: what goes wrong next, money that comes, money that is sent back. Gives its answer. */
export async function ask(world: World, path: string, body: unknown): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${world.sandboxPort}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return text;
}

/** The bank receives money for the reserve account from an agent's own account, with the number of its wallet or another text. Gives
 * when it was booked. */
export async function payIn(world: World, agent: string, amount: string, remittance?: string): Promise<string> {
  const [name, account, reference] = world
    .query(`select bank_account_name || '|' || bank_account_no || '|' || w.reference from users u join agents a on a.id = u.agent_id join wallets w on w.agent_id = a.id where username = '${agent}'`)
    .split("|");
  const booked = await ask(world, "receive", { amount, payer_account: account, payer_name: name, payer_bank: "中国建设银行", remittance: remittance ?? reference });
  return (JSON.parse(booked) as { booked_at: string }).booked_at;
}
