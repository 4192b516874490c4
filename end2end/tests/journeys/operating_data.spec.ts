// The carrier's file of operating data: checked row by row, imported whole or not at all, and never twice.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Person, expect, test, type World } from "../../world.ts";

const FILES = join(import.meta.dirname, "files");
const HEADING = "代理商编号,月份,预存款,销售额,佣金\r\n";
const NOVEMBER = "select count(*) || ' ' || coalesce(sum(commissions_fen), 0) from operating_data where month = '2026-11-01'";

type File = { name: string; mimeType: string; buffer: Buffer };

function csv(name: string, text: string | Buffer): File {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

async function upload(person: Person, file: File): Promise<void> {
  await person.open("/admin/operating-data");
  await person.page.locator("main input[type=file]").setInputFiles(file);
  await person.page.locator("main form:has(input[type=file]) button").click();
}

function confirmButton(person: Person) {
  return person.page.locator('form[action="/api/operating_data/confirm"] button');
}

const GOOD: [string, () => File][] = [
  ["a workbook", () => ({ name: "十一月.xlsx", mimeType: "application/octet-stream", buffer: readFileSync(join(FILES, "operating_data.xlsx")) })],
  ["csv in GB18030", () => csv("十一月.csv", readFileSync(join(FILES, "operating_data.gb18030.csv")))],
  ["csv in UTF-8", () => csv("十一月.csv", `\ufeff${new TextDecoder("gb18030").decode(readFileSync(join(FILES, "operating_data.gb18030.csv")))}`)],
];

for (const [kind, file] of GOOD) {
  test(`${kind} is previewed, confirmed, and adds nothing the second time`, async ({ enter, world }) => {
    const maker = await enter("operator-maker", { javaScript: kind !== "csv in UTF-8" });
    const before = world.query("select count(*) from operating_data");
    await upload(maker, file());
    await expect(maker.page).toHaveURL(/\/admin\/operating-data\/import_/);
    await expect(maker.page.locator(".alert--good")).toContainText("新增 3 行");
    await expect(maker.page.locator("main section tbody tr")).toHaveCount(3);
    // Nothing is written before it is confirmed.
    expect(world.query("select count(*) from operating_data")).toBe(before);
    await confirmButton(maker).click();
    await expect(maker.page.locator(".alert--good")).toContainText("已导入");
    expect(world.query(NOVEMBER)).toBe("3 1260075");

    await upload(maker, file());
    await expect(maker.page.locator("main")).toContainText("这份文件此前已导入");
    await expect(maker.page.locator("main")).toContainText("与现有数据完全相同");
    expect(world.query(NOVEMBER)).toBe("3 1260075");
    // The list knows both, and only the first was imported.
    await maker.open("/admin/operating-data");
    await expect(maker.page.locator("main tbody tr").nth(0)).toContainText("待确认");
    await expect(maker.page.locator("main tbody tr").nth(1)).toContainText("已导入");
  });
}

test("wrong cells are listed by row and column, and no row is imported", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const rows = ["HX00001,2026-11,1000.00,2000.00,30.00", "NOBODY,2026-11,1.00,1.00,1.00", "HX00002,十一月,1.00,1.00,1.00", "HX00003,2026-11,-5,1.001,x", "HX00001,2026-11,1.00,1.00,1.00", "HX00004,2027-03,1.00,1.00,1.00"];
  await upload(maker, csv("错.csv", HEADING + rows.join("\r\n")));
  await expect(maker.page.locator(".alert--bad")).toContainText("整份文件不能导入");
  const listed = await maker.page.locator("main section tbody tr").allInnerTexts();
  const told = (row: string, ...words: string[]) => expect(listed.some((line) => line.startsWith(row) && words.every((word) => line.includes(word))), `${row} ${words}: ${listed}`).toBe(true);
  told("3", "没有这个代理商");
  told("4", "月份格式不正确");
  told("5", "预存款", "不能为负数");
  told("5", "销售额", "小数超过两位");
  told("5", "佣金", "不是金额");
  told("6", "重复");
  told("7", "月份在会计日之后");
  await expect(confirmButton(maker)).toHaveCount(0);
  await maker.accessible();
  expect(world.query(NOVEMBER)).toBe("0 0");
});

test("a missing column is named, and a file that is no table is refused in words", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await upload(maker, csv("缺列.csv", "代理商编号,月份,预存款,销售额\r\nHX00001,2026-11,1,1\r\n"));
  await expect(maker.page.locator("main")).toContainText("缺少这一列");
  await expect(confirmButton(maker)).toHaveCount(0);
  const imports = world.query("select count(*) from imports");
  const broken = Buffer.concat([Buffer.from("代理商编号,月份\r\n", "utf8"), Buffer.from([0xff, 0x80, 0xff, 0x0d, 0x0a])]);
  const wrong: [File, string][] = [
    [csv("empty.csv", ""), "file.empty"],
    [csv("heading.csv", HEADING), "import.no_rows"],
    [csv("huge.csv", Buffer.alloc(41 * 1024 * 1024, "1,")), "file.too_large"],
    [csv("contract.csv", "%PDF-1.7\n1 0 obj"), "file.unsupported"],
    [csv("noise.csv", Buffer.from([0x00, 0x01, 0x02, 0x00, 0x9f, 0x00])), "file.not_text"],
    [csv("broken.csv", broken), "file.encoding"],
    [{ name: "cut.xlsx", mimeType: "application/octet-stream", buffer: readFileSync(join(FILES, "operating_data.xlsx")).subarray(0, 900) }, "file.damaged"],
  ];
  for (const [file, code] of wrong) {
    await upload(maker, file);
    const alert = maker.page.locator(".alert--bad");
    await expect(alert, file.name).toHaveAttribute("data-code", code);
    // It says what to do, in words of its own, and the form is still there.
    await expect(alert).not.toContainText("操作未成功");
    await expect(maker.page.locator("main input[type=file]")).toHaveCount(1);
  }
  expect(world.query("select count(*) from imports")).toBe(imports);
  expect(world.query(NOVEMBER)).toBe("0 0");
});

/** What a browser would send, without its page. */
async function post(person: Person, world: World, file: File): Promise<string> {
  const answer = await person.page.request.post("/admin/files/operating-data", {
    headers: { origin: world.url, accept: "text/html" },
    multipart: { request_no: "0123456789abcdef0123456789abcdef", file },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
  return answer.headers()["location"] ?? "";
}

test("nobody but the operator's maker brings operating data in", async ({ enter, world }) => {
  const imports = world.query("select count(*) from imports");
  for (const username of ["operator-checker", "auditor"]) {
    const person = await enter(username);
    await person.open("/admin/operating-data");
    await expect(person.page.locator("main input[type=file]")).toHaveCount(0);
    await person.page.goto(await post(person, world, GOOD[0]![1]()));
    await expect(person.page.locator(".alert--bad")).toHaveAttribute("data-code", "forbidden");
  }
  expect(world.query("select count(*) from imports")).toBe(imports);
});
