// The search that ends every journey, tried out: what lies in clear is found, wherever and in whatever form it was planted.
import { CLERK, PAYER, seeker } from "../../planted.ts";
import { expect, test } from "../../world.ts";

test("what lies in clear anywhere is found, and a signing leaves nothing of it", async ({ enter, world }) => {
  const treasurer = await enter("funder-a-treasurer", { javaScript: false });
  await treasurer.open("/funder/signings");
  const order = treasurer.page.locator('form[action="/api/signing/order"]');
  for (const [field, value] of Object.entries(PAYER)) await order.locator(`[name='payer[${field}]']`).fill(value);
  await order.locator("[name=consents]").check();
  await order.locator("button").click();
  await expect(treasurer.page).toHaveURL(/signing_/);
  const code = (await world.sentCodes(PAYER.mobile))[0]!;
  expect(await world.leaks(0), "what the world began with, too").toEqual([]);

  world.query(`create table planted (said text, listed text[], told jsonb, kept bytea, export bytea);
    insert into planted values ('付款人 ${PAYER.name}', '{一,138 0000 1402}', '{"a": [{"b": "验证码 ${code}，五分钟内有效"}]}',
      convert_to('${PAYER.id_number}', 'UTF8'), decode('d6eeb8f0d0a1c1c1', 'hex')),
      ('${CLERK.display_name}', '{}', '{"reference": "DRW${code}", "at": "10:00:00.${code}Z", "amount": "${code}.00"}', '', '')`);
  expect((await world.leaks()).sort()).toEqual([
    `planted.export: ${PAYER.name}`,
    `planted.kept: ${PAYER.id_number}`,
    "planted.listed: 138 0000 1402",
    `planted.said: ${PAYER.name}`,
    `planted.said: ${CLERK.display_name}`,
    `planted.told: ${code}`,
  ].sort());
  world.query("drop table planted");
  expect(seeker([code])(`{"fields":{"message":"sent","mobile":"${PAYER.mobile}","code":"${code}"}}`)).toEqual([PAYER.mobile, code]);
});
