// One loan from offer to settled, as its people live it; once with JavaScript and once without.
import type { Browser } from "@playwright/test";
import { apply, borrow, choose, expectedByFive, fillIn, inReach, refreshUntil, send, submit, underWay } from "../../steps.ts";
import { Person, expect, test, type World } from "../../world.ts";

async function decide(browser: Browser, world: World, options: { javaScript: boolean }): Promise<void> {
  const reviewer = await Person.signIn(browser, world, "funder-a-reviewer", options);
  await reviewer.open("/funder/applications");
  const newest = reviewer.page.locator("tbody tr", { hasText: /APP20261120/ }).first();
  await expect(newest).toContainText("200,000.00");
  await newest.getByRole("link").first().click();
  await send(reviewer, "review/claim").click();
  await reviewer.page.locator('form[action="/api/review/propose_approval"] [name=limit]').fill("150000");
  await reviewer.page.locator('form[action="/api/review/propose_approval"] [name=opinion]').fill("佣金稳定，额度合理");
  await send(reviewer, "review/propose_approval").click();
  const path = new URL(reviewer.page.url()).pathname;
  const approver = await Person.signIn(browser, world, "funder-a-approver", options);
  await approver.open(path);
  await approver.page.locator('form[action="/api/review/confirm"] button[value=true]').click();
  await expect(approver.page.locator("main")).toContainText("150,000.00");
  await reviewer.leave();
  await approver.leave();
}

async function disburse(browser: Browser, world: World, options: { javaScript: boolean }): Promise<void> {
  const treasurer = await Person.signIn(browser, world, "funder-a-treasurer", options);
  await treasurer.open("/funder/draws");
  await treasurer.page.locator("main tbody a").first().click();
  await treasurer.page.locator('form[action="/api/draw/instruct"] [name=payment_reference]').fill("JH-2026-1120-01");
  await send(treasurer, "draw/instruct").click();
  await expect(treasurer.page.locator("main")).toContainText("JH-2026-1120-01");
  await treasurer.leave();
}

for (const javaScript of [true, false]) {
  test(`an agent compares, applies, borrows and repays ${javaScript ? "with" : "without"} JavaScript`, async ({ browser, world, enter }) => {
    test.setTimeout(150_000);
    const agent = await enter("agent-1", { javaScript });
    const { page } = agent;
    const application = await apply(agent);
    world.verify();
    await decide(browser, world, { javaScript });
    world.verify();

    await agent.open(application);
    await agent.accessible();
    await send(agent, "code/contract").click();
    await expect(page.locator("main")).toContainText("验证码已发送至 139 **** 0001");
    await page.locator("[name=code]").fill((await world.sentCodes("13900000001"))[0]!);
    await page.locator("[name=contract_hash]").check();
    await send(agent, "application/agree").click();
    await agent.open("/agent");
    await expect(page.locator(".figure")).toContainText("150,000.00");

    await agent.open("/agent/borrow");
    const draw = await borrow(agent, "50000.00", "300.00");
    await agent.alive();
    await agent.accessible();
    world.verify();

    await underWay(
      world,
      () => disburse(browser, world, { javaScript }),
      async () => {
        await agent.open(draw);
        await expectedByFive(agent);
      },
    );
    await refreshUntil(agent, draw, "已到账");
    await expect(page.locator("main")).not.toContainText("预计");
    await agent.alive();
    await agent.accessible();
    // What was just borrowed is not typed in again.
    await agent.open("/agent/borrow");
    await expect(page.locator("input[name=amount]").first()).toHaveValue("");
    world.verify();
    await agent.open("/agent");
    await expect(page.locator(".figure")).toContainText("100,000.00");

    await agent.open("/agent/loans");
    await page.locator("main a[href^='/agent/loans/']").first().click();
    await choose(page, "part");
    await page.locator("input[name=amount]").first().fill("30010.00");
    await send(agent, "repayment/quote").click();
    await expect(page).toHaveURL(/\/agent\/quotes\//);
    await expect(page.locator("main")).toContainText("30,000.00");
    await inReach(send(agent, "repayment/repay"));
    await agent.alive();
    await agent.accessible();
    const quote = new URL(page.url()).pathname;
    await underWay(
      world,
      async () => {
        await send(agent, "repayment/repay").click();
        await expect(page).toHaveURL(/\/agent\/repayments\//);
        await expect(page.locator("main")).toContainText("已还款 30,010.00 元");
      },
      () => expectedByFive(agent),
    );
    const receipt = new URL(page.url()).pathname;
    // It follows the money while it is open; without JavaScript a link does.
    if (javaScript) await expect(page.locator("main")).toContainText("款项已付给资金方", { timeout: 30_000 });
    else await refreshUntil(agent, receipt, "款项已付给资金方");
    await expect(page.locator(".document")).toContainText("30,000.00");
    if (javaScript) await agent.accessible();
    // The payment that was just made is not chosen again.
    await page.getByRole("link", { name: "返回借款" }).click();
    await expect(page).toHaveURL(/\/agent\/loans\//);
    await agent.alive();
    await expect(page.locator("input[name=choice][value=part]")).not.toBeChecked();
    await expect(page.locator("input[name=amount]").first()).toHaveValue("");
    await agent.open(quote);
    await expect(page.locator("main")).toContainText("这次试算已还款");
    await expect(page.locator("main")).toContainText(/\d{4}-\d\d-\d\d \d\d:\d\d 已从支付账户扣款 30,010\.00 元/);
    await page.getByRole("link", { name: "查看回单" }).click();
    await expect(page).toHaveURL(receipt);
    await agent.open("/agent");
    await expect(page.locator(".figure")).toContainText("130,000.00");
  });
}

test("a consent counts in the language in which it was read", async ({ enter, world }) => {
  const agent = await enter("agent-1");
  const { page } = agent;
  await agent.open("/agent/offers");
  await send(agent, "offer/select").click();
  await fillIn(agent);
  const done = page.locator(".steps__done");
  await expect(done).toHaveCount(3);
  await page.context().addCookies([{ name: "lang", value: "en", url: world.url }]);
  await page.reload();
  await expect(done).toHaveCount(2);
  await expect(page.locator(".alert--warn")).toContainText("A consent is not ticked");
  await expect(send(agent, "application/submit")).toHaveCount(0);
  await page.getByRole("link", { name: "Read and tick" }).click();
  await expect(page).toHaveURL(/step=3/);
});

test("what was agreed to is read again in the words in which it was given", async ({ enter }) => {
  const agent = await enter("agent-1");
  const { page } = agent;
  await agent.open("/agent/offers");
  await send(agent, "offer/select").click();
  await fillIn(agent);
  await submit(agent);
  await page.context().addCookies([{ name: "lang", value: "en", url: new URL(page.url()).origin }]);
  // Whom one has applied to is none of the others.
  await agent.open("/agent/offers");
  await expect(page.locator("section.card--due")).toContainText("嘉禾小额贷款");
  await expect(page.locator("section.section", { hasText: "嘉禾小额贷款" })).toHaveCount(0);
  await agent.open("/agent/consents");
  await page.locator("tbody tr", { hasText: "Identity and operating data" }).first().getByRole("link").click();
  await expect(page.locator(".document h2")).toHaveText("身份与经营数据授权书");
  await expect(page.locator("main .facts")).toContainText("version of 1/2027, in Chinese");
  await expect(page.locator(".document p").first()).toHaveText("授权人：南充市顺庆区鸿运手机城。被授权人：嘉禾小额贷款有限公司。");
  await agent.accessible();
});

test("home says in words, by its button and by its colour what comes next", async ({ enter }) => {
  const next = "下一笔还款";
  const short = await enter("agent-4");
  const due = short.page.locator("main section.card", { hasText: next });
  await short.open("/agent");
  await expect(due).toHaveClass(/card--near/);
  for (const told of ["明天到期", "28,174.22", "账户还差 136.44 元"]) await expect(due).toContainText(told);
  // One button stands out: that of what is to be done first.
  const first = (page: typeof short.page) => page.locator("main a.button:not(.button--quiet)");
  await expect(first(short.page)).toHaveText("去充值");
  await due.getByRole("link", { name: "去充值" }).click();
  // What is missing goes along: to be copied into a bank's form, or taken from a card.
  await expect(short.page).toHaveURL(/\/agent\/wallet\?short=136\.44#top-up$/);
  await expect(short.page.locator("#top-up .facts")).toContainText("136.44");
  await expect(short.page.locator("#top-up a[href='/agent/cards?short=136.44']")).toHaveCount(1);
  await short.alive();

  const late = await enter("agent-17");
  await late.open("/agent");
  await expect(late.page.locator("main section.card", { hasText: next })).toHaveClass(/card--bad/);
  await expect(first(late.page)).toHaveText("去充值");
  await late.accessible();
  await first(late.page).click();
  await expect(late.page.locator("#top-up")).toBeInViewport();
  // Where nothing more can be borrowed, the way leads to what is owed.
  await late.open("/agent/borrow");
  await expect(late.page.locator("main")).toContainText("已有借款可照常还款");
  await late.page.getByRole("link", { name: "查看借款" }).click();
  await expect(late.page).toHaveURL(/\/agent\/loans$/);
});

test("offers are compared for an example until somebody says how much, or takes the highest limit", async ({ enter }) => {
  const agent = await enter("agent-1", { javaScript: false });
  const { page } = agent;
  await agent.open("/agent/offers");
  await expect(page.locator("#amount")).toHaveValue("");
  await expect(page.locator("main")).toContainText("以借款 50,000.00 元、30 天为例");
  // Three facts by which one chooses; the rest is folded away.
  const card = page.locator("article.card--offer").first();
  await expect(card.locator("dl").first().locator("dt")).toHaveCount(3);
  await expect(card.getByText("申请审批用时（中位数）")).toBeHidden();
  await card.locator("summary").click();
  await expect(card.getByText("申请审批用时（中位数）")).toBeVisible();
  await page.getByRole("link", { name: /^按最高额度 [\d,.]+ 元计算$/ }).click();
  await expect(page.locator("#amount")).not.toHaveValue("");
  await expect(page.locator("main")).toContainText("按下面的金额和天数计算");
});

test("each step of an application has its action in reach, and is accessible as it begins and as it is sent back", async ({ enter }) => {
  const agent = await enter("agent-1");
  const { page } = agent;
  await agent.open("/agent/offers");
  await send(agent, "offer/select").click();
  await expect(page).toHaveURL(/\/agent\/applications\//);
  const path = new URL(page.url()).pathname;
  for (const step of [1, 2, 3, 4]) {
    await agent.open(`${path}?step=${step}`);
    await expect(page.locator(".form__actions--bar .button").first()).toBeInViewport();
    await agent.accessible();
  }
  await agent.open(`${path}?step=2`);
  await page.fill("[name=requested_limit]", "99999999");
  await page.selectOption("[name=purpose]", { index: 1 });
  await send(agent, "application/save_need").click();
  await expect(page.locator(".field--amount .field__error")).toBeVisible();
  await agent.alive();
  await agent.accessible();
});

test("what has to be paid first stands first", async ({ enter }) => {
  const agent = await enter("agent-3");
  await agent.open("/agent/loans");
  const cards = await agent.page.locator("main section.card").allInnerTexts();
  const dates = cards.map((card) => /\d{4}-\d\d-\d\d/.exec(card)?.[0] ?? "no date");
  expect(dates.length).toBeGreaterThan(1);
  expect(dates).toEqual([...dates].sort());
});

test("loans are headed by amount and due date, and one that is due at once prints its figures once", async ({ enter, world }) => {
  const agent = await enter("agent-3");
  const { page } = agent;
  await agent.open("/agent/loans");
  const headings = await page.locator("main section.card h2 a").allInnerTexts();
  expect(headings.length).toBeGreaterThan(1);
  // The number comes last.
  for (const heading of headings) expect(heading.replace(/\s+/g, " ").trim()).toMatch(/^[\d,]+\.\d\d 元 2026-\d\d-\d\d \S+ · DRW\d{16}$/);

  // What falls due last has interest to come, so that what settles it today is another figure.
  const [reference, amount, on] = world
    .query("select l.reference || ' ' || to_char(l.due_fen / 100.0, 'FM999,999,990.00') || ' ' || l.due_on from loans l join users u on u.agent_id = l.agent_id where u.username = 'agent-3' and l.state = 'active' order by l.due_on desc limit 1")
    .split(" ");
  await page.locator("main section.card", { hasText: reference }).locator("h2 a").click();
  await expect(page).toHaveURL(/\/agent\/loans\/loan_/);
  await agent.alive();
  const main = await page.locator("main").innerText();
  for (const figure of [amount!, on!]) expect(main.split(figure), figure).toHaveLength(2);
  await expect(page.getByRole("heading", { name: "还款计划" })).toHaveCount(0);
  await agent.accessible();
});

test("what was chosen before the page came to life counts", async ({ enter }) => {
  const agent = await enter("agent-2");
  const { page } = agent;
  let wake = () => {};
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  await page.route(/repay_preview.*\.wasm/, async (route) => {
    await asleep;
    await route.continue();
  });
  await page.goto("/agent/loans");
  await page.locator("main a[href^='/agent/loans/']").first().click();
  await choose(page, "part");
  await page.locator("input[name=amount]").fill("123.45");
  wake();
  await expect(page.locator("main [aria-live=polite]")).toContainText("123.45");
  await expect(page.locator("input[name=amount]")).toBeVisible();
});

for (const javaScript of [true, false]) {
  test(`amounts begin empty, the whole is one tap away, and the action in reach ${javaScript ? "with" : "without"} JavaScript`, async ({ enter }) => {
    const agent = await enter("agent-2", { javaScript });
    const { page } = agent;
    const bar = page.locator(".form__actions--bar");
    await page.setViewportSize({ width: 390, height: 844 });
    await agent.open("/agent");
    await expect(page.locator(".shell__nav")).toBeVisible();
    await agent.open("/agent/borrow");
    const amount = page.locator("input[name=amount]").first();
    await expect(amount).toHaveValue("");
    await expect(page.locator("main .field__error:visible")).toHaveCount(0);
    // Each tenor says when it ends.
    await expect(page.locator(".chips label", { hasText: "30 天" }).first()).toContainText(/2026-12-2\d/);
    await expect(page.locator(".shell__nav")).toBeHidden();
    await expect(bar.locator("button")).toBeInViewport();
    const whole = javaScript ? page.getByRole("button", { name: "全部借出" }) : page.getByRole("link", { name: "全部借出" });
    await whole.click();
    await expect(amount).not.toHaveValue("");
    if (javaScript) await agent.accessible();
    // Who comes back with what cannot be drawn is told before the button.
    await agent.open("/agent/borrow?amount=99999999&tenor=30d");
    await expect(page.locator("main form .field__error").first()).toContainText("超过可用额度");
    await agent.open("/agent/loans");
    await page.locator("main a[href^='/agent/loans/']").first().click();
    await agent.alive();
    await expect(page.locator(".shell__nav")).toBeHidden();
    await expect(bar.getByRole("button")).toBeInViewport();
  });
}

test("a decimal comma is told at once, and never taken for thousands", async ({ enter }) => {
  const agent = await enter("agent-2");
  await agent.open("/agent/borrow");
  const aside = agent.page.locator("aside.split__decision");
  await agent.page.locator("input[name=amount]").first().fill("500,00");
  await expect(aside).toContainText("逗号只能作千分位");
  await agent.page.locator("input[name=amount]").first().fill("1,000.00");
  await expect(aside).toContainText("1,000.00");

  const plain = await enter("agent-3", { javaScript: false });
  await plain.open("/agent/borrow");
  await plain.page.locator("input[name=amount]").first().fill("500,00");
  await plain.page.locator('main form button:not([type="button"])').last().click();
  // At its field, with everything as it was typed.
  await expect(plain.page.locator(".field--amount .field__error")).toContainText("逗号只能作千分位");
  await expect(plain.page.locator("input[name=amount]").first()).toHaveValue("500,00");
});

test("a settled loan has its certificate, and one that is owed has none", async ({ enter, world }) => {
  const reference = world.query("select l.reference from loans l join users u on u.agent_id = l.agent_id where u.username = 'agent-4' and l.state = 'settled'");
  const agent = await enter("agent-4");
  for (const [state, told] of [["settled", `编号 ${reference}-`], ["", "这笔借款还没有结清"]]) {
    await agent.open(`/agent/loans?state=${state}`);
    await agent.page.locator("main a[href^='/agent/loans/']").first().click();
    await agent.alive();
    await agent.open(`${new URL(agent.page.url()).pathname}/certificate`);
    await expect(agent.page.locator("main")).toContainText(told);
    await agent.accessible();
  }
});

for (const javaScript of [true, false]) {
  test(`days of grace are said where one borrows, where one repays and where one lends, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const funder = await enter("funder-a-approver", { javaScript });
    await funder.open("/funder/products");
    for (const told of ["到期日日终未还即算逾期", "还清逾期后自动解除"]) await expect(funder.page.locator("main")).toContainText(told);
    // What was agreed stands again at the end: this is only how it would be told.
    const tables = ["credit_lines", "loans"];
    for (const table of tables) world.query(`create table ${table}_agreed as select id, terms from ${table}; update ${table} set terms = terms || '{"grace_days": 3}'`);
    const sentence = "到期日后 3 天内不算逾期，但罚息仍自到期日起计收。";
    const agent = await enter("agent-2", { javaScript });
    const { page } = agent;
    await agent.open("/agent/borrow");
    await page.locator("input[name=amount]").first().fill("1000");
    await page.locator('main form button:not([type="button"])').last().click();
    await expect(page).toHaveURL(/borrow\/confirm/);
    await expect(page.locator(".disclosure__note", { hasText: sentence })).toHaveCount(1);
    await agent.open("/agent/loans");
    await page.locator("main a[href^='/agent/loans/']").first().click();
    await agent.alive();
    await expect(page.locator("main")).toContainText(sentence);
    await funder.open("/funder/loans");
    await funder.page.locator("main a[href^='/funder/loans/']").first().click();
    await funder.alive();
    await expect(funder.page.locator("main")).toContainText(sentence);
    for (const table of tables) world.query(`update ${table} t set terms = a.terms from ${table}_agreed a where a.id = t.id; drop table ${table}_agreed`);
  });
}
