// The reserve account's day, as its bank exports it: every line lands where it belongs, once.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../template.ts";
import { Person, expect, test } from "../../world.ts";

const FILES = join(ROOT, "services/tests/data/statements");
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
    await maker.page.locator("main form button").last().click();
    await expect(maker.page.locator("main")).toContainText("𠮷田");
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
  });
}

test("each wrong file is refused with its reason and leaves nothing", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  const before = world.query("select count(*) from bank_movements");
  const wrong: [string | { name: string; mimeType: string; buffer: Buffer }, string][] = [
    [join(FILES, "camt053.v2.wrong.xml"), "statement."],
    [join(FILES, "camt053.v8.xml"), "statement."],
    [{ name: "empty.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) }, "file.empty"],
    [{ name: "picture.csv", mimeType: "text/csv", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 0]) }, "file."],
    [{ name: "half.csv", mimeType: "text/csv", buffer: readFileSync(DAY).subarray(0, 300) }, ""],
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
