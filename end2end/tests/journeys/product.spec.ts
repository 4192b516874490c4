// A funder's people propose what a product prices, and another one publishes it.
import { form, send } from "../../steps.ts";
import { expect, test, type Person } from "../../world.ts";

const field = (person: Person, name: string) => person.page.locator(`[name='draft[${name}]']`);
const fill = async (person: Person, values: Record<string, string>) => {
  for (const [name, value] of Object.entries(values)) await field(person, name).fill(value);
};
const fault = (person: Person, name: string) => person.page.locator(`#${name}-error`);

for (const javaScript of [true, false]) {
  test(`a version with two days of grace is proposed, published and offered, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const name = "恒信佣金保理";
    const grace = "到期日后 2 天内不算逾期，但罚息仍自到期日起计收。";
    const versions = () => world.query(`select count(*) from product_versions v join products p on p.id = v.product_id where p.name = '${name}'`);
    const reviewer = await enter("funder-b-reviewer", { javaScript });
    const main = reviewer.page.locator("main");
    await reviewer.open("/funder/products");
    await main.getByRole("link", { name, exact: true }).click();
    await expect(main).toContainText("首次发布");
    await reviewer.alive();
    await reviewer.accessible();
    await main.getByRole("link", { name: "提出新版本" }).click();
    await expect(main).toContainText("新版本只用于发布之后的预授信结果");
    await expect(main).toContainText("年化上限为 24.00%");
    await reviewer.alive();
    await reviewer.accessible();

    // Each field says by itself what is wrong with it, all at once, and nothing that was typed is lost.
    await fill(reviewer, { annual_rate: "abc", limit_max: "", tenors: "30、x", grace_days: "-1" });
    await send(reviewer, "product/propose").click();
    await expect(reviewer.page.locator("[role=alert]")).toContainText("有 4 项需要修改");
    await expect(fault(reviewer, "annual_rate")).toContainText("百分比格式不正确");
    await expect(fault(reviewer, "limit_max")).toContainText("不能为空");
    await expect(fault(reviewer, "tenors")).toContainText("无法识别“x”");
    await expect(fault(reviewer, "grace_days")).toContainText("须在 0 至 30 之间");
    await expect(field(reviewer, "grace_days")).toHaveValue("-1");
    await expect(field(reviewer, "grace_days")).toHaveAttribute("aria-invalid", "true");
    await expect(fault(reviewer, "limit_min")).toHaveCount(0);
    await reviewer.alive();
    await reviewer.accessible();
    await fill(reviewer, { annual_rate: "20", limit_max: "9,999.99", tenors: "7、14、30、60", grace_days: "２" });
    await send(reviewer, "product/propose").click();
    await expect(fault(reviewer, "limit_max")).toContainText("最高额度不能低于最低额度");
    await expect(fault(reviewer, "penalty_multiplier")).toContainText("年化利率乘以倍数为 30.00%，不能超过 24.00%");
    await expect(field(reviewer, "grace_days")).toHaveValue("２");
    await fill(reviewer, { annual_rate: "13.8", limit_max: "300000" });
    await send(reviewer, "product/propose").click();

    // What is proposed is told as borrowers will read it, beside what it changes; who proposed it does not publish it.
    await expect(reviewer.page).toHaveURL(/\/funder\/products\/proposals\/version_/);
    await expect(main).toContainText(grace);
    const changes = main.locator("tbody tr");
    await expect(changes).toHaveCount(1);
    await expect(changes).toContainText("宽限天数");
    await expect(changes).toContainText("0 天");
    await expect(changes).toContainText("2 天");
    await expect(main).toContainText("须由提出人以外的审批人发布");
    await expect(form(reviewer, "product/publish")).toHaveCount(0);
    await reviewer.alive();
    await reviewer.accessible();
    expect(versions()).toBe("1");

    const approver = await enter("funder-b-approver", { javaScript });
    await approver.open("/funder/products");
    await expect(approver.page.locator("main")).toContainText("待发布");
    await approver.page.locator("main tbody").getByRole("link", { name, exact: true }).click();
    await send(approver, "product/publish").click();
    await expect(approver.page).toHaveURL(/\/funder\/products\/product_/);
    const newest = approver.page.locator("main tbody tr").first();
    for (const told of ["第 2 版", "谢军", "方琳", "宽限天数：0 天 → 2 天"]) await expect(newest).toContainText(told);
    await expect(approver.page.locator("main")).toContainText(grace);
    await approver.alive();
    await approver.accessible();
    expect(versions()).toBe("2");
    await approver.open("/funder/products");
    await expect(approver.page.locator("main")).toContainText(grace);

    // It is offered from now on: the agent that asks anew reads it.
    const agent = await enter("agent-1", { javaScript });
    const card = agent.page.locator("article.card--offer", { hasText: "恒信商业保理" });
    await agent.open("/agent/offers");
    await expect(card).not.toContainText("天内不算逾期");
    await agent.page.locator("main details", { has: form(agent, "offer/ask") }).locator("summary").first().click();
    await form(agent, "offer/ask").locator("[name=consent_hash]").check();
    await form(agent, "offer/ask").locator("button").click();
    await expect(async () => {
      await agent.page.goto("/agent/offers");
      await expect(card).toContainText(grace, { timeout: 500 });
    }).toPass({ timeout: 30_000 });
    world.verify();
  });

  test(`a product that is withdrawn before it is published is filled in again, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const approver = await enter("funder-a-approver", { javaScript });
    const main = approver.page.locator("main");
    await approver.open("/funder/products");
    await main.getByRole("link", { name: "新增产品" }).click();
    await send(approver, "product/propose").click();
    for (const empty of ["name", "annual_rate", "limit_min", "limit_max", "tenors"]) await expect(fault(approver, empty)).toContainText("请填写此项");
    await fill(approver, { name: "嘉禾周转贷", annual_rate: "9.6", limit_min: "10000", limit_max: "200,000", tenors: "60，30" });
    await send(approver, "product/propose").click();
    await expect(approver.page).toHaveURL(/\/funder\/products\/proposals\/version_/);
    // Its own proposal: no other button than to withdraw it.
    await expect(form(approver, "product/publish")).toHaveCount(0);
    await send(approver, "product/withdraw").click();
    await expect(approver.page.locator(".page-header")).toContainText("已撤回");
    await main.getByRole("link", { name: "以此为底稿重新填写" }).click();
    await expect(field(approver, "name")).toHaveValue("嘉禾周转贷");
    await expect(field(approver, "tenors")).toHaveValue("30, 60");
    expect(world.query("select count(*) from products where name = '嘉禾周转贷'")).toBe("0");

    // Who only pays sees the products and proposes none.
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    await treasurer.open("/funder/products");
    await expect(treasurer.page.getByRole("link", { name: "新增产品" })).toHaveCount(0);
    await treasurer.open("/funder/products/new");
    await expect(treasurer.page.locator("main")).toContainText("由具有相应岗位的同事办理");
    await expect(form(treasurer, "product/propose")).toHaveCount(0);
  });
}
