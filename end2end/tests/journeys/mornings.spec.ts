// The mornings of four people, each a path across the pages that they need, by what the pages say next.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../template.ts";
import { apply, borrow, refreshUntil, send, submit, tickConsents } from "../../steps.ts";
import { Person, expect, test } from "../../world.ts";

const OF_A = "funder_id = (select id from partners where code = 'funder-a')";
const DAY = join(ROOT, "files/tests/data/statements/icbc-reserve-2026-11-20.gb18030.csv");

/** One of the numbers at the head of somebody's first page. */
function stat(person: Person, name: string) {
  return person.page.locator("main .stats__item").filter({ hasText: name });
}

/** Follows a link of the navigation. */
async function go(person: Person, path: string): Promise<void> {
  await person.page.locator(`.shell__nav a[href="${path}"]`).click();
  await expect(person.page).toHaveURL(new RegExp(`${path}$`));
  await person.alive();
}

for (const javaScript of [true, false]) {
  test(`a shop owner's morning ${javaScript ? "with" : "without"} JavaScript`, async ({ enter }) => {
    const owner = await enter("agent-3", { javaScript });
    const { page } = owner;
    const main = page.locator("main");
    const due = page.locator("section.card--due");
    await owner.open("/agent");
    await expect(page.locator(".figure__value")).toHaveText("50,000.00");
    await expect(due).toContainText("明天到期");
    await expect(due).toHaveClass(/card--near/);
    await expect(due).toContainText("到期日日终自动从支付账户扣款，无需操作");

    // Borrow: every step says who is waited for, and home does as well.
    await main.locator("a.button[href='/agent/borrow']").click();
    await owner.alive();
    const draw = await borrow(owner, "10000", "10,110.00");
    await expect(main).toContainText("等待资金方受理，额度已为您预留");
    const reference = /DRW20261120\d{8}/.exec(await main.innerText())![0];
    await owner.open("/agent");
    await expect(page.locator(".figure__value")).toHaveText("40,000.00");
    await expect(main.getByRole("link").filter({ hasText: reference })).toContainText("等待资金方受理");
    const treasurer = await enter("funder-b-treasurer", { javaScript });
    await treasurer.open("/funder/draws");
    await treasurer.page.getByRole("link", { name: reference }).click();
    await treasurer.page.locator('form[action="/api/draw/instruct"] [name=payment_reference]').fill("HX-1120-01");
    await send(treasurer, "draw/instruct").click();
    await expect(treasurer.page.locator("main")).toContainText("HX-1120-01");
    await refreshUntil(owner, draw, "款项已进入您的支付账户，从到账当天开始计息");
    await expect(main.getByRole("link", { name: "查看借款和还款计划" })).toBeVisible();

    // Repay what falls due tomorrow: the receipt says what becomes of the money, and home what comes next.
    await owner.open("/agent");
    await due.getByRole("link", { name: "还款" }).click();
    await expect(page).toHaveURL(/\/agent\/loans\//);
    await owner.alive();
    await send(owner, "repayment/quote").click();
    await expect(main).toContainText("前确认，金额不变");
    const amount = /[\d,]+\.\d\d/.exec(await send(owner, "repayment/repay").innerText())![0];
    await send(owner, "repayment/repay").click();
    await expect(page).toHaveURL(/\/agent\/repayments\//);
    await expect(main).toContainText(`已还款 ${amount} 元`);
    const receipt = new URL(page.url()).pathname;
    const done = "款项已付给资金方，这笔还款已完成";
    if (javaScript) await expect(main).toContainText(done, { timeout: 30_000 });
    else await refreshUntil(owner, receipt, done);
    await expect(page.locator(".document")).toContainText(amount);
    // On paper, and as a PDF, there is the receipt alone.
    await page.emulateMedia({ media: "print" });
    await expect(page.locator(".document")).toBeVisible();
    for (const left of [".shell__nav", "main .card.screen-only"]) await expect(page.locator(left)).toBeHidden();
    await page.emulateMedia({ media: "screen" });
    await main.getByRole("link", { name: "返回借款" }).click();
    await expect(main).toContainText("这笔借款已结清");
    await owner.open("/agent");
    await expect(page.locator(".figure__value")).toHaveText("80,000.00");
    await expect(due).toContainText("6 天后到期");
    await expect(due).not.toHaveClass(/card--near/);

    // The month's statement ends with what the wallet holds.
    await main.getByRole("link", { name: "明细" }).click();
    await expect(page).toHaveURL(/\/agent\/wallet$/);
    const balance = await page.locator(".figure__value").innerText();
    await main.getByRole("link", { name: "按月查看、打印和下载" }).click();
    await expect(page.getByRole("heading", { name: /^2026.11 账户明细$/ })).toBeVisible();
    await expect(main.locator("dl > div").filter({ hasText: "期末余额（元）" })).toContainText(balance);
    const today = main.locator("tbody tr").filter({ hasText: "2026-11-20" });
    await expect(today.filter({ hasText: "10,000.00" })).toHaveCount(1);
    await expect(today.filter({ hasText: amount })).toHaveCount(1);
    await expect(main.getByRole("link", { name: "下载 Excel" })).toBeVisible();
  });
}

test("a credit officer's morning: three applications decided with reasons, and confirmed by another", async ({ enter }) => {
  const chooser = await enter("agent-1");
  await apply(chooser);
  const drafter = await enter("agent-25");
  await drafter.open("/agent");
  await expect(drafter.page.locator("main")).toContainText("提交后，资金方才能看到");
  await drafter.page.getByRole("link", { name: "继续填写申请" }).click();
  await expect(drafter.page).toHaveURL(/\/agent\/applications\//);
  const draft = new URL(drafter.page.url()).pathname;
  await drafter.open(`${draft}?step=3`);
  await tickConsents(drafter);
  await submit(drafter);

  const reviewer = await enter("funder-a-reviewer");
  const { page } = reviewer;
  const panel = page.locator(".split__decision");
  // By what was offered; without a limit it is rejected.
  const decisions = [
    { offered: "260,000.00", limit: "180000", opinion: "佣金稳定，额度按一年内最低月份核定" },
    { offered: "120,000.00", limit: "", opinion: "近期销售额连续下降，暂不准入" },
    { offered: "300,000.00", limit: "150000", opinion: "经营满两年，首次授信从低" },
  ];
  await reviewer.open("/funder");
  await expect(page.locator("main")).toContainText("您是审核人：认领申请，提出审批意见");
  await expect(stat(reviewer, "待认领").getByRole("link")).toHaveText(String(decisions.length));
  await stat(reviewer, "待认领").getByRole("link").click();
  await page.locator("main tbody tr").first().getByRole("link").first().click();
  for (let left = decisions.length; left > 0; left--) {
    await expect(send(reviewer, "review/claim")).toBeVisible();
    const asked = await panel.locator("dl.facts dd").first().innerText();
    const { limit, opinion } = decisions.find(({ offered }) => asked.includes(offered))!;
    await send(reviewer, "review/claim").click();
    await expect(page.locator("section.card", { hasText: "额度与收入" })).toContainText("在产品范围内");
    if (limit === "") {
      await panel.locator(".segmented a", { hasText: "拒绝" }).click();
      await panel.locator("[value=unstable_income]").check();
    } else {
      await panel.locator("[name=limit]").fill(limit);
    }
    await panel.locator("[name=opinion]").fill(opinion);
    await panel.getByRole("button", { name: "提交复核" }).click();
    await expect(panel).toContainText("等待审批人复核");
    // One is led to the next, and after the last to nothing.
    const next = panel.getByRole("link", { name: /^下一份：/ });
    await expect(next).toHaveCount(left > 1 ? 1 : 0);
    await reviewer.alive();
    if (left > 1) {
      await page.keyboard.press("n");
      await expect(next).toBeFocused();
      await page.keyboard.press("Enter");
    }
  }
  await page.locator('form[action="/api/review/comment"] textarea').fill("已致电联系人，经营地址属实");
  await send(reviewer, "review/comment").click();
  await expect(page.locator("section.card", { hasText: "内部备注" })).toContainText("已致电联系人");
  // While it is in review its funder is none of the others.
  await chooser.open("/agent/offers");
  await expect(chooser.page.locator("main")).toContainText("嘉禾小额贷款");
  await expect(chooser.page.locator("main .list__row", { hasText: "嘉禾小额贷款" })).toHaveCount(0);
  await reviewer.open("/funder");
  await expect(stat(reviewer, "待认领").getByRole("link")).toHaveText("0");
  await expect(stat(reviewer, "待复核").getByRole("link")).toHaveText("3");

  const approver = await enter("funder-a-approver");
  const decision = approver.page.locator(".split__decision");
  const read: string[] = [];
  await approver.open("/funder");
  await expect(approver.page.locator("main")).toContainText("您是审批人：复核同事提出的意见");
  await expect(stat(approver, "待复核").getByRole("link")).toHaveText(String(decisions.length));
  await stat(approver, "待复核").getByRole("link").click();
  await expect(approver.page).toHaveURL(/state=to_confirm/);
  await approver.page.locator("main tbody tr").first().getByRole("link").first().click();
  for (let left = decisions.length; left > 0; left--) {
    await expect(decision.locator("button[name=agree][value=true]")).toBeVisible();
    read.push(await decision.locator(".lines").innerText());
    await expect(approver.page.locator("section.card", { hasText: "额度与收入" })).toBeVisible();
    const agree = decision.locator("button[name=agree][value=true]");
    const rejects = (await agree.innerText()) === "确认拒绝";
    if (!rejects) await expect(approver.page.locator("main")).toContainText("建议额度 ÷ 月均佣金");
    await agree.click();
    await expect(decision).toContainText(rejects ? "已拒绝" : "已批准，等待申请人签订合同");
    const next = decision.getByRole("link", { name: /^下一份：/ });
    await expect(next).toHaveCount(left > 1 ? 1 : 0);
    if (left > 1) await next.click();
  }
  expect(read.sort()).toEqual(decisions.map(({ opinion }) => opinion).sort());

  // What the applicants are told next.
  await chooser.open("/agent");
  await expect(chooser.page.locator("main")).toContainText("请阅读合同。同意后额度立即开通");
  await expect(chooser.page.getByRole("link", { name: "去签订合同" })).toBeVisible();
  await drafter.open(draft);
  await expect(drafter.page.locator("main")).toContainText("这次申请未通过，您仍可选择其他资金方");
  await expect(drafter.page.locator("main")).toContainText("经营收入波动较大");
});

test("a treasurer's morning: a payment released, repayments confirmed at once, the month taken away, and what comes in", async ({ enter, world }) => {
  world.query(`update repayments set partner_confirmed_at = null where ${OF_A}`);
  const owner = await enter("agent-2");
  await owner.open("/agent/borrow");
  await borrow(owner, "20000", "20,120.00");
  const reference = /DRW20261120\d{8}/.exec(await owner.page.locator("main").innerText())![0];
  await owner.open("/agent/borrow");
  await borrow(owner, "10000", "10,060.00");
  const approver = await enter("funder-a-approver");
  await approver.open("/funder/payments");
  await approver.page.getByRole("button", { name: "开启放款复核" }).click();
  await expect(approver.page.locator("main")).toContainText("已开启");

  // One pays and registers, another releases; then the money arrives.
  const treasurer = await enter("funder-a-treasurer");
  const { page } = treasurer;
  const main = page.locator("main");
  await treasurer.open("/funder");
  await expect(main).toContainText("您是资金岗：受理支用，付款并登记");
  await expect(stat(treasurer, "待放款").getByRole("link")).toHaveText("2");
  await main.getByRole("link", { name: reference }).click();
  await expect(main).toContainText("第一步：通过网银付款");
  const draw = new URL(page.url()).pathname;
  await page.locator('form[action="/api/draw/instruct"] [name=payment_reference]').fill("JH-1120-09");
  await send(treasurer, "draw/instruct").click();
  await expect(main).toContainText("付款已登记，等待放行");
  await expect(main.getByRole("link", { name: /^下一笔待放款：.*10,000\.00 元$/ })).toBeVisible();
  await approver.open("/funder");
  await expect(stat(approver, "付款待放行").getByRole("link")).toHaveText("1");
  await stat(approver, "付款待放行").getByRole("link").click();
  await expect(approver.page).toHaveURL(/state=prepared/);
  await approver.alive();
  await approver.page.getByRole("checkbox", { name: `勾选 ${reference}` }).check();
  await approver.page.locator(".table__batch").getByRole("button", { name: "放行" }).click();
  await expect(approver.page.getByRole("alert")).toContainText("已办理 1 笔");
  await refreshUntil(treasurer, draw, "借据已生成，从入账日开始计息");

  await treasurer.open("/funder");
  await stat(treasurer, "还款待确认").getByRole("link").click();
  await expect(page).toHaveURL(/state=unconfirmed/);
  await treasurer.alive();
  const waiting = world.query(`select count(*) from repayments where ${OF_A} and partner_confirmed_at is null`);
  const bar = page.locator(".table__batch");
  await bar.getByLabel("全选本页").check();
  await expect(bar.getByText(`已选 ${waiting} 笔`)).toBeVisible();
  await bar.getByLabel("收款流水号").fill("JH-20261120-07");
  await bar.getByRole("button", { name: "确认到账" }).click();
  await expect(page.getByRole("alert")).toContainText(`已办理 ${waiting} 笔`);
  await expect(main).toContainText("没有待确认的还款");

  await go(treasurer, "/funder/repayments");
  await main.locator("summary", { hasText: "筛选" }).click();
  // No day of the month is typed.
  await main.locator("form.filters").getByRole("link", { name: "本月", exact: true }).click();
  await expect(page).toHaveURL(/from=2026%2D11%2D01/);
  await expect(page.locator("#to")).toHaveValue("2026-11-30");
  await treasurer.alive();
  const [download] = await Promise.all([page.waitForEvent("download"), main.getByRole("link", { name: "导出 CSV" }).click()]);
  const lines = readFileSync(await download.path(), "utf8").split("\r\n").filter((line) => line !== "");
  const month = Number(world.query(`select count(*) from repayments where ${OF_A} and debited_on between '2026-11-01' and '2026-11-30'`));
  expect(month).toBeGreaterThan(1);
  expect(lines).toHaveLength(month + 1);

  await go(treasurer, "/funder/expected");
  await expect(stat(treasurer, "30 天内（元）")).toBeVisible();
  const week = world.query(
    `select to_char(sum(f.fen) / 100.0, 'FM999,999,990.00') from loans l cross join lateral unpaid_instalments(l.position) f where l.state <> 'settled' and l.${OF_A} and f.due_on between '2026-12-18' and '2026-12-24'`,
  );
  await expect(main.locator("section").filter({ hasText: "每周应还与实还" }).locator("tbody tr").filter({ hasText: "2026-12-18" })).toContainText(week);
});

test("an operations clerk's morning: the day's statement explained to the fen, and what it leaves open sent back", async ({ enter }) => {
  const maker = await enter("operator-maker");
  const main = maker.page.locator("main");
  await maker.open("/admin");
  await go(maker, "/admin/statements");
  await main.locator("input[type=file]").setInputFiles(DAY);
  await main.locator("form:has(input[type=file]) button").click();
  await expect(maker.page).toHaveURL(/\/admin\/statements\/import_/);
  await expect(main).toContainText("预览：6 笔，尚未记账");
  await expect(main).toContainText("等待复核");

  const checker = await enter("operator-checker");
  await checker.open("/admin");
  await stat(checker, "待确认的流水").getByRole("link").click();
  await expect(checker.page).toHaveURL(/\/admin\/statements$/);
  await checker.page.locator("main tbody a").first().click();
  await expect(checker.page.locator("main")).toContainText("预览：6 笔");
  await checker.page.getByRole("button", { name: "确认记账" }).click();
  await expect(checker.page.locator("main .alert--good")).toContainText("确认记账");

  // Our books and the bank agree, now and at the end of that day.
  await maker.open("/admin");
  const reserve = main.locator("section").filter({ hasText: "账实核对" });
  await expect(reserve).toContainText("账实相符");
  await expect(reserve).toContainText("1,278,768.89");
  await expect(reserve.getByRole("link", { name: "日终核对" })).toHaveAttribute("href", /^\/admin\/ledger\/accounts\//);
  // The file leads to the end of its day, and no date is typed.
  await go(maker, "/admin/statements");
  await main.locator("tbody a").first().click();
  await main.getByRole("link", { name: "日终核对" }).click();
  await expect(maker.page).toHaveURL(/on=2026-11-20/);
  const day = main.locator("section").filter({ hasText: "日终核对" });
  await expect(day).toContainText("分文相符");
  await expect(day.locator("tbody tr").filter({ hasText: "未能解释的差额" })).toContainText("0.00");

  // What is broken and what names nothing: neither an amount nor an account is typed.
  const back = maker.page.locator('form[action="/api/approval/return"]');
  await maker.open("/admin");
  await stat(maker, "未结差异").getByRole("link").click();
  await maker.page.getByRole("row", { name: /重复到账/ }).getByRole("link").first().click();
  await expect(main).toContainText("请退回多付的款项");
  await expect(back).toBeVisible();
  await expect(maker.page.locator('form[action="/api/approval/match"]')).toBeHidden();
  await back.locator("textarea").fill("与资金方核实，重复付款");
  await back.locator("button").click();
  await expect(main).toContainText("已提出，等待复核");
  await main.getByRole("link", { name: "下一笔待处理流水" }).click();
  await expect(main.getByRole("heading", { level: 1 })).toContainText("0.01");
  await maker.page.getByText("其他处理方式").click();
  await back.locator("textarea").fill("与付款人核实，测试转账");
  await back.locator("button").click();
  await expect(main).toContainText("已提出，等待复核");

  await checker.open("/admin");
  // Beside the transfer of debts that waits from the beginning.
  await expect(stat(checker, "待您复核")).toHaveText("待您复核3");
  // What is the maker's to do stands apart.
  const others = checker.page.locator("main h3", { hasText: "其他岗位的待办" }).locator("xpath=following-sibling::ul[1]");
  await expect(others).toContainText("未结差异");
  await expect(others).not.toContainText("待您复核");
  await stat(checker, "待您复核").getByRole("link").click();
  await expect(checker.page).toHaveURL(/\/admin\/approvals$/);
  const decide = checker.page.locator('form[action="/api/approval/decide"]');
  await checker.page.getByRole("row", { name: /恒信商业保理/ }).getByRole("link").first().click();
  await decide.getByRole("button", { name: /^退回 50,000\.00 元至 恒信商业保理有限公司/ }).click();
  // What waits the longest comes next: the transfer, which is for another hour.
  await expect(checker.page.getByRole("link", { name: /^下一项待复核：/ })).toBeVisible();
  await checker.open("/admin/approvals");
  await checker.page.getByRole("row", { name: /退回款项/ }).getByRole("link").first().click();
  await decide.getByRole("button", { name: /^退回 0\.01 元至 / }).click();
  await expect(decide).toHaveCount(0);
  await maker.open("/admin");
  await expect(stat(maker, "未结差异")).toHaveText("未结差异0");
  await maker.open("/admin/breaks");
  await expect(main).toContainText("没有未结差异");
});
