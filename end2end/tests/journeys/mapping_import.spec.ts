// The institution's spreadsheet of mappings: good rows are drafted, wrong ones are told one by one, and two people still publish each.
import { Person, expect, test } from "../../world.ts";

const PATH = "/admin/files/mappings";
const DRAFTED = "select coalesce(string_agg(settlement_id, ' ' order by settlement_id), '') from mappings where settlement_id like 'JH-FILE-%' and valid is null";

async function upload(person: Person, rows: string[]): Promise<void> {
  await person.open("/admin/mappings");
  const form = person.page.locator(`form[action="${PATH}"]`);
  if (!(await form.isVisible())) await person.page.getByText("从表格起草").click();
  const text = ["结算编号,资金方,助贷机构,生效时间", ...rows].join("\r\n");
  await form.locator("input[type=file]").setInputFiles({ name: "映射.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await form.locator("button").click();
  await person.alive();
}

for (const javaScript of [true, false]) {
  test(`a file of mappings is drafted row by row ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const maker = await enter("operator-maker", { javaScript });
    const good = ["JH-FILE-1,funder-a,facilitator-1,", "JH-FILE-2,嘉禾小额贷款有限公司,facilitator-1,2027-03-01"];
    await upload(maker, [...good, "ＪＨ 3,funder-a,facilitator-1,", "JH-FILE-4,funder-a,nobody,", "JH-FILE-5,funder-a,facilitator-1,soon"]);
    const told = maker.page.getByRole("alert");
    await expect(told).toHaveAttribute("data-code", "batch.partly_done");
    await expect(told).toContainText("已办理 2 笔，3 笔未办理");
    for (const words of ["结算编号不正确", "没有这家资金方或助贷机构", "生效时间格式不正确"]) await expect(told).toContainText(words);
    expect(world.query(DRAFTED)).toBe("JH-FILE-1 JH-FILE-2");
    if (javaScript) await maker.accessible();
    await upload(maker, good);
    await expect(told).toContainText("已有相同的映射");
    expect(world.query(DRAFTED)).toBe("JH-FILE-1 JH-FILE-2");
  });
}
