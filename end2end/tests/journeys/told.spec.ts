// The demonstration's funders are told: each has an endpoint that a second person has put in force, and hears of what happens.
import { send } from "../../steps.ts";
import { expect, test } from "../../world.ts";

const IN_FORCE =
  "select string_agg(p.code || ' ' || (e.registered_by <> e.approved_by)::text, ', ' order by p.code) from endpoints e join partners p on p.id = e.partner_id where e.state = 'in_force'";
const HEARD = "select count(distinct d.partner_id) from deliveries d join outbox o on o.id = d.event_id where o.event = 'offer.requested' and d.state = 'delivered'";

test("the funders' systems hear of what happens, by endpoints that two people of each have set up", async ({ world, enter }) => {
  world.tellFunders();
  expect(world.query(IN_FORCE)).toBe("funder-a true, funder-b true, funder-c true");
  expect(world.query("select count(*) from endpoints where tested_at is null")).toBe("0");
  world.tellFunders();
  expect(world.query("select count(*) from endpoints"), "once is enough").toBe("3");

  const agent = await enter("agent-1");
  await agent.open("/agent/offers");
  const ask = agent.page.locator('form[action="/api/offer/ask"]');
  if (!(await ask.isVisible())) await agent.page.locator("main details", { has: ask }).locator("summary").click();
  await ask.locator("[name=consent_hash]").check();
  await send(agent, "offer/ask").click();
  await expect.poll(() => world.query(HEARD), { timeout: 20_000 }).toBe("3");

  // Whom its people have put out of force stays so.
  const approver = await enter("funder-a-approver");
  await approver.open("/funder/endpoint");
  await approver.page.getByText("停用", { exact: true }).first().click();
  await approver.page.getByRole("button", { name: "停用", exact: true }).click();
  await expect(approver.page.getByText("已停用", { exact: true })).toBeVisible();
  world.tellFunders();
  expect(world.query(IN_FORCE)).toBe("funder-b true, funder-c true");
});
