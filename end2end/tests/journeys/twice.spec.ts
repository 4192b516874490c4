// The same form again, from two tabs, too late, or before its turn: one answer, told in words, and nothing done twice.
import { encoded, fieldsOf, post, replaced, state, type Answer, type Fields } from "../../posting.ts";
import { expect, test, type Person, type World } from "../../world.ts";

const rows = (world: World, table: string) => Number(world.query(`select count(*) from ${table}`));

/** Both at the same moment. */
function together(person: Person, path: string, one: Fields, other: Fields): Promise<[Answer, Answer]> {
  return Promise.all([post(person, path, encoded(one)), post(person, path, encoded(other))]);
}

const anew = (fields: Fields, number: string) => replaced(fields, "request_no", `again-${number}`);

/** The form of a draw whose cost was read long enough. */
async function readyToDraw(agent: Person): Promise<Fields> {
  await agent.open("/agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=stock");
  return replaced(await fieldsOf(agent, "draw/request"), "shown_at", "0");
}

async function quoted(agent: Person, amount: string): Promise<Fields> {
  await agent.open("/agent/loans");
  await agent.page.locator("main a[href^='/agent/loans/']").first().click();
  await agent.alive();
  const asked = replaced(replaced(await fieldsOf(agent, "repayment/quote"), "choice", "part"), "amount", amount);
  const answer = await post(agent, "repayment/quote", encoded(asked));
  expect(answer.path).toMatch(/^\/agent\/quotes\//);
  await agent.open(answer.path);
  return fieldsOf(agent, "repayment/repay");
}

test("a form that is sent again under its number is answered alike and done once", async ({ enter, world }) => {
  const agent = await enter("agent-2");
  const draw = await readyToDraw(agent);
  const before = rows(world, "draws");
  const [one, other] = await together(agent, "draw/request", draw, draw);
  const third = await post(agent, "draw/request", encoded(draw));
  expect(rows(world, "draws")).toBe(before + 1);
  expect(third.path).toMatch(/^\/agent\/draws\//);
  for (const answer of [one, other]) expect(answer.codes.concat(answer.path).join(" ")).toMatch(/conflict.still_running|\/agent\/draws\//);

  const changed = await post(agent, "draw/request", encoded(replaced(draw, "amount", "20000.00")));
  expect(changed.codes).toContain("conflict.other_content");
  expect(rows(world, "draws")).toBe(before + 1);
});

test("a quote that is paid from two tabs at once is paid once", async ({ enter, world }) => {
  const agent = await enter("agent-2");
  const repay = await quoted(agent, "50.00");
  const before = rows(world, "repayments");
  const answers = await together(agent, "repayment/repay", repay, anew(repay, "repay"));
  expect(rows(world, "repayments")).toBe(before + 1);
  const told = answers.flatMap((answer) => answer.codes);
  expect(told).toHaveLength(1);
  expect(["repayment.quote_used", "repayment.quote_stale"]).toContain(told[0]);
  const late = await post(agent, "repayment/repay", encoded(anew(repay, "later")));
  expect(late.codes).toContain("repayment.quote_used");
  expect(rows(world, "repayments")).toBe(before + 1);
});

test("a quote or an offer whose time is over is refused, and says what to do", async ({ enter, world }) => {
  const agent = await enter("agent-2");
  const repay = await quoted(agent, "50.00");
  world.query("update quotes set expires_at = '2026-11-20 00:00 +8'");
  const held = state(world);
  const answer = await post(agent, "repayment/repay", encoded(repay));
  expect(answer.codes).toEqual(["repayment.quote_expired"]);
  expect(answer.html).toContain("请重新试算");
  expect(state(world)).toBe(held);

  const comparing = await enter("agent-1");
  await comparing.open("/agent/offers");
  const select = await fieldsOf(comparing, "offer/select");
  world.query("update offers set valid_until = '2026-11-20 00:00 +8' where valid_until is not null");
  const offers = state(world);
  const late = await post(comparing, "offer/select", encoded(select));
  expect(late.codes).toEqual(["offer.expired"]);
  expect(late.html).toContain("请重新询价");
  expect(state(world)).toBe(offers);
});

test("what is done in the demonstration lies on its business date", async ({ enter, world }) => {
  const agent = await enter("agent-2");
  await quoted(agent, "50.00");
  const stamped = "select count(*) || ' ' || min((recorded_at at time zone 'UTC' + interval '8 hours')::date) || ' ' || max((recorded_at at time zone 'UTC' + interval '8 hours')::date) from audit where operation in ('identity.sign_in', 'repayment.quote') and actor <> 'system:seed' and recorded_at >= '2026-11-20 00:00 +8'";
  expect(world.query(stamped)).toMatch(/^\d+ 2026-11-20 2026-11-20$/);
  expect(world.query("select count(*) from audit where recorded_at >= '2026-11-21 00:00 +8'")).toBe("0");
});

test("the cost of a draw takes its time to read, with and without JavaScript", async ({ enter, world }) => {
  const agent = await enter("agent-2", { javaScript: false });
  const before = rows(world, "draws");
  const { page } = agent;
  await agent.open("/agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=stock");
  const confirm = page.locator('form[action="/api/draw/request"] button');
  await page.locator("[name=disclosure_hash]").check();
  await confirm.click();
  await expect(page.locator('[data-code="draw.read_on"]')).toContainText(/请再阅读 \d+ 秒/);
  expect(rows(world, "draws")).toBe(before);
  // Who was too fast has the rest of the time to wait, and not all of it again.
  const shownAt = Number(await page.locator("[name=shown_at]").inputValue());
  await page.waitForTimeout(Math.max(0, (shownAt + 11) * 1_000 - Date.now()));
  await page.locator("[name=disclosure_hash]").check();
  await confirm.click();
  await expect(page).toHaveURL(/\/agent\/draws\//);
  expect(rows(world, "draws")).toBe(before + 1);

  const scripted = await enter("agent-2");
  await scripted.open("/agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=stock");
  const button = scripted.page.locator('form[action="/api/draw/request"] button');
  await expect(button).toBeDisabled();
  await expect(button).toContainText("请先阅读借款成本");
  await scripted.page.locator("[name=disclosure_hash]").check();
  await expect(button).toBeEnabled({ timeout: 12_000 });
  await button.click();
  await expect(scripted.page).toHaveURL(/\/agent\/draws\//);
});

test("an application that is edited in two tabs keeps the first and shows the second what was typed", async ({ enter }) => {
  const agent = await enter("agent-25");
  await agent.open("/agent/application");
  const form = await fieldsOf(agent, "application/save_shop");
  await post(agent, "application/save_shop", encoded(replaced(form, "contact_name", "第一页")));
  const second = await post(agent, "application/save_shop", encoded(anew(replaced(form, "contact_name", "第二页"), "shop")));
  expect(second.codes).toEqual(["conflict.changed"]);
  expect(second.html).toContain("第二页");
  expect(second.query).toMatch(/^\?sent_back=[0-9a-f]{64}$/);
  await agent.open("/agent/application?step=1");
  await expect(agent.page.locator("[name=contact_name]")).toHaveValue("第一页");
});

test("what is not there any more says so on the page from which it was sent", async ({ enter, world }) => {
  const agent = await enter("agent-2");
  const draw = await post(agent, "draw/request", encoded(await readyToDraw(agent)));
  await agent.open(draw.path);
  const cancel = await fieldsOf(agent, "draw/cancel");
  await post(agent, "draw/cancel", encoded(cancel));
  const again = await post(agent, "draw/cancel", encoded(anew(cancel, "cancel")));
  // The form for it has gone; the message has not.
  expect(again.path).toBe(draw.path);
  expect(again.codes).toEqual(["draw.wrong_state"]);

  await agent.open("/agent/consents");
  const withdraw = await fieldsOf(agent, "consent/withdraw");
  await post(agent, "consent/withdraw", encoded(withdraw));
  const held = state(world);
  const twice = await post(agent, "consent/withdraw", encoded(anew(withdraw, "consent")));
  expect(twice.codes).toEqual(["consent.already_withdrawn"]);
  expect(state(world)).toBe(held);
});

test("who is signed out meanwhile signs in, and finds what was typed", async ({ enter, world }) => {
  const agent = await enter("agent-23", { javaScript: false });
  await agent.open("/agent/application");
  await agent.page.fill("[name=answer]", "门店租金凭证已备好");
  world.query("update sessions set ends_at = created_at where user_id = (select id from users where username = 'agent-23')");
  await agent.page.locator('form[action="/api/application/answer"] button').click();
  await expect(agent.page).toHaveURL(/\/sign-in\?next=/);
  await agent.page.fill("#username", "agent-23");
  await agent.page.fill("#password", "lianrong-demo");
  await agent.page.locator("form button.button").click();
  await expect(agent.page.locator('[data-code="session.required"]')).toContainText("刚才的操作未提交");
  await expect(agent.page.locator("[name=answer]")).toHaveValue("门店租金凭证已备好");
});

test("a shop without operating data is told when to come back", async ({ enter, world }) => {
  const agent = await enter("agent-5");
  await agent.open("/agent/offers");
  const held = state(world);
  await agent.page.locator("[name=consent_hash]").check();
  await agent.page.locator('form[action="/api/offer/ask"] button').click();
  await expect(agent.page.locator('[data-code="round.no_operating_data"]')).toContainText("新店一般次月可有数据");
  await agent.accessible();
  expect(state(world)).toBe(held);
});

test("an offer that was applied for is shown as used and cannot be taken", async ({ enter }) => {
  const agent = await enter("agent-24");
  await agent.open("/agent/offers");
  const used = agent.page.locator(".list__row", { hasText: "恒信商业保理" });
  await expect(used).toContainText("已申请过");
  await expect(agent.page.locator("article.card--offer", { hasText: "恒信商业保理" })).toHaveCount(0);
});
