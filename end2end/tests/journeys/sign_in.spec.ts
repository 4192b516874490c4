// The door: who comes in, who does not, and that nothing typed is lost.
import { complaintsOf, expect, test } from "../../world.ts";

// Everybody else of the journeys is let in without the door.
for (const javaScriptEnabled of [true, false]) {
  test(`people of every portal come in by name and password ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({ browser, world }) => {
    for (const [username, portal] of [["agent-1", "/agent"], ["funder-a-reviewer", "/funder"], ["facilitator-1-operator", "/facilitator"], ["operator-maker", "/admin"]] as const) {
      const context = await browser.newContext({ baseURL: world.url, locale: "zh-CN", javaScriptEnabled, viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      const complaints = complaintsOf(page, javaScriptEnabled);
      await page.goto("/sign-in");
      await page.fill("#username", username);
      await page.fill("#password", "lianrong-demo");
      await page.locator("form button.button").click();
      await expect(page).toHaveURL(world.url + portal);
      await expect(page.locator("main")).toBeVisible();
      if (javaScriptEnabled) await expect(page.locator("html[data-hydrated]")).toHaveCount(1);
      await context.close();
      expect(complaints).toEqual([]);
    }
  });
}

test("a wrong password says so, keeps the name, and never the password", async ({ page, world }) => {
  await page.goto(`${world.url}/sign-in`);
  await page.fill("#username", "agent-1");
  await page.fill("#password", "guess-1234");
  await page.locator("form button.button").click();
  await expect(page.locator(".alert--bad")).toContainText("用户名或密码不正确");
  await expect(page.locator("#username")).toHaveValue("agent-1");
  await expect(page.locator("#password")).toHaveValue("");
  expect(page.url()).toBe(`${world.url}/sign-in`);
});

test("who guesses somebody's name does not keep them out where they were before", async ({ page, world }) => {
  const signIn = async (password: string) => {
    await page.goto(`${world.url}/sign-in`);
    await page.fill("#username", "agent-1");
    await page.fill("#password", password);
    await page.locator("form button.button").click();
  };
  await signIn("lianrong-demo");
  await expect(page).toHaveURL(/\/agent/);
  const origin = { accept: "text/html", origin: world.url, "content-type": "application/x-www-form-urlencoded" };
  const guess = async () => {
    const answer = await fetch(`${world.url}/api/session/sign_in`, { method: "POST", body: "username=agent-1&password=guess&code=&next=", headers: origin, redirect: "manual" });
    expect(answer.status).toBe(302);
    expect(answer.headers.get("set-cookie") ?? "").not.toContain("__Host-session");
  };
  for (let guesses = 0; guesses < 6; guesses++) await guess();
  await page.locator(".shell__user summary").click();
  await page.locator('form[action="/api/session/sign_out"] button').click();
  await signIn("lianrong-demo");
  await expect(page).toHaveURL(/\/agent/);
});

test("the language is chosen before the door, and behind it", async ({ page, world }) => {
  await page.goto(`${world.url}/sign-in?next=/agent/loans`);
  await page.locator('[name=name][value=lang] ~ button[value=en]').click();
  await expect(page.locator("h1")).toHaveText("Lianrong");
  await page.fill("#username", "agent-2");
  await page.fill("#password", "lianrong-demo");
  await page.locator("form button.button").click();
  await expect(page).toHaveURL(/\/agent\/loans/);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("a session that is ended elsewhere is ended", async ({ enter }) => {
  const here = await enter("agent-1");
  const there = await enter("agent-1");
  await here.open("/agent/sessions");
  await here.page.locator('form[action="/api/session/revoke"] button').first().click();
  await there.page.goto("/agent");
  await expect(there.page).toHaveURL(/\/sign-in/);
});

test("another site cannot ask for changes in a visitor's name", async ({ enter, world }) => {
  const agent = await enter("agent-1");
  const cookies = (await agent.page.context().cookies()).map((cookie) => `${cookie.name}=${cookie.value}`).join("; ");
  const strangers: Record<string, string>[] = [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, {}];
  for (const headers of strangers) {
    const answer = await fetch(`${world.url}/api/session/sign_out`, { method: "POST", headers: { cookie: cookies, ...headers }, redirect: "manual" });
    expect(answer.status).toBe(403);
  }
  await agent.open("/agent");
});
