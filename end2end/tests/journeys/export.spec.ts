// Lists are files too: what a list shows, from its first row to its last.
import { expect, test } from "../../world.ts";
import { readFileSync } from "node:fs";

const lines = (text: string) => text.split("\r\n").filter((line) => line !== "");

test("a list is taken away whole, as it is filtered, and by nobody else", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/notices");
  // The world goes on meanwhile: what was told before is in a file, and nothing is that was not told by its end.
  const told = () => Number(world.query("select count(*) from deliveries d join partners p on p.id = d.partner_id where p.code = 'funder-a'"));
  const before = told();
  expect(before).toBeGreaterThan(100);
  const [download] = await Promise.all([treasurer.page.waitForEvent("download"), treasurer.page.getByRole("link", { name: "导出 CSV" }).click()]);
  expect(download.suggestedFilename()).toBe("funder-notices.csv");
  const all = lines(readFileSync(await download.path(), "utf8"));
  expect(all.length - 1).toBeGreaterThanOrEqual(before);
  expect(all.length - 1).toBeLessThanOrEqual(told());
  expect(all[0]).toBe('\uFEFF"编号","事项","事项，备注","内容","送达","送达，备注","时间"');
  expect(all.at(-1)).toMatch(/^"1",/);
  const ask = async (path: string) => treasurer.page.request.get(path);

  const loans = await ask("/funder/loans?export=xlsx");
  expect(loans.headers()["content-type"]).toContain("spreadsheetml");
  expect((await loans.body()).subarray(0, 2).toString()).toBe("PK");
  const own = world.query("select count(*) from loans l join partners p on p.id = l.funder_id where p.code = 'funder-a' and l.state <> 'settled'");
  const csv = lines(await (await ask("/funder/loans?export=csv")).text());
  expect(csv.length - 1).toBeLessThanOrEqual(Number(own));
  expect(csv.length).toBeGreaterThan(1);

  // A page without a list, a format that is none, and a list of nothing.
  for (const path of ["/funder/products?export=csv", "/funder/loans?export=pdf"]) {
    expect((await ask(path)).headers()["content-type"]).toContain("text/html");
  }
  world.query("update deliveries set state = 'delivered', reason = ''");
  expect(lines(await (await ask("/funder/notices?state=undelivered&export=csv")).text())).toHaveLength(1);
  world.query("update deliveries set state = 'dead', reason = 'no_endpoint'");

  // Of more rows than somebody waits for, the file is made in the background; nothing is cut off.
  const few = told();
  world.query(
    "insert into outbox (id, recorded_at, event, partner_id, subject, payload, version) select gen_random_uuid(), now(), 'transfer.approved', id, 'x', '{}', 1 from partners, generate_series(1, 21000) where code = 'funder-a'",
  );
  await expect.poll(told, { timeout: 30_000 }).toBeGreaterThanOrEqual(few + 21_000);
  await treasurer.page.goto("/funder/notices?export=csv");
  await expect(treasurer.page).toHaveURL(/\/funder\/exports\?list=/);
  await treasurer.alive();
  await treasurer.accessible();
  await treasurer.page.getByRole("button", { name: "开始生成" }).click();
  await expect(treasurer.page).toHaveURL(/\/funder\/exports$/);
  // How far it is stands there again after the page was loaded anew, and at last the file is ready.
  await expect(async () => {
    await treasurer.open("/funder/exports");
    await expect(treasurer.page.getByRole("link", { name: "下载" })).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await treasurer.accessible();
  const [large] = await Promise.all([treasurer.page.waitForEvent("download"), treasurer.page.getByRole("link", { name: "下载" }).click()]);
  expect(large.suggestedFilename()).toBe("funder-notices.csv");
  const rows = Number(world.query("select rows from exports"));
  expect(rows).toBeGreaterThanOrEqual(few + 21_000);
  expect(lines(readFileSync(await large.path(), "utf8"))).toHaveLength(rows + 1);

  // What is no list becomes no file, which is told without JavaScript as well; and a colleague finds none.
  const plain = await enter("funder-a-treasurer", { javaScript: false });
  await plain.page.goto("/funder/exports?list=%2Ffunder%2Fproducts&format=csv");
  await plain.page.getByRole("button", { name: "开始生成" }).click();
  await expect(async () => {
    await plain.open("/funder/exports");
    await expect(plain.page.getByText("该页面不是列表，不能导出")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  const approver = await enter("funder-a-approver");
  await approver.open("/funder/exports");
  await expect(approver.page.getByRole("main")).toContainText("没有导出文件");
  const link = await treasurer.page.getByRole("link", { name: "下载" }).getAttribute("href");
  expect((await approver.page.request.get(link!)).status()).toBe(404);
  const reviewer = await enter("funder-b-reviewer");
  const others = lines(await (await reviewer.page.request.get("/funder/notices?export=csv")).text());
  expect(others.length).toBeGreaterThan(1);
  expect(others.some((line) => line.includes(all[1]!.split(",")[3]!))).toBe(false);
  const agent = await enter("agent-1");
  const turned = await agent.page.request.get("/admin/loans?export=csv", { maxRedirects: 0 });
  expect(turned.status()).toBeGreaterThanOrEqual(300);
  const auditor = await enter("auditor");
  for (const path of ["ledger/loans", "movements", "payouts", "audit", "agents"]) {
    const file = await auditor.page.request.get(`/admin/${path}?export=csv`);
    expect(file.headers()["content-type"], path).toContain("text/csv");
  }
});
