// Lists are narrowed by name, number, day and amount, sorted by their headings, and counted; the address says by what.
import { expect, test, type Person, type World } from "../../world.ts";

const rows = (person: Person) => person.page.locator("main tbody tr");
const form = (person: Person) => person.page.locator("main details form.filters");
const lines = (text: string) => text.split("\r\n").filter((line) => line !== "");

// 120 refused draws of one day with funder a: forty each of 1,000, 2,000 and 3,000 yuan.
function refuse(world: World) {
  world.query(
    `insert into draws select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'reference', 'DRW20261001' || lpad(n::text, 8, '0'),
       'funder_id', (select id from partners where code = 'funder-a'), 'amount_fen', 100000 + n % 3 * 100000,
       'requested_at', timestamptz '2026-10-01 10:00+08' + n * interval '1 minute'))).*
     from draws d, generate_series(1, 120) n where d.id = (select id from draws where state = 'refused' limit 1)`,
  );
}

// No line knows of them.
const forget = (world: World) => world.query("delete from draws where reference like 'DRW20261001%'");

test("draws are filtered by amount and day, sorted, paged, taken away and cleared without JavaScript", async ({ enter, world }) => {
  refuse(world);
  const treasurer = await enter("funder-a-treasurer", { javaScript: false });
  await treasurer.open("/funder/draws?state=ended");
  await expect(form(treasurer)).toBeHidden();
  await treasurer.page.locator("main summary", { hasText: "筛选" }).click();
  await form(treasurer).locator("#least").fill("2,000");
  await form(treasurer).locator("#from").fill("2026-10-01");
  await form(treasurer).locator("#to").fill("2026-10-01");
  await form(treasurer).getByRole("button").click();
  await expect(treasurer.page).toHaveURL(/state=ended.*from=2026-10-01/);
  await expect(form(treasurer)).toBeVisible();
  await expect(form(treasurer).locator("#least")).toHaveValue("2,000");
  await expect(treasurer.page.locator("main")).toContainText("共 80 笔，合计 200,000.00 元");
  await treasurer.accessible();

  await treasurer.page.locator("main thead").getByRole("link", { name: "金额（元）" }).click();
  await expect(treasurer.page.locator("main th[aria-sort]")).toHaveAttribute("aria-sort", "descending");
  await expect(form(treasurer).locator("#sort")).toHaveValue("largest");
  await treasurer.accessible();
  const seen: string[] = [];
  const amounts: string[] = [];
  for (let more = true; more; ) {
    seen.push(...(await rows(treasurer).locator("th .ref").allTextContents()));
    amounts.push(...(await rows(treasurer).locator("td.num .money").allTextContents()));
    const next = treasurer.page.locator(".pager a[rel=next]");
    more = (await next.count()) > 0;
    if (more) await treasurer.open(new URL((await next.getAttribute("href"))!, treasurer.page.url()).toString());
  }
  expect(seen).toHaveLength(80);
  expect(new Set(seen).size).toBe(80);
  expect(amounts).toEqual([...Array(40).fill("3,000.00"), ...Array(40).fill("2,000.00")]);

  const path = await treasurer.page.getByRole("link", { name: "导出 CSV" }).getAttribute("href");
  const file = await treasurer.page.request.get(new URL(path!, treasurer.page.url()).toString());
  expect(lines(await file.text())).toHaveLength(81);

  await form(treasurer).getByRole("link", { name: "清除条件" }).click();
  await expect(treasurer.page).toHaveURL(/\/funder\/draws\?state=ended$/);
  await expect(form(treasurer)).toBeHidden();
  await expect(treasurer.page.locator("main")).not.toContainText("笔，合计");
  forget(world);
});

test("a file of commissions is narrowed to one shop, and closed dates to a day, without JavaScript", async ({ enter, world }) => {
  const auditor = await enter("auditor", { javaScript: false });
  const part = (heading: string) =>
    auditor.page.locator("main section.section").filter({ has: auditor.page.getByRole("heading", { level: 2, name: heading }) });
  await auditor.open("/admin/commissions");
  await auditor.page.locator("main tbody tr", { hasText: "2026-10" }).locator("a[href^='/admin/commissions/']").first().click();
  const number = world.query("select a.number from commissions c join agents a on a.id = c.agent_id where c.state = 'waiting' and c.month = '2026-10-01' order by a.number limit 1");
  const items = part("逐户明细");
  await auditor.page.locator("main summary", { hasText: "筛选" }).click();
  await expect(form(auditor).locator("#from"), "all are given on one date").toHaveCount(0);
  await form(auditor).locator("#text").fill(number);
  await form(auditor).getByRole("button").click();
  await expect(auditor.page).toHaveURL(/\/admin\/commissions\/[^?]+\?text=/);
  await expect(items.locator("tbody tr")).toHaveCount(1);
  await expect(items).toContainText("共 1 笔，合计");
  await auditor.accessible();
  await items.locator(".tabs").getByRole("link", { name: "待扣回" }).click();
  await expect(auditor.page).toHaveURL(/text=.*state=open|state=open.*text=/);
  await expect(items.locator("tbody tr")).toHaveCount(0);
  await auditor.accessible();

  const last = world.query("select max(business_date) from closed_days");
  await auditor.open(`/admin/days?from=${last}&to=${last}`);
  const closed = part("已日终的会计日");
  await expect(closed.locator("tbody tr")).toHaveCount(1);
  await expect(closed).toContainText("共 1 笔");
  const path = await closed.getByRole("link", { name: "导出 CSV" }).getAttribute("href");
  const file = await auditor.page.request.get(new URL(path!, auditor.page.url()).toString());
  expect(lines(await file.text())).toHaveLength(2);
  await closed.locator(".tabs").getByRole("link", { name: "有未扣成的" }).click();
  await expect(closed.locator("tbody tr")).toHaveCount(0);
  await auditor.open("/admin/days?sort=oldest");
  await expect(closed.locator("tbody tr").first()).toContainText(world.query("select min(business_date) from closed_days"));
  await auditor.accessible();
});

test("a page of a list says what it comes to", async ({ enter }) => {
  const treasurer = await enter("funder-a-treasurer", { javaScript: false });
  await treasurer.open("/funder/lines");
  for (const heading of ["额度（元）", "在贷余额（元）", "可支用（元）"]) {
    const shown = async (part: string) =>
      (await treasurer.page.locator(`main ${part} td[data-label="${heading}"] .money`).allInnerTexts()).map((text) => Number(text.replaceAll(",", "")));
    const [rows, foot] = [await shown("tbody"), await shown("tfoot")];
    expect(rows.length, heading).toBeGreaterThan(1);
    expect(foot, heading).toHaveLength(1);
    expect(foot[0], heading).toBeCloseTo(rows.reduce((sum, amount) => sum + amount), 2);
  }
});

test("a funder's lines and the institution's agents and freezes are filtered, sorted and counted", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  const OF_A = "funder_id = (select id from partners where code = 'funder-a') and state <> 'closed'";
  const most = world.query(`select max(limit_fen) from credit_lines where ${OF_A}`);
  const said = world.query(`select count(*) || ' 笔，合计 ' || to_char(sum(limit_fen) / 100.0, 'FM999,999,999,990.00') from credit_lines where ${OF_A} and limit_fen >= ${most}`);
  await treasurer.open("/funder/lines");
  await treasurer.page.locator("main summary", { hasText: "筛选" }).click();
  await form(treasurer).locator("#least").fill((Number(most) / 100).toFixed(2));
  await form(treasurer).getByRole("button").click();
  await expect(treasurer.page.locator("main")).toContainText(`共 ${said} 元`);
  await treasurer.accessible();

  const auditor = await enter("auditor", { javaScript: false });
  await auditor.open("/admin/agents?sort=largest");
  const balances = (await rows(auditor).locator('td[data-label="支付账户余额（元）"] > .money').allInnerTexts()).map((text) => Number(text.replaceAll(",", "")));
  expect(balances).toEqual([...balances].sort((one, other) => other - one));
  await auditor.open("/admin/agents?from=2000-01-01");
  await expect(auditor.page.locator("main")).toContainText(`共 ${world.query("select count(*) from agents")} 笔`);
  const standing = world.query("select count(*) from freezes where lifted_on is null");
  await auditor.open("/admin/freezes?from=2000-01-01");
  await expect(auditor.page.locator("main")).toContainText(`共 ${standing} 笔`);
  await expect(rows(auditor)).toHaveCount(Number(standing));
  await auditor.accessible();
});

test("a filter is kept from tab to tab, and a shop is found by a part of its name", async ({ enter, world }) => {
  refuse(world);
  const treasurer = await enter("funder-a-treasurer");
  const shop = world.query("select a.shop_name from draws d join agents a on a.id = d.agent_id where d.reference = 'DRW2026100100000001'");
  await treasurer.open("/funder/draws?state=ended");
  await treasurer.page.locator("main summary", { hasText: "筛选" }).click();
  await form(treasurer).locator("#text").fill(shop.slice(0, 3));
  await form(treasurer).locator("#text").press("Enter");
  await expect(rows(treasurer).first()).toContainText(shop);
  const count = world.query(
    `select count(*) from draws d join agents a on a.id = d.agent_id join partners p on p.id = d.funder_id
     where p.code = 'funder-a' and d.state in ('refused', 'cancelled', 'lapsed') and position('${shop.slice(0, 3)}' in a.shop_name) > 0`,
  );
  await expect(treasurer.page.locator("main")).toContainText(`共 ${count} 笔`);
  await treasurer.page.locator("main .tabs").getByRole("link", { name: "全部" }).click();
  await expect(treasurer.page).toHaveURL(/state=all/);
  await expect(form(treasurer).locator("#text")).toHaveValue(shop.slice(0, 3));
  for (const order of ["descending", "ascending"]) {
    await treasurer.page.locator("main thead").getByRole("link", { name: "金额（元）" }).click();
    await expect(treasurer.page.locator("main th[aria-sort]")).toHaveAttribute("aria-sort", order);
  }
  await treasurer.accessible();

  await treasurer.open(`/funder/draws?state=all&text=${encodeURIComponent("查无此店")}`);
  await expect(treasurer.page.locator(".empty")).toContainText("没有符合条件的记录");
  await treasurer.accessible();
  // Nobody else's, whatever is asked for.
  const other = await enter("funder-b-treasurer");
  await other.open("/funder/draws?state=all&from=2026-10-01&to=2026-10-01&most=3000&least=1000");
  await expect(other.page.locator("main")).not.toContainText("DRW20261001000000");
  forget(world);
});

// Sixty failed debits of one day by facilitator 1: thirty each of 100 and 200 yuan.
function debit(world: World) {
  world.query(
    `insert into debits select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'reference', 'DBT20261001' || lpad(n::text, 8, '0'),
       'holder_id', e.holder_id, 'debt_id', e.id, 'binding_id', e.binding_id, 'amount_fen', 10000 + n % 2 * 10000,
       'accepted_on', date '2026-10-01', 'accepted_at', timestamptz '2026-10-01 10:00+08' + n * interval '1 minute'))).*
     from debits d, (select * from debts where holder = 'facilitator' order by number limit 1) e, generate_series(1, 60) n
     where d.id = (select id from debits where state = 'failed' limit 1)`,
  );
}

test("a facilitator's debits are filtered, sorted, taken away and found in the box without JavaScript", async ({ enter, world }) => {
  debit(world);
  const number = world.query("select number from debts where holder = 'facilitator' order by number limit 1");
  const operator = await enter("facilitator-1-operator", { javaScript: false });
  await operator.open("/facilitator/debits");
  await operator.page.locator("main summary", { hasText: "筛选" }).click();
  await form(operator).locator("#text").fill(number);
  await form(operator).locator("#least").fill("200");
  await form(operator).locator("#from").fill("2026-10-01");
  await form(operator).locator("#to").fill("2026-10-01");
  await form(operator).getByRole("button").click();
  await expect(operator.page).toHaveURL(/\/facilitator\/debits\?.*from=2026-10-01/);
  await expect(operator.page.locator("main")).toContainText("共 30 笔，合计 6,000.00 元");
  await expect(rows(operator)).toHaveCount(30);
  await operator.accessible();
  const path = await operator.page.getByRole("link", { name: "导出 CSV" }).getAttribute("href");
  const file = await operator.page.request.get(new URL(path!, operator.page.url()).toString());
  expect(lines(await file.text())).toHaveLength(31);
  await operator.page.locator("main .tabs").getByRole("link", { name: "失败" }).click();
  await expect(operator.page.locator("main")).toContainText("共 30 笔");
  await operator.page.locator("main .tabs").getByRole("link", { name: "成功" }).click();
  await expect(operator.page.locator(".empty")).toContainText("没有符合条件的记录");

  await operator.open("/facilitator/debits?from=2026-10-01&to=2026-10-01");
  await operator.page.locator("main thead").getByRole("link", { name: "金额（元）" }).click();
  await expect(operator.page.locator("main th[aria-sort]")).toHaveAttribute("aria-sort", "descending");
  await expect(rows(operator).first()).toContainText("200.00");
  await operator.open("/facilitator/search?q=DBT2026100100000007");
  await expect(operator.page).toHaveURL(/\/facilitator\/evidence\/debit_/);
  world.query("delete from debits where reference like 'DBT20261001%'");
});

test("proposals are filtered by day and reason and sorted by amount", async ({ enter, world }) => {
  world.query(
    `insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at)
     select gen_random_uuid(), 'return', m.id, '与付款人核实第' || m.n || '次', 'proposed', u.id, timestamptz '2026-10-01 10:00+08' + n * interval '1 minute'
     from (select id, row_number() over (order by id) as n from bank_movements order by id limit 3) m, users u where u.username = 'operator-maker'`,
  );
  const auditor = await enter("auditor");
  await auditor.open("/admin/approvals");
  await auditor.page.locator("main summary", { hasText: "筛选" }).click();
  await form(auditor).locator("#from").fill("2026-10-01");
  await form(auditor).locator("#to").fill("2026-10-01");
  await form(auditor).getByRole("button").click();
  await expect(auditor.page.locator("main")).toContainText("共 3 笔");
  await auditor.page.locator("main thead").getByRole("link", { name: "金额（元）" }).click();
  await expect(auditor.page.locator("main th[aria-sort]")).toHaveAttribute("aria-sort", "descending");
  await expect(rows(auditor)).toHaveCount(3);
  await auditor.accessible();
  await form(auditor).locator("#text").fill("核实第2次");
  await form(auditor).locator("#text").press("Enter");
  await expect(auditor.page.locator("main")).toContainText("共 1 笔");
  await expect(rows(auditor)).toContainText("与付款人核实第2次");
  await auditor.page.locator("main .tabs").getByRole("link", { name: "已通过" }).click();
  await expect(auditor.page.locator(".empty")).toContainText("没有符合条件的记录");
  await auditor.accessible();
  world.query("delete from approvals where note like '与付款人核实第%'");
});

test("whatever lists are asked for is answered in words", async ({ enter }) => {
  test.setTimeout(240_000);
  const long = "9".repeat(10_000);
  const asked = [
    ["text=%25", 200, "没有符合条件的记录"],
    ["text=_%25", 200, "没有符合条件的记录"],
    [`text=${long}`, 422, "最多 64 个字"],
    ["from=x", 422, "日期格式不正确"],
    ["to=2026-02-30", 422, "日期格式不正确"],
    ["from=2026-11-20&to=2026-11-19", 422, "开始日期晚于结束日期"],
    ["from=9999-12-31", 200, "没有符合条件的记录"],
    ["least=5&most=4.99", 422, "最低金额高于最高金额"],
    [`most=${long}`, 422, ""],
    ["least=abc", 422, ""],
    ["sort=reference&after=1", 200, ""],
  ] as const;
  const lists = {
    "funder-a-treasurer": ["/funder/draws?state=all", "/funder/loans?state=settled", "/funder/repayments?", "/funder/applications?", "/funder/signings?", "/funder/bindings?", "/funder/outside-payments?", "/funder/notices?", "/funder/lines?", "/funder/lines?state=closed", "/funder/loan-debits?", "/funder/pass-ons?", "/funder/files?"],
    "facilitator-1-operator": ["/facilitator/shares?state=all", "/facilitator/debts?state=all", "/facilitator/debits?", "/facilitator/transfers?", "/facilitator/outside-payments?", "/facilitator/notices?", "/facilitator/loans?", "/facilitator/loan-debits?"],
    auditor: ["/admin/movements?", "/admin/payouts?state=all", "/admin/ledger/loans?", "/admin/approvals?state=all", "/admin/breaks?", "/admin/differences?", "/admin/settlements?", "/admin/refunds?", "/admin/complaints?", "/admin/outside-payments?", "/admin/mappings?", "/admin/operating-data?", "/admin/agents?", "/admin/freezes?", "/admin/callbacks?", "/admin/pass-ons?"],
  };
  for (const [who, paths] of Object.entries(lists)) {
    const person = await enter(who);
    for (const path of paths) {
      await person.open(`${path}&sort=largest`);
      await person.accessible();
      for (const [query, status, told] of asked) {
        const answer = await person.page.request.get(`${path}&${query}`);
        expect(answer.status(), `${path} ${query.slice(0, 40)}`).toBe(status);
        expect(await answer.text(), `${path} ${query.slice(0, 40)}`).toContain(told);
      }
    }
  }
});
