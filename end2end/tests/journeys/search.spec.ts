// One box in which everything is looked for: each party finds what is its own.
import { expect, test, type Person } from "../../world.ts";

const look = async (person: Person, text: string) => {
  await person.page.keyboard.press("/");
  await person.page.keyboard.type(text);
  await person.page.keyboard.press("Enter");
  await person.page.waitForURL(/[?&]q=|\/(loans|payouts|agents|movements|bindings|debts|shares)\//);
  await person.alive();
};

test("an operator finds shops, loans, payouts and movements by what is known of them", async ({ enter, world }) => {
  const maker = await enter("operator-maker");
  await maker.open("/admin");
  // Part of a name, with the keyboard alone.
  const [name, number] = world.query("select shop_name || '|' || number from agents where exists (select from loans where agent_id = agents.id) order by number limit 1").split("|");
  await look(maker, name!.slice(0, 2));
  await maker.accessible();
  const found = maker.page.getByRole("link", { name: name! });
  await expect(found).toBeVisible();
  await maker.page.keyboard.press("/");
  await maker.page.keyboard.press("ArrowDown");
  await expect(maker.page.locator("main tbody tr").first().getByRole("link").first()).toBeFocused();

  // Everything about one shop on one page.
  await found.click();
  await expect(maker.page.getByRole("heading", { level: 1, name: name! })).toBeVisible();
  await maker.alive();
  await maker.accessible();
  await expect(maker.page.getByText(number!)).toBeVisible();
  for (const part of ["借据", "授信额度", "授信申请", "人员"]) {
    await expect(maker.page.getByRole("heading", { level: 2, name: part, exact: true })).toBeVisible();
  }
  await expect(maker.page.getByRole("heading", { level: 2, name: "经营数据" })).toBeVisible();
  const [loan, repaid] = world.query("select l.reference || '|' || r.reference from repayments r join loans l on l.id = r.loan_id limit 1").split("|");
  // The only thing that is found is shown at once: a loan by its number and by that of a repayment.
  for (const text of [loan!, ` ${repaid!.toLowerCase()} `]) {
    await look(maker, text);
    await expect(maker.page).toHaveURL(/\/admin\/ledger\/loans\/loan_/);
    await expect(maker.page.getByText(loan!).first()).toBeVisible();
  }
  const [payout, amount] = world.query("select reference || '|' || to_char(amount_fen / 100.0, 'FM999,999,990.00') from payouts order by amount_fen desc limit 1").split("|");
  await look(maker, amount!);
  await expect(maker.page.getByRole("link", { name: payout! })).toBeVisible();
  await expect(maker.page.getByRole("heading", { level: 2, name: "银行流水" })).toBeVisible();
  const ending = world.query("select right(counterparty_account, 4) from bank_movements limit 1");
  await look(maker, ending);
  await maker.page.waitForURL((url) => url.searchParams.get("q") === ending);
  await expect(maker.page.getByRole("heading", { level: 2, name: "银行流水" })).toBeVisible();
});

test("nobody finds what is another's, and what is no search is said", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  const others = world.query("select reference from loans where funder_id <> (select id from partners where code = 'funder-a') limit 1");
  for (const [text, told] of [
    [others, "没有找到"],
    ["%", "没有找到"],
    ["a\u0000%'\"<b>", "没有找到"],
    ["长".repeat(65), "最多 64 个字"],
    ["", "请输入要查找的内容"],
  ] as const) {
    await treasurer.page.goto(`/funder/search?q=${encodeURIComponent(text).replace("%00", "")}`);
    await expect(treasurer.page.getByRole("main")).toContainText(told);
  }
  expect((await treasurer.page.request.get(`/funder/search?q=${"9".repeat(10_000)}`)).status()).toBeLessThan(500);
  const own = world.query("select reference from loans where funder_id = (select id from partners where code = 'funder-a') limit 1");
  await treasurer.open(`/funder/search?q=${own}`);
  await expect(treasurer.page).toHaveURL(/\/funder\/loans\/loan_/);
  const shop = world.query("select a.shop_name from loans l join agents a on a.id = l.agent_id where l.funder_id = (select id from partners where code = 'funder-a') limit 1");
  await treasurer.open(`/funder/search?q=${encodeURIComponent(shop)}`);
  await expect(treasurer.page.getByRole("heading", { level: 2, name: "借据" })).toBeVisible();
  await treasurer.accessible();

  // How a customer's card ends, as it is shown, and the account that payouts to the funder went to.
  const [card, bound] = world.query("select right(s.card_masked, 4) || '|' || b.alias from bindings b join signings s on s.id = b.signing_id where b.funder_id = (select id from partners where code = 'funder-a') order by b.signed_at desc limit 1").split("|");
  await treasurer.page.goto(`/funder/search?q=${card}`);
  await treasurer.page.waitForURL(/\/funder\/(bindings\/binding_|search)/);
  await expect(treasurer.page.getByText(bound!).first()).toBeVisible();
  const account = world.query("select right(account_no, 6) from payouts where partner_id = (select id from partners where code = 'funder-a') order by id desc limit 1");
  await treasurer.page.goto(`/funder/search?q=${account}`);
  await treasurer.page.waitForURL(/\/funder\/(repayments|search)/);
  await expect(treasurer.page.getByRole("main")).not.toContainText("没有找到");

  const operator = await enter("facilitator-1-operator");
  const alias = world.query("select alias from shares where alias is not null limit 1");
  await operator.open(`/facilitator/search?q=${alias.toLowerCase()}`);
  await expect(operator.page).toHaveURL(/\/facilitator\/shares\/share_/);
  const bindings = world.query("select alias from bindings limit 1");
  await operator.open(`/facilitator/search?q=${bindings}`);
  await expect(operator.page.getByRole("main")).toContainText("没有找到");

  const plain = await enter("operator-maker", { javaScript: false, width: 390, height: 844 });
  await plain.open("/admin");
  await plain.page.getByRole("searchbox").fill(own);
  await plain.page.getByRole("searchbox").press("Enter");
  await expect(plain.page).toHaveURL(/\/admin\/ledger\/loans\/loan_/);
});

test("arrows lead from row to row, wherever else a row leads", async ({ enter }) => {
  const maker = await enter("operator-maker");
  await maker.open("/admin/payouts?state=all");
  await maker.alive();
  const row = (place: number) => maker.page.locator("main tbody tr").nth(place).getByRole("link");
  expect(await row(0).count(), "its number leads to it, and what it pays stands beside").toBeGreaterThan(1);
  await maker.page.keyboard.press("/");
  for (const place of [0, 1]) {
    await maker.page.keyboard.press("ArrowDown");
    await expect(row(place).first()).toBeFocused();
  }
  await maker.page.keyboard.press("ArrowUp");
  await expect(row(0).first()).toBeFocused();
  await maker.page.keyboard.press("Enter");
  await expect(maker.page).toHaveURL(/\/admin\/payouts\/payout_/);
});
