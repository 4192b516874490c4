// A layout that one person describes and tries on a file, and another one adopts: without JavaScript, as every form works.
import { expect, test } from "../../world.ts";

const FILE = "Konto;Datum;Betrag;Text\n4000021029200123456;2026-11-20;12.50;hello\nx;2026-11-20;1.00;\n";

test("a bank's file that no layout reads is read once two people have adopted one", async ({ enter }) => {
  const maker = await enter("operator-maker", { javaScript: false });
  const upload = async (path: string) => {
    await maker.open(path);
    await maker.page.locator("main input[type=file]").setInputFiles({ name: "konto.csv", mimeType: "text/csv", buffer: Buffer.from(FILE) });
    await maker.page.locator("main form:has(input[type=file]) button").click();
  };
  await upload("/admin/statements");
  await expect(maker.page.locator("[data-code='statement.no_header']")).toBeVisible();

  await maker.open("/admin/layouts");
  const field = (name: string) => maker.page.locator(`[name='layout[${name}]']`);
  await field("name").fill("konto");
  await field("account_place").selectOption("column");
  await field("account").fill("Konto");
  await field("currency_place").selectOption("fixed");
  await field("currency").fill("比索");
  await field("date").fill("Datum");
  await field("amount_kind").selectOption("signed");
  await field("amount").fill("Betrag");
  await field("remittance").fill("Text");
  const add = maker.page.locator("form[action='/api/layout/add'] button");
  await add.click();
  await expect(maker.page.locator("[data-code='layout.currency_invalid']")).toBeVisible();
  await expect(field("date"), "what was typed is still there").toHaveValue("Datum");
  await field("currency").fill("CNY");
  await add.click();
  await expect(maker.page).toHaveURL(/\/admin\/layouts\/layout_/);
  const page = new URL(maker.page.url()).pathname;
  await upload(page);
  await expect(maker.page.locator("main table").first()).toContainText("hello");
  await expect(maker.page.locator("main")).toContainText("对方账号格式不正确");
  await maker.page.locator("#layout-note").fill("与银行文件核对");
  await maker.page.locator("form[action='/api/layout/propose'] button").click();

  const checker = await enter("operator-checker");
  await checker.open("/admin/approvals");
  await checker.page.locator(`a[href='${page}']`).click();
  await checker.page.locator("button[name=agree][value=true]").click();
  await checker.open(page);
  await expect(checker.page.locator(".page-header")).toContainText("已启用");
  await checker.accessible();

  await upload("/admin/statements");
  await expect(maker.page).toHaveURL(/\/admin\/statements\/import_/);
  await expect(maker.page.locator("main")).toContainText("konto");
});
