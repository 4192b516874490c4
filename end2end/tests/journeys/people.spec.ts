// The owner of a shop invites a clerk by a link that is good once; the clerk looks, and changes nothing.
import { CLERK } from "../../planted.ts";
import { bindCard, form, inReach, refreshUntil } from "../../steps.ts";
import { expect, test } from "../../world.ts";
import type { Person, World } from "../../world.ts";
import type { Browser, Page } from "@playwright/test";

/** Has somebody invited, and tells the link, which is shown once. */
async function invite(owner: Person, name: string): Promise<string> {
  const { page } = owner;
  await owner.open("/agent/people");
  await page.locator("#display_name").fill(name);
  await page.locator("#mobile").fill(CLERK.mobile);
  await page.getByRole("button", { name: "生成邀请链接" }).click();
  await expect(page).toHaveURL(/\/agent\/people\?invited/);
  await owner.alive();
  return (await page.locator(".facts--link code").innerText()).trim();
}

/** Somebody who is not signed in opens the link. */
async function opened(browser: Browser, world: World, link: string, javaScript: boolean): Promise<Page> {
  const context = await browser.newContext({ baseURL: world.url, locale: "zh-CN", javaScriptEnabled: javaScript, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(link);
  await expect(page).toHaveURL(`${world.url}/join`);
  return page;
}

async function join(page: Page, username: string): Promise<void> {
  await page.locator("#username").fill(username);
  await page.locator("#password").fill("a-good-password");
  await page.getByRole("button", { name: "加入并登录" }).click();
}

for (const javaScript of [true, false]) {
  test(`an owner invites a clerk, who joins, looks, and is let go, ${javaScript ? "with" : "without"} JavaScript`, async ({ browser, world, enter }) => {
    const owner = await enter("agent-2", { javaScript });
    await owner.open("/agent/people");
    await expect(owner.page.locator("main")).toContainText("刘芳");
    if (javaScript) await owner.accessible();
    const link = await invite(owner, CLERK.display_name);
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/join\/[0-9a-f]{64}$/);
    const secret = link.split("/").pop()!;
    if (javaScript) {
      await owner.accessible();
      await owner.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await owner.page.locator(".facts--link button").click();
      await expect(owner.page.locator(".facts--link button")).toContainText("已复制");
      expect(await owner.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
    }
    await owner.open("/agent/people");
    await expect(owner.page.locator(".facts--link")).toHaveCount(0);
    await expect(owner.page.locator("main")).toContainText("139 **** 0077");

    const guest = await opened(browser, world, link, javaScript);
    const from: string[] = [];
    guest.on("request", (request) => from.push(`${request.url()} ${request.headers()["referer"] ?? ""}`));
    await expect(guest.locator("main")).toContainText("李雷");
    await join(guest, "agent-2");
    await expect(guest.getByRole("alert")).toContainText("用户名已被使用");
    await expect(guest.locator("#username")).toHaveValue("agent-2");
    await join(guest, "Li.Lei");
    await expect(guest).toHaveURL(/\/agent$/);
    expect(from.filter((line) => line.includes(secret))).toEqual([]);
    expect((await guest.context().cookies()).map((cookie) => cookie.name)).not.toContain("__Host-invitation");

    await guest.goto("/agent/wallet");
    await expect(guest.locator("main")).toContainText("您以店员身份登录");
    await expect(guest.locator("main")).toContainText("收款账号");
    await expect(guest.locator("main form")).toHaveCount(0);
    for (const path of ["/agent/consents", "/agent/people", "/agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=%E5%A4%87%E8%B4%A7"]) {
      expect((await guest.goto(path))?.status(), path).toBe(200);
      await expect(guest.locator("main form[method=post]"), path).toHaveCount(0);
    }
    const asked = await guest.request.post(`${world.url}/api/wallet/withdraw`, {
      form: { request_no: "a-number-of-its-own", amount: "1.00" },
      headers: { accept: "application/json", origin: world.url },
    });
    expect(asked.status()).toBe(403);

    const late = await opened(browser, world, link, javaScript);
    await expect(late.getByRole("alert")).toContainText("邀请链接已失效");

    await owner.open("/agent/people");
    await owner.page.getByRole("button", { name: "停用 李雷" }).click();
    await expect(owner.page.locator("main")).toContainText("已停用");
    await guest.goto("/agent");
    await expect(guest).toHaveURL(/\/sign-in\?next=/);
    world.verify();
    await guest.context().close();
    await late.context().close();
  });
}

test("an invitation that is revoked lets nobody in, and the secret stands nowhere", async ({ browser, world, enter }) => {
  const owner = await enter("agent-2");
  const link = await invite(owner, "韩梅梅");
  const secret = link.split("/").pop()!;
  const found = "select count(*) from (select to_jsonb(a)::text t from audit a union all select to_jsonb(i)::text from invitations i) rows where t like";
  expect(world.query(`${found} '%${secret}%'`)).toBe("0");
  const guest = await opened(browser, world, link, true);
  await expect(guest.locator("main")).toContainText("韩梅梅");
  await owner.open("/agent/people");
  await owner.page.getByRole("button", { name: "撤销邀请 韩梅梅" }).click();
  await expect(owner.page.getByRole("button", { name: "撤销邀请 韩梅梅" })).toHaveCount(0);
  await join(guest, "han.meimei");
  await expect(guest.getByRole("alert")).toHaveCount(1);
  await expect(guest.getByRole("alert")).toContainText("邀请链接已失效");
  await guest.context().close();
});

for (const javaScript of [true, false]) {
  test(`a clerk tops up from the card that the owner has bound, and neither withdraws nor borrows, ${javaScript ? "with" : "without"} JavaScript`, async ({ world, enter }) => {
    test.setTimeout(180_000);
    const card = await bindCard(await enter("agent-2", { javaScript }), "agent-2");
    const clerk = await enter("agent-2-clerk", { javaScript });
    const { page } = clerk;
    await clerk.open("/agent/wallet");
    await page.getByRole("link", { name: "用我的银行卡充值" }).click();
    await page.getByRole("link", { name: "**** 3446" }).click();
    await expect(page).toHaveURL(new RegExp(`${card}$`));
    await clerk.alive();
    for (const path of ["card/pause", "card/revoke"]) await expect(form(clerk, path)).toHaveCount(0);
    const topUp = form(clerk, "top_up/order");
    await inReach(topUp.locator("button"));
    await clerk.accessible();
    await topUp.locator("[name=amount]").fill("300.00");
    await topUp.locator("button").click();
    await expect(page).toHaveURL(/\/agent\/top-ups\/topup_/);
    await refreshUntil(clerk, new URL(page.url()).pathname, "款项已存入支付账户");
    expect(world.query("select count(*) || ' ' || coalesce(sum(amount_fen), 0) from top_ups where state = 'succeeded'")).toBe("1 30000");

    // What takes money out has no form, and is refused to whoever makes one up.
    for (const path of ["/agent/wallet?withdraw", "/agent/wallet?prepay", "/agent/borrow"]) {
      await clerk.open(path);
      for (const out of ["wallet/withdraw", "wallet/prepay", "draw/request"]) await expect(form(clerk, out), path).toHaveCount(0);
    }
    // Who borrows is said where somebody comes by an address, and no tab leads there.
    const owner = world.query("select display_name from users where username = 'agent-2'");
    for (const path of ["/agent/borrow", "/agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=%E5%A4%87%E8%B4%A7"]) {
      await clerk.open(path);
      await expect(page.locator("main .alert"), path).toContainText("借款由店主办理");
      await expect(page.locator("main .alert"), path).toContainText(owner);
      await clerk.accessible();
    }
    await clerk.open("/agent");
    await expect(page.locator("a[href='/agent/borrow']")).toHaveCount(0);
    const made: Record<string, Record<string, string>> = {
      "wallet/withdraw": { amount: "1.00" },
      "wallet/prepay": { amount: "1.00" },
      "draw/request": { amount: "10000.00", tenor: "30d", purpose: "备货", shown_at: "0", disclosure_hash: "0".repeat(64) },
    };
    const money = () => world.query("select (select count(*) from payouts) || ' ' || (select count(*) from draws)");
    const before = money();
    for (const [path, fields] of Object.entries(made)) {
      const answer = await page.request.post(`${world.url}/api/${path}`, {
        form: { request_no: `made-up-${path.replace("/", "-")}`, ...fields },
        headers: { accept: "application/json", origin: world.url },
      });
      expect(answer.status(), path).toBe(403);
    }
    expect(money()).toBe(before);
  });
}
