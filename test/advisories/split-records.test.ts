import fc from "fast-check";
import { expect, test } from "vitest";
import { RecordSplitter, type SplitRecord } from "#app/domain/advisories/osv/split-records.ts";

function split(text: string, size = 7): SplitRecord[] {
  const splitter = new RecordSplitter();
  const found: SplitRecord[] = [];
  for (let at = 0; at < text.length; at += size) found.push(...splitter.push(text.slice(at, at + size)));
  return [...found, ...splitter.end()];
}
const records = (text: string, size?: number) =>
  split(text, size).map((one) => ("text" in one ? JSON.parse(one.text) : one.problem));

test("one object, a list, JSON Lines and objects one after the other hold the same records", () => {
  const a = { id: "A", text: 'a } in "quotes" \\ and {', list: [{ b: [1, "]"] }] };
  const b = { id: "B" };
  expect(records(JSON.stringify(a))).toEqual([a]);
  expect(records(JSON.stringify(a, null, 2))).toEqual([a]);
  expect(records(`\uFEFF ${JSON.stringify([a, b])}\n`)).toEqual([a, b]);
  expect(records(JSON.stringify([a, b], null, 2))).toEqual([a, b]);
  expect(records(`${JSON.stringify(a)}\r\n${JSON.stringify(b)}\n\n`)).toEqual([a, b]);
  expect(records(`${JSON.stringify(a)} ${JSON.stringify(b)}`)).toEqual([a, b]);
  expect(records("")).toEqual([]);
  expect(records("[]")).toEqual([]);
});

test("any values in any pieces come out as they went in", () => {
  const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(fc.array(value), fc.integer({ min: 1, max: 40 }), fc.boolean(), (values, size, asList) => {
      const text = asList
        ? JSON.stringify(values, null, 1)
        : values.map((one) => JSON.stringify(one)).join("\n");
      expect(records(text, size)).toEqual(JSON.parse(JSON.stringify(values)));
    }),
  );
});

test("a line that breaks off costs itself, and the next one is read", () => {
  expect(records('{"id":"A","x":"abc\n{"id":"B"}\n{"id":"C"')).toEqual([
    "The record breaks off.",
    { id: "B" },
    "The record breaks off.",
  ]);
  expect(records('{"id":"A","x":{\n{"id":"B"}\n')).toEqual(["The record breaks off.", { id: "B" }]);
});

test("a list that is cut off, and what is no record, are said once with the line", () => {
  expect(split('[{"id":"A"},\n{"id":')).toEqual([
    { text: '{"id":"A"}', line: 1 },
    { problem: "The record breaks off.", line: 2 },
  ]);
  expect(split('[{"id":"A"},\n')).toEqual([
    { text: '{"id":"A"}', line: 1 },
    { problem: "The list is not closed: the file may be cut off.", line: 2 },
  ]);
  expect(split("<html>nothing</html>\n<b>more</b>")).toEqual([
    { problem: "Something stands here that is no record.", line: 1 },
    { problem: "Something stands here that is no record.", line: 2 },
  ]);
});

test("a record larger than the limit is passed over without being kept, and the next one is read", () => {
  const large = `{"id":"A","x":"${"x".repeat(2_200_000)}"}`;
  expect(records(`[${large},{"id":"B"}]`, 65_536)).toEqual(["The record is larger than 2 MB.", { id: "B" }]);
});

test("any text at all ends without an error", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("{", "}", "[", "]", '"', "\\", "\n", ",", "a") }),
      (text) => {
        split(text, 3);
      },
    ),
  );
});
