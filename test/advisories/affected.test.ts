import fc from "fast-check";
import semver from "semver";
import { describe, expect, test } from "vitest";
import type { AffectedPackage, VersionRange } from "#app/domain/advisories/advisory-words.ts";
import { affectedBy, fixedIn } from "#app/domain/advisories/affected-rules.ts";
import { pypiOrder } from "#app/domain/advisories/versions/pypi-order.ts";

function affected(overrides: Partial<AffectedPackage>): AffectedPackage {
  return {
    package: "npm:lodash",
    ecosystem: "npm",
    name: "lodash",
    ranges: [],
    versions: [],
    isCut: false,
    ...overrides,
  };
}
const range = (
  events: [VersionRange["events"][number]["kind"], string][],
  type: VersionRange["type"] = "SEMVER",
) => ({
  type,
  events: events.map(([kind, version]) => ({ kind, version })),
});
const answer = (of: Partial<AffectedPackage>, version: string | null) =>
  affectedBy(affected(of), version).answer;

const version = fc
  .tuple(fc.nat(3), fc.nat(3), fc.nat(3), fc.constantFrom("", "", "-alpha", "-alpha.1", "-beta.2", "-0"))
  .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre}`);

describe("an npm range", () => {
  test("says what semver says, prereleases included, whatever the order of its events", () => {
    fc.assert(
      fc.property(
        version,
        fc.array(version, { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (own, some, shuffled) => {
          const [a = "", b = "", c = "", d = ""] = [...some].sort(semver.compare);
          fc.pre(new Set([a, b, c, d].map((one) => semver.parse(one)?.version)).size === 4);
          const events: [VersionRange["events"][number]["kind"], string][] = [
            ["introduced", a],
            ["fixed", b],
            ["introduced", c],
            ["last_affected", d],
          ];
          const given = range(shuffled ? events.reverse() : events);
          const expected = semver.satisfies(own, `>=${a} <${b} || >=${c} <=${d}`, {
            includePrerelease: true,
          });
          expect(answer({ ranges: [given] }, own)).toBe(expected ? "affected" : "not_affected");
        },
      ),
    );
  });

  test("that begins at 0 and never ends affects whatever runs, pinned or not", () => {
    const everything = { ranges: [range([["introduced", "0"]])] };
    fc.assert(
      fc.property(version, (own) => {
        expect(answer(everything, own)).toBe("affected");
      }),
    );
    expect(answer(everything, null)).toBe("affected");
    expect(answer(everything, "latest")).toBe("affected");
  });

  test("cannot be decided for what is no version, nor by a version nobody can read", () => {
    const fixed = {
      ranges: [
        range([
          ["introduced", "0"],
          ["fixed", "1.2.0"],
        ]),
      ],
    };
    expect(answer(fixed, "latest")).toBe("could_not_look");
    expect(
      answer(
        {
          ranges: [
            range([
              ["introduced", "0"],
              ["fixed", "soon"],
            ]),
          ],
        },
        "1.0.0",
      ),
    ).toBe("could_not_look");
    expect(answer(fixed, null)).toBe("may_be_affected");
  });

  test("stops at its limit", () => {
    const limited = {
      ranges: [
        range([
          ["introduced", "1.0.0"],
          ["limit", "2.0.0"],
        ]),
      ],
    };
    expect(answer(limited, "1.9.0")).toBe("affected");
    expect(answer(limited, "2.0.0")).toBe("not_affected");
  });
});

test("the release that mends it is the lowest one above", () => {
  const ranges = [
    range([
      ["introduced", "0"],
      ["fixed", "1.2.0"],
      ["introduced", "2.0.0"],
      ["fixed", "2.1.0"],
    ]),
  ];
  expect(fixedIn([affected({ ranges })], "1.0.0")).toBe("1.2.0");
  expect(fixedIn([affected({ ranges })], "2.0.5")).toBe("2.1.0");
  expect(fixedIn([affected({ ranges })], null)).toBeNull();
  expect(fixedIn([affected({ versions: ["1.0.0"] })], "1.0.0")).toBeNull();
});

test("a listed version is affected, however it is written", () => {
  expect(answer({ versions: ["1.2.3"] }, "1.2.3")).toBe("affected");
  expect(answer({ versions: ["v1.2.3"] }, "1.2.3")).toBe("affected");
  expect(answer({ versions: ["1.2.3"] }, "1.2.4")).toBe("not_affected");
  expect(answer({ versions: ["1.2.3"], isCut: true }, "1.2.4")).toBe("could_not_look");
  expect(affectedBy(affected({ package: "pypi:x", versions: ["1.0"] }), "1.0.0").answer).toBe("affected");
});

test("commits decide nothing of a release, beside a range that orders releases they are not needed", () => {
  const commits = range(
    [
      ["introduced", "0"],
      ["fixed", "a1b2"],
    ],
    "GIT",
  );
  expect(answer({ ranges: [commits], versions: ["1.0.0"] }, "1.0.0")).toBe("affected");
  expect(answer({ ranges: [commits], versions: ["1.0.0"] }, "1.1.0")).toBe("could_not_look");
  const both = [
    commits,
    range([
      ["introduced", "0"],
      ["fixed", "1.1.0"],
    ]),
  ];
  expect(answer({ ranges: both }, "1.1.0")).toBe("not_affected");
});

test("another ecosystem is decided by its list alone", () => {
  const other = { package: "oci:docker.io/library/nginx", ecosystem: "Docker" };
  expect(answer({ ...other, versions: ["1.27"] }, "1.27")).toBe("affected");
  expect(answer({ ...other, versions: ["1.27"] }, "1.28")).toBe("not_affected");
  const ranges = [
    range(
      [
        ["introduced", "1"],
        ["fixed", "2"],
      ],
      "ECOSYSTEM",
    ),
  ];
  expect(answer({ ...other, versions: ["1.27"], ranges }, "1.28")).toBe("could_not_look");
});

test("an advisory without versions may affect every release", () => {
  expect(answer({}, "1.0.0")).toBe("may_be_affected");
});

describe("Python versions", () => {
  // in the order PEP 440 gives them
  const ORDERED =
    "1.dev0 1.0.dev456 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456 1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.0.15 1.1.dev1 1.1 2!0.1".split(
      " ",
    );
  test("stand in the order of PEP 440", () => {
    const parsed = ORDERED.map((text) => pypiOrder.parse(text));
    for (const [i, a] of parsed.entries())
      for (const [j, b] of parsed.entries()) {
        if (a === null || b === null) throw new Error("A version was not read.");
        expect(Math.sign(pypiOrder.compare(a, b)), `${ORDERED[i]} ${ORDERED[j]}`).toBe(Math.sign(i - j));
      }
  });

  test("written differently are the same", () => {
    for (const [a, b] of [
      ["1.0", "1"],
      ["1.0-alpha.1", "1.0a1"],
      ["v1.0", "1.0.0"],
      ["1.0-1", "1.0.post1"],
      ["1.0RC1", "1.0c1"],
      ["1.0.post", "1.0.post0"],
    ]) {
      const [one, two] = [pypiOrder.parse(a ?? ""), pypiOrder.parse(b ?? "")];
      expect(one && two && pypiOrder.compare(one, two), `${a} ${b}`).toBe(0);
    }
  });

  test("that are none are not read", () => {
    for (const text of ["", "latest", "1.0.x", "1..0", `1.${"9".repeat(20)}`])
      expect(pypiOrder.parse(text)).toBeNull();
  });

  test("decide a range of their ecosystem", () => {
    const ranges = [
      range(
        [
          ["introduced", "0"],
          ["fixed", "2.11.3"],
        ],
        "ECOSYSTEM",
      ),
    ];
    const of = { package: "pypi:jinja2", ecosystem: "PyPI", ranges };
    expect(answer(of, "2.11.3rc1")).toBe("affected");
    expect(answer(of, "2.11.3.post1")).toBe("not_affected");
    expect(answer(of, "2.10")).toBe("affected");
  });
});
