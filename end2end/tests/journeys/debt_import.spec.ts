// A funder's spreadsheet of debts: good rows are registered, wrong ones listed, and the mended file registers only the rest.
import { Person, expect, test } from "../../world.ts";

const PATH = "/funder/files/debts";
const HEADING = "逾期债权清单,,,\r\n债权编号,协议别名,金额（元）,到期日\r\n";
const ALIAS = "select alias from bindings b join partners p on p.id = b.funder_id where p.code = 'funder-a' and b.state = 'active' order by signed_at limit 1";
const REGISTERED = "select count(*) || ' ' || coalesce(sum(amount_fen), 0) from debts where number like 'XF-BATCH-%'";

async function upload(person: Person, rows: string): Promise<void> {
  await person.open("/funder/debts");
  const form = person.page.locator(`form[action="${PATH}"]`);
  if (!(await form.isVisible())) await person.page.getByText("从表格登记债权").click();
  await form.locator("input[type=file]").setInputFiles({ name: "债权.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
  await form.locator("button").click();
  await person.alive();
}

for (const javaScript of [true, false]) {
  test(`a file of debts is registered row by row ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const alias = world.query(ALIAS);
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    const good = [`XF-BATCH-1,${alias},"12,800.00",2026-11-01`, `XF-BATCH-2,${alias},￥640,2026年12月11日`];
    const wrong = [`XF-BATCH-3,AL000000,1,2026-11-01`, `XF-BATCH-4,${alias},"1,5",soon`, `XF-BATCH-1,${alias},12800,2026/11/1`];
    await upload(treasurer, HEADING + [...good, ...wrong].join("\r\n"));
    const told = treasurer.page.getByRole("alert");
    await expect(told).toContainText("已登记 2 笔债权，4 处有误");
    await expect(told).toHaveAttribute("data-code", "batch.partly_done");
    expect(world.query(REGISTERED)).toBe("2 1344000");
    const listed = await treasurer.page.locator("tr.table__row--bad").allInnerTexts();
    expect(listed).toHaveLength(4);
    for (const [place, words] of [["5", "协议别名", "没有这个别名的协议"], ["6", "金额", "逗号位置不正确"], ["6", "到期日", "日期格式不正确"], ["7", "债权编号", "与前面一行重复，行号 3"]].entries()) {
      for (const word of words) expect(listed[place], `${place}: ${listed[place]}`).toContain(word);
    }
    if (javaScript) await treasurer.accessible();

    // The mended file: what stood there is told, what contradicts it is refused, the rest is registered.
    await upload(treasurer, HEADING + [good[0], `XF-BATCH-2,${alias},641,2026-12-11`, `XF-BATCH-3,${alias},1,2026-11-01`].join("\r\n"));
    await expect(told).toContainText("已登记 1 笔债权，1 处有误");
    await expect(told).toContainText("另有 1 笔此前已登记");
    await expect(treasurer.page.locator("tr.table__row--bad")).toContainText("这个债权编号已登记");
    expect(world.query(REGISTERED)).toBe("3 1344100");

    await upload(treasurer, HEADING + [good[0], `XF-BATCH-3,${alias},1.00,2026-11-01`].join("\r\n"));
    await expect(told).toHaveClass(/alert--good/);
    await expect(told).toContainText("已登记 0 笔债权");
    expect(world.query(REGISTERED)).toBe("3 1344100");
  });
}

test("a file that is no table, or has too much, is refused in words, and only who registers by form may send one", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  const told = treasurer.page.getByRole("alert");
  await upload(treasurer, "%PDF-1.7");
  await expect(told).toHaveAttribute("data-code", "file.unsupported");
  await upload(treasurer, "债权编号,协议别名,金额（万元）,到期日\r\nXF-BATCH-1,A,1,2026-11-01\r\n");
  await expect(treasurer.page.locator("tr.table__row--bad")).toContainText("缺少这一列");
  await upload(treasurer, HEADING + Array.from({ length: 1001 }, (_, row) => `XF-BATCH-${row},A,1,2026-11-01`).join("\r\n"));
  await expect(told).toHaveAttribute("data-code", "import.too_many_rows");
  await expect(told).toContainText("最多 1000 行");
  expect(world.query(REGISTERED)).toBe("0 0");

  for (const [name, path] of [["funder-a-approver", "/funder/debts"], ["facilitator-1-operator", "/facilitator/debts"]] as const) {
    const other = await enter(name);
    await other.open(path);
    await expect(other.page.locator(`form[action="${PATH}"]`)).toHaveCount(0);
  }
});
