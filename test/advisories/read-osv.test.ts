import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { severityOfVector } from "#app/domain/advisories/osv/cvss.ts";
import { packageKey } from "#app/domain/advisories/osv/package-key.ts";
import { readOsv } from "#app/domain/advisories/osv/read-osv.ts";

const record = {
  schema_version: "1.7.0",
  id: "GHSA-aaaa-bbbb-cccc",
  modified: "2026-10-01T10:00:00Z",
  published: "2026-09-01T10:00:00.5Z",
  aliases: ["CVE-2026-0001"],
  summary: "Reads files outside its folder",
  severity: [{ type: "CVSS_V3", score: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H" }],
  affected: [
    {
      package: { ecosystem: "npm", name: "Some-Server", purl: "pkg:npm/some-server" },
      ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "1.2.0" }] }],
      versions: ["1.0.0"],
    },
  ],
};

test("a record becomes an advisory with nothing to say about it", () => {
  expect(readOsv(record)).toEqual({
    odd: [],
    advisory: {
      osvId: "GHSA-aaaa-bbbb-cccc",
      summary: "Reads files outside its folder",
      aliases: ["CVE-2026-0001"],
      severity: "critical",
      vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
      isMalicious: false,
      publishedAt: "2026-09-01T10:00:00.500Z",
      modifiedAt: "2026-10-01T10:00:00.000Z",
      withdrawnAt: null,
      packages: [
        {
          package: "npm:some-server",
          ecosystem: "npm",
          name: "Some-Server",
          ranges: [
            {
              type: "SEMVER",
              events: [
                { kind: "introduced", version: "0" },
                { kind: "fixed", version: "1.2.0" },
              ],
            },
          ],
          versions: ["1.0.0"],
          isCut: false,
        },
      ],
    },
  });
});

test("a record of the malicious kind is known by its id or an alias", () => {
  expect(readOsv({ ...record, id: "MAL-2026-1" }).advisory?.isMalicious).toBe(true);
  expect(readOsv({ ...record, aliases: ["MAL-2026-1"] }).advisory?.isMalicious).toBe(true);
});

test("the word a database states counts before the vector", () => {
  const stated = { ...record, database_specific: { severity: "MODERATE" } };
  expect(readOsv(stated).advisory?.severity).toBe("medium");
});

describe("what is odd is said and the rest is taken:", () => {
  const odd: [string, unknown, RegExp][] = [
    ["no id", { summary: "x" }, /no id/],
    ["no object", ["x"], /no id/],
    ["an id with a path", { ...record, id: "../../x" }, /no id/],
    ["no package", { ...record, affected: [] }, /names no package/],
    ["a repository only", { ...record, affected: [{ ranges: [{ type: "GIT", events: [] }] }] }, /repository/],
    [
      "an unknown range",
      { ...record, affected: [{ ...record.affected[0], ranges: [{ type: "NEW", events: [] }] }] },
      /range/,
    ],
    [
      "an unknown event",
      {
        ...record,
        affected: [{ ...record.affected[0], ranges: [{ type: "SEMVER", events: [{ began: "1" }] }] }],
      },
      /event/,
    ],
    ["no time", { ...record, modified: "yesterday" }, /"modified"/],
    [
      "a vector of version 4",
      { ...record, severity: [{ type: "CVSS_V4", score: "CVSS:4.0/AV:N" }] },
      /severity/,
    ],
  ];
  for (const [name, given, says] of odd)
    test(name, () => {
      expect(readOsv(given).odd.join("\n")).toMatch(says);
    });

  test("a range that was not understood leaves the package open", () => {
    const { advisory } = readOsv({
      ...record,
      affected: [{ package: record.affected[0]?.package, ranges: [{ type: "NEW" }] }],
    });
    expect(advisory?.packages[0]).toMatchObject({ ranges: [], isCut: true });
  });
});

test("a withdrawal counts even when its time cannot be read", () => {
  expect(readOsv({ ...record, withdrawn: "soon" }).advisory?.withdrawnAt).toBe("2026-10-01T10:00:00.000Z");
});

test("invisible characters are written out", () => {
  expect(readOsv({ ...record, summary: "a\u202eb\u0000" }).advisory?.summary).toBe("aU+202EbU+0000");
});

test("no value makes it fail", () => {
  const field = fc.constantFrom(
    "id",
    "affected",
    "severity",
    "aliases",
    "withdrawn",
    "database_specific",
    "modified",
    "details",
  );
  fc.assert(
    fc.property(field, fc.jsonValue(), (name, value) => {
      readOsv({ ...record, [name]: value });
      readOsv({ ...record, affected: [{ ...record.affected[0], [name]: value, ranges: value }] });
    }),
  );
});

test("CVSS vectors come to the words of their specification", () => {
  // examples of the specifications of 3.1 and 2.0 with their base scores
  expect(severityOfVector("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N")).toBe("medium"); // 6.4
  expect(severityOfVector("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H")).toBe("critical"); // 10.0
  expect(severityOfVector("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H")).toBe("high"); // 7.8
  expect(severityOfVector("CVSS:3.1/AV:P/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N")).toBe("low"); // 1.6
  expect(severityOfVector("AV:N/AC:L/Au:N/C:N/I:N/A:C")).toBe("high"); // 7.8
  expect(severityOfVector("AV:L/AC:H/Au:N/C:C/I:C/A:C")).toBe("medium"); // 6.2
  expect(severityOfVector("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N")).toBe(
    "critical", // 9.3
  );
  expect(severityOfVector("CVSS:4.0/AV:L/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/E:P")).toBe(
    "medium", // 5.9
  );
  expect(severityOfVector("CVSS:4.0/AV:N/AC:L")).toBeNull();
  expect(severityOfVector("CVSS:4.0/AV:N/AC:Z/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N")).toBeNull();
  expect(severityOfVector("CVSS:3.1/AV:N")).toBeNull();
  expect(severityOfVector("")).toBeNull();
});

test("packages are named as the identities of servers are", () => {
  expect(packageKey("npm", "@Scope/Name", null)).toBe("npm:@scope/name");
  expect(packageKey("PyPI", "Some_Thing", null)).toBe("pypi:some-thing");
  expect(packageKey("Docker", "x", "pkg:docker/nginx@1.27")).toBe("oci:docker.io/library/nginx");
  expect(packageKey("OCI", "x", "pkg:oci/x?repository_url=ghcr.io/owner/x")).toBe("oci:ghcr.io/owner/x");
  expect(packageKey("Debian:12", "openssl", null)).toBe("debian:openssl");
});
