// What comes in, day by day, and what waits for whom.
import { expect, test } from "../../world.ts";

test("a treasurer sees what falls due on each day, to the fen", async ({ enter, world }) => {
  const treasurer = await enter("funder-b-treasurer");
  await treasurer.open("/funder/expected");
  const sum = (days: number) =>
    world.query(
      `select to_char(coalesce(sum(due_fen), 0) / 100.0, 'FM999,999,990.00') from loans where state <> 'settled' and due_on >= '2026-11-20' and due_on < date '2026-11-20' + ${days} and funder_id = (select id from partners where code = 'funder-b')`,
    );
  for (const [name, days] of [["7 天内（元）", 7], ["30 天内（元）", 30]] as const) {
    await expect(treasurer.page.locator(".stats__item").filter({ hasText: name })).toContainText(sum(days));
  }
  const days = Number(world.query("select count(distinct due_on) from loans where state <> 'settled' and due_on between '2026-11-20' and '2026-12-19' and funder_id = (select id from partners where code = 'funder-b')"));
  expect(days).toBeGreaterThan(1);
  const byDay = treasurer.page.locator("section").filter({ hasText: "30 天内每日应还" });
  await expect(byDay.locator("tbody tr")).toHaveCount(days);
  await expect(byDay.locator("tbody tr").last()).toContainText(sum(30));
  await expect(treasurer.page.locator("figure").first().locator("svg rect")).toHaveCount(30);
  // Eight weeks that are over and thirteen that are to come, each with what is due behind what was received.
  const byWeek = treasurer.page.locator("section").filter({ hasText: "每周应还与实还" });
  await expect(byWeek.locator("tbody tr")).toHaveCount(21);
  await expect(byWeek.locator("tbody tr").nth(8)).toContainText(sum(7));
  await expect(treasurer.page.locator("figure").nth(1).locator("svg rect")).toHaveCount(42);
  await treasurer.accessible();
  // A day leads to its loans.
  const first = "from loans where state <> 'settled' and due_on between '2026-11-20' and '2026-12-19' and funder_id = (select id from partners where code = 'funder-b') group by due_on order by due_on limit 1";
  const day = world.query(`select due_on ${first}`);
  await byDay.getByRole("link", { name: day }).click();
  await expect(treasurer.page).toHaveURL(new RegExp(`/funder/loans\\?due=${day.replaceAll("-", "%2D")}$`));
  await expect(treasurer.page.locator("main tbody tr")).toHaveCount(Number(world.query(`select count(*) ${first}`)));
  await treasurer.accessible();
  // The same days stand beside the ageing on the first page, and lead here.
  await treasurer.open("/funder");
  const forecast = treasurer.page.locator("main figure").filter({ hasText: "回款预测" });
  await expect(forecast.locator("svg rect")).toHaveCount(30);
  await treasurer.accessible();
  await forecast.getByRole("link", { name: "回款预测" }).click();
  await expect(treasurer.page).toHaveURL(/\/funder\/expected$/);
});

test("a shop owner's home says on which days of the next 30 something falls due, to the fen", async ({ enter, world }) => {
  const due =
    "from loans l cross join lateral unpaid_instalments(l.position) f where l.state <> 'settled' and l.agent_id = (select agent_id from users where username = 'agent-3') and f.due_on between '2026-11-20' and '2026-12-19'";
  const days = world.query(`select string_agg(distinct f.due_on::text, ' ' order by f.due_on::text) ${due}`).split(" ");
  expect(days.length).toBeGreaterThan(1);
  const owner = await enter("agent-3");
  await owner.open("/agent");
  const rows = owner.page.locator("section.section").filter({ hasText: "30 天内到期（元）" }).locator("li");
  await expect(rows).toHaveCount(days.length);
  for (const [place, day] of days.entries()) {
    await expect(rows.nth(place)).toContainText(day);
    const sum = world.query(`select to_char(sum(f.fen) / 100.0, 'FM999,999,990.00') ${due} and f.due_on = '${day}'`);
    await expect(rows.nth(place)).toContainText(sum);
  }
  await owner.accessible();
});

test("the institution sees the same over all funders, as what is to be paid out", async ({ enter, world }) => {
  const auditor = await enter("auditor");
  await auditor.open("/admin/expected");
  const all = world.query("select to_char(sum(due_fen) / 100.0, 'FM999,999,990.00') from loans where state <> 'settled' and due_on between '2026-11-20' and '2026-12-19'");
  await expect(auditor.page.locator(".stats__item").filter({ hasText: "30 天内（元）" })).toContainText(all);
  await expect(auditor.page.locator("main")).toContainText("代付给债权人");
  await auditor.accessible();
});

test("the overview says first what waits for this person", async ({ enter, world }) => {
  world.query("insert into approvals (id, action, subject_id, note, state, proposed_by, proposed_at) select gen_random_uuid(), 'return', (select id from bank_movements limit 1), '核实', 'proposed', id, now() from users where username = 'operator-maker'");
  const waiting = (of: string) => world.query(`select count(*) from approvals a join users u on u.id = a.proposed_by where a.state = 'proposed' and u.username ${of}`);
  const [others, own] = [waiting("<> 'operator-checker'"), waiting("= 'operator-maker'")];
  const checker = await enter("operator-checker");
  await checker.open("/admin");
  await expect(checker.page.locator(".stats__item").first()).toHaveText(`待您复核${others}`);
  await checker.accessible();
  // What others do is there to be known, after it and smaller.
  await expect(checker.page.locator(".stats--own .stats__item")).toHaveCount(2);
  await expect(checker.page.locator(".stats--others")).toContainText("未结差异");
  await checker.page.locator(".stats__item").first().getByRole("link").click();
  await expect(checker.page).toHaveURL(/\/admin\/approvals$/);
  const proposer = await enter("operator-maker");
  await proposer.open("/admin");
  await expect(proposer.page.locator(".stats__item").first()).toContainText("未结差异");
  await expect(proposer.page.locator(".stats").filter({ hasText: "待您复核" })).toHaveCount(0);
  await expect(proposer.page.locator(".stats--others .stats__item").first()).toHaveText(`您提出的，待他人复核${own}`);
  // A tile leads to what it counts also when that is nothing.
  const tiles = proposer.page.locator(".stats__item");
  await expect(tiles.getByRole("link")).toHaveCount(await tiles.count());
  await expect(proposer.page.getByRole("link", { name: /您提出的，待他人复核/ })).toContainText(own);
  const auditor = await enter("auditor");
  await auditor.open("/admin");
  await expect(auditor.page.locator(".stats--own")).toHaveCount(0);
  await expect(auditor.page.locator("main .stats").first().getByRole("link")).toHaveCount(6);
  await auditor.accessible();
  world.query("delete from approvals where state = 'proposed' and note = '核实'");
});
