// What an auditor follows: from the trial balance to an account, from a loan to every line about it.
import { Person, expect, test } from "../../world.ts";

async function figures(person: Person, rows: string): Promise<string[][]> {
  const all = await person.page.locator(rows).all();
  return Promise.all(all.map(async (row) => (await row.locator("td.num").allInnerTexts()).map((text) => text.trim())));
}

test("both books are even, and an account's lines end at its balance", async ({ enter }) => {
  const auditor = await enter("auditor");
  await auditor.open("/admin/ledger");
  const totals = await figures(auditor, "main tfoot tr");
  expect(totals).toHaveLength(2);
  for (const [, debit, credit] of totals) expect(debit).toBe(credit);
  await auditor.accessible();

  await auditor.page.locator("main a[href='/admin/ledger?kind=wallet']").click();
  await auditor.page.locator("main tbody a[href^='/admin/ledger/accounts/']").first().click();
  await expect(auditor.page).toHaveURL(/\/admin\/ledger\/accounts\/account_/);
  const balance = (await auditor.page.locator(".figure__value").innerText()).replace(/\s/g, "");
  const [newest] = await figures(auditor, "main tbody tr");
  expect(newest!.at(-1)).toBe(balance);
  // What came and what went add up to it.
  const yuan = (text: string) => (text === "—" ? 0 : Math.round(Number(text.replaceAll(",", "")) * 100));
  const lines = await figures(auditor, "main tbody tr");
  const sum = lines.reduce((sum, [debit, credit]) => sum + yuan(credit!) - yuan(debit!), 0);
  expect(sum).toBe(yuan(balance));
  // Of a month in which nothing was posted there is nothing, and the whole account is one tap away.
  await auditor.page.locator("main details", { has: auditor.page.locator("input[name=from]") }).locator("summary").click();
  await auditor.page.locator("main input[name=from]").fill("2020-01-01");
  await auditor.page.locator("main input[name=to]").fill("2020-01-31");
  await auditor.page.locator("main form:has(input[name=from]) button").click();
  await expect(auditor.page.locator(".empty")).toBeVisible();
  await auditor.accessible();
  await auditor.page.locator(".empty a").click();
  await expect(auditor.page.locator("main tbody tr")).toHaveCount(lines.length);
});

test("every line of every journal about a loan is on one page, and each journal is even", async ({ enter, world }) => {
  const auditor = await enter("auditor");
  const [reference, loan, lines] = world
    .query(`select l.reference || ' ' || l.id || ' ' || count(*) from loans l
            join journals j on j.loan_id = l.id
                or j.event_id in (select id from bank_movements where matched_id = l.draw_id)
                or j.event_id in (select p.payout_id from payables p join repayments r on r.id = p.id where r.loan_id = l.id)
            join entries e on e.journal_id = j.id group by l.id order by count(*) desc limit 1`)
    .split(" ");
  await auditor.open(`/admin/ledger/loans?text=${reference}`);
  await auditor.page.locator("main tbody a[href^='/admin/ledger/loans/']").click();
  await expect(auditor.page.locator("main")).toContainText(reference!);
  await expect(auditor.page.locator("#journals tbody tr")).toHaveCount(Number(lines));
  expect(world.query(`select count(*) from (select from journals j join entries e on e.journal_id = j.id where j.loan_id = '${loan}' group by j.id, e.book having sum(e.amount_fen) <> 0) uneven`)).toBe("0");
  await auditor.accessible();
  await auditor.open("/admin/ledger/loans?text=nothing-like-this");
  await expect(auditor.page.locator(".empty")).toBeVisible();
});

test("lists go on behind the first page, also without JavaScript, and nonsense is the first page", async ({ enter }) => {
  const auditor = await enter("auditor", { javaScript: false });
  for (const path of ["/admin/audit", "/admin/agents", "/admin/movements", "/admin/ledger/loans", "/admin/payouts?state=all", "/admin/breaks", "/admin/statements", "/admin/operating-data"]) {
    const nonsense = `${path}${path.includes("?") ? "&" : "?"}after=`;
    for (const after of ["x", "1_1", "99999999999999999999_7", "movement_00000000000000000000000000"]) {
      // What the system does by itself may come in between.
      await expect(async () => {
        await auditor.open(path);
        const first = await auditor.page.locator("main tbody tr").allInnerTexts();
        await auditor.open(nonsense + after);
        expect(await auditor.page.locator("main tbody tr").allInnerTexts(), `${path} ${after}`).toEqual(first);
      }).toPass({ timeout: 30_000 });
    }
  }
  await expect(async () => {
    await auditor.open("/admin/audit");
    const first = await auditor.page.locator("main tbody tr").allInnerTexts();
    expect(first).toHaveLength(50);
    await auditor.page.locator(".pager a[rel=next]").click();
    const second = await auditor.page.locator("main tbody tr").allInnerTexts();
    expect(second.length).toBeGreaterThan(0);
    await auditor.page.locator(".pager a[rel=first]").click();
    expect(await auditor.page.locator("main tbody tr").allInnerTexts()).toEqual(first);
  }).toPass({ timeout: 30_000 });
});
