// Several overdue debts, or loans, go to their facilitator as one transfer, and transfers are confirmed, proposed and approved several at a time.
import { bringDocument } from "../../steps.ts";
import { expect, test, type Person } from "../../world.ts";

const DOCUMENT = "债权批量转让协议 2026-100";
const DEBTS = ["XF20260805-0066", "XF20260811-0047", "XF20260619-0018"];
const OWN = `from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id join debts d on d.id = i.debt_id where t.document = '${DOCUMENT}'`;

const bar = (person: Person) => person.page.locator(".table__batch");
const ticks = (person: Person, name: RegExp) => person.page.getByRole("checkbox", { name });

async function tickAll(person: Person, path: string, name: RegExp, count: number): Promise<void> {
  await person.open(path);
  await expect(ticks(person, name)).toHaveCount(count);
  for (const tick of await ticks(person, name).all()) await tick.check();
}

for (const javaScript of [true, false]) {
  test(`ticked debts change hands together ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    world.query("update debts set due_on = '2026-11-10' where number = 'XF20260811-0047'");
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    await treasurer.open("/funder/debts");
    await bar(treasurer).locator("[name='terms[document]']").fill(DOCUMENT);
    await bar(treasurer).locator("[name='terms[legal_basis]']").selectOption("npl_batch");
    await bar(treasurer).getByRole("button").click();
    await expect(treasurer.page.getByRole("alert")).toContainText("还没有勾选");
    await expect(bar(treasurer).locator("[name='terms[document]']"), "what was typed is kept").toHaveValue(DOCUMENT);
    for (const number of DEBTS) await ticks(treasurer, new RegExp(number)).check();
    if (javaScript) {
      const sum = world.query(`select to_char(sum(outstanding_fen) / 100.0, 'FM999,999,990.00') from debts where number in ('${DEBTS.join("', '")}')`);
      await expect(bar(treasurer).getByText(`已选 3 笔 · 合计 ${sum} 元`)).toBeVisible();
      await treasurer.accessible();
    }
    await bar(treasurer).getByRole("button").click();
    await expect(treasurer.page).toHaveURL(/\/funder\/transfers\/transfer_/);
    const path = new URL(treasurer.page.url()).pathname;
    const declined = treasurer.page.locator("main tbody tr", { hasText: "XF20260619-0018" });
    await expect(declined).toContainText("不参加");
    await expect(declined).toContainText("在另一笔转让中");
    expect(world.query(`select string_agg(i.state, ' ' order by i.place) ${OWN}`).split(" ").sort()).toEqual(["declined", "pending", "pending"]);
    await bringDocument(treasurer, path);

    // Whoever only looks has nothing to tick.
    const reviewer = await enter("funder-a-reviewer", { javaScript });
    await reviewer.open("/funder/debts");
    await expect(bar(reviewer)).toHaveCount(0);

    const waiting = Number(world.query("select count(*) from debt_transfers where state = 'submitted'"));
    const confirmer = await enter("facilitator-1-approver", { javaScript });
    await tickAll(confirmer, "/facilitator/transfers?state=submitted", /^勾选/, waiting);
    await bar(confirmer).getByRole("button", { name: "确认勾选的转让" }).click();
    await expect(confirmer.page.getByRole("alert")).toContainText(`已办理 ${waiting} 笔`);
    expect(world.query("select count(*) from debt_transfers where state = 'submitted'")).toBe("0");

    // One of the demonstration's is proposed already.
    const confirmed = Number(world.query("select count(*) from debt_transfers where state = 'confirmed'"));
    const maker = await enter("operator-maker", { javaScript });
    await tickAll(maker, "/admin/transfers?state=confirmed", /^勾选/, confirmed);
    await bar(maker).getByLabel("原因").fill("协议已核对");
    await bar(maker).getByRole("button", { name: "对勾选的转让提出批准" }).click();
    await expect(maker.page.getByRole("alert")).toContainText(`已办理 ${confirmed - 1} 笔，1 笔未办理`);

    const checker = await enter("operator-checker", { javaScript });
    await tickAll(checker, "/admin/approvals", new RegExp(DOCUMENT), 1);
    if (javaScript) await checker.accessible();
    await bar(checker).getByRole("button", { name: "通过勾选的事项" }).click();
    await expect(checker.page.getByRole("alert")).toContainText("已办理 1 笔");
    expect(world.query(`select count(*) ${OWN} and t.state = 'approved' and i.state = 'frozen'`)).toBe("2");
  });
}

for (const javaScript of [true, false]) {
  test(`ticked loans change hands together ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const loan = (username: string) =>
      world.query(`select l.reference from loans l join users u on u.agent_id = l.agent_id where u.username = '${username}' and l.state <> 'settled' order by l.reference limit 1`);
    const [shared, strange] = [loan("agent-17"), loan("agent-2")];
    // Nobody's card is shared for the other.
    world.query(`update loans set state = 'overdue', overdue_since = '2026-11-18' where reference = '${strange}'`);
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    await treasurer.open("/funder/loans?state=overdue");
    await expect(ticks(treasurer, /^勾选/)).toHaveCount(2);
    await bar(treasurer).locator("[name='terms[document]']").fill(DOCUMENT);
    for (const number of [shared, strange]) await ticks(treasurer, new RegExp(number)).check();
    if (javaScript) {
      const sum = world.query(`select to_char(sum(outstanding_fen) / 100.0, 'FM999,999,990.00') from loans where reference in ('${shared}', '${strange}')`);
      await expect(bar(treasurer).getByText(`已选 2 笔 · 合计 ${sum} 元`)).toBeVisible();
      await treasurer.accessible();
    }
    await bar(treasurer).getByRole("button", { name: "一并转让给助贷机构" }).click();
    await expect(treasurer.page).toHaveURL(/\/funder\/transfers\/transfer_/);
    await expect(treasurer.page.locator("main tbody tr", { hasText: shared })).toContainText("待确认");
    await expect(treasurer.page.locator("main tbody tr", { hasText: strange })).toContainText("不参加");
    const items = `from debt_transfer_items i join debt_transfers t on t.id = i.transfer_id where t.document = '${DOCUMENT}' and i.loan_id is not null`;
    expect(world.query(`select string_agg(i.state, ' ' order by i.state) ${items}`)).toBe("declined pending");
    world.query(`update loans set state = 'active', overdue_since = null where reference = '${strange}'`);

    // What is not overdue, and whoever only looks, has nothing to tick.
    await treasurer.open("/funder/loans?state=settled");
    await expect(bar(treasurer)).toHaveCount(0);
    const reviewer = await enter("funder-a-reviewer", { javaScript });
    await reviewer.open("/funder/loans?state=overdue");
    await expect(bar(reviewer)).toHaveCount(0);
  });
}
