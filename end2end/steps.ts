// Steps that several journeys take, each as its person takes it.
import { CONTACT } from "./planted.ts";
import { expect, type Person } from "./world.ts";

/** The button of the form that posts to a server function. */
export function send(person: Person, path: string) {
  return person.page.locator(`form[action="/api/${path}"] button:not([name])`).first();
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
  await page.locator("[name=disclosure_hash]").check();
  // Without JavaScript nothing counts down, and the server refuses who has not had the time to read.
  if (!agent.scripted) await page.waitForTimeout(11_000);
  await send(agent, "draw/request").click();
  await expect(page.locator("main")).toContainText(/DRW20261120\d{8}/);
  return new URL(page.url()).pathname;
}
