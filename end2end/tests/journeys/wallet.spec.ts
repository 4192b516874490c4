// An agent uses its wallet: prepays the carrier, withdraws whatever the bank makes of it, tops up, and takes its statement away.
import { ask, expectedByFive, form as formOf, inReach, payIn, send, underWay } from "../../steps.ts";
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
  });
}

for (const javaScript of [true, false]) {
  test(`a withdrawal that the bank does not answer, refuses or sends back has one end, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    const agent = await enter("agent-4", { javaScript });
    const of = "from wallets w join users u on u.agent_id = w.agent_id where username = 'agent-4'";
    const balance = () => Number(world.query(`select balance_fen ${of}`));
    const says = (path: string, text: string) => until(agent, path, async () => expect(agent.page.locator("main")).toContainText(text, { timeout: 500 }));
    const withdraw = async (amount: string) => {
      await agent.open("/agent/wallet?withdraw");
      await agent.page.fill("#withdraw-amount", amount);
      await send(agent, "wallet/withdraw").click();
      await expect(agent.page).toHaveURL(/\/agent\/withdrawals\//);
      return new URL(agent.page.url()).pathname;
    };
    const before = balance();
    const paid = (fen: number) => world.query(`select count(*) from bank_movements where direction = 'debit' and amount_fen = ${fen}`);

    // The order is lost, and so is the answer: nobody calls that a failure, and it is paid once.
    await ask(world, "misbehave", { what: "payout_lost", times: 1 });
    const unknown = await withdraw("101.01");
    await says(unknown, "正在向银行核实，不会重复付款，您无需再操作");
    await agent.alive();
    await agent.accessible();
    expect(balance()).toBe(before - 10_101);
    world.verify();
    // After a while in which the bank does not know it, the same order is given again.
    world.query("update payouts set sent_at = sent_at - interval '6 minutes' where amount_fen = 10101");
    await expect.poll(() => world.query("select state from payouts where amount_fen = 10101"), { timeout: 60_000 }).toBe("confirmed");
    await says(unknown, "款项已到账，已办理完成");
    expect(paid(10_101)).toBe("1");

    // The bank refuses: the money is in the wallet again.
    await ask(world, "misbehave", { what: "payout_reject", times: 1 });
    const refused = await withdraw("102.02");
    await says(refused, "银行付款失败，款项已退回支付账户，可重新办理");
    expect(paid(10_202)).toBe("0");
    expect(balance()).toBe(before - 10_101);
    world.verify();

    // It is paid, and the bank that was to have it sends it back.
    const back = await withdraw("103.03");
    await says(back, "款项已到账，已办理完成");
    await expect(agent.page.locator("main")).toContainText("到账时间");
    const reference = world.query("select reference from payouts where amount_fen = 10303");
    await ask(world, `send_back/${reference}`, {});
    await says(back, "银行付款失败，款项已退回支付账户，可重新办理");
    await expect(agent.page.locator("main")).not.toContainText("到账时间");
    await agent.alive();
    await agent.accessible();
    expect(paid(10_303)).toBe("1");
    expect(balance()).toBe(before - 10_101);
    await agent.open("/agent/wallet");
    const rows = (number: string) => agent.page.locator("main tbody tr", { hasText: number });
    await expect(rows(reference).first()).toContainText("付款失败，已退回支付账户");
    await expect(agent.page.locator("main tbody tr", { hasText: "提现退回" })).toHaveCount(2);
    expect(world.query("select string_agg(state, ' ' order by amount_fen) from payouts where amount_fen in (10101, 10202, 10303)")).toBe("confirmed returned returned");
  });

  test(`who pays in from the registered account needs no number, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const agent = await enter("agent-4", { javaScript });
    await agent.open("/agent/wallet");
    await expect(agent.page.locator("main")).toContainText("从登记的银行账户转入，不填附言也会自动入账");
    await payIn(world, "agent-4", "104.04", "货款");
    await until(agent, "/agent/wallet", async () => expect(agent.page.locator("main tbody tr", { hasText: "充值" }).first()).toContainText("104.04", { timeout: 500 }));
    await agent.alive();
    await agent.accessible();

    // Another account of the same name is for people, and so is everything where the institution does not want it otherwise.
    const state = (fen: number) => `select state || ' ' || coalesce(matched_kind, '') from bank_movements where amount_fen = ${fen}`;
    const name = world.query("select bank_account_name from agents a join users u on u.agent_id = a.id where username = 'agent-4'");
    await ask(world, "receive", { amount: "105.05", payer_account: "6228480000000000009", payer_name: name, remittance: "货款" });
    await expect.poll(() => world.query(state(10_505)), { timeout: 30_000 }).toBe("unmatched");
    world.query("update reserve_accounts set recognises_owners = false");
    await payIn(world, "agent-4", "106.06", "货款");
    await expect.poll(() => world.query(state(10_606)), { timeout: 30_000 }).toBe("unmatched");
    expect(world.query(state(10_404))).toBe("matched wallet");
    await agent.open("/agent/wallet");
    await expect(agent.page.locator("main")).toContainText("请在附言中填写账户号");
    await expect(agent.page.locator("main")).not.toContainText("不填附言也会自动入账");
  });
}
