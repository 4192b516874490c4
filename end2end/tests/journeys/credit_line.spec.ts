// An agent closes its line: nothing more is borrowed, and it ends by itself with its last loan.
import { choose, form, payIn, refreshUntil, send } from "../../steps.ts";
import { expect, test } from "../../world.ts";

const LINE = "from credit_lines c join applications a on a.id = c.application_id join users u on u.agent_id = c.agent_id where u.username = 'agent-4'";

for (const javaScript of [true, false]) {
  test(`a line is closed, and ends once everything is repaid, ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    const agent = await enter("agent-4", { javaScript });
    const { page } = agent;
    await agent.open("/agent/offers");
    const closing = page.locator("main details", { has: form(agent, "credit_line/close") });
    await closing.locator("summary").click();
    await expect(closing).toContainText("全部借款结清时额度自动终止");
    await agent.accessible();
    await send(agent, "credit_line/close").click();
    await expect(page.locator(".page-header")).toContainText("结清后终止");
    await expect(form(agent, "credit_line/close")).toHaveCount(0);
    await agent.alive();
    await agent.accessible();
    await agent.open("/agent/borrow");
    await expect(page.locator("main")).toContainText("额度正在终止");
    expect(world.query(`select c.state || ' ' || a.slot_held ${LINE}`)).toBe("closing true");

    await payIn(world, "agent-4", "100000.00");
    const arrived = "select balance_fen > 10000000 from wallets w join users u on u.agent_id = w.agent_id where u.username = 'agent-4'";
    await expect.poll(() => world.query(arrived), { timeout: 30_000 }).toBe("t");
    await agent.open("/agent/loans");
    await page.locator("main a[href^='/agent/loans/']").first().click();
    await choose(page, "all");
    await send(agent, "repayment/quote").click();
    await send(agent, "repayment/repay").click();
    await expect(page).toHaveURL(/\/agent\/repayments\//);
    expect(world.query(`select c.state || ' ' || a.slot_held ${LINE}`)).toBe("closed false");
    await agent.open("/agent/offers");
    await expect(form(agent, "offer/ask"), "it may apply anew").toHaveCount(1);

    const funder = await enter("funder-c-reviewer", { javaScript });
    for (const told of ["代理商申请终止额度，结清后终止", "额度已终止"]) await refreshUntil(funder, "/funder/notices", told);
  });
}

test("a line is not closed while a draw is under way", async ({ enter }) => {
  const agent = await enter("agent-2");
  await agent.open("/agent/offers");
  const closing = agent.page.locator("main details", { hasText: "终止额度" });
  await closing.locator("summary").click();
  await expect(closing).toContainText("有一笔借款正在办理");
  await expect(form(agent, "credit_line/close")).toHaveCount(0);
  await agent.accessible();
});
