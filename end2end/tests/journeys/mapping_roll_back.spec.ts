// A published mapping is rolled back: one press drafts and proposes what counted before it, and a second person publishes that.
import { approve, form } from "../../steps.ts";
import { expect, test } from "../../world.ts";

/** Since ten days a settlement id stands for another facilitator than before. */
const REPLACED = `with other as (
    insert into partners (id, code, kind, name, licence_no, licence_expires_on, regions, bank_account_no, bank_name)
    values (gen_random_uuid(), 'facilitator-2', 'facilitator', '通汇信息服务有限公司', '91510000MA62TH0001', '2030-12-31', '{}', '110010453000530099', '中国银行')
    returning id)
  insert into mappings (id, funder_id, settlement_id, facilitator_id, added_by, added_at, valid)
  select gen_random_uuid(), f.id, 'JH-BACK', x.id, u.id, lower(x.valid), x.valid
  from partners f, users u,
    (select id, tstzrange('2026-11-10 00:00+08', null) as valid from other
     union all select id, tstzrange('2026-11-01 00:00+08', '2026-11-10 00:00+08') from partners where code = 'facilitator-1') x
  where f.code = 'funder-a' and u.username = 'operator-maker'`;
const COUNTS = "select p.code from mappings m join partners p on p.id = m.facilitator_id where m.settlement_id = 'JH-BACK' and upper_inf(m.valid) and not isempty(m.valid)";

for (const javaScript of [true, false]) {
  test(`a mapping is rolled back by one press and a second person ${javaScript ? "with" : "without"} JavaScript`, async ({ enter, world }) => {
    world.query(REPLACED);
    const maker = await enter("operator-maker", { javaScript });
    const checker = await enter("operator-checker", { javaScript });
    await maker.open("/admin/mappings?state=in_force");
    await maker.page.locator("main tbody tr", { hasText: "JH-BACK" }).locator("a").first().click();
    await expect(maker.page).toHaveURL(/\/admin\/mappings\/mapping_/);
    const replaced = new URL(maker.page.url()).pathname;
    await maker.page.locator("summary", { hasText: "恢复此前的映射" }).click();
    if (javaScript) await maker.accessible();
    const back = form(maker, "mapping/roll_back");
    await expect(back).toContainText("融桥");
    await back.locator("[name=from]").fill("2026-11-01T09:00");
    await back.locator("textarea").fill("对应错了机构");
    await back.locator("button").click();
    await expect(maker.page.locator(".alert--bad")).toHaveAttribute("data-code", "mapping.in_the_past");
    await expect(back.locator("textarea"), "what was typed is kept").toHaveValue("对应错了机构");
    await back.locator("[name=from]").fill("");
    await back.locator("button").click();
    await expect(maker.page).not.toHaveURL(new RegExp(replaced));
    const draft = new URL(maker.page.url()).pathname;
    const main = maker.page.locator("main");
    await expect(main).toContainText("当前对应 通汇信息服务有限公司");
    await expect(maker.page.locator("#trial")).toContainText("签约会共享给");
    await expect(main).toContainText("对应错了机构");
    expect(world.query(COUNTS), "a proposal counts for nothing").toBe("facilitator-2");
    await maker.open(replaced);
    await expect(back, "it is proposed already").toHaveCount(0);

    await approve(checker, draft);
    expect(world.query(COUNTS)).toBe("facilitator-1");
    await maker.open(replaced);
    await expect(main).toContainText("已结束");
    await main.locator("dl a", { hasText: "融桥" }).last().click();
    await expect(maker.page).toHaveURL(new RegExp(draft));
    await expect(main).toContainText("生效中");
    if (javaScript) await maker.accessible();
  });
}
