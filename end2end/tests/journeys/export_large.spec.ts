// A list of 100,000 rows as a file: made while its person looks elsewhere. How long it takes is told, and has no limit here.
import { readFileSync } from "node:fs";
import { expect, test } from "../../world.ts";

const ROWS = 100_000;

test("a list of 100,000 rows becomes one file, and how far it is stands there after every reload", async ({ enter, world }, info) => {
  test.setTimeout(0);
  world.query(
    `insert into outbox (id, recorded_at, event, partner_id, subject, payload, version, number) select gen_random_uuid(), now(), 'transfer.approved', id, 'x', '{}', 1, 1000 + n from partners, generate_series(1, ${ROWS}) n where code = 'funder-a'`,
  );
  world.query(
    "insert into deliveries (event_id, partner_id, number, state, reason, due_at, settled_at) select id, partner_id, number, 'dead', 'no_endpoint', now(), now() from outbox where number > 1000",
  );
  const treasurer = await enter("funder-a-treasurer");
  const main = treasurer.page.locator("main");
  await treasurer.open("/funder/exports?list=%2Ffunder%2Fnotices&format=csv");
  const begun = Date.now();
  await treasurer.page.getByRole("button", { name: "开始生成" }).click();
  await expect(treasurer.page).toHaveURL(/\/funder\/exports$/);
  const written: number[] = [];
  await expect(async () => {
    await treasurer.open("/funder/exports");
    await expect(main.locator("tbody")).toContainText(/生成中|可以下载/);
    written.push(Number(await main.locator('tbody td[data-label="已写入（行）"]').innerText()));
    await expect(main.getByRole("link", { name: "下载" })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 0, intervals: [1_000] });
  const seconds = Math.round((Date.now() - begun) / 1_000);
  info.annotations.push({ type: "seconds", description: String(seconds) });
  console.log(`${ROWS} rows became a file in ${seconds} s`);
  // It never went back.
  expect(written).toEqual([...written].sort((one, other) => one - other));
  expect(new Set(written).size).toBeGreaterThan(1);

  const [file] = await Promise.all([treasurer.page.waitForEvent("download"), main.getByRole("link", { name: "下载" }).click()]);
  const lines = readFileSync(await file.path(), "utf8").split("\r\n").filter((line) => line !== "");
  const rows = Number(world.query("select count(*) from deliveries d join partners p on p.id = d.partner_id where p.code = 'funder-a'"));
  expect(rows).toBeGreaterThanOrEqual(ROWS);
  expect(lines).toHaveLength(rows + 1);
  // Each notice has its number: none stands there twice.
  expect(new Set(lines).size).toBe(lines.length);
  world.query("delete from deliveries where number > 1000; alter table outbox disable trigger user; delete from outbox where number > 1000");
});
