// A funder has its system told: one of its people registers an endpoint and tries it out, another one puts it in force.
import { expect, test, type Person, type World } from "../../world.ts";

const sandbox = (world: World) => `http://127.0.0.1:${world.sandboxPort}`;

async function control(world: World, path: string, body: object): Promise<void> {
  const answer = await fetch(`${sandbox(world)}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
}

const press = (person: Person, name: string) => person.page.getByRole("button", { name, exact: true }).click();

for (const javaScript of [true, false]) {
  test(`an endpoint is tried out, approved and told${javaScript ? "" : ", without JavaScript"}`, async ({ world, enter }) => {
    const reviewer = await enter("funder-a-reviewer", { javaScript });
    await reviewer.open("/funder/notices");
    await expect(reviewer.page.getByText("没有启用的接收地址，贵司系统须自行查询。")).toBeVisible();
    if (javaScript) await reviewer.accessible();
    await reviewer.page.getByRole("link", { name: "设置接收地址" }).click();
    await reviewer.alive();
    await reviewer.page.getByLabel("地址", { exact: true }).fill("https://10.0.0.5/hooks");
    await press(reviewer, "登记");
    await expect(reviewer.page.getByText("这个地址不能使用").first()).toBeVisible();
    await expect(reviewer.page.getByLabel("地址", { exact: true })).toHaveValue("https://10.0.0.5/hooks");
    await reviewer.page.getByLabel("地址", { exact: true }).fill(`${sandbox(world)}/hooks/funder-a`);
    await press(reviewer, "登记");
    await expect(reviewer.page.getByText("须先发送测试通知并通过。")).toBeVisible();
    await control(world, "hooks/refuse", { times: 1 });
    await press(reviewer, "发送测试通知");
    await expect(reviewer.page.getByText("测试未通过：HTTP 503").first()).toBeVisible();
    await press(reviewer, "发送测试通知");
    await expect(reviewer.page.getByText("须由登记人以外的审批人启用。")).toBeVisible();
    await reviewer.page.getByText("签名密钥", { exact: true }).click();
    await press(reviewer, "显示密钥（15 分钟，将记入审计记录）");
    await expect(reviewer.page.getByText(/^whsec_/)).toBeVisible();
    if (javaScript) await reviewer.accessible();

    const approver = await enter("funder-a-approver", { javaScript });
    await approver.open("/funder/endpoint");
    await expect(approver.page.getByText(/^whsec_/)).toHaveCount(0);
    await press(approver, "启用这个地址");
    await expect(approver.page.getByText("使用中", { exact: true })).toBeVisible();
    if (javaScript) await approver.accessible();

    // What was never sent is sent now, each notice once.
    await approver.open("/funder/notices?state=undelivered");
    const waiting = Number(world.query("select count(*) from deliveries d join partners p on p.id = d.partner_id where p.code = 'funder-a'"));
    expect(waiting).toBeGreaterThan(10);
    const dead = world.query("select count(*) from deliveries d join partners p on p.id = d.partner_id where p.code = 'funder-a' and d.state = 'dead'");
    await press(approver, `重新发送 ${dead} 条未送达的通知`);
    const delivered = "select count(*) from deliveries d join partners p on p.id = d.partner_id where p.code = 'funder-a' and d.state = 'delivered'";
    await expect.poll(() => Number(world.query(delivered))).toBe(waiting);
    expect(world.query("select count(*) from delivery_attempts")).toBe(String(waiting));
    expect(await (await fetch(sandbox(world))).text()).toContain("<td>funder-a</td>");
    await approver.open("/funder/notices?state=undelivered");
    await expect(approver.page.getByText("没有未送达的通知")).toBeVisible();

    // One is sent again, and not acknowledged.
    await approver.open("/funder/notices");
    await approver.page.locator("tbody tr").first().getByRole("link").first().click();
    await approver.alive();
    await expect(approver.page.getByText('"number":').first()).toBeVisible();
    await expect(approver.page.getByText("HTTP 204")).toBeVisible();
    await control(world, "hooks/refuse", { times: 1 });
    await press(approver, "重新发送");
    await expect.poll(() => world.query("select count(*) from delivery_attempts where outcome = '503'")).toBe("1");
    await approver.page.reload();
    await approver.alive();
    await expect(approver.page.getByText("已发送 1 次，上次结果：HTTP 503")).toBeVisible();
    if (javaScript) await approver.accessible();

    // No endpoint is told any more once it is disabled, and what waited is not lost.
    await approver.open("/funder/endpoint");
    await approver.page.getByText("停用", { exact: true }).first().click();
    await press(approver, "停用");
    await expect(approver.page.getByText("已停用", { exact: true })).toBeVisible();
    await approver.open("/funder/notices?state=undelivered");
    await expect(approver.page.getByText("接收地址已停用", { exact: false })).toBeVisible();
  });
}
