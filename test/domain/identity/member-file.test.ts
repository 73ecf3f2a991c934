import fc from "fast-check";
import { expect, test } from "vitest";
import { Invalid } from "#app/domain/errors.ts";
import { decodeMemberFile, readMemberFile } from "#app/domain/identity/member-file.server.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const said = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    if (error instanceof Invalid) return error.message;
    throw error;
  }
  throw new Error("It was accepted.");
};

test.each([
  ["commas", "email,name,role,teams\na@example.test,Ada,admin,Payments\n"],
  ["semicolons", "email;name;role;teams\na@example.test;Ada;admin;Payments\n"],
  ["tabs", "email\tname\trole\tteams\na@example.test\tAda\tadmin\tPayments\n"],
  [
    "a mark at the start and line ends of Windows",
    "\uFEFFemail,name,role,teams\r\na@example.test,Ada,admin,Payments\r\n",
  ],
  ["a spreadsheet's own first line", "sep=;\nemail;name;role;teams\na@example.test;Ada;admin;Payments"],
  [
    "another order and other words",
    "Groups,Role,Full Name,E-Mail Address\nPayments,admin,Ada,a@example.test",
  ],
  ["line ends of old machines", "email,name,role,teams\ra@example.test,Ada,admin,Payments\r"],
  ["empty lines and quotes", 'email,name,role,teams\n\n"a@example.test","Ada",admin,"Payments"\n,,,\n'],
])("a file with %s is read", (_, text) => {
  const { lines } = readMemberFile(decodeMemberFile(bytes(text)));
  expect(lines).toMatchObject([{ email: "a@example.test", name: "Ada", role: "admin", teams: "Payments" }]);
});

test("each line keeps its number, whatever breaks lines between quotes before it", () => {
  const { lines } = readMemberFile(
    'name,email\r\n\r\n"Ada\r\nof London",a@example.test\r\nBo,b@example.test\r\n\r\n"Cy ""C"" D",c@example.test',
  );
  expect(lines.map(({ line, name }) => [line, name])).toEqual([
    [3, "Ada of London"],
    [5, "Bo"],
    [7, 'Cy "C" D'],
  ]);
});

test("first and last names are joined, and columns nobody asked for are told", () => {
  const { lines, unused } = readMemberFile(
    "First name,Last name,email,Phone,Rolle\nAda,Lovelace,a@example.test,1,Admin\n,Bo,b@example.test,,",
  );
  expect(lines.map((line) => line.name)).toEqual(["Ada Lovelace", "Bo"]);
  expect(unused).toEqual(["Phone", "Rolle"]);
  expect(lines.map((line) => line.role)).toEqual(["", ""]);
});

test("a line with more fields than columns is marked, one with fewer is not", () => {
  const { lines } = readMemberFile(
    "email,name\na@example.test,Lovelace, Ada\nb@example.test\nc@example.test,Cy,,",
  );
  expect(lines.map((line) => [line.name, line.extra])).toEqual([
    ["Lovelace", true],
    ["", false],
    ["Cy", false],
  ]);
});

test.each([
  ["nothing", "", "There is nothing in the file"],
  ["no column of addresses", "name,role\nAda,admin", "No column is called email"],
  ["no column of names", "email,role\na@example.test,admin", "No column is called name"],
  ["no first line", "a@example.test,Ada", "No column is called email"],
  ["two columns of addresses", "email,mail,name\na,b,c", "Two columns say the address"],
  ["a first line only", "email,name\n", "nobody"],
  ["a quote that does not end", 'email,name\na@example.test,"Ada\nb@example.test,Bo', "quotes"],
  ["a line without end", `email,name${",more".repeat(100_000)}`, "longer than 20,000 characters"],
  ["a quote in the middle", 'email,name\na@example.test,Ada "A" L', "line 2"],
])("a file with %s is refused with a sentence", (_, text, sentence) => {
  expect(said(() => readMemberFile(text))).toContain(sentence);
});

test("a file in another encoding, a workbook and one too large are refused by name", () => {
  const latin = Uint8Array.from([...bytes("email,name\na@example.test,S"), 0xf8, ...bytes("ren")]);
  expect(said(() => decodeMemberFile(latin))).toContain("Latin-1");
  const text = "email,name\na@example.test,Ada";
  const little = Buffer.from(`\uFEFF${text}`, "utf16le");
  expect(said(() => decodeMemberFile(little))).toContain("UTF-16");
  expect(said(() => decodeMemberFile(Buffer.from(text, "utf16le")))).toContain("UTF-16");
  expect(said(() => decodeMemberFile(Buffer.from(little).swap16()))).toContain("UTF-16");
  expect(said(() => decodeMemberFile(bytes("PK\u0003\u0004…")))).toContain("workbook");
  expect(said(() => decodeMemberFile(new Uint8Array(4 * 1024 * 1024 + 1)))).toContain("4 MB");
});

test("5,000 people are read and one more is refused, as are 50,000", () => {
  const file = (people: number) =>
    `email,name\n${Array.from({ length: people }, (_, n) => `p${n}@example.test,Person ${n}`).join("\n")}`;
  expect(readMemberFile(file(5_000)).lines).toHaveLength(5_000);
  for (const many of [5_001, 50_000]) {
    expect(said(() => readMemberFile(file(many)))).toContain("more than 5,000 people");
  }
});

test("whatever stands in a file, it is read or refused with a sentence", () => {
  const cell = fc.oneof(
    fc.string(),
    fc.constantFrom("email", "name", '"', ",", ";", "\n", "\r\n", "\t", "sep=x"),
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 60 }), (cells) => {
      const text = cells.join("");
      for (const given of [text, `email,name\n${text}`]) {
        try {
          const { lines } = readMemberFile(given);
          expect(lines.length).toBeGreaterThan(0);
          for (const { line } of lines) expect(line).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof Invalid)) throw error;
        }
      }
    }),
    { numRuns: 500 },
  );
});
