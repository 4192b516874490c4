// An institution is set up by two people: a carrier and a reserve account are registered, a carrier's account changed,
// and of a reserve account how money without a number is known; and it is ended.
import { Person, expect, test } from "../../world.ts";

async function decide(checker: Person, maker: Person): Promise<void> {
  await checker.open(new URL(maker.page.url()).pathname);
  await checker.accessible();
  await checker.page.locator('form[action="/api/approval/decide"] button[value=true]').click();
  await checker.alive();
  await expect(checker.page.locator('form[action="/api/approval/decide"]')).toHaveCount(0);
}

test("a carrier and a reserve account are registered by two people, without JavaScript", async ({ enter, world }) => {
  const maker = await enter("operator-maker", { javaScript: false });
  const checker = await enter("operator-checker");
  await maker.open("/admin/carriers");
  await maker.page.locator("summary", { hasText: "登记运营商" }).click();
  const carrier = maker.page.locator('form[action="/api/carrier/propose"]');
  await carrier.locator("#name").fill("远通通信有限公司");
  await carrier.locator("#account_no").fill("1100 **** 7777");
  await carrier.locator("#bank_name").fill("中国银行");
  await carrier.locator("textarea").fill("合作协议 2026-31");
  await carrier.locator("button").click();
  // What was typed is there, and why it was refused.
  await expect(maker.page.locator("[role=alert]")).toContainText("运营商信息有误");
  await expect(carrier.locator("#name")).toHaveValue("远通通信有限公司");
  await carrier.locator("#account_no").fill("1100 1045 3000 5300 7777");
  await carrier.locator("button").click();
  await expect(maker.page.locator("main")).toContainText("待登记的运营商");
  await decide(checker, maker);
  await maker.open("/admin/carriers");
  await maker.page.getByRole("link", { name: "远通通信有限公司" }).click();
  await expect(maker.page.locator("main")).toContainText("11001045300053007777");
  await maker.accessible();
  await carrier.locator("#account_no").fill("11001045300053008888");
  await carrier.locator("textarea").fill("运营商来函");
  await carrier.locator("button").click();
  await decide(checker, maker);
  await expect(checker.page.locator("main")).toContainText("11001045300053008888");

  await maker.open("/admin/reserve-accounts");
  await maker.page.locator("summary", { hasText: "登记备付金账户" }).click();
  const account = maker.page.locator('form[action="/api/reserve_account/propose"]');
  await account.locator("#account_no").fill("6222020200117788");
  await account.locator("#name").fill("联融支付客户备付金");
  await account.locator("#branch").fill("建行重庆分行");
  await account.locator("#bank").fill("main");
  await account.locator("textarea").fill("新开账户");
  await account.locator("button").click();
  await expect(maker.page.locator("main")).toContainText("待登记的备付金账户");
  await decide(checker, maker);
  await maker.page.reload();
  const recognition = maker.page.locator('form[action="/api/reserve_account/propose_recognition"]');
  await expect(recognition).toContainText("付款账户和户名与代理商登记的一致时自动充值");
  await recognition.locator("textarea").fill("来款须人工核对");
  await recognition.locator("button").click();
  await decide(checker, maker);
  await expect(checker.page.locator("main .facts").first()).toContainText("全部由人工核对");
  await maker.page.reload();
  await maker.page.locator("#end-note").fill("已销户");
  await maker.page.locator('form[action="/api/reserve_account/propose_end"] button').click();
  await decide(checker, maker);
  await expect(checker.page.locator("main")).toContainText("停用");
  expect(world.query("select count(*) from reserve_accounts where ended_on is not null")).toBe("1");
});

test("how often a card is tried, and when again, is decided by two people, without JavaScript", async ({ enter, world }) => {
  const maker = await enter("operator-maker", { javaScript: false });
  const checker = await enter("operator-checker");
  const rules = "select tries || ' ' || ('other' = any (tomorrow)) from debit_rules order by decided_at desc, id desc limit 1";
  const form = maker.page.locator('form[action="/api/debit_rules/propose"]');
  const propose = async (tries: string, other: string): Promise<void> => {
    await form.locator("#tries").fill(tries);
    await form.locator("#retry-other").selectOption(other);
    await form.locator("textarea").fill("发卡行要求");
    await form.locator("button").click();
  };
  await maker.open("/admin/debit-rules");
  await maker.accessible();
  await propose("0", "tomorrow");
  await expect(maker.page.locator("[role=alert]")).toContainText("扣款规则有误");
  await expect(form.locator("#retry-other")).toHaveValue("tomorrow");
  for (const [tries, other, kept] of [["4", "tomorrow", "4 true"], ["3", "today", "3 false"]] as const) {
    await propose(tries, other);
    await expect(form).toHaveCount(0);
    await decide(checker, maker);
    expect(world.query(rules)).toBe(kept);
    await maker.open("/admin/debit-rules");
    await expect(maker.page.locator("main .facts").first()).toContainText(tries);
  }
});
