// The institution's file of holidays: wrong rows are told one by one and nothing is saved, and a right file counts at once, today's too.
import { Person, expect, test } from "../../world.ts";

const PATH = "/admin/files/calendar";
const DAYS = "select coalesce(string_agg(on_date::text, ' ' order by on_date), '') from calendar_days where name like '文件%'";

async function upload(person: Person, buffer: Buffer): Promise<void> {
  await person.open("/admin/calendar");
  const form = person.page.locator(`form[action="${PATH}"]`);
  if (!(await form.isVisible())) await person.page.getByText("从表格文件录入").click();
  await form.locator("input[type=file]").setInputFiles({ name: "节假日.csv", mimeType: "text/csv", buffer });
  await form.locator("button").click();
  await person.alive();
}

for (const javaScript of [true, false]) {
  test(`a file of holidays is entered whole or told row by row ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const maker = await enter("operator-maker", { javaScript });
    const told = maker.page.getByRole("alert");
    const good = ["日期,安排,名称", "2026-11-20,放假,文件一", "2028-10-03,放假,文件二"];
    await upload(maker, Buffer.from([...good, "2026-11-19,放假,文件三", "也许,放假,文件四"].join("\r\n")));
    await expect(told).toHaveAttribute("data-code", "batch.refused");
    for (const words of ["2026-11-19 不能更改", "第 5 行格式不正确"]) await expect(told).toContainText(words);
    expect(world.query(DAYS)).toBe("");
    if (javaScript) await maker.accessible();
    for (const [buffer, code] of [[Buffer.from(""), "file.empty"], [Buffer.from([0x32, 0x2c, 0xff, 0xff]), "file.encoding"]] as const) {
      await upload(maker, buffer);
      await expect(told).toHaveAttribute("data-code", code);
    }
    await upload(maker, Buffer.from(good.join("\r\n")));
    await expect(maker.page.locator("main")).toContainText("文件二");
    expect(world.query(DAYS)).toBe("2026-11-20 2028-10-03");
    world.verify();
  });
}
