// Files of an application: attached to a draft and with an answer, told in words where they are refused, fetched by the shop and by the
// funder's people; and what is typed beside them is not lost.
import { expect, test, type Person } from "../../world.ts";

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

async function attach(agent: Person, name: string, content: Buffer): Promise<void> {
  // What the browser calls it counts for nothing.
  await agent.page.locator("#attachments input[type=file]").setInputFiles({ name, mimeType: "application/pdf", buffer: content });
  await agent.page.locator("#attachments button", { hasText: "上传" }).click();
  await agent.alive();
}

test("an agent attaches files to a draft and removes one, without JavaScript", async ({ enter, world }) => {
  const agent = await enter("agent-25", { javaScript: false });
  await agent.open("/agent/application");
  await agent.open(`${new URL(agent.page.url()).pathname}?step=2`);
  const wrong: [string, Buffer, string][] = [
    ["licence.pdf", Buffer.from("MZ a program"), "不支持这种文件"],
    ["licence.pdf", Buffer.concat([PDF, Buffer.from("<html><script>alert(1)</script>")]), "文件不完整，或夹带了其他内容"],
    ["licence.pdf", Buffer.alloc(0), "文件是空的"],
    ["licence.pdf", Buffer.concat([PDF, Buffer.alloc(10 * 1024 * 1024 + 1 - PDF.length)]), "文件超过 10 MB"],
    ["licence.pdf", Buffer.concat([PDF, Buffer.alloc(41_000_000)]), "文件超过 10 MB"],
  ];
  const typed = agent.page.locator("[name=use_of_funds]");
  await typed.fill("备货，还没有保存");
  await agent.page.locator("[name=requested_limit]").fill("一万");
  const kept = async () => {
    await expect(agent.page).toHaveURL(/\/agent\/applications\/application_.*step=2/);
    await expect(typed).toHaveValue("备货，还没有保存");
    await expect(agent.page.locator("[name=requested_limit]")).toHaveValue("一万");
  };
  for (const [name, content, words] of wrong) {
    await attach(agent, name, content);
    await expect(agent.page.locator("[role=alert]")).toContainText(words);
    await kept();
  }
  await attach(agent, "营业执照.exe", PDF);
  await expect(agent.page.locator("[role=alert]")).toHaveCount(0);
  await expect(agent.page.locator("#attachments")).toContainText("营业执照.pdf");
  await kept();
  await agent.accessible();
  const [download] = await Promise.all([agent.page.waitForEvent("download"), agent.page.locator("#attachments a").click()]);
  expect(download.suggestedFilename()).toBe("营业执照.pdf");
  await agent.page.locator("#attachments button", { hasText: "删除" }).click();
  await expect(agent.page.locator("#attachments")).toContainText("没有附件");
  await kept();
  for (let number = 0; number < 5; number += 1) await attach(agent, `${number}.pdf`, Buffer.concat([PDF, Buffer.from(`${number}\n%%EOF\n`)]));
  await attach(agent, "6.pdf", Buffer.concat([PDF, Buffer.from("6\n%%EOF\n")]));
  await expect(agent.page.locator("[role=alert]")).toContainText("附件数量已达上限");
  await kept();
  expect(world.query("select count(*) from attachments")).toBe("5");
});

test("who is asked for more attaches a file beside the answer, and the reviewer takes it away", async ({ enter, world }) => {
  const agent = await enter("agent-23");
  await agent.open("/agent/application");
  await agent.page.fill("[name=answer]", "合同见附件");
  await attach(agent, "租赁合同.pdf", PDF);
  await expect(agent.page.locator("#attachments")).toContainText("租赁合同.pdf");
  await expect(agent.page.locator("#attachments button", { hasText: "删除" })).toHaveCount(0);
  await expect(agent.page.locator("[name=answer]")).toHaveValue("合同见附件");
  const funder = world.query("select f.code from applications a join users u on u.agent_id = a.agent_id join partners f on f.id = a.funder_id where u.username = 'agent-23' and a.state = 'more_information'");
  const application = world.query("select t.id from attachments t");
  expect(application).not.toBe("");
  const reviewer = await enter(`${funder}-reviewer`);
  await reviewer.open("/funder/applications?state=more_information");
  await reviewer.page.locator("main a[href^='/funder/applications/application_']").first().click();
  await reviewer.alive();
  await expect(reviewer.page.locator("main")).toContainText("租赁合同.pdf");
  await reviewer.accessible();
  const [download] = await Promise.all([reviewer.page.waitForEvent("download"), reviewer.page.locator('form[action^="/funder/files/attachments/"] button').click()]);
  expect(download.suggestedFilename()).toBe("租赁合同.pdf");
  expect(world.query("select count(*) from audit where operation = 'attachment.download' and outcome = 'done'")).toBe("1");
});
