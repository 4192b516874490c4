// The audit trail is searched by who acted, what was done, to what, and when; each row leads on.
import { expect, test, type Person } from "../../world.ts";

const rows = (person: Person) => person.page.locator("main tbody tr");

test("an auditor finds what somebody did, and what was done to a loan and a shop", async ({ enter, world }) => {
  const auditor = await enter("auditor", { javaScript: false });
  await auditor.open("/admin/audit");
  const form = auditor.page.locator("main form.filters");
  const name = world.query("select display_name from users where username = 'auditor'");

  await auditor.page.locator("main summary", { hasText: "筛选" }).click();
  // A sign-in's actor is the person, by name; what was asked for stays in the form.
  await form.locator("#actor").fill(name);
  await form.locator("#operation").selectOption({ label: "登录" });
  await form.locator("#from").fill("2026-11-20");
  await form.getByRole("button").click();
  await expect(auditor.page).toHaveURL(/operation=identity\.sign_in/);
  const mine = world.query("select count(*) from audit where operation = 'identity.sign_in' and actor = 'user:auditor'");
  await expect(rows(auditor)).toHaveCount(Number(mine));
  await expect(rows(auditor).first()).toContainText(name);
  await expect(rows(auditor).first()).toContainText("auditor");
  await expect(form.locator("#actor")).toHaveValue(name);
  await expect(form.locator("#operation")).toHaveValue("identity.sign_in");
  await expect(form.locator("#from")).toHaveValue("2026-11-20");

  // The same person by the link of a row, who is then found by the user name.
  await rows(auditor).first().getByRole("link", { name, exact: true }).first().click();
  await expect(form.locator("#actor")).toHaveValue("auditor");
  expect(await rows(auditor).count()).toBeGreaterThanOrEqual(Number(mine));

  // A loan by its number, and from a row to its page.
  const loan = world.query("select l.reference from loans l join repayments r on r.loan_id = l.id where r.cause = 'asked' order by l.reference limit 1");
  await auditor.open(`/admin/audit?subject=${loan.toLowerCase()}`);
  await expect(rows(auditor).filter({ hasText: "申请支用" })).not.toHaveCount(0);
  // It stands there by its number, and not by ours.
  const things = auditor.page.locator("main tbody tr > :nth-child(4)");
  await expect(things.first()).toContainText(loan);
  await expect(things.filter({ hasText: /_[0-9a-z]{26}/ })).toHaveCount(0);
  await auditor.page.locator("main tbody a[href^='/admin/ledger/loans/loan_']").first().click();
  await expect(auditor.page.locator("main")).toContainText(loan);

  // A shop by its name: what is its own, too.
  const shop = world.query("select a.shop_name from agents a join loans l on l.agent_id = a.id order by a.number limit 1");
  await auditor.open(`/admin/audit?operation=agent.register&subject=${encodeURIComponent(shop)}`);
  await expect(rows(auditor)).toHaveCount(1);
  await auditor.page.locator("main tbody a[href^='/admin/agents/agent_']").click();
  await expect(auditor.page.getByRole("heading", { level: 1, name: shop })).toBeVisible();

  // A carrier's row leads to the carrier.
  const carriers = world.query("select string_agg(name, '|') from carriers").split("|");
  await auditor.open("/admin/audit?operation=carrier.register");
  await auditor.page.locator("main tbody a[href^='/admin/carriers/carrier_']").first().click();
  await expect(auditor.page).toHaveURL(/\/admin\/carriers\/carrier_/);
  expect(carriers).toContain(await auditor.page.getByRole("heading", { level: 1 }).innerText());
});

test("the pages and the file of a search hold what was searched for, and nothing found is said", async ({ enter, world }) => {
  const auditor = await enter("auditor");
  const [operation, count] = world
    .query("select operation || '|' || count(*) from audit where operation in ('agent.register', 'draw.request', 'repayment.quote', 'user.open') group by operation order by count(*) desc limit 1")
    .split("|");
  const path = `/admin/audit?operation=${operation}&to=2026-11-20`;
  let seen = 0;
  for (let page: string | undefined = path; page; ) {
    await auditor.open(page);
    seen += await rows(auditor).count();
    const next = auditor.page.locator(".pager a[rel=next]");
    page = (await next.count()) > 0 ? new URL((await next.getAttribute("href"))!, auditor.page.url()).toString() : undefined;
    if (page) expect(new URL(page).searchParams.get("operation")).toBe(operation);
  }
  await auditor.accessible();
  expect(seen).toBe(Number(count));
  const file = await (await auditor.page.request.get(`${path}&export=csv`)).text();
  expect(file.split("\r\n").filter((line) => line !== "")).toHaveLength(Number(count) + 1);

  await auditor.open(`/admin/audit?actor=${encodeURIComponent("查无此人")}`);
  await expect(auditor.page.locator(".empty")).toContainText("没有符合条件的记录");
  await auditor.accessible();
  await auditor.page.locator(".empty a").click();
  await expect(auditor.page).toHaveURL(/\/admin\/audit$/);
  await expect(rows(auditor)).toHaveCount(50);
});

test("whatever is asked for is answered in words", async ({ enter }) => {
  const auditor = await enter("auditor");
  const long = "9".repeat(10_000);
  for (const [query, status, told] of [
    ["actor=%25", 200, "没有符合条件的记录"],
    ["subject=_", 200, "没有符合条件的记录"],
    [`subject=${long}`, 200, "最多 64 个字"],
    [`actor=${long}`, 200, "最多 64 个字"],
    [`operation=${long}`, 200, "没有符合条件的记录"],
    ["operation=draw.", 200, "没有符合条件的记录"],
    ["from=x", 422, "日期格式不正确"],
    ["to=2026-02-30", 422, "日期格式不正确"],
    ["from=2026-11-20&to=2026-11-19", 422, "开始日期晚于结束日期"],
    ["from=9999-12-31&to=9999-12-31", 200, "没有符合条件的记录"],
  ] as const) {
    const answer = await auditor.page.request.get(`/admin/audit?${query}`);
    expect(answer.status(), query.slice(0, 40)).toBe(status);
    expect(await answer.text(), query.slice(0, 40)).toContain(told);
  }
  const treasurer = await enter("funder-a-treasurer");
  const turned = await treasurer.page.request.get("/admin/audit?actor=auditor", { maxRedirects: 0 });
  expect(turned.status()).toBeGreaterThanOrEqual(300);
});
