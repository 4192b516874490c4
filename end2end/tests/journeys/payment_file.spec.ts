// A funder pays accepted draws by a file for its bank, reads the bank's results back, and has a second person release them.
import { readFileSync } from "node:fs";
import { Person, expect, test, type World } from "../../world.ts";

const RESULTS = "/funder/files/payment-results";
const HEADING = "收款户名,金额（元）,附言,交易结果,银行流水号\r\n";
const OF_A = "funder_id = (select id from partners where code = 'funder-a')";

/** Two draws of funder A as they stand before their payment: accepted, not reported, without money. */
function accepted(world: World): string[][] {
  world.query(`update draws set state = 'awaiting', accepted_at = requested_at, instruction_at = null, instruction_reference = null where ${OF_A} and state in ('requested', 'awaiting')`);
  const draws = world.query(`select reference || ' ' || to_char(amount_fen / 100.0, 'FM999999990.00') from draws where ${OF_A} and state = 'awaiting' and funds_fen = 0 order by requested_at, id`);
  return draws.split("\n").map((line) => line.split(" "));
}

function reported(world: World, number: string): string {
  return world.query(`select count(*) from draws where instruction_reference = '${number}' and instruction_at is not null`);
}

async function upload(person: Person, rows: string): Promise<void> {
  await person.open("/funder/payments");
  const form = person.page.locator(`form[action="${RESULTS}"]`);
  if (!(await form.isVisible())) await person.page.getByText("上传银行结果文件").click();
  await form.locator("input[type=file]").setInputFiles({ name: "结果.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
  await form.locator("button").click();
  await person.alive();
}

async function make(person: Person, again: boolean): Promise<void> {
  await person.open("/funder/payments");
  const bar = person.page.locator(".table__batch");
  for (const box of await person.page.getByRole("checkbox", { name: /^勾选/ }).all()) await box.check();
  if (again) await bar.getByLabel("之前的文件没有使用").check();
  await bar.getByRole("button", { name: "生成付款文件" }).click();
}

for (const javaScript of [true, false]) {
  test(`draws are paid by a file whose results are read back ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const [first] = accepted(world);
    const [reference, amount] = first as [string, string];
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    await make(treasurer, false);
    await expect(treasurer.page).toHaveURL(/\/funder\/payments\/payments_/);
    await expect(treasurer.page.locator("main")).toContainText(reference);
    if (javaScript) await treasurer.accessible();
    const fetched = treasurer.page.waitForEvent("download");
    await treasurer.page.getByRole("link", { name: "下载 csv" }).click();
    const content = readFileSync(await (await fetched).path(), "utf8");
    expect(content).toContain('"收款户名","收款账号","收款开户行","金额（元）","附言","业务编号"');
    expect(content).toContain(`"4000021029200123456"`);
    expect(content).toContain(`"${amount}","${reference}","${reference}"`);
    expect(content).toContain("合计");

    // Again only when somebody says that the first was not used.
    await make(treasurer, false);
    await expect(treasurer.page.getByRole("alert")).toHaveAttribute("data-code", "payment_file.in_earlier_file");
    await make(treasurer, true);
    await expect(treasurer.page).toHaveURL(/\/funder\/payments\/payments_/);
    expect(world.query("select count(*) from payment_files")).toBe("2");

    await upload(treasurer, HEADING + [`联融,${amount},放款${reference},交易成功,B-1`, `联融,1,DRW2026112000099999,成功,B-2`, `联融,1,货款,成功,B-3`].join("\r\n"));
    const told = treasurer.page.getByRole("alert");
    await expect(told).toContainText("已登记 1 笔付款，2 处没有登记");
    await expect(told).toHaveAttribute("data-code", "batch.partly_done");
    expect(reported(world, "B-1")).toBe("1");
    await expect(treasurer.page.locator("tr.table__row--bad")).toHaveCount(2);
    await expect(treasurer.page.locator("tr.table__row--bad").first()).toContainText("没有这笔支用");
    if (javaScript) await treasurer.accessible();

    await upload(treasurer, HEADING + `联融,${amount},${reference},成功,B-1`);
    await expect(told).toHaveClass(/alert--good/);
    await expect(told).toContainText("已登记 0 笔付款");
    expect(reported(world, "B-1")).toBe("1");
  });
}

test("what the treasurer registers counts when the approver has released it", async ({ enter, world }) => {
  const [first] = accepted(world);
  const [reference, amount] = first as [string, string];
  const approver = await enter("funder-a-approver");
  await approver.open("/funder/payments");
  await expect(approver.page.locator(".table__batch")).toHaveCount(0);
  await approver.page.getByRole("button", { name: "开启放款复核" }).click();
  await expect(approver.page.locator("main")).toContainText("已开启");

  const treasurer = await enter("funder-a-treasurer");
  await upload(treasurer, HEADING + `联融,${amount},${reference},成功,B-7`);
  await expect(treasurer.page.getByRole("alert")).toContainText("已登记 1 笔付款");
  expect(reported(world, "B-7")).toBe("0");
  await treasurer.open("/funder/payments?state=prepared");
  await expect(treasurer.page.locator("tbody")).toContainText(reference);
  await expect(treasurer.page.locator(".table__batch")).toHaveCount(0);

  await approver.open("/funder/payments?state=prepared");
  await approver.accessible();
  await approver.page.getByRole("checkbox", { name: /^勾选/ }).first().check();
  await approver.page.locator(".table__batch").getByRole("button", { name: "放行" }).click();
  await expect(approver.page.getByRole("alert")).toContainText("已办理 1 笔");
  expect(reported(world, "B-7")).toBe("1");
  expect(world.query("select prepared_by || ' ' || released_by from draws where released_by is not null")).toBe("user:funder-a-treasurer user:funder-a-approver");
});
