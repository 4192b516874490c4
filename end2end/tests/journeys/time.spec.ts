// Time passes: what falls due is debited, who cannot pay is frozen, what comes in pays first, and who is clear is free.
import { choose, payIn, send } from "../../steps.ts";
import { Person, expect, test } from "../../world.ts";

async function leap(person: Person, how: "day" | "week" | "due"): Promise<void> {
  await person.page.locator(`.banner__time button[value=${how}]`).click();
  await person.alive();
}

async function until(person: Person, path: string, check: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await person.page.goto(path);
    await check();
  }).toPass({ timeout: 30_000 });
}

for (const javaScript of [true, false]) {
  test(`who cannot pay is frozen, and free when it has paid, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const maker = await enter("operator-maker", { javaScript });
    await maker.open("/admin/days");
    await expect(maker.page.locator(".banner")).toContainText("2026-11-20");
    await leap(maker, "due");
    await expect(maker.page.locator(".banner")).toContainText("2026-11-22");
    const day = maker.page.locator("tbody tr", { hasText: "2026-11-21" });
    await expect(day).toContainText("到期扣款");
    await expect(day).toContainText("新逾期 1 件");
    await expect(day).toContainText("冻结 1 件");
    world.verify();

    const agent = await enter("agent-4", { javaScript });
    await agent.open("/agent");
    const card = agent.page.locator(".card--bad").first();
    await expect(card).toContainText("支付账户已冻结");
    await expect(card).toContainText("今天还清逾期需 136.53 元");
    await expect(card).toContainText("2026-11-21 扣还 28,037.78 元");
    await agent.accessible();
    await agent.open("/agent/wallet");
    await expect(agent.page.locator('form[action="/api/wallet/withdraw"]')).toHaveCount(0);
    await expect(agent.page.locator("main a[href^='/agent/wallet?']:not([href*='short='])")).toHaveCount(0);
    await expect(agent.page.locator("main")).toContainText("不能提现、预存，也不能新借款");
    await agent.accessible();
    // Who asks all the same is told why.
    const refused = await agent.page.request.post("/api/wallet/withdraw", {
      form: { request_no: "withdraw-while-frozen", amount: "0.01" },
      headers: { origin: world.url, referer: `${world.url}/agent/wallet`, accept: "text/html" },
    });
    expect(await refused.text()).toContain("支付账户已冻结");

    await maker.open("/admin/freezes");
    await expect(maker.page.locator("tbody")).toContainText("逾期");
    const treasurer = await enter("funder-c-treasurer", { javaScript });
    await treasurer.open("/funder/notices");
    await until(treasurer, "/funder/notices", async () => expect(treasurer.page.locator("main")).toContainText("借款逾期", { timeout: 500 }));

    await payIn(world, "agent-4", "200.00");
    await until(agent, "/agent", async () => expect(agent.page.locator("main")).not.toContainText("支付账户已冻结", { timeout: 500 }));
    // What was taken, and for which loan, is told when it is free, too, for a week.
    const cleared = agent.page.locator("main section.card", { hasText: "逾期已还清" });
    for (const told of ["2026-11-22 扣还 136.53 元", "2026-11-21 扣还 28,037.78 元"]) await expect(cleared).toContainText(told);
    await agent.accessible();
    await cleared.locator("a[href^='/agent/loans/']").first().click();
    await agent.alive();
    await agent.open("/agent/wallet");
    await expect(agent.page.locator(".figure")).toContainText("63.47");
    world.verify();
    expect(world.query("select string_agg(cause || ' ' || amount_fen, ', ' order by debited_at, amount_fen) from repayments r join users u on u.agent_id = r.agent_id where username = 'agent-4' and debited_on > '2026-11-20'")).toBe("due 2803778, swept 13653");

    // And what is left is the agent's own.
    await agent.page.getByRole("link", { name: "提现" }).click();
    await agent.alive();
    await agent.page.fill("#withdraw-amount", "63.48");
    await send(agent, "wallet/withdraw").click();
    await expect(agent.page.locator("[role=alert]")).toContainText("最多可转出 63.47 元");
    await expect(agent.page.locator("#withdraw-amount")).toHaveValue("63.48");
    await agent.alive();
    await agent.accessible();
    await agent.page.fill("#withdraw-amount", "63.47");
    await send(agent, "wallet/withdraw").click();
    await expect(agent.page).toHaveURL(/\/agent\/withdrawals\//);
    await until(agent, "/agent/wallet", async () => expect(agent.page.locator("main")).toContainText("已到账", { timeout: 500 }));
    await leap(maker, "week");
    await expect(maker.page.locator(".banner")).toContainText("2026-11-29");
    await agent.open("/agent");
    await expect(agent.page.locator("main")).not.toContainText("逾期已还清");
  });
}

for (const javaScript of [true, false]) {
  test(`who is late is told so on any other loan, and led to the late one, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    // Of the loan that falls due tomorrow nothing is left in the wallet.
    const agent = await enter("agent-3", { javaScript });
    await agent.open("/agent/wallet?withdraw");
    await agent.page.fill("#withdraw-amount", world.query("select to_char(balance_fen / 100.0, 'FM9999999990.00') from wallets w join users u on u.agent_id = w.agent_id where username = 'agent-3'"));
    await send(agent, "wallet/withdraw").click();
    await expect(agent.page).toHaveURL(/\/agent\/withdrawals\//);
    // What was not sent yet would come back for the debt.
    await expect.poll(() => world.query("select count(*) from payouts p join users u on u.agent_id = p.agent_id where username = 'agent-3' and p.state = 'requested'"), { timeout: 30_000 }).toBe("0");
    const maker = await enter("operator-maker");
    await maker.open("/admin/days");
    await leap(maker, "due");
    await expect(maker.page.locator(".banner")).toContainText("2026-11-22");

    await agent.open("/agent/loans");
    const loans = agent.page.locator("main section.card");
    await expect(loans.first()).toContainText("已逾期");
    await loans.nth(1).locator("a.button").click();
    await agent.alive();
    const form = agent.page.locator('form[action="/api/repayment/quote"]');
    await expect(agent.page.locator("main")).toContainText("有其他借款逾期，先还逾期款");
    await expect(form).toHaveCount(1);
    await agent.accessible();
    await agent.page.locator("main a", { hasText: "逾期借款 DRW" }).click();
    await agent.alive();
    await expect(agent.page.locator("main")).toContainText("已逾期");
    await expect(form).toHaveCount(1);
  });
}

for (const javaScript of [true, false]) {
  test(`a wallet is free only when all is settled, where the contract says so, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    // Of three loans the first falls due, and nothing of it is left in the wallet.
    const agent = await enter("agent-3", { javaScript });
    const main = agent.page.locator("main");
    const balance = "select to_char(balance_fen / 100.0, 'FM9999999990.00') from wallets w join users u on u.agent_id = w.agent_id where username = 'agent-3'";
    await agent.open("/agent/wallet?withdraw");
    await agent.page.fill("#withdraw-amount", world.query(balance));
    await send(agent, "wallet/withdraw").click();
    await expect(agent.page).toHaveURL(/\/agent\/withdrawals\//);
    await expect.poll(() => world.query("select count(*) from payouts p join users u on u.agent_id = p.agent_id where username = 'agent-3' and p.state = 'requested'"), { timeout: 30_000 }).toBe("0");
    const maker = await enter("operator-maker");
    await maker.open("/admin/days");
    await leap(maker, "due");
    await expect(maker.page.locator(".banner")).toContainText("2026-11-22");
    const rule = "按合同约定，结清全部借款后自动解除";
    await agent.open("/agent");
    await expect(main).toContainText(rule);

    // What comes in pays what is overdue and no more; the rest stays, and nothing goes out.
    await payIn(world, "agent-3", "100000.00");
    await until(agent, "/agent", async () => expect(main).not.toContainText("已逾期", { timeout: 500 }));
    await expect(main).toContainText("支付账户已冻结");
    await expect(main).toContainText(rule);
    const owed = "select to_char(sum(outstanding_fen) / 100.0, 'FM999,999,990.00') from loans l join users u on u.agent_id = l.agent_id where username = 'agent-3' and l.state = 'active'";
    expect(world.query(owed)).toBe("40,000.00");
    expect(Number(world.query(balance))).toBeGreaterThan(50_000);
    await expect(main).toContainText(/今天结清全部借款需 40,[\d.]+ 元/);
    await agent.accessible();
    await agent.open("/agent/wallet");
    await expect(main).toContainText("不能提现、预存，也不能新借款");
    world.verify();

    // Settled one after the other: the last one frees it.
    for (const left of ["1", "0"]) {
      await agent.open("/agent/loans");
      await agent.page.locator("main a[href^='/agent/loans/']").first().click();
      await agent.alive();
      await choose(agent.page, "all");
      await send(agent, "repayment/quote").click();
      await send(agent, "repayment/repay").click();
      await expect(agent.page).toHaveURL(/\/agent\/repayments\//);
      expect(world.query("select count(*) from freezes f join users u on u.agent_id = f.agent_id where username = 'agent-3' and lifted_on is null")).toBe(left);
    }
    await agent.open("/agent");
    await expect(main).not.toContainText("支付账户已冻结");
    await expect(main).toContainText("逾期已还清");
    expect(world.query("select c.state from credit_lines c join users u on u.agent_id = c.agent_id where username = 'agent-3'")).toBe("active");
  });
}

for (const javaScript of [true, false]) {
  test(`a shop is reminded before a loan falls due, on the day, and while it is late, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const maker = await enter("operator-maker");
    await maker.open("/admin/days");
    const agent = await enter("agent-4", { javaScript });
    const told = async (text: string) => {
      await agent.open("/agent");
      await expect(agent.page.locator("main section.card", { hasText: "下一笔还款" }).first()).toContainText(text);
    };
    await told("明天到期");
    await expect(agent.page.locator("main")).toContainText("账户还差 136.44 元");
    for (const [on, text] of [["2026-11-21", "今天到期"], ["2026-11-22", "已逾期 1 天"], ["2026-11-23", "已逾期 2 天"]] as const) {
      await leap(maker, "day");
      await expect(maker.page.locator(".banner")).toContainText(on);
      await told(text);
      await agent.accessible();
    }
    await agent.open("/agent/loans");
    await expect(agent.page.locator("main section.card").first()).toContainText("已逾期 2 天");
    const events = "select string_agg(event, ' ' order by place) from outbox o join loans l on o.payload::text like '%' || l.reference || '%' join users u on u.agent_id = l.agent_id where u.username = 'agent-4' and o.recorded_at >= '2026-11-21 00:00+08' and event like 'loan.%'";
    expect(world.query(events)).toBe("loan.due_soon loan.overdue");
  });

  test(`a shop is reminded seven and three days before, and the day before, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    const maker = await enter("operator-maker");
    await maker.open("/admin/days");
    const agent = await enter("agent-3", { javaScript });
    const reference = world.query("select l.reference from loans l join users u on u.agent_id = l.agent_id where u.username = 'agent-3' and l.due_on = '2026-12-04'");
    const events = () => world.query(`select count(*) from outbox where event = 'loan.due_soon' and payload::text like '%${reference}%'`);
    const leapTo = async (on: string, how: "day" | "week" = "day") => {
      await leap(maker, how);
      await expect(maker.page.locator(".banner")).toContainText(on);
    };
    const card = agent.page.locator("main section.card--due");
    // What falls due before is debited.
    await leapTo("2026-11-27", "week");
    let told = 0;
    for (const [days, text] of [[["2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01"], "7 天后到期"], [["2026-12-02", "2026-12-03"], "3 天后到期"], [[], "明天到期"]] as const) {
      await agent.open("/agent");
      await expect(card).toContainText(reference);
      await expect(card).toContainText(text);
      await agent.accessible();
      expect(events()).toBe(`${++told}`);
      for (const on of days) await leapTo(on);
    }
  });

  test(`freezes stack, and each says who, why, until when and what lifts it, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    test.setTimeout(180_000);
    const [maker, checker] = [await enter("operator-maker"), await enter("operator-checker")];
    const of = "from wallets w join users u on u.agent_id = w.agent_id where username = 'agent-3'";
    const balance = () => Number(world.query(`select balance_fen ${of}`));
    const yuan = (fen: number) => world.query(`select to_char(${fen} / 100.0, 'FM999,999,999,990.00')`);
    const arrive = async (amount: string) => {
      const before = balance();
      await payIn(world, "agent-3", amount);
      await expect.poll(balance, { timeout: 30_000 }).toBeGreaterThan(before);
    };
    await arrive("500.00");
    await maker.open("/admin/agents?text=" + encodeURIComponent(world.query("select number from agents a join users u on u.agent_id = a.id where username = 'agent-3'")));
    await maker.page.locator("main tbody a[href^='/admin/freezes/']").first().click();
    const path = new URL(maker.page.url()).pathname;
    const decided = async () => {
      await expect(maker.page.locator("main")).toContainText("等待复核");
      await checker.open(path);
      await checker.page.locator("button[name=agree][value=true]").click();
      await expect(checker.page.locator("button[name=agree]")).toHaveCount(0);
    };
    const order = async (reason: string, note: string, amount: string, until: string, by: string) => {
      await maker.open(path);
      const form = maker.page.locator('form[action="/api/freeze/order"]');
      await form.locator("[name=reason]").selectOption(reason);
      await form.locator("[name='terms[asked_by]']").fill(by);
      await form.locator("[name='terms[amount]']").fill(amount);
      await form.locator("[name='terms[expires_on]']").fill(until);
      await form.locator("[name=note]").fill(note);
      await send(maker, "freeze/order").click();
      await decided();
    };
    // The second court asks for more than the first has left.
    const left = balance() - 10_000;
    await order("court", "协助冻结存款通知书", "100.00", "2026-12-31", "成都市中级人民法院（2026）川01执188号");
    await order("court", "裁定书", yuan(left + 30_000), "2027-01-31", "重庆市第五中级人民法院（2026）渝05执71号");
    await order("risk", "经营异常，待核实", "", "", "");
    const staff = checker.page.locator("main tbody").first();
    for (const told of ["司法冻结", "成都市中级人民法院（2026）川01执188号", "协助冻结存款通知书", "2026-12-31", `已冻结 ${yuan(left)} 元，其余轮候`, "凭法院文书双人解除", "风险控制", "经营异常，待核实", "无期限", "双人解除，或到期自动解除"]) {
      await expect(staff).toContainText(told);
    }
    await expect(staff).toContainText(world.query("select display_name from users where username = 'operator-checker'"));

    const agent = await enter("agent-3", { javaScript });
    const card = agent.page.locator(".card--bad").first();
    const tells = async (...texts: string[]) => {
      await agent.open("/agent");
      for (const text of texts) await expect(card).toContainText(text);
    };
    const waits = (fen: number) => `${yuan(left + 30_000)} 元，已冻结 ${yuan(fen)} 元，其余待资金到账时冻结，至 2027-01-31`;
    await tells("支付账户已冻结", "司法冻结：到期或法院解除", "由 成都市中级人民法院（2026）川01执188号 决定，2026-11-20 起，100.00 元，至 2026-12-31", "由 重庆市第五中级人民法院（2026）渝05执71号 决定", waits(left), "风险控制：由支付机构解除，请联系客服");
    await agent.accessible();
    await agent.open("/agent/wallet?withdraw");
    await expect(agent.page.locator("main")).toContainText("冻结期间不能转出");
    await agent.open("/agent/wallet?prepay");
    await expect(agent.page.locator("main")).toContainText("冻结期间不能转出");
    for (const way of ["withdraw", "prepay"]) {
      const refused = await agent.page.request.post(`/api/wallet/${way}`, {
        form: { request_no: `${way}-while-frozen`, amount: "0.01" },
        headers: { origin: world.url, referer: `${world.url}/agent/wallet`, accept: "text/html" },
      });
      expect(await refused.text()).toContain("支付账户已冻结");
    }
    world.verify();

    // What risk had frozen is lifted; the courts hold all there is, and what comes in.
    await maker.open(path);
    const risk = maker.page.locator("main tbody tr", { hasText: "经营异常，待核实" }).first();
    await risk.locator("details summary").click();
    await risk.locator("[name=note]").fill("已核实");
    await risk.locator('form[action="/api/freeze/lift"] button').click();
    await decided();
    await tells("支付账户部分金额已冻结", waits(left));
    await expect(card).not.toContainText("风险控制");
    await agent.open("/agent/wallet?withdraw");
    await expect(agent.page.locator("main")).toContainText("没有可用余额");
    await arrive("50.00");
    await tells(waits(left + 5_000));
  });
}

test("a freeze takes two people to come and to go, and a court's keeps an amount", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  await maker.open("/admin/agents?text=" + encodeURIComponent(world.query("select number from agents a join users u on u.agent_id = a.id where username = 'agent-3'")));
  await maker.page.locator("main tbody a[href^='/admin/freezes/']").first().click();
  const path = new URL(maker.page.url()).pathname;
  const order = maker.page.locator('form[action="/api/freeze/order"]');
  await order.locator("[name=reason]").selectOption("court");
  await order.locator("[name='terms[amount]']").fill("100.00");
  await order.locator("[name=note]").fill("（2026）川01执188号");
  await send(maker, "freeze/order").click();
  await expect(maker.page.locator("[role=alert]")).toContainText("司法冻结必须填写到期日");
  await maker.alive();
  await maker.accessible();
  await order.locator("[name='terms[expires_on]']").fill("2026-12-31");
  await send(maker, "freeze/order").click();
  await expect(maker.page.locator("[role=alert]")).toContainText("司法冻结须填写法院名称和案号");
  await order.locator("[name='terms[asked_by]']").fill("成都市中级人民法院（2026）川01执188号");
  await send(maker, "freeze/order").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await checker.open(path);
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main tbody").first()).toContainText("100.00");

  const agent = await enter("agent-3");
  await agent.open("/agent");
  await expect(agent.page.locator(".card--bad").first()).toContainText("司法冻结");
  await expect(agent.page.locator(".card--bad").first()).toContainText("至 2026-12-31");
  await agent.accessible();

  // Of what it holds the court is paid a part; the rest stays.
  await maker.open(path);
  await maker.page.locator("main details summary", { hasText: "提出司法扣划" }).click();
  const deduct = maker.page.locator('form[action="/api/freeze/deduct"]');
  await deduct.locator("[name='terms[amount]']").fill("100.01");
  await deduct.locator("[name='terms[account_name]']").fill("成都市中级人民法院");
  await deduct.locator("[name='terms[account_no]']").fill("6222020200112233445");
  await deduct.locator("[name=note]").fill("（2026）川01执188号扣划裁定");
  await send(maker, "freeze/deduct").click();
  await expect(maker.page.locator("[role=alert]")).toContainText("最多可扣划 100.00 元");
  await maker.alive();
  await deduct.locator("[name='terms[amount]']").fill("60.00");
  await send(maker, "freeze/deduct").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await checker.open(path);
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main tbody").first()).toContainText("40.00");
  await agent.open("/agent/wallet");
  await expect(agent.page.locator("main")).toContainText("司法扣划");
  world.verify();

  await maker.open(path);
  await maker.page.locator("main details summary", { hasText: "提出解除冻结" }).click();
  await maker.page.locator('form[action="/api/freeze/lift"] [name=note]').fill("法院已解除");
  await send(maker, "freeze/lift").click();
  await expect(maker.page.locator("main")).toContainText("等待复核");
  await checker.open(path);
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main tbody").first()).toContainText("解除");
  await agent.open("/agent");
  await expect(agent.page.locator("main")).not.toContainText("司法冻结");
});

test("a wallet that a close cannot debit is told with why, and how often it was tried", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const [agent, wallet] = world.query("select a.id || ' ' || w.reference from users u join agents a on a.id = u.agent_id join wallets w on w.agent_id = a.id where username = 'agent-4'").split(" ");
  // The database takes no debit of this shop, until somebody has looked into it.
  world.query(`create function poison() returns trigger language plpgsql as $$ begin if new.agent_id = '${agent}' then raise exception 'poisoned'; end if; return new; end $$`);
  world.query("create trigger poison before insert on repayments for each row execute function poison()");
  await maker.open("/admin/days");
  await leap(maker, "due");
  await expect(maker.page.locator(".banner")).toContainText("2026-11-22");
  await maker.page.locator("main a[href='/admin/days?on=2026-11-21']").click();
  await maker.alive();
  const main = maker.page.locator("main");
  await expect(main).toContainText("2026-11-21 的日终步骤");
  const step = main.locator("tbody tr", { hasText: "完成" }).filter({ hasText: "到期扣款" }).first();
  // What was tried once more counts again.
  await expect(step).toContainText(/(\d+) \/ \1/);
  await expect(main.locator("tbody tr", { hasText: "日切" }).filter({ hasText: "一次提交" })).toHaveCount(1);
  const row = main.locator("tbody tr", { hasText: wallet });
  for (const told of ["仍未扣成", "数据库未接受", "poisoned", "日切"]) await expect(row).toContainText(told);
  expect(world.query("select tries || ' ' || mended from day_failures")).toBe("3 false");
  await maker.accessible();
  await row.locator("a", { hasText: wallet }).click();
  await maker.alive();
  await expect(maker.page).toHaveURL(/\/admin\/freezes\//);

  world.query("drop function poison() cascade");
  await leap(maker, "day");
  await expect(maker.page.locator(".banner")).toContainText("2026-11-23");
  expect(world.query("select balance_fen from wallets w join users u on u.agent_id = w.agent_id where username = 'agent-4'")).toBe("0");
});

test("a week passes in one click, and an agent cannot move time", async ({ enter, world }) => {
  const funder = await enter("funder-a-reviewer");
  await funder.open("/funder");
  await leap(funder, "week");
  await expect(funder.page.locator(".banner")).toContainText("2026-11-27");
  const agent = await enter("agent-1");
  await agent.open("/agent");
  await expect(agent.page.locator(".banner__time")).toHaveCount(0);
  const refused = await agent.page.request.post("/api/day/move", {
    form: { request_no: "an-agent-moves-time", from: "2026-11-27", leap: "day" },
    headers: { origin: world.url, referer: `${world.url}/agent`, accept: "text/html" },
  });
  expect(refused.status()).toBeLessThan(500);
  expect(world.query("select wanted_on from business_day")).toBe("2026-11-26");
});

test("ten days take seconds, are told one by one, and bank, screens and business date stand on the same day", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await maker.open("/admin/days");
  const began = Date.now();
  await leap(maker, "week");
  await expect(maker.page.locator(".banner")).toContainText("2026-11-27");
  for (const on of ["2026-11-28", "2026-11-29", "2026-11-30"]) {
    await leap(maker, "day");
    await expect(maker.page.locator(".banner")).toContainText(on);
  }
  // Generous: two worlds share two cores here.
  expect(Date.now() - began, "milliseconds for ten closes").toBeLessThan(40_000);
  world.verify();
  const told = (on: string) => maker.page.locator("main tbody tr", { hasText: on });
  const days = Array.from({ length: 10 }, (_, day) => `2026-11-${20 + day}`);
  for (const on of days) await expect(told(on).first()).toContainText(/ 件|没有到期、逾期或冻结/);
  await expect(told("2026-11-21").first()).toContainText("到期扣款");
  expect(world.query("select count(*) from closed_days where business_date >= '2026-11-20'")).toBe("10");

  // What happens now lies on the same date for the bank, in the books, and on the agent's screen.
  // The bank asks for the date again and again, and books what comes on it.
  await expect.poll(() => payIn(world, "agent-1", "107.07"), { timeout: 30_000 }).toContain("2026-11-30");
  const agent = await enter("agent-1", { javaScript: false });
  await expect(agent.page.locator(".banner")).toContainText("2026-11-30");
  await until(agent, "/agent/wallet", async () => expect(agent.page.locator("main tbody tr", { hasText: "107.07" }).first()).toContainText("2026-11-30", { timeout: 500 }));
  const stands = "to_char(m.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') || ' ' || j.posted_on from bank_movements m join journals j on j.event_id = m.id";
  await expect.poll(() => world.query(`select ${stands} where j.event_kind = 'top_up.matched' and m.amount_fen = 10707 and m.booked_on = '2026-11-30'`), { timeout: 30_000 }).toBe("2026-11-30 2026-11-30");
});

test("a funder asks for a freeze, and the institution's checker decides", async ({ enter, world }) => {
  const treasurer = await enter("funder-c-treasurer");
  const reference = world.query("select l.reference from loans l join users u on u.agent_id = l.agent_id where u.username = 'agent-4' and l.state <> 'settled'");
  await treasurer.open("/funder/loans");
  await treasurer.page.locator("main tr", { hasText: reference }).locator("a[href^='/funder/loans/']").first().click();
  await treasurer.alive();
  await treasurer.page.locator("main summary", { hasText: "申请冻结" }).click();
  await treasurer.page.fill("#freeze-evidence", "经营地已搬空，联系不上");
  await send(treasurer, "freeze/request").click();
  await expect(treasurer.page.locator("main")).toContainText("待支付机构复核");
  const checker = await enter("operator-checker");
  await checker.open("/admin/approvals");
  await checker.page.locator("main tbody tr", { hasText: "冻结支付账户" }).locator("a[href^='/admin/freezes/']").first().click();
  await checker.alive();
  await expect(checker.page.locator("main")).toContainText("经营地已搬空");
  await checker.page.locator("button[name=agree][value=true]").click();
  await expect(checker.page.locator("main tbody").first()).toContainText("资金方");
  await treasurer.page.reload();
  await expect(treasurer.page.locator("main")).toContainText("已冻结");
  // The shop is told which funder it was and what lifts it, and nothing leaves the wallet.
  for (const javaScript of [true, false]) {
    const agent = await enter("agent-4", { javaScript });
    await agent.open("/agent");
    const card = agent.page.locator(".card--bad").first();
    for (const told of ["支付账户已冻结", "资金方申请，支付机构核实：由支付机构解除", "由 云启小额贷款有限公司 申请"]) await expect(card).toContainText(told);
    await expect(agent.page.locator("main")).not.toContainText("经营地已搬空");
    await agent.accessible();
    await agent.open("/agent/wallet?withdraw");
    await expect(agent.page.locator("main")).toContainText("冻结期间不能转出");
    await expect(agent.page.locator('form[action="/api/wallet/withdraw"]')).toHaveCount(0);
  }
});
