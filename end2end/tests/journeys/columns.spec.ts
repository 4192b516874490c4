// What of a list somebody of the staff sees, and how close its rows stand.
import { expect, test, type Person } from "../../world.ts";

const heading = (person: Person, name: string) => person.page.getByRole("columnheader", { name, exact: true });

test("a hidden column stays hidden wherever the person signs in, and is in the file all the same", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer");
  await treasurer.open("/funder/notices");
  const box = treasurer.page.locator(".list-choice");
  await expect(heading(treasurer, "内容")).toBeVisible();
  await box.locator("summary").click();
  // All but the first, which names the row.
  await expect(box.getByRole("checkbox")).toHaveCount(4);
  await treasurer.accessible();
  await box.getByRole("checkbox", { name: "内容" }).uncheck();
  await box.getByRole("checkbox", { name: "时间" }).uncheck();
  await box.getByRole("button", { name: "保存" }).click();
  await expect(heading(treasurer, "内容")).toHaveCount(0);
  await expect(heading(treasurer, "时间")).toHaveCount(0);
  await expect(treasurer.page).toHaveURL(/\/funder\/notices$/);
  await expect(box.locator("summary")).toContainText("已隐藏 2 列");
  await treasurer.open("/funder/notices?state=undelivered");
  await expect(heading(treasurer, "事项")).toBeVisible();
  await expect(heading(treasurer, "内容")).toHaveCount(0);
  const file = await (await treasurer.page.request.get("/funder/notices?export=csv")).text();
  expect(file).toContain('"内容"');

  // The same person elsewhere: on a phone, without JavaScript.
  const plain = await enter("funder-a-treasurer", { javaScript: false, width: 390, height: 844 });
  await plain.open("/funder/notices");
  await expect(plain.page.locator('td[data-label="送达"]').first()).toBeVisible();
  await expect(plain.page.locator('td[data-label="内容"]')).toHaveCount(0);
  await plain.page.locator(".list-choice summary").click();
  await plain.page.locator(".list-choice").getByRole("checkbox", { name: "内容" }).check();
  await plain.page.locator(".list-choice").getByRole("button", { name: "保存" }).click();
  await expect(plain.page.locator('td[data-label="内容"]').first()).toBeVisible();
  await expect(plain.page.locator('td[data-label="时间"]')).toHaveCount(0);

  // In the other language the same columns are hidden.
  await treasurer.page.context().addCookies([{ name: "lang", value: "en", url: world.url }]);
  await treasurer.open("/funder/notices");
  await expect(box.locator("summary")).toContainText("1 hidden");
  await expect(treasurer.page.getByRole("columnheader")).toHaveCount(4);

  // A colleague's list is as it was, and so is a choice that was made of other columns.
  const reviewer = await enter("funder-a-reviewer");
  await reviewer.open("/funder/notices");
  await expect(reviewer.page.getByRole("columnheader")).toHaveCount(5);
  world.query("update list_choices set list = list || 'w'");
  await treasurer.open("/funder/notices");
  await expect(treasurer.page.getByRole("columnheader")).toHaveCount(5);
});

test("an agent has nothing to choose", async ({ enter }) => {
  const agent = await enter("agent-1");
  await agent.open("/agent/draws");
  await expect(agent.page.locator(".list-choice")).toHaveCount(0);
  await expect(agent.page.locator("input[name=name][value=density]")).toHaveCount(0);
});

test("rows stand closer on a desk where that is wanted, and can still be hit", async ({ enter }) => {
  for (const javaScript of [true, false]) {
    const maker = await enter("operator-maker", { javaScript });
    await maker.open("/admin/agents");
    const row = maker.page.locator("main tbody tr").first();
    const height = async () => (await row.boundingBox())!.height;
    const before = await height();
    await maker.page.locator(".shell__user > summary").click();
    await maker.page.getByRole("button", { name: "紧凑" }).click();
    await expect(maker.page.locator("html")).toHaveAttribute("data-density", "compact");
    await maker.open("/admin/agents");
    expect(await height()).toBeLessThan(before - 6);
    const links = maker.page.locator("main tbody a");
    for (const place of [0, 1, 2]) expect((await links.nth(place).boundingBox())!.height).toBeGreaterThanOrEqual(24);
    if (javaScript) await maker.accessible();
    // It is the person's own, in whatever browser they sign in, and no colleague's.
    const elsewhere = await enter("operator-maker", { javaScript });
    await expect(elsewhere.page.locator("html")).toHaveAttribute("data-density", "compact");
    const colleague = await enter("operator-checker", { javaScript });
    await expect(colleague.page.locator("html")).not.toHaveAttribute("data-density", "compact");
    await elsewhere.page.locator(".shell__user > summary").click();
    await elsewhere.page.locator("form:has([value=density]) button[value=standard]").click();
    await expect(elsewhere.page.locator("html")).not.toHaveAttribute("data-density", "compact");
    // A finger's list is as it was.
    await maker.page.setViewportSize({ width: 390, height: 844 });
    const card = await height();
    await maker.page.locator("html").evaluate((html) => html.removeAttribute("data-density"));
    expect(await height()).toBe(card);
  }
});
