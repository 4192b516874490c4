// What is typed into a bank's form is copied, each line by its button.
import { expect, test } from "../../world.ts";

test("an agent and a treasurer copy where to pay, as the bank takes it", async ({ enter, world }) => {
  for (const [username, path, lines] of [
    ["agent-2", "/agent/wallet", ["收款账号", "开户行", "转账附言"]],
    ["funder-a-treasurer", `/funder/draws/${""}`, ["收款账号", "收款开户行", "附言", "金额（元）"]],
  ] as const) {
    const person = await enter(username);
    await person.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    if (username === "agent-2") await person.open(path);
    else {
      await person.open("/funder/draws?state=awaiting");
      await person.page.locator("main tbody th a").first().click();
      await person.alive();
    }
    for (const line of lines) {
      const row = person.page.locator(".facts--copy > div").filter({ has: person.page.getByText(line, { exact: true }) });
      await row.getByRole("button").click();
      await expect(row.getByRole("button")).toHaveText(`已复制${line}`);
      const copied = await person.page.evaluate(() => navigator.clipboard.readText());
      expect(copied, line).toBe((await row.locator("code").innerText()).trim());
      expect(copied, line).not.toContain(",");
    }
    await person.accessible();
  }
  // So does the institution, of the account that a payout goes to and of its own.
  const maker = await enter("operator-maker");
  await maker.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const [list, line, statement] of [
    ["/admin/payouts", "收款账号", "select account_no from payouts where reference = "],
    ["/admin/reserve-accounts", "户名", "select name from reserve_accounts where account_no = "],
  ] as const) {
    await maker.open(list);
    const first = maker.page.locator("main tbody th a").first();
    const named = (await first.innerText()).trim();
    await first.click();
    await expect(maker.page).toHaveURL(new RegExp(`${list}/`));
    await maker.alive();
    const button = maker.page.locator("main .copy").filter({ hasText: new RegExp(`${line}$`) }).first();
    await button.click();
    await expect(button).toHaveText(`已复制${line}`);
    expect(await maker.page.evaluate(() => navigator.clipboard.readText())).toBe(world.query(`${statement}'${named}'`));
    await maker.accessible();
  }
  const plain = await enter("agent-3", { javaScript: false });
  await plain.open("/agent/wallet");
  await expect(plain.page.getByText("中国建设银行重庆两江支行")).toBeVisible();
  await expect(plain.page.locator("button.copy:visible")).toHaveCount(0);
});
