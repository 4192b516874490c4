// An agent signs in with its mobile number and a code that is sent to it.
import { MOBILES } from "../../planted.ts";
import { inReach, misbehave, send } from "../../steps.ts";
import { expect, test } from "../../world.ts";
import type { World } from "../../world.ts";
import type { Page } from "@playwright/test";

const MOBILE = "13900000002";

async function sentCode(world: World, mobile: string): Promise<string> {
  return (await world.sentCodes(mobile))[0]!;
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
    await expect(page.getByText("如 139 **** 0002 已登记")).toBeVisible();
    expect(page.url()).not.toContain("13900000002");
    const code = await sentCode(world, MOBILE);
    const wrong = code === "000000" ? "000001" : "000000";
    await page.getByLabel("短信验证码").fill(wrong);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("alert")).toContainText("验证码不正确");
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
  await ask(page, MOBILES.nobody_s);
  await expect(page.getByText("如 138 **** 9999 已登记")).toBeVisible();
  for (let place = 0; place < 6; place += 1) {
    await page.getByLabel("短信验证码").fill(`00000${place}`);
    await page.getByRole("button", { name: "登录" }).click();
    await expect(page.getByRole("alert")).toContainText(place < 5 ? "验证码不正确" : "验证码已失效");
  }
  expect(await world.sentCodes(MOBILES.nobody_s, 0)).toEqual([]);
  // The gateway sends a message whose answer is lost, and is handed it again: the phone rings once.
  await misbehave(world, "sms_lost", 1);
  await page.getByRole("link", { name: "换一个手机号" }).click();
  await ask(page, MOBILE);
  expect(await world.sentCodes(MOBILE)).toHaveLength(1);
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

for (const javaScript of [true, false]) {
  test(`a large draw is confirmed with a code, and the number is changed ${javaScript ? "with" : "without"} JavaScript`, async ({ world, enter }) => {
    const agent = await enter("agent-2", { javaScript });
    const { page } = agent;
    const confirm = "/agent/borrow/confirm?amount=50000.01&tenor=30d&purpose=%E5%A4%87%E8%B4%A7";
    await agent.open("/agent/borrow/confirm?amount=50000.00&tenor=30d&purpose=%E5%A4%87%E8%B4%A7");
    await expect(page.getByLabel("短信验证码")).toHaveCount(0);
    await agent.open(confirm);
    await expect(page.locator("main")).toContainText("须用 139 **** 0002 收到的短信验证码确认");
    await inReach(send(agent, "draw/request"));
    if (javaScript) await agent.accessible();
    await page.getByRole("button", { name: "获取验证码" }).click();
    await expect(page.locator("main")).toContainText("验证码已发送至 139 **** 0002");
    await agent.alive();
    const code = await sentCode(world, MOBILE);
    const draw = async (typed: string) => {
      await page.getByLabel("短信验证码").fill(typed);
      await page.locator("[name=disclosure_hash]").check();
      await page.locator('form[action="/api/draw/request"] button').first().click();
    };
    // The time to read goes on while one waits for the message.
    await page.waitForTimeout(11_000);
    await draw(code === "000000" ? "000001" : "000000");
    await expect(page.getByRole("alert")).toContainText("验证码不正确");
    await agent.alive();
    await inReach(send(agent, "draw/request"));
    await agent.accessible();
    await draw(code);
    await expect(page.locator("main")).toContainText(/DRW20261120\d{8}/);

    await agent.open("/agent/sessions");
    await agent.open("/agent/mobile");
    await expect(page.locator("main")).toContainText("已登记 139 **** 0002");
    await page.getByLabel("新手机号").fill("139 1111 2222");
    await page.getByRole("button", { name: "获取验证码" }).click();
    await expect(page.locator("main")).toContainText("验证码已发送至 139 **** 2222");
    // Another one is sent a minute later, and not before.
    await page.getByRole("button", { name: "重新获取" }).click();
    await expect(page.locator('form[action="/api/code/mobile"] .field__error')).toContainText("验证码发送过于频繁");
    await agent.alive();
    if (javaScript) await agent.accessible();
    const register = async (typed: string, password: string) => {
      await page.getByLabel("短信验证码").fill(typed);
      await page.getByLabel("登录密码").fill(password);
      await page.getByRole("button", { name: "登记" }).click();
    };
    const own = await sentCode(world, MOBILES.registered);
    await register(own, "wrong");
    await expect(page.getByRole("alert")).toContainText("用户名或密码不正确");
    await register(own, "lianrong-demo");
    await expect(page.locator("main")).toContainText("已登记 139 **** 2222");
    expect(new URL(page.url()).search).toBe("?registered");
  });
}
