// Staff outside demonstration mode: from the account that an administrator opens to the portal, with one-time codes.
import { createHmac } from "node:crypto";
import { expect, faults, test } from "../../world.ts";

test.use({ demonstration: false });

/** What an authenticator shows for a key in base 32. */
function code(key: string, at: number): string {
  const bits = [...key].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)))).update(step).digest();
  const start = digest[digest.length - 1]! & 15;
  return String((digest.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

for (const javaScript of [true, false]) {
  test(`an operator sets up one-time codes and signs in with them, JavaScript ${javaScript ? "on" : "off"}`, async ({ browser, world }) => {
    const password = world.operator("lin.xiao", "林晓");
    const context = await browser.newContext({ baseURL: world.url, locale: "zh-CN", javaScriptEnabled: javaScript, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    const signIn = async (given: string) => {
      await page.goto("/sign-in");
      await page.fill("#username", "lin.xiao");
      await page.fill("#password", password);
      await page.fill("#code", given);
      await page.locator("form button.button").click();
    };
    await signIn("");
    await expect(page.locator("[data-code='identity.second_factor_missing']")).toBeVisible();
    await page.getByRole("link", { name: "设置动态口令" }).click();

    await page.fill("#username", "lin.xiao");
    await page.fill("#password", password);
    await page.locator("form button.button").click();
    await expect(page.getByRole("img", { name: "动态口令密钥的二维码" })).toBeVisible();
    const key = (await page.locator("[data-secret]").getAttribute("data-secret"))!;
    expect(page.url()).not.toContain(key);
    if (javaScript) expect(await faults(page)).toEqual([]);
    await page.fill("#username", "lin.xiao");
    await page.fill("#password", password);
    await page.fill("#code", "000000");
    await page.locator("form button.button").click();
    await expect(page.locator("[data-code='identity.code_wrong']")).toBeVisible();
    if (javaScript) expect(await faults(page)).toEqual([]);
    expect(page.url()).not.toContain(password);
    await page.fill("#password", password);
    await page.fill("#code", code(key, Date.now()));
    await page.locator("form button.button").click();
    await expect(page).toHaveURL(/\/sign-in\?enrolled/);

    // The code that confirmed is used up; the next one is accepted a step early.
    await signIn(code(key, Date.now()));
    await expect(page.locator("[data-code='identity.code_used']")).toBeVisible();
    await signIn(code(key, Date.now() + 30_000));
    await expect(page).toHaveURL(/\/admin$/);
    await context.close();
  });
}
