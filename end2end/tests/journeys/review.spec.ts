// A funder's two people decide about an application, and nobody decides what they have not seen.
import { Person, expect, test, type World } from "../../world.ts";

/** The application that waits at funder A in the demonstration world, of an offer of 260,000.00. */
function waiting(world: World): string {
  return `/funder/applications/application_${crockford(world.query("select id from applications where state = 'submitted'"))}`;
}

/** An identifier's text: 26 digits of base 32 without i, l, o and u. */
function crockford(uuid: string): string {
  let value = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let text = "";
  for (let place = 0; place < 26; place++, value >>= 5n) text = "0123456789abcdefghjkmnpqrstvwxyz"[Number(value & 31n)] + text;
  return text;
}

function form(person: Person, path: string) {
  return person.page.locator(`form[action="/api/review/${path}"]`);
}

/** How far that application is, and the limit that was granted. */
function state(world: World): string {
  return world.query("select state || ' ' || coalesce(approved_limit_fen::text, '-') from applications where offered_limit_fen = 26000000");
}

async function propose(reviewer: Person, limit: string): Promise<void> {
  await form(reviewer, "propose_approval").locator("[name=limit]").fill(limit);
  await form(reviewer, "propose_approval").locator("[name=opinion]").fill("佣金稳定，\n额度合理");
  await form(reviewer, "propose_approval").locator("button").click();
}

test("a limit is lowered, never raised, and counts when a second person has confirmed it", async ({ enter, world }) => {
  const path = waiting(world);
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open("/funder");
  await reviewer.page.locator(`main a[href="${path}"]`).first().click();
  await form(reviewer, "claim").locator("button").click();
  await expect(reviewer.page.locator("section.card", { hasText: "同一法定代表人在贵司的其他额度" })).toBeVisible();
  // The limit stands beside what the shop earns, and the picture of its months beside their figures.
  const ratios = reviewer.page.locator("section.card", { hasText: "额度与收入" });
  await expect(ratios.locator("tbody tr").first()).toContainText("个月");
  await expect(ratios.locator("tbody tr").first()).toContainText("在产品范围内");
  const figures = reviewer.page.locator(".chart");
  const months = await figures.locator("svg rect").count();
  expect(months).toBeGreaterThan(0);
  await figures.locator("summary").click();
  await expect(figures.locator("tbody tr")).toHaveCount(months);
  await propose(reviewer, "260000.01");
  await expect(reviewer.page.locator(".alert--bad")).toHaveAttribute("data-code", "application.limit_raised");
  await expect(form(reviewer, "propose_approval").locator("[name=limit]")).toHaveValue("260000.01");
  await expect(form(reviewer, "propose_approval").locator("[name=opinion]")).toHaveValue("佣金稳定，\n额度合理");
  await reviewer.accessible();
  // Without an opinion the error stands at its field, and the limit is still there.
  await form(reviewer, "propose_approval").locator("[name=limit]").fill("180000");
  await form(reviewer, "propose_approval").locator("[name=opinion]").fill("  ");
  await form(reviewer, "propose_approval").locator("button").click();
  await expect(reviewer.page.locator(".alert--bad")).toHaveAttribute("data-code", "field.missing");
  await expect(form(reviewer, "propose_approval").locator(".field__error")).toContainText("审核意见");
  await expect(form(reviewer, "propose_approval").locator("[name=limit]")).toHaveValue("180000");
  await reviewer.accessible();
  await propose(reviewer, "180000");
  // Who proposed has no form that confirms, and cannot make one up.
  await expect(form(reviewer, "confirm")).toHaveCount(0);
  const id = path.split("/").pop()!;
  const version = world.query("select version from applications where offered_limit_fen = 26000000");
  const answer = await reviewer.page.request.post("/api/review/confirm", {
    headers: { origin: world.url },
    form: { request_no: "f".repeat(32), application: id, version, agree: "true", note: "" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
  expect(state(world)).toBe("in_review -");

  const approver = await enter("funder-a-approver");
  await approver.open(path);
  await expect(approver.page.locator("main")).toContainText("180,000.00");
  // The approver reads the opinion above the buttons, and it stays in the history.
  await expect(approver.page.locator(".split__decision .lines")).toHaveText("佣金稳定，\n额度合理");
  await expect(approver.page.locator(".timeline")).toContainText("额度合理");
  await form(approver, "confirm").locator("button[value=true]").click();
  await expect(form(approver, "confirm")).toHaveCount(0);
  expect(state(world)).toBe("approved 18000000");
});

test("more than was asked for counts when the agent has read and accepted it", async ({ enter, world }) => {
  const path = waiting(world);
  const ours = "where offered_limit_fen = 26000000";
  world.query(`update applications set form = jsonb_set(form, '{requested_limit}', '"200000.00"') ${ours}`);
  const reviewer = await enter("funder-a-reviewer", { javaScript: false });
  await reviewer.open(path);
  await form(reviewer, "claim").locator("button").click();
  await propose(reviewer, "250000");
  const approver = await enter("funder-a-approver", { javaScript: false });
  await approver.open(path);
  await expect(approver.page.locator("main")).toContainText("200,000.00");
  await form(approver, "confirm").locator("button[value=true]").click();
  await expect(form(approver, "confirm")).toHaveCount(0);
  expect(state(world)).toBe("counter_offered 25000000");

  const shop = world.query(`select username from users where agent_id = (select agent_id from applications ${ours})`);
  const own = path.replace("/funder/", "/agent/");
  const looking = await enter(shop);
  await looking.open(own);
  await looking.accessible();
  const agent = await enter(shop, { javaScript: false });
  await agent.open(own);
  for (const limit of ["200,000.00", "260,000.00", "250,000.00"]) await expect(agent.page.locator(".card--due")).toContainText(limit);
  await expect(agent.page.locator('form[action="/api/application/agree"]')).toHaveCount(0);
  await agent.page.locator('form[action="/api/application/accept"] button').click();
  await expect(agent.page.locator('form[action="/api/application/agree"]')).toHaveCount(1);
  expect(state(world)).toBe("approved 25000000");
});

test("a question goes to the agent, a rejection has reasons, and a proposal can be given back", async ({ enter, world }) => {
  const path = waiting(world);
  const reviewer = await enter("funder-a-reviewer", { javaScript: false });
  await reviewer.open(path);
  await form(reviewer, "claim").locator("button").click();
  await reviewer.open(`${path}?as=reject`);
  await form(reviewer, "propose_rejection").locator("[name=opinion]").fill("佣金逐月下降");
  await form(reviewer, "propose_rejection").locator("button").click();
  await expect(reviewer.page.locator(".alert--bad").first()).toHaveAttribute("data-code", "reason.missing");
  await expect(reviewer.page.locator(".alert--bad").first()).toContainText("请至少勾选一项");
  await reviewer.open(`${path}?as=reject`);
  await form(reviewer, "propose_rejection").locator("[value=unstable_income]").check();
  await form(reviewer, "propose_rejection").locator("[name=opinion]").fill("佣金逐月下降");
  await form(reviewer, "propose_rejection").locator("button").click();

  const approver = await enter("funder-a-approver", { javaScript: false });
  await approver.open(path);
  await form(approver, "confirm").locator("button[value=false]").click();
  await expect(approver.page.locator(".alert--bad").first()).toHaveAttribute("data-code", "field.missing");
  await form(approver, "confirm").locator("[name=note]").fill("请先请申请人补充流水");
  await form(approver, "confirm").locator("button[value=false]").click();
  expect(state(world)).toBe("in_review -");

  await reviewer.open(`${path}?as=ask`);
  await expect(reviewer.page.locator("main")).toContainText("请先请申请人补充流水");
  await form(reviewer, "ask").locator("[name=question]").fill("请补充近三个月流水");
  await form(reviewer, "ask").locator("button").click();
  await expect(reviewer.page.locator("main")).toContainText("请补充近三个月流水");
  expect(state(world)).toBe("more_information -");

  // The shop's home says so, and its button what is to be done.
  const shop = world.query("select username from users where agent_id = (select agent_id from applications where offered_limit_fen = 26000000)");
  const owner = await enter(shop);
  await owner.open("/agent");
  await expect(owner.page.locator("main")).toContainText("资金方有问题待您回复");
  await owner.accessible();
  await owner.page.getByRole("link", { name: "回复资金方" }).click();
  await expect(owner.page.locator("main")).toContainText("请补充近三个月流水");
});

test("who decides about what has moved on is told what happened, and nothing is decided", async ({ enter, world }) => {
  const path = waiting(world);
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open(path);
  await form(reviewer, "claim").locator("button").click();
  await propose(reviewer, "200000");
  const approver = await enter("funder-a-approver");
  await approver.open(path);
  // Meanwhile the reviewer proposes less.
  await reviewer.open(`${path}?as=approve`);
  await propose(reviewer, "120000");
  await form(approver, "confirm").locator("button[value=true]").click();
  await expect(approver.page.locator(".alert--warn")).toHaveAttribute("data-code", "application.decided_meanwhile");
  expect(state(world)).toBe("in_review -");
  await expect(approver.page.locator("main")).toContainText("120,000.00");
  await form(approver, "confirm").locator("button[value=true]").click();
  await expect(form(approver, "confirm")).toHaveCount(0);
  expect(state(world)).toBe("approved 12000000");
});

test("a form that was sent before is not sent again with other content", async ({ enter, world }) => {
  const path = waiting(world);
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open(path);
  const sent = { application: path.split("/").pop()!, version: await form(reviewer, "claim").locator("[name=version]").inputValue(), request_no: await form(reviewer, "claim").locator("[name=request_no]").inputValue() };
  const claim = (take_over: string) => reviewer.page.request.post("/api/review/claim", { headers: { origin: world.url }, form: { ...sent, take_over }, maxRedirects: 0 });
  expect((await claim("false")).status()).toBeLessThan(400);
  const version = () => world.query("select version from applications where offered_limit_fen = 26000000");
  const after = version();
  expect((await claim("false")).status(), "the same again is answered the same").toBeLessThan(400);
  expect((await claim("true")).status()).toBe(409);
  expect(version()).toBe(after);
});

test("another funder's application does not exist", async ({ enter, world }) => {
  const path = waiting(world);
  const stranger = await enter("funder-b-reviewer");
  const answer = await stranger.page.request.get(path);
  expect(answer.status()).toBe(404);
  expect(await answer.text()).not.toContain("APP2026");
  const claim = await stranger.page.request.post("/api/review/claim", {
    headers: { origin: world.url },
    form: { request_no: "e".repeat(32), application: path.split("/").pop()!, version: "1", take_over: "false" },
    maxRedirects: 0,
  });
  expect(claim.status()).toBe(404);
  expect(state(world)).toBe("submitted -");
});

test("whom to call is masked until somebody says why, and is seen by that person alone", async ({ enter, world }) => {
  const path = waiting(world);
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open(path);
  const contact = reviewer.page.locator("section.card", { hasText: "联系人" });
  await expect(contact).toContainText(/1\d\d \*\*\*\* \d{4}/);
  await expect(contact).not.toContainText(/1\d{10}/);
  await contact.locator("summary").click();
  await contact.locator("textarea").fill("  ");
  await form(reviewer, "unmask").locator("button").click();
  await expect(reviewer.page.locator(".alert--bad")).toHaveAttribute("data-code", "field.missing");
  await reviewer.accessible();
  await contact.locator("textarea").fill("致电核实经营情况");
  await form(reviewer, "unmask").locator("button").click();
  await expect(contact).toContainText(/1\d{10}/);
  await expect(form(reviewer, "unmask")).toHaveCount(0);
  await reviewer.accessible();

  const approver = await enter("funder-a-approver");
  await approver.open(path);
  await expect(approver.page.locator("section.card", { hasText: "联系人" })).toContainText("****");
  const auditor = await enter("auditor");
  await auditor.open("/admin/audit?operation=application.unmask");
  await expect(auditor.page.locator("main")).toContainText("致电核实经营情况");
});

test("a funder's people write comments that only they read, and what was typed survives a refusal", async ({ enter, world }) => {
  const path = waiting(world);
  const reviewer = await enter("funder-a-reviewer", { javaScript: false });
  await reviewer.open(path);
  await form(reviewer, "comment").locator("textarea").fill("一\t二");
  await form(reviewer, "comment").locator("button").click();
  await expect(reviewer.page.locator(".alert--bad")).toHaveAttribute("data-code", "field.unprintable");
  await expect(form(reviewer, "comment").locator(".field__error")).toContainText("备注");
  await expect(form(reviewer, "comment").locator("textarea")).toHaveValue("一\t二");
  await form(reviewer, "comment").locator("textarea").fill("已致电核实经营情况");
  await form(reviewer, "comment").locator("button").click();
  await expect(reviewer.page.locator("main")).toContainText("已致电核实经营情况");
  await expect(form(reviewer, "comment").locator("textarea")).toHaveValue("");

  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open(path);
  await expect(treasurer.page.locator("section.card", { hasText: "内部备注" })).toContainText("已致电核实经营情况");
  await treasurer.accessible();
  const shop = world.query("select username from users where agent_id = (select agent_id from applications where offered_limit_fen = 26000000)");
  const agent = await enter(shop, { javaScript: false });
  await agent.open(path.replace("/funder/", "/agent/"));
  await expect(agent.page.locator("main")).not.toContainText("已致电核实");
  const auditor = await enter("auditor");
  await auditor.open("/admin/audit?operation=application.comment");
  await expect(auditor.page.locator("main")).toContainText("添加内部备注");
  await expect(auditor.page.locator("main")).not.toContainText("已致电核实");
});
