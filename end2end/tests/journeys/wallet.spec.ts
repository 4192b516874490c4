// An agent uses its wallet: prepays the carrier, and takes its statement away.
import { expectedByFive, form as formOf, inReach, underWay } from "../../steps.ts";
import { Person, expect, test } from "../../world.ts";

async function until(person: Person, path: string, check: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await person.page.goto(path);
    await check();
  }).toPass({ timeout: 30_000 });
}

for (const javaScript of [true, false]) {
  test(`the carrier is prepaid, and the statement tells it, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(150_000);
    const agent = await enter("agent-4", { javaScript });
    await agent.open("/agent/wallet?withdraw");
    await inReach(formOf(agent, "wallet/withdraw").locator("button"));
    await agent.accessible();
    await agent.open("/agent/wallet");
    await agent.page.getByRole("link", { name: "预存运营商" }).click();
    await agent.alive();
    const form = formOf(agent, "wallet/prepay");
    await inReach(form.locator("button"));
    await expect(agent.page.locator("main")).toContainText("计入您的代理商编号 HX00004");
    await form.locator("[name=amount]").fill("28037.79");
    await form.locator("button").click();
    await expect(agent.page.locator("[role=alert]")).toContainText("最多可转出 28,037.78 元");
    // It stands at the field too, and the whole is one tap away.
    await expect(form.locator(".field .field__error")).toContainText("28,037.78");
    await expect(form.locator("[name=amount]")).toHaveAttribute("aria-invalid", "true");
    await inReach(form.locator("button"));
    await agent.alive();
    await agent.accessible();
    await agent.page.getByRole("link", { name: "全部可用余额" }).click();
    await expect(form.locator("[name=amount]")).toHaveValue("28,037.78");
    await agent.alive();
    await form.locator("[name=amount]").fill("1000.00");
    await underWay(
      world,
      async () => {
        await form.locator("button").click();
        await expect(agent.page).toHaveURL(/\/agent\/withdrawals\//);
        await expect(agent.page.locator("h1")).toHaveText("预存运营商 1,000.00 元");
        await expect(agent.page.locator(".document")).toContainText("壹仟元整");
      },
      () => expectedByFive(agent),
    );
    const receipt = new URL(agent.page.url()).pathname;
    // It follows the money while it is open; without JavaScript a link does.
    const done = "款项已到账，已办理完成";
    if (javaScript) await expect(agent.page.locator("main")).toContainText(done, { timeout: 30_000 });
    else await until(agent, receipt, async () => expect(agent.page.locator("main")).toContainText(done, { timeout: 500 }));
    await expect(agent.page.locator("main")).not.toContainText("预计");
    await agent.accessible();
    // What was just paid is not typed in again.
    await agent.open("/agent/wallet?prepay");
    await expect(form.locator("[name=amount]")).toHaveValue("");
    await until(agent, "/agent/wallet", async () => expect(agent.page.locator("main tbody tr", { hasText: "PAY" }).first()).toContainText("已到账", { timeout: 500 }));
    expect(world.query("select remittance from bank_movements where direction = 'debit' order by recorded_at desc limit 1")).toContain("预存款 HX00004 PAY");
    if (javaScript) await agent.accessible();

    await agent.page.locator("a[href='/agent/wallet/statement']").click();
    await agent.alive();
    await expect(agent.page.locator("h1")).toHaveText("2026-11 账户明细");
    await expect(agent.page.locator("main tbody")).toContainText("预存运营商");
    await expect(agent.page.locator("main .facts")).toContainText("27,037.78");
    await agent.page.locator(".tabs a", { hasText: "收入" }).click();
    await agent.alive();
    await expect(agent.page.locator("h1")).toHaveText("2026-11 账户明细");
    await expect(agent.page.locator("main")).not.toContainText("预存运营商");
    await agent.page.locator(".tabs a", { hasText: "支出" }).click();
    await agent.alive();
    await expect(agent.page.locator("main tbody")).toContainText("预存运营商");
    if (javaScript) await agent.accessible();
    const href = await agent.page.locator("a[download]").getAttribute("href");
    const file = await agent.page.request.get(href!);
    expect(file.status()).toBe(200);
    expect(file.headers()["content-disposition"]).toContain("WLT0000000004-2026-11-out.xlsx");
    expect((await file.body()).subarray(0, 2).toString()).toBe("PK");
    await agent.page.locator("a[rel=prev]").click();
    await agent.alive();
    await expect(agent.page.locator("h1")).toHaveText("2026-10 账户明细");
    expect(new URL(agent.page.url()).searchParams.get("state")).toBe("out");
    // A month that is none is told, and nothing else is made of it.
    const none = await agent.page.request.get("/agent/wallet/statement?month=soon");
    expect(none.status()).toBe(422);
    const sent = await agent.page.request.get("/agent/wallet/statement.xlsx?month=soon");
    expect(sent.url()).not.toContain("xlsx");
    world.verify();
  });
}
