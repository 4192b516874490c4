// Every page loaded hard, in every state that the demonstration world has: alive, accessible, and without a complaint.
import { expect, test } from "../../world.ts";

const PEOPLE: Record<string, string[]> = {
  "agent-1": ["/agent", "/agent/offers", "/agent/borrow", "/agent/draws", "/agent/loans", "/agent/wallet", "/agent/cards", "/agent/consents", "/agent/sessions", "/agent/application"],
  "agent-2": ["/agent", "/agent/offers", "/agent/borrow", "/agent/draws", "/agent/loans", "/agent/wallet", "/agent/wallet?withdraw", "/agent/wallet?prepay", "/agent/wallet/statement?state=in", "/agent/people"],
  "agent-2-clerk": ["/agent", "/agent/offers", "/agent/borrow", "/agent/draws", "/agent/loans", "/agent/wallet", "/agent/cards", "/agent/consents", "/agent/people", "/agent/sessions"],
  "agent-3": ["/agent", "/agent/loans", "/agent/loans?state=settled", "/agent/wallet"],
  "agent-4": ["/agent", "/agent/loans"],
  "agent-5": ["/agent", "/agent/offers", "/agent/borrow", "/agent/loans"],
  "funder-a-reviewer": ["/funder", "/funder/applications", "/funder/draws", "/funder/lines", "/funder/loans", "/funder/repayments", "/funder/products/new", "/funder/products", "/funder/files", "/funder/keys", "/funder/team", "/funder/expected", "/funder/ageing", "/funder/roll-rates", "/funder/vintages", "/funder/exports", "/funder/sessions"],
  "funder-a-treasurer": ["/funder/payments", "/funder/payments?state=prepared", "/funder/payments?state=files", "/funder/signings", "/funder/bindings", "/funder/debts", "/funder/debts?state=all", "/funder/transfers", "/funder/debits", "/funder/loan-debits", "/funder/outside-payments", "/funder/pass-ons", "/funder/notices"],
  "facilitator-1-operator": ["/facilitator", "/facilitator/shares", "/facilitator/shares?state=all", "/facilitator/debts", "/facilitator/debits", "/facilitator/loan-debits", "/facilitator/outside-payments", "/facilitator/pass-ons", "/facilitator/loans", "/facilitator/repayments", "/facilitator/notices", "/facilitator/sessions"],
  "facilitator-1-approver": ["/facilitator/transfers", "/facilitator/files", "/facilitator/keys", "/facilitator/team"],
  "funder-b-treasurer": ["/funder", "/funder/draws"],
  "operator-maker": ["/admin", "/admin/statements", "/admin/layouts", "/admin/jobs", "/admin/days", "/admin/calendar", "/admin/freezes", "/admin/movements", "/admin/breaks", "/admin/payouts", "/admin/settlements", "/admin/differences", "/admin/callbacks", "/admin/approvals", "/admin/operating-data", "/admin/agents", "/admin/partners", "/admin/carriers", "/admin/reserve-accounts", "/admin/mappings", "/admin/transfers", "/admin/refunds", "/admin/outside-payments", "/admin/pass-ons"],
  auditor: ["/admin/expected", "/admin/ageing", "/admin/roll-rates", "/admin/vintages", "/admin/ledger", "/admin/ledger/loans", "/admin/users", "/admin/audit", "/admin/sessions"],
};

// Tall, so that what the tab bar of a phone covers is not taken for too small.
const WIDTHS = [320, 1440].map((width) => ({ width, height: 2400 }));

for (const [username, paths] of Object.entries(PEOPLE)) {
  test(`every page of ${username} is alive and accessible, narrow and wide`, async ({ enter }) => {
    const person = await enter(username, WIDTHS[0]);
    const seen = new Set<string>();
    const waiting = [...paths];
    while (waiting.length > 0) {
      const path = waiting.shift()!;
      if (seen.has(path)) continue;
      seen.add(path);
      await person.open(path);
      // From every page of the staff time is moved: a day, a week, to the next due date, to the next commission.
      if (paths.includes(path)) await expect(person.page.locator(".banner__time button"), path).toHaveCount(username.startsWith("agent-") ? 0 : 4);
      for (const size of WIDTHS) {
        await person.page.setViewportSize(size);
        await person.accessible();
        const sideways = await person.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(sideways, `${path} scrolls sideways at ${size.width}`).toBe(0);
      }
      // One page of every kind that a list leads to.
      if (paths.includes(path)) {
        const links = await person.page.locator("main a[href^='/']").evaluateAll((all) => all.map((link) => link.getAttribute("href")!));
        const deeper = links.find((link) => link.startsWith(`${path}/`) && !seen.has(link));
        if (deeper) waiting.push(deeper);
        // A shop's page stands below no list.
        const shop = links.find((link) => link.startsWith("/funder/shops/"));
        if (shop && ![...seen, ...waiting].some((known) => known.startsWith("/funder/shops/"))) waiting.push(shop);
      }
    }
  });
}

test("a page that does not exist says so, and so does somebody else's", async ({ enter, world }) => {
  const agent = await enter("agent-1");
  const draw = world.query("select id from draws limit 1");
  expect(draw).not.toBe("");
  for (const path of ["/agent/nowhere", "/nowhere", "/agent/draws/draw_00000000000000000000000000", "/agent/loans/x", "/agent/quotes/%00", "/agent/applications/../../admin"]) {
    const answer = await agent.page.request.get(path, { maxRedirects: 0 });
    expect([303, 400, 404], `${path} ${answer.status()}`).toContain(answer.status());
  }
});

test("a portal is closed to those of another, and to nobody in particular", async ({ enter, world }) => {
  const agent = await enter("agent-1");
  for (const path of ["/funder", "/admin", "/admin/ledger", "/funder/draws"]) {
    const answer = await agent.page.request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(303);
    expect(answer.headers()["location"], path).toBe("/agent");
    const nobody = await fetch(`${world.url}${path}`, { redirect: "manual" });
    expect(nobody.headers.get("location"), path).toContain("/sign-in?next=");
  }
});
