// The network settles what it has debited: a file for the date, in which a debit is missing, and the money for the rest.
import { form, misbehave } from "../../steps.ts";
import { Person, expect, test, type World } from "../../world.ts";

async function becomes(world: World, statement: string, expected: string): Promise<void> {
  await expect(() => expect(world.query(statement)).toBe(expected)).toPass({ timeout: 30_000 });
}

async function until(person: Person, path: string, check: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await person.page.goto(path);
    await check();
  }).toPass({ timeout: 60_000 });
}

test("a settlement's file is compared, its money comes, and a person says what became of what differs", async ({ enter, world }) => {
  test.setTimeout(180_000);
  const held = "from debts where holder = 'facilitator' and outstanding_fen > 300";
  const number = world.query(`select number ${held} order by number limit 1`);
  const operator = await enter("facilitator-1-operator");
  await operator.open("/facilitator/debts");
  await operator.page.locator("main tbody tr", { hasText: number }).locator("a").first().click();
  await operator.alive();
  const page = new URL(operator.page.url()).pathname;
  const succeeded = `select count(*) from debits t join debts d on d.id = t.debt_id where d.number = '${number}' and t.state = 'succeeded'`;
  const before = Number(world.query(succeeded));
  for (const [amount, count] of [["1.00", before + 1], ["2.00", before + 2]] as const) {
    await operator.open(page);
    await form(operator, "debt/debit").locator("[name=amount]").fill(amount);
    await form(operator, "debt/debit").locator("button").click();
    await becomes(world, succeeded, String(count));
  }
  await misbehave(world, "settlement_missing", 1);

  const maker = await enter("operator-maker");
  await maker.open("/admin/days");
  await maker.page.locator(".banner__time button[value=day]").click();
  await maker.alive();
  const row = maker.page.locator("main tbody tr", { hasText: "STL2026112000000001" });
  await until(maker, "/admin/settlements", async () => {
    await expect(row).toContainText("有差异", { timeout: 500 });
    await expect(row).toContainText("已到账", { timeout: 500 });
  });
  await maker.accessible();
  await row.locator("a").first().click();
  await maker.alive();
  await expect(maker.page.locator("main")).toContainText("清算文件缺少这笔成功的扣款");
  await maker.accessible();
  // Its lines, each with what came of it.
  const details = maker.page.locator("main section.section").filter({ has: maker.page.getByRole("heading", { level: 2, name: "文件明细" }) });
  await details.locator(".tabs").getByRole("link", { name: "相符" }).click();
  await expect(maker.page).toHaveURL(/state=settles/);
  await maker.alive();
  await expect(details.locator("tbody tr").filter({ hasNotText: "相符" })).toHaveCount(0);
  await maker.open(`${new URL(maker.page.url()).pathname}?least=99999999`);
  await expect(details.locator("tbody tr")).toHaveCount(0);
  await maker.accessible();

  await maker.open("/admin/breaks");
  const settle = form(maker, "settlement/settle_difference");
  await expect(settle).toHaveCount(1);
  await settle.locator("[name=note]").fill("网络确认次日补发");
  await settle.locator("button").click();
  await expect(form(maker, "settlement/settle_difference")).toHaveCount(0);
  expect(world.query("select state || ' ' || note from settlement_breaks")).toBe("settled 网络确认次日补发");
});
