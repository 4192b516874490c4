// How much a funder grants with a product at most.
import { expect, test } from "../../world.ts";

for (const javaScript of [true, false]) {
  test(`an approver sets what a product may grant at most, and not below what it has, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const approver = await enter("funder-b-approver", { javaScript });
    const granted = Number(world.query("select sum(c.limit_fen) from credit_lines c join products p on p.id = c.product_id where p.name = '恒信佣金保理' and c.state <> 'closed'"));
    expect(granted).toBeGreaterThan(0);
    const yuan = (fen: number) => world.query(`select to_char(${fen} / 100.0, 'FM999,999,990.00')`);
    const main = approver.page.locator("main");
    await approver.open("/funder/products");
    await expect(main).toContainText(`已授信 ${yuan(granted)}，不设上限`);
    const set = async (most: string) => {
      await approver.page.locator("main details", { has: approver.page.locator('form[action="/api/product/capacity"]') }).locator("summary").click();
      await approver.page.locator("main form [name=most]").fill(most);
      await approver.page.locator('form[action="/api/product/capacity"] button').click();
      await approver.alive();
    };
    await set(yuan(granted - 1));
    await expect(approver.page.locator("[role=alert]")).toContainText(`已授信 ${yuan(granted)} 元，规模不能更低`);
    await approver.open("/funder/products");
    await set(yuan(granted + 100_000));
    await expect(main).toContainText(`已授信 ${yuan(granted)}，上限 ${yuan(granted + 100_000)}`);
    await approver.accessible();
    await set("");
    await expect(main).toContainText("不设上限");
    world.verify();

    // Who only reviews reads it.
    const reviewer = await enter("funder-b-reviewer", { javaScript });
    await reviewer.open("/funder/products");
    await expect(reviewer.page.locator("main")).toContainText("不设上限");
    await expect(reviewer.page.locator('form[action="/api/product/capacity"]')).toHaveCount(0);
  });
}
