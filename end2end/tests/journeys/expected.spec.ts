// What comes in, day by day, and what waits for whom.
import { expect, test } from "../../world.ts";

test("a treasurer sees what falls due on each day, to the fen", async ({ enter, world }) => {
  const treasurer = await enter("funder-b-treasurer");
  await treasurer.open("/funder/expected");
  const sum = (days: number) =>
    world.query(
      `select to_char(coalesce(sum(due_fen), 0) / 100.0, 'FM999,999,990.00') from loans where state <> 'settled' and due_on >= '2026-11-20' and due_on < date '2026-11-20' + ${days} and funder_id = (select id from partners where code = 'funder-b')`,
    );
  for (const [name, days] of [["7 天内（元）", 7], ["31 天内（元）", 31]] as const) {
    await expect(treasurer.page.locator(".stats__item").filter({ hasText: name })).toContainText(sum(days));
  }
  const days = Number(world.query("select count(distinct due_on) from loans where state <> 'settled' and due_on between '2026-11-20' and '2026-12-20' and funder_id = (select id from partners where code = 'funder-b')"));
  expect(days).toBeGreaterThan(1);
  await expect(treasurer.page.locator("main tbody tr")).toHaveCount(days);
  await expect(treasurer.page.locator("svg rect")).toHaveCount(31);
  await expect(treasurer.page.locator("main tbody tr").last()).toContainText(sum(31));
  await treasurer.accessible();
});

test("the overview says first what waits for this person", async ({ enter, world }) => {
  world.query("insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at) select gen_random_uuid(), 'return', (select id from bank_movements limit 1), '核实', 'proposed', id, now() from users where username = 'operator-maker'");
  const others = 1;
  const checker = await enter("operator-checker");
  await checker.open("/admin");
  await expect(checker.page.locator(".stats__item").first()).toHaveText(`待您复核${others}`);
  await checker.accessible();
  await checker.page.locator(".stats__item").first().getByRole("link").click();
  await expect(checker.page).toHaveURL(/\/admin\/approvals$/);
  const proposer = await enter("operator-maker");
  await proposer.open("/admin");
  await expect(proposer.page.locator(".stats__item").first()).toHaveText("待您复核0");
  await expect(proposer.page.getByRole("link", { name: /您提出的，待他人复核/ })).toContainText("1");
  world.query("delete from approvals where state = 'proposed'");
});
