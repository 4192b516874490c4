// One thing done to many rows: those that changed meanwhile keep no other back.
import { borrow, send } from "../../steps.ts";
import { expect, test, type World } from "../../world.ts";

const OF_A = "funder_id = (select id from partners where code = 'funder-a')";

test("a treasurer confirms what has arrived at once, and is told which was confirmed meanwhile", async ({ enter, world }) => {
  world.query(`update repayments set partner_confirmed_at = null where ${OF_A}`);
  const sum = world.query(`select to_char(sum(amount_fen) / 100.0, 'FM999,999,990.00') from repayments where ${OF_A}`);
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/repayments?state=unconfirmed");
  const bar = treasurer.page.locator(".table__batch");
  await expect(bar.getByText("已选 0 笔")).toBeVisible();
  await treasurer.accessible();
  await bar.getByLabel("全选本页").check();
  await expect(bar.getByText(`已选 6 笔 · 合计 ${sum} 元`)).toBeVisible();
  await treasurer.page.getByRole("checkbox", { name: /^勾选/ }).first().uncheck();
  await expect(bar.getByText("已选 5 笔")).toBeVisible();
  await expect(bar.getByLabel("全选本页")).not.toBeChecked();
  await bar.getByLabel("全选本页").check();

  const [meanwhile, confirmedAs] = world
    .query(`select reference || ' ' || id from repayments where ${OF_A} order by debited_at, id limit 1`)
    .split(" ");
  world.query(`update repayments set partner_confirmed_at = now() where id = '${confirmedAs}'`);
  await bar.getByLabel("收款流水号").fill("JH-20261120-07");
  await bar.getByRole("button", { name: "确认到账" }).click();
  const told = treasurer.page.getByRole("alert");
  await expect(told).toContainText("已办理 5 笔，1 笔未办理");
  await expect(told.getByRole("listitem")).toHaveText(`${meanwhile} 此前已确认到账 · 无需再确认。`);
  await treasurer.accessible();
  expect(world.query(`select count(*) from repayments where ${OF_A} and partner_confirmed_at is null`)).toBe("0");
  expect(world.query("select count(*) from transitions where reason = 'JH-20261120-07'")).toBe("5");
  await expect(bar).toHaveCount(0);

  // Whoever may not confirm has nothing to tick.
  world.query(`update repayments set partner_confirmed_at = null where ${OF_A}`);
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open("/funder/repayments?state=unconfirmed");
  await expect(reviewer.page.getByRole("row")).toHaveCount(8);
  await expect(reviewer.page.locator(".table__batch, .table__check")).toHaveCount(0);
});

test("without JavaScript one ticks and presses the button, and nothing ticked is said", async ({ enter, world }) => {
  world.query(`update repayments set partner_confirmed_at = null where ${OF_A}`);
  const treasurer = await enter("funder-a-treasurer", { javaScript: false, width: 390, height: 844 });
  await treasurer.open("/funder/repayments?state=unconfirmed");
  const bar = treasurer.page.locator(".table__batch");
  await bar.getByLabel("收款流水号").fill("JH-1");
  await bar.getByRole("button").click();
  await expect(treasurer.page.getByRole("alert")).toContainText("还没有勾选");
  await expect(bar.getByLabel("收款流水号"), "what was typed is kept").toHaveValue("JH-1");
  for (const place of [0, 1]) await treasurer.page.getByRole("checkbox", { name: /^勾选/ }).nth(place).check();
  await bar.getByRole("button").click();
  await expect(treasurer.page.getByRole("alert")).toContainText("已办理 2 笔");
  await expect(bar.getByLabel("收款流水号")).toHaveValue("");
  expect(world.query(`select count(*) from repayments where ${OF_A} and partner_confirmed_at is not null`)).toBe("2");
});

test("a treasurer accepts draws at once, and is told which was cancelled meanwhile", async ({ enter, world }) => {
  const owner = await enter("agent-2");
  const references: string[] = [];
  let last = "";
  for (const [amount, cost] of [["20000", "20,120.00"], ["10000", "10,060.00"]] as const) {
    await owner.open("/agent/borrow");
    last = await borrow(owner, amount, cost);
    references.push(/DRW20261120\d{8}/.exec(await owner.page.locator("main").innerText())![0]);
  }
  const [accepted, cancelled] = references;
  const state = (reference: string) => world.query(`select state from draws where reference = '${reference}'`);
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/draws");
  const bar = treasurer.page.locator(".table__batch");
  await bar.getByLabel("全选本页").check();
  await expect(bar.getByText("已选 2 笔 · 合计 30,000.00 元")).toBeVisible();
  await owner.open(last);
  await owner.page.locator("details:has(form[action='/api/draw/cancel']) > summary").click();
  await send(owner, "draw/cancel").click();
  await expect(() => expect(state(cancelled!)).toBe("cancelled")).toPass();

  await bar.getByRole("button", { name: "受理" }).click();
  const told = treasurer.page.getByRole("alert");
  await expect(told).toContainText("已办理 1 笔，1 笔未办理");
  await expect(told.getByRole("listitem")).toContainText(`${cancelled} 这笔借款的状态已更新`);
  await treasurer.accessible();
  expect([state(accepted!), state(cancelled!)]).toEqual(["awaiting", "cancelled"]);
});

test("shares are taken back and given back together, unless debts are collected with them", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/bindings");
  const ticks = treasurer.page.getByRole("checkbox", { name: /^勾选/ });
  const shared = Number(world.query(`select count(*) from shares s join bindings b on b.id = s.binding_id where s.state = 'shared' and b.${OF_A}`));
  await expect(ticks).toHaveCount(shared);
  const bar = treasurer.page.locator(".table__batch");
  await bar.getByLabel("全选本页").check();
  await bar.getByLabel("原因").fill("合作到期");
  await bar.getByRole("button", { name: "收回" }).click();
  await expect(treasurer.page.getByRole("alert")).toContainText("笔未办理");
  const left = Number(world.query("select count(*) from shares where state = 'shared'"));
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(shared);
  await expect(ticks).toHaveCount(left);

  const approver = await enter("facilitator-1-approver");
  await approver.open("/facilitator/shares");
  await approver.page.getByRole("checkbox", { name: /^勾选/ }).first().check();
  await expect(approver.page.getByText("已选 1 笔")).toBeVisible();
  await approver.page.getByLabel("原因").fill("不再催收");
  await approver.page.locator(".table__batch").getByRole("button", { name: "退还" }).click();
  await expect(approver.page.getByRole("alert")).toBeVisible();
});

/** The bank books about as much from the same payer, so many times. */
async function receive(world: World, times: number): Promise<void> {
  for (let place = 0; place < times; place++) {
    const answer = await fetch(`http://127.0.0.1:${world.sandboxPort}/control/receive`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ amount: ((10_000 + place) / 100).toFixed(2), payer_account: "6228480000000000001", payer_name: "路人甲商贸", remittance: "货款" }),
    });
    expect(answer.ok, await answer.text()).toBe(true);
  }
}

for (const javaScript of [true, false]) {
  test(`alike movements are sent back together by two people ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    await receive(world, 4);
    const count = (state: string) => world.query(`select count(*) from bank_movements where counterparty_name = '路人甲商贸' and state = '${state}'`);
    await expect(() => expect(count("unmatched")).toBe("4")).toPass({ timeout: 30_000 });
    const of = (amount: string) => `(select id from bank_movements where counterparty_name = '路人甲商贸' and amount_fen = ${amount})`;

    const maker = await enter("operator-maker", { javaScript });
    await maker.open("/admin/movements?state=unmatched&text=6228480000000000001");
    const ticks = maker.page.getByRole("checkbox", { name: /^勾选 路人甲商贸/ });
    await expect(ticks).toHaveCount(4);
    const bar = maker.page.locator(".table__batch");
    for (const place of [0, 1, 2, 3]) await ticks.nth(place).check();
    if (javaScript) {
      await expect(bar.getByText("已选 4 笔 · 合计 400.06 元")).toBeVisible();
      await maker.accessible();
    }
    // One is proposed by a colleague meanwhile.
    world.query(
      `insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at) select gen_random_uuid(), 'return', ${of("10003")}, '同事已提出', 'proposed', id, now() from users where username = 'operator-maker'`,
    );
    await bar.getByLabel("原因").fill("与付款人核实，误付");
    await bar.getByRole("button", { name: "提出退回" }).click();
    const proposed = maker.page.getByRole("alert");
    await expect(proposed).toContainText("已办理 3 笔，1 笔未办理");
    await expect(proposed.getByRole("listitem")).toContainText("路人甲商贸 100.03");
    // What waits for the second person is not offered again.
    await expect(ticks).toHaveCount(0);
    await expect(maker.page.getByRole("row").filter({ hasText: "等待复核" })).toHaveCount(4);
    expect(count("unmatched"), "one person sends nothing back").toBe("4");

    const checker = await enter("operator-checker", { javaScript });
    await checker.open("/admin/approvals");
    const lines = checker.page.getByRole("checkbox", { name: /^勾选 路人甲商贸/ });
    await expect(lines).toHaveCount(4);
    await expect(checker.page.getByText("6228480000000000001").first()).toBeVisible();
    if (javaScript) await checker.accessible();
    for (const place of [0, 1, 2, 3]) await lines.nth(place).check();
    world.query(
      `update approvals set state = 'given_back', decided_by = (select id from users where username = 'operator-checker'), decided_at = now(), decision_note = '再核实' where subject_id = ${of("10000")}`,
    );
    await checker.page.locator(".table__batch").getByRole("button", { name: "通过" }).click();
    const decided = checker.page.getByRole("alert");
    await expect(decided).toContainText("已办理 3 笔，1 笔未办理");
    await expect(decided.getByRole("listitem")).toContainText("路人甲商贸 100.00");
    await expect(lines).toHaveCount(0);
    await expect(() => expect(count("returned")).toBe("3")).toPass({ timeout: 30_000 });
    expect(count("unmatched")).toBe("1");
  });
}

test("of fifty movements of which three changed meanwhile forty-seven are proposed and three are told", async ({ enter, world }) => {
  test.setTimeout(180_000);
  await receive(world, 50);
  const waiting = "select count(*) from bank_movements where counterparty_name = '路人甲商贸' and state = 'unmatched'";
  await expect(() => expect(world.query(waiting)).toBe("50")).toPass({ timeout: 60_000 });
  const maker = await enter("operator-maker");
  await maker.open("/admin/movements?state=unmatched&text=6228480000000000001");
  const ticks = maker.page.getByRole("checkbox", { name: /^勾选 路人甲商贸/ });
  await expect(ticks).toHaveCount(50);
  const bar = maker.page.locator(".table__batch");
  await bar.getByLabel("全选本页").check();
  await expect(bar.getByText("已选 50 笔 · 合计 5,012.25 元")).toBeVisible();
  world.query(
    "insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at) select gen_random_uuid(), 'return', m.id, '同事已提出', 'proposed', u.id, now() from users u, bank_movements m where u.username = 'operator-maker' and m.counterparty_name = '路人甲商贸' and m.amount_fen in (10007, 10023, 10049)",
  );
  await bar.getByLabel("原因").fill("与付款人核实，误付");
  await bar.getByRole("button", { name: "提出退回" }).click();
  const told = maker.page.getByRole("alert");
  await expect(told).toContainText("已办理 47 笔，3 笔未办理");
  await expect(told.getByRole("listitem")).toHaveCount(3);
  for (const amount of ["100.07", "100.23", "100.49"]) await expect(told).toContainText(`路人甲商贸 ${amount}`);
  const proposed = "select count(*) from approvals where state = 'proposed' and action = 'return' and note = '与付款人核实，误付'";
  expect(world.query(proposed)).toBe("47");
  await expect(ticks).toHaveCount(0);
});

test("who may neither propose nor decide has nothing to tick among movements and approvals", async ({ enter, world }) => {
  await receive(world, 1);
  await expect(() => expect(world.query("select count(*) from bank_movements where counterparty_name = '路人甲商贸'")).toBe("1")).toPass({
    timeout: 30_000,
  });
  for (const name of ["auditor", "operator-checker"]) {
    const person = await enter(name);
    await person.open("/admin/movements?state=unmatched");
    await expect(person.page.getByRole("row", { name: /路人甲商贸/ })).toHaveCount(1);
    await expect(person.page.locator(".table__batch, .table__check")).toHaveCount(0);
  }
});
