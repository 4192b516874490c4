// A partner changes the key of its system: one of its people registers the new one, another one approves it, and the old one is ended.
import { generateKeyPairSync } from "node:crypto";
import { expect, test, type Person } from "../../world.ts";

const press = (person: Person, name: string) => person.page.getByRole("button", { name, exact: true }).click();

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    pem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    jwk: JSON.stringify(publicKey.export({ format: "jwk" })),
    secret: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
};

for (const javaScript of [true, false]) {
  test(`a key is registered, approved by another person and ended${javaScript ? "" : ", without JavaScript"}`, async ({ world, enter }) => {
    const [first, second] = [pair(), pair()];
    const own = "from partner_keys k join partners p on p.id = k.partner_id where p.code = 'facilitator-1' and k.registered_by like 'user:%'";
    const operator = await enter("facilitator-1-operator", { javaScript });
    await operator.open("/facilitator/keys");
    if (javaScript) await operator.accessible();
    const pasted = operator.page.getByLabel("公钥内容");
    if (!(await pasted.isVisible())) await operator.page.getByText("登记新的公钥", { exact: true }).click();

    // A private key is refused, and nothing of it is left anywhere.
    await pasted.fill(first.secret);
    await press(operator, "登记");
    await expect(operator.page.getByText("这是私钥，未保存").first()).toBeVisible();
    await expect(operator.page.getByLabel("公钥内容")).toHaveValue("");
    await operator.page.getByLabel("公钥内容").fill("ssh-ed25519 AAAA");
    await press(operator, "登记");
    await expect(operator.page.getByText("未识别到 Ed25519 或 SM2 公钥").first()).toBeVisible();
    expect(world.query(`select count(*) ${own}`)).toBe("0");

    await operator.page.getByLabel("公钥内容").fill(first.pem);
    await press(operator, "登记");
    await expect(operator.page.getByText("待启用", { exact: true })).toBeVisible();
    await expect(operator.page.getByText("须由登记人以外的审批人启用。")).toBeVisible();
    await expect(operator.page.getByRole("button", { name: "启用这个密钥" })).toHaveCount(0);
    if (javaScript) await operator.accessible();

    const approver = await enter("facilitator-1-approver", { javaScript });
    await approver.open("/facilitator/keys");
    await press(approver, "启用这个密钥");
    await expect(approver.page.getByText("有效", { exact: true }).last()).toBeVisible();
    expect(world.query(`select count(*) ${own} and k.active_from is not null`)).toBe("1");
    if (javaScript) await approver.accessible();

    // The next one counts beside it, until the first is ended.
    await operator.open("/facilitator/keys");
    await operator.page.getByText("登记新的公钥", { exact: true }).click();
    await operator.page.getByLabel("公钥内容").fill(second.jwk);
    await press(operator, "登记");
    await approver.open("/facilitator/keys");
    await press(approver, "启用这个密钥");
    await expect.poll(() => world.query(`select count(*) ${own} and k.active_from is not null and k.revoked_at is null`)).toBe("2");
    await operator.open("/facilitator/keys");
    await operator.page.getByText("停用", { exact: true }).first().click();
    await press(operator, "立即停用");
    await expect(operator.page.getByText("已停用", { exact: true })).toBeVisible();
    expect(world.query(`select count(*) ${own} and k.revoked_at is not null and k.ended_by = 'user:facilitator-1-operator'`)).toBe("1");

    // The institution sees them, and ends the other.
    const maker = await enter("operator-maker", { javaScript });
    await maker.open(`/admin/partners`);
    await maker.page.getByRole("link", { name: world.query("select name from partners where code = 'facilitator-1'") }).click();
    await maker.alive();
    const name = world.query(`select k.key_id ${own} and k.revoked_at is null`);
    // Whoever registered it is told by name, and not as the trail writes it.
    const person = world.query("select display_name from users where username = 'facilitator-1-operator'");
    await expect(maker.page.locator("main tbody tr", { hasText: name }).first()).toContainText(person);
    await maker.page.getByText(`停用 ${name}`, { exact: true }).click();
    if (javaScript) await maker.accessible();
    await maker.page.locator("details[open]").getByRole("button", { name: "立即停用" }).click();
    await expect.poll(() => world.query(`select count(*) ${own} and k.revoked_at is null`)).toBe("0");

    await approver.open("/facilitator/notices");
    await expect.poll(() => world.query("select count(*) from outbox where event like 'key.%'")).toBe("4");
  });
}
