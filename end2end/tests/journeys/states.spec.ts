// The states that pages have, as axe sees them; each once, however many pages are made of the same.
//
// Here: every tab of every list of the staff (what waits, is under way, done, refused, ended) with the first thing of each kind that
// it leads to, as each of a portal's people sees it; lists that find nothing; what is folded away; the pages of one shop for every
// state that an application, a draw, a loan or a wallet of the demonstration is in, and of one that has nothing; the doors.
// Elsewhere, where somebody brings them about: what is refused (an application, a draw, a repayment, a withdrawal, a card, a top-up, a
// mobile number: loan, wallet, card, code, time; a proposal, a file, a review, a debit: approval, correction, statement, review,
// binding, debt_import, operations), what is under way (a payment while the bank is silent: loan, wallet; a code that was sent: card,
// code; two people: registry, returned, settlement, outside_payment) and done (the receipts: loan, wallet, card; a batch: batch).
import type { Browser } from "@playwright/test";
import { MOBILES } from "../../planted.ts";
import { Person, expect, faults, test, type World } from "../../world.ts";

/** By portal; for the first of each, lists find nothing as well. */
const STAFF: Record<string, string[]> = {
  funder: ["funder-a-treasurer", "funder-a-reviewer", "funder-a-approver"],
  facilitator: ["facilitator-1-operator", "facilitator-1-approver"],
  admin: ["operator-maker", "operator-checker", "auditor"],
};

const SHOP = ["/agent", "/agent/application", "/agent/offers", "/agent/borrow", "/agent/draws", "/agent/loans", "/agent/wallet", "/agent/wallet/statement", "/agent/cards", "/agent/consents", "/agent/people"];

/** What was looked at: addresses of this person's, and what pages are made of. */
interface Seen {
  paths: Set<string>;
  made: Set<string>;
}

for (const [portal, usernames] of Object.entries(STAFF)) {
  test(`axe finds nothing on any state of the ${portal} portal`, async ({ browser, world }) => {
    test.setTimeout(600_000);
    const made = new Set<string>();
    for (const [place, username] of usernames.entries()) {
      const person = await enter(browser, world, username);
      const seen = { paths: new Set<string>(), made };
      const lists = await person.page.locator(".shell__nav a, .shell__panel a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
      for (const list of lists) {
        await walk(person, list, seen);
        if (place === 0) await look(person, `${list}?text=${encodeURIComponent("查无此人")}`, seen);
      }
      await person.leave();
    }
  });
}

test("axe finds nothing on any state of a shop's pages", async ({ browser, world }) => {
  test.setTimeout(600_000);
  const made = new Set<string>();
  for (const username of shops(world)) {
    const person = await enter(browser, world, username);
    for (const path of SHOP) await walk(person, path, { paths: new Set<string>(), made });
    await person.leave();
  }
});

test("axe finds nothing at the doors, as they open and as they refuse", async ({ browser, world }) => {
  const context = await browser.newContext({ baseURL: world.url, locale: "zh-CN", viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const shown = async () => {
    await expect(page.locator("html[data-hydrated]")).toHaveCount(1);
    expect(await faults(page)).toEqual([]);
  };
  for (const path of ["/sign-in", "/sign-in/code", "/join"]) {
    await page.goto(path);
    await shown();
  }
  await page.goto("/sign-in");
  await page.fill("#username", "agent-1");
  await page.fill("#password", "not-the-password");
  await page.locator("form button.button").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await shown();
  await page.goto("/sign-in/code");
  await page.getByLabel("手机号").fill("123");
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page.getByRole("alert")).toContainText("手机号不正确");
  await shown();
  await page.getByLabel("手机号").fill(MOBILES.nobody_s);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await expect(page.getByText("如 138 **** 9999 已登记")).toBeVisible();
  await shown();
  await page.getByLabel("短信验证码").fill("000000");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page.getByRole("alert")).toContainText("验证码不正确");
  await shown();
  await context.close();
});

/** A shop for each state that something of a shop's is in, the one that has nothing, and one that only looks. */
function shops(world: World): string[] {
  const states = `select 'application ' || state as kind, agent_id from applications union all select 'draw ' || state, agent_id from draws
    union all select 'loan ' || state, agent_id from loans union all select 'wallet ' || frozen::text, agent_id from wallets`;
  const one = `select distinct on (s.kind) u.username from (${states}) s join users u on u.agent_id = s.agent_id where u.username ~ '^agent-[0-9]+$' order by s.kind, u.username`;
  return [...new Set([...world.query(one).split("\n"), "agent-5", "agent-2-clerk"])];
}

/** What follows the world by itself stands still to be looked at. */
async function enter(browser: Browser, world: World, username: string): Promise<Person> {
  const person = await Person.signIn(browser, world, username);
  await person.page.addInitScript(() => {
    window.setInterval = (() => 0) as unknown as typeof window.setInterval;
  });
  await person.alive();
  return person;
}

/** A page, its tabs, and the first thing of each kind that each leads to. */
async function walk(person: Person, path: string, seen: Seen): Promise<void> {
  const { tabs, things } = await look(person, path, seen);
  const deeper = new Set(things);
  for (const tab of tabs) for (const thing of (await look(person, tab, seen)).things) deeper.add(thing);
  for (const thing of deeper) await look(person, thing, seen);
}

/** Looks at a page with all that is folded away, unless what the server sends is made of what was looked at before; tells where it leads. */
async function look(person: Person, path: string, { paths, made }: Seen): Promise<{ tabs: string[]; things: string[] }> {
  if (paths.has(path)) return { tabs: [], things: [] };
  paths.add(path);
  const { parts, tabs, things } = await person.sent(path, read);
  if (!made.has(parts)) {
    made.add(parts);
    await person.open(path);
    await person.page.locator("main").evaluate((main) => {
      for (const folded of main.querySelectorAll("details")) folded.open = true;
    });
    expect.soft(await faults(person.page), path).toEqual([]);
  }
  return { tabs, things };
}

/** What a page is made of, and where it leads. Runs in a page, and so stands by itself. */
function read({ html, url }: { html: string; url: string }): { parts: string; tabs: string[]; things: string[] } {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  if (!main) throw new Error(`${url} has no content`);
  const hrefs = (selector: string) =>
    [...main.querySelectorAll(selector)]
      .filter((link) => !link.hasAttribute("download"))
      .map((link) => new URL(link.getAttribute("href")!, url))
      .map((to) => to.pathname + to.search);
  const kinds = new Map<string, string>();
  for (const href of hrefs("a[href^='/']")) {
    // A thing's own page, such as /funder/draws/draw_….
    const kind = /^\/\w+\/([\w-]+)\/\w+_[0-9a-z]{26}$/.exec(href)?.[1];
    if (kind && !kinds.has(kind)) kinds.set(kind, href);
  }
  const told = ["class", "role", "type", "action", "data-code", "data-component"];
  const parts = [...main.querySelectorAll("*")].map((element) => told.map((name) => element.getAttribute(name) ?? "").concat(element.localName).join("|"));
  return { parts: [...new Set(parts)].sort().join("\n"), tabs: hrefs(".tabs a"), things: [...kinds.values()] };
}
