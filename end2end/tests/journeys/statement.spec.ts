// The reserve account's day, as its bank exports it: every line lands where it belongs, once.
import { join } from "node:path";
import { ROOT } from "../../template.ts";
import { Person, expect, test } from "../../world.ts";

const FILES = join(ROOT, "files/tests/data/statements");
const DAY = join(FILES, "icbc-reserve-2026-11-20.gb18030.csv");

async function upload(person: Person, path: string, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await person.open(path);
  await person.page.locator("main input[type=file]").setInputFiles(file);
  await person.page.locator("main form:has(input[type=file]) button").click();
}

for (const javaScript of [true, false]) {
  test(`the GB18030 statement lands line by line, once, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const maker = await enter("operator-maker", { javaScript });
    await upload(maker, "/admin/statements", DAY);
    await expect(maker.page).toHaveURL(/\/admin\/statements\/import_/);
    await expect(maker.page.locator("main")).toContainText("𠮷田");
    await maker.alive();
    await maker.accessible();
    // Who brought it cannot confirm it.
    await expect(maker.page.locator('form[action="/api/statement/decide"]')).toHaveCount(0);
    const checker = await enter("operator-checker", { javaScript });
    await checker.open(new URL(maker.page.url()).pathname);
    await checker.page.locator("main form button[name=agree][value=true]").click();
    await expect(checker.page.locator("main .alert--good")).toBeVisible();
    await expect(checker.page.locator("main")).toContainText("𠮷田");
    const landed = world.query(
      "select state || ' ' || coalesce(matched_kind, (select kind from breaks b where b.movement_id = m.id), '-') || ' ' || amount_fen from bank_movements m where source = 'statement' and booked_on = '2026-11-20' order by booked_time",
    );
    expect(landed.split("\n")).toEqual([
      "matched draw 20000000",
      "matched draw 5000000",
      "matched wallet 888888",
      "matched payout 3012000",
      "broken duplicate_funds 5000000",
      "unmatched - 1",
    ]);
    expect(world.query("select string_agg(state, ',' order by reference) from draws where reference in ('DRW2026112000000017', 'DRW2026112000000021')")).toBe("credited,credited");
    expect(world.query("select state from payouts where reference = 'PAY2026112000000003'")).toBe("confirmed");
    world.verify();

    // The same file again adds nothing, and says so.
    await upload(maker, "/admin/statements", DAY);
    await expect(maker.page.locator("main")).toBeVisible();
    expect(world.query("select count(*) from bank_movements where source = 'statement' and booked_on = '2026-11-20'")).toBe("6");
    // Our books and the bank's last balance agree.
    await maker.open("/admin");
    await expect(maker.page.locator("main")).toContainText("1,278,768.89");
  });
}

/** The reserve account's statement of 2026-11-20 with 5.00 that came, from one balance to another. */
function day(opening: string, closing: string): { name: string; mimeType: string; buffer: Buffer } {
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>`;
  const file = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>1</Id><Acct><Id><Othr><Id>4000021029200123456</Id></Othr></Id><Ccy>CNY</Ccy></Acct>${balance("OPBD", opening)}${balance("CLBD", closing)}<Ntry><Amt Ccy="CNY">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-20</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>`;
  return { name: "day.xml", mimeType: "text/xml", buffer: Buffer.from(file) };
}

test("a file behind a gap can be looked at and sent back, and is not confirmed whatever is said of it", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await upload(maker, "/admin/statements", day("1012345.67", "1012350.67"));
  await expect(maker.page.locator("main .alert--warn")).toContainText("相差 12,345.67 元");
  const path = new URL(maker.page.url()).pathname;
  const checker = await enter("operator-checker");
  await checker.open(path);
  await checker.accessible();
  await expect(checker.page.locator("main form button[name=agree][value=true]")).toHaveCount(0);
  const refused = await checker.page.request.post("/api/statement/decide", {
    form: { request_no: "confirms-behind-a-gap", import: path.split("/").pop()!, agree: "true", note: "与银行核对" },
    headers: { origin: world.url, referer: `${world.url}${path}`, accept: "text/html" },
  });
  expect(await refused.text()).toContain("相差 12,345.67 元，暂不能确认");
  await checker.open(path);
  await checker.page.locator("main textarea[name=note]").fill("缺 11 月 19 日流水");
  await checker.page.locator("main form button[name=agree][value=false]").click();
  await expect(checker.page.locator("main")).toContainText("缺 11 月 19 日流水");
  expect(world.query("select count(*) from bank_movements where source = 'statement'")).toBe("0");
});

test("a file whose balances do not explain it says so, and needs a reason or goes back", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await upload(maker, "/admin/statements", day("1000000.00", "1001005.00"));
  await expect(maker.page.locator("main .alert--warn")).toContainText("1,000.00");
  await maker.alive();
  await maker.accessible();
  const checker = await enter("operator-checker");
  await checker.open(new URL(maker.page.url()).pathname);
  await checker.page.locator("main form button[name=agree][value=true]").click();
  await expect(checker.page.locator(".alert--bad[data-code='approval.note_missing']")).toBeVisible();
  await checker.page.locator("main textarea[name=note]").fill("与银行核对，缺一笔");
  await checker.page.locator("main form button[name=agree][value=false]").click();
  await expect(checker.page.locator("main")).toContainText("与银行核对，缺一笔");
  expect(world.query("select count(*) from bank_movements where source = 'statement'")).toBe("0");
});

test("a line that may be recorded already waits until two people have said", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  const head = "Account: 4000021029200123456\nCurrency: CNY\nDate,Credit,Debit,Balance,Counterparty,Counterparty account,Description,Reference\n";
  const line = (text: string) => Buffer.from(`${head}2026-11-20,66.00,,1000066.00,重庆市渝北区张三通讯器材经营部,6217003760001234567,${text},\n`);
  const balance = () => Number(world.query("select balance_fen from wallets where reference = 'WLT0000000042'"));
  const before = balance();
  for (const text of ["充值WLT0000000042", "网银转账WLT0000000042"]) {
    await upload(maker, "/admin/statements", { name: "line.csv", mimeType: "text/csv", buffer: line(text) });
    await checker.open(new URL(maker.page.url()).pathname);
    await checker.page.locator("main form button[name=agree][value=true]").click();
    await expect(checker.page.locator("main .alert--good")).toBeVisible();
  }
  expect(balance()).toBe(before + 6600);
  world.verify();
  await maker.open("/admin/movements?state=doubtful");
  await maker.page.locator("main tbody a").first().click();
  await expect(maker.page.locator("main")).toContainText("充值WLT0000000042");
  await maker.page.locator("#likeness-note").fill("与银行回单核对");
  await maker.page.locator("main form button[name=same][value=true]").click();
  await expect(maker.page.locator("main form")).toHaveCount(0);
  await checker.open(new URL(maker.page.url()).pathname);
  await checker.page.locator("main form button[name=agree][value=true]").click();
  await expect(checker.page.locator("main form")).toHaveCount(0);
  expect(world.query("select count(*) from bank_movements where state = 'told_again'")).toBe("1");
  // Who has decided is told by name, in the history as well.
  await expect(checker.page.locator(".timeline").last()).toContainText(world.query("select display_name from users where username = 'operator-checker'"));
  expect(balance()).toBe(before + 6600);
});

test("each wrong file is refused with its reason and leaves nothing", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const before = world.query("select count(*) from bank_movements");
  const wrong: [string | { name: string; mimeType: string; buffer: Buffer }, string][] = [
    [join(FILES, "camt053.v2.wrong.xml"), "statement."],
    [join(FILES, "camt053.v8.xml"), "statement."],
    [{ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) }, "file.empty"],
    [{ name: "picture.csv", mimeType: "text/csv", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0]) }, "file."],
    [{ name: "letter.csv", mimeType: "text/csv", buffer: Buffer.from("dear bank,\nhello\n") }, "statement."],
  ];
  for (const [file, code] of wrong) {
    await upload(maker, "/admin/statements", file);
    const alert = maker.page.locator(".alert--bad").first();
    await expect(alert, JSON.stringify(file).slice(0, 80)).toBeVisible();
    expect(await alert.getAttribute("data-code")).toContain(code);
  }
  expect(world.query("select count(*) from bank_movements")).toBe(before);
});

test("only the operator's maker brings statements in", async ({ enter }) => {
  for (const username of ["operator-checker", "auditor"]) {
    const person = await enter(username);
    await person.open("/admin/statements");
    await expect(person.page.locator("main input[type=file]")).toHaveCount(0);
  }
});
