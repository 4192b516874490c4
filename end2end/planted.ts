// What people type, or the demonstration had them type, and nobody reads but who has to: names, numbers of identity cards and bank
// cards, mobile numbers, addresses; and the codes that were sent. At the end of every journey it is looked for in all that its world
// has written: every column, what our programs wrote to their logs, and the notices that the sandbox got; and once, by
// planted.spec.ts, in what all worlds begin with.
import { psql, psqlFrom } from "./template.ts";

/** A funder's customer, and the card that an agent binds. */
export const PAYER = { name: "诸葛小亮", id_number: "11010519491231002X", card_number: "6222020200112233446", mobile: "13800001402" };
/** Whom a funder calls about an application. */
export const CONTACT = { contact_name: "慕容晓晓", contact_phone: "13800001402", business_address: "重庆市渝北区龙溪街道 18 号" };
/** Whom an owner invites. */
export const CLERK = { display_name: "李雷", mobile: "139 0000 0077" };
/** Numbers with which people sign in, or want to. */
export const MOBILES = { registered: "13911112222", nobody_s: "13899999999" };

/** Who has bound cards in the demonstration (demonstration/src/bindings.rs): name, identity card, bank card, mobile number. */
const CUSTOMERS = [
  ["周文彬", "500103198506141230", "6228480123456789015", "13900001111"],
  ["罗小倩", "510108199003221237", "6217003760001234566", "13900002222"],
  ["梁志远", "420106198809111230", "6225881234123412344", "13900003333"],
  ["孟晓东", "520102199311051237", "6230580000765432104", "13900004444"],
  ["韩雪梅", "610113197902281239", "6214830000987654321", "13900005555"],
];
/** With which the agents of the demonstration sign in. */
const AGENTS = Array.from({ length: 30 }, (_, place) => `139${String(place + 1).padStart(8, "0")}`);

/** Where some of it may be read, and why. */
const MAY: Record<string, Record<string, string>> = {
  [CLERK.display_name]: {
    "invitations.display_name": "its owner sees whom it has invited",
    "users.display_name": "colleagues are told apart by their names",
    "audit.after": "whom somebody let into a shop is on the trail",
  },
};

const PLANTED = [PAYER, CONTACT, CLERK, MOBILES].flatMap((planted) => Object.values(planted)).concat(...CUSTOMERS, AGENTS);

const isNumber = (planted: string) => /^[0-9 ]+X?$/.test(planted);
const WORDS = PLANTED.filter((planted) => !isNumber(planted)).join("|");
/** In whatever groups the digits stand, and not as a part of a longer number. */
const NUMBERS = `(?<![0-9])(?:${PLANTED.filter(isNumber).map((number) => [...number.replaceAll(" ", "")].join("[ -]?")).join("|")})(?![0-9])`;

/** Finds what of it, or of codes, stands in a text. Six digits are a code only where they stand alone: not in an amount, an instant or a longer number. */
export function seeker(codes: string[]): (text: string) => string[] {
  const alone = codes.length > 0 ? [`(?<![0-9A-Za-z.,:+_-])(?:${codes.join("|")})(?![0-9A-Za-z.:_-])`] : [];
  const sought = new RegExp([WORDS, NUMBERS, ...alone].join("|"), "g");
  return (text) => [...new Set([...text.matchAll(sought)].map(([found]) => found))];
}

/** How a column of a type is read; of JSON the texts in it. */
const READ: Record<string, (column: string) => string> = {
  text: (column) => column,
  varchar: (column) => column,
  _text: (column) => `array_to_string(${column}, chr(10))`,
  bytea: (column) => `encode(${column}, 'hex')`,
  jsonb: (column) => `(select string_agg(part #>> '{}', chr(10)) from jsonb_path_query(${column}, 'strict $.**') part where jsonb_typeof(part) = 'string')`,
};

/** What was written as bytes: in either encoding in which files come. */
function decoded(bytes: string): string {
  const buffer = Buffer.from(bytes, "hex");
  return ["utf-8", "gb18030"].map((encoding) => new TextDecoder(encoding).decode(buffer)).join("\n");
}

/** Every column that can hold words, with all that those rows hold that were written after a transaction. */
function columns(url: string, since: number): [place: string, text: string][] {
  const known = psql(
    url,
    `select c.table_name, c.column_name, c.udt_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.udt_name in ('${Object.keys(READ).join("', '")}')`,
  );
  const reads = known.split("\n").map((line) => {
    const [table, column, type] = line.split("|") as [string, string, string];
    const said = `string_agg(${READ[type]!(`t."${column}"`)}, chr(10))`;
    return `select json_build_object('place', '${table}.${column}', 'bytes', ${type === "bytea"}, 'said', ${said})::text from "${table}" t where t.xmin::text::bigint > ${since}`;
  });
  const rows = psqlFrom(url, `${reads.join(" union all ")};`).split("\n").map((row) => JSON.parse(row) as { place: string; bytes: boolean; said: string | null });
  return rows.map(({ place, bytes, said }) => [place, bytes ? (said ?? "").split("\n").map(decoded).join("\n") : (said ?? "")]);
}

/** Where something of it lies in clear that may not be read there, of what was written after a transaction. */
export function leaks(url: string, since: number, written: Record<string, string>, codes: string[]): string[] {
  const found = seeker(codes);
  return [...columns(url, since), ...Object.entries(written)].flatMap(([place, text]) =>
    found(text)
      .filter((planted) => MAY[planted]?.[place] === undefined)
      .map((planted) => `${place}: ${planted}`),
  );
}
