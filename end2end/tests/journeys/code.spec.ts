// An agent signs in with its mobile number and a code that is sent to it.
import { expect, test } from "../../world.ts";
import type { World } from "../../world.ts";
import type { Page } from "@playwright/test";

const MOBILE = "13900000002";

async function codes(world: World, mobile: string): Promise<string[]> {
  const messages = (await (await fetch(`http://127.0.0.1:${world.sandboxPort}/control/sms`)).json()) as { mobile: string; code: string }[];
  return messages.filter((message) => message.mobile === mobile).map((message) => message.code);
}

async function sentCode(world: World, mobile: string, before = 0): Promise<string> {
  await expect.poll(async () => (await codes(world, mobile)).length, { timeout: 10_000 }).toBeGreaterThan(before);
  return (await codes(world, mobile))[0]!;
}

async function ask(page: Page, mobile: string): Promise<void> {
  await page.getByLabel("手机号").fill(mobile);
  await page.getByRole("button", { name: "获取验证码" }).click();
}

for (const javaScript of [true, false]) {
  test(`a number and a code let an agent in, ${javaScript ? "with" : "without"} JavaScript`, async ({ browser, world }) => {
    const context = await browser.newContext({ baseURL: world.url, locale: "zh-CN", javaScriptEnabled: javaScript, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto("/sign-in?next=%2Fagent%2Fwallet");
    await page.getByRole("link", { name: "代理商：验证码登录" }).click();
    await ask(page, "123");
    await expect(page.getByRole("alert")).toContainText("手机号不正确");
    await expect(page.getByLabel("手机号")).toHaveValue("123");
    await ask(page, "139 0000 0002");
    await expect(page.getByText("如果 139 **** 0002 已登记")).toBeVisible();
    expect(page.url()).not.toContain("13900000002");
    const code = await sentCode(world, MOBILE);
    const wrong = code === "000000" ? "000001" : "000000";
    await page.getByLabel("短信验证码").fill(wrong);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("alert")).toContainText("验证码不对");
    await page.getByRole("button", { name: "重新获取" }).click();
    await expect(page.getByRole("alert")).toContainText("发送过于频繁");
    await page.getByLabel("短信验证码").fill(` ${code.slice(0, 3)} ${code.slice(3)} `);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page).toHaveURL(/\/agent\/wallet$/);
    // Once is once.
    await context.clearCookies({ name: "__Host-session" });
    await page.goto("/sign-in/code");
    expect(world.query("select count(*) from one_time_codes where used_at is not null and message is null")).toBe("1");
    await context.close();
  });
}

test("a number that nobody has is told the same, and a lost message is sent again", async ({ browser, world }) => {
  const context = await browser.newContext({ baseURL: world.url, locale: "zh-CN", viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto("/sign-in/code");
  await ask(page, "13899999999");
  await expect(page.getByText("如果 138 **** 9999 已登记")).toBeVisible();
  for (let place = 0; place < 6; place += 1) {
    await page.getByLabel("短信验证码").fill(`00000${place}`);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("alert")).toContainText(place < 5 ? "验证码不对" : "验证码已失效");
  }
  expect(await codes(world, "13899999999")).toEqual([]);
  // The gateway sends a message whose answer is lost, and is handed it again: the phone rings once.
  await fetch(`http://127.0.0.1:${world.sandboxPort}/control/misbehave`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ what: "sms_lost", times: 1 }),
  });
  await page.getByRole("link", { name: "换一个手机号" }).click();
  await ask(page, MOBILE);
  await expect.poll(async () => (await codes(world, MOBILE)).length, { timeout: 20_000 }).toBe(1);
  await context.close();
});

test("a demonstration's password stays, whoever has the number", async ({ browser, world }) => {
  const context = await browser.newContext({ baseURL: world.url, locale: "zh-CN", viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "忘记密码" }).click();
  await ask(page, MOBILE);
  await page.getByLabel("短信验证码").fill(await sentCode(world, MOBILE));
  await page.getByLabel("新密码").fill("another-password");
  await page.getByRole("button", { name: "设置新密码并登录" }).click();
  await expect(page.getByRole("alert")).toContainText("演示账号");
  await context.close();
});
