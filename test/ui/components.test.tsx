import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { Button } from "#app/ui/button.tsx";
import { Checklist } from "#app/ui/checklist.tsx";
import { TextInput } from "#app/ui/form/text-input.tsx";
import { ErrorPage } from "#app/ui/layout/error-page.tsx";
import { RelativeTime } from "#app/ui/relative-time.tsx";
import { RiskBadge } from "#app/ui/risk-badge.tsx";
import { SafeText } from "#app/ui/safe-text.tsx";
import { Status } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table/data-table.tsx";
import { TableFoot } from "#app/ui/table/table-foot.tsx";
import * as tones from "#app/ui/tones.ts";
import { ToolList } from "#app/ui/tool-list.tsx";

const html = renderToStaticMarkup;
const allLooks = Object.entries(tones).flatMap(([map, looks]) =>
  map === "riskLook" ? [] : Object.entries(looks).map(([state, look]) => [map, state, look] as const),
);

describe("states", () => {
  test.each(allLooks)("%s %s has a word beside its icon", (_map, _state, look) => {
    expect(html(<Status look={look} />)).toContain(look.word);
  });

  test("only what nobody could look at is dashed", () => {
    const dashed = allLooks.filter(([, , look]) => html(<Status look={look} />).includes("badge-dashed"));
    expect([...new Set(dashed.map(([, state]) => state))].sort()).toEqual([
      "could_not_look",
      "silent",
      "unknown",
    ]);
  });

  test("none found, not looked yet and could not look are three icons and three words", () => {
    const { none, not_looked, could_not_look } = tones.outcomeLook;
    expect(new Set([none.icon, not_looked.icon, could_not_look.icon]).size).toBe(3);
    expect(new Set([none.word, not_looked.word, could_not_look.word]).size).toBe(3);
  });

  test("risk is never drawn without its word, and only critical is filled", () => {
    expect(html(<RiskBadge risk="high" noun="risk" />)).toContain("High risk");
    expect(html(<RiskBadge risk="high" />)).not.toContain("risk-critical");
    expect(html(<RiskBadge risk="critical" />)).toContain("risk-critical");
  });
});

describe("actions and forms", () => {
  test("an action the state forbids cannot be sent and says why beside it", () => {
    const drawn = html(
      <Button id="approve" unavailable="You asked for this, so somebody else decides.">
        Approve request
      </Button>,
    );
    expect(drawn).toContain('type="button"');
    expect(drawn).toContain('aria-disabled="true"');
    expect(drawn).toContain('aria-describedby="approve-unavailable"');
    expect(drawn).toContain('<span id="approve-unavailable" class="hint">You asked for this');
  });

  test("a field with an error is marked invalid, described by its error, and keeps its value", () => {
    const drawn = html(
      <TextInput id="until" name="until" label="Until" hint="A day" error={["Too late."]} defaultValue="x" />,
    );
    expect(drawn).toContain('aria-describedby="until-hint until-error"');
    expect(drawn).toContain('aria-invalid="true"');
    expect(drawn).toContain('value="x"');
    expect(drawn).toContain('<label for="until"');
  });
});

describe("tables", () => {
  const columns = [
    { key: "name", head: "Server", sort: "name", cell: (row: { id: string }) => row.id },
    { key: "risk", head: "Risk", sort: "risk", cell: () => "High" },
  ];
  const table = (sort: string) =>
    html(
      <DataTable
        caption="Servers in use"
        columns={columns}
        rows={[{ id: "a" }]}
        rowKey={(row) => row.id}
        sort={sort}
        hrefFor={(next) => `?sort=${next}`}
      />,
    );

  test("exactly one heading says how the rows are sorted, and its link turns the order around", () => {
    expect(table("name").match(/aria-sort="ascending"/g)).toHaveLength(1);
    expect(table("name")).toContain('href="?sort=-name"');
    expect(table("-risk").match(/aria-sort="descending"/g)).toHaveLength(1);
    expect(table("-risk")).toContain('href="?sort=risk"');
  });

  test("the first cell names its row and the caption names the table", () => {
    expect(table("name")).toContain('<th scope="row">a</th>');
    expect(table("name")).toContain("<caption>Servers in use</caption>");
  });

  test("the foot counts from one and writes zero", () => {
    expect(html(<TableFoot from={51} to={100} total={2314} />)).toContain("51–100 of 2,314");
    expect(html(<TableFoot from={0} to={0} total={0} />)).toBe("");
  });
});

describe("text of strangers", () => {
  test("a tool name and description cannot bring markup or hidden characters into the page", () => {
    const drawn = html(
      <ToolList
        label="Tools"
        tools={[
          { name: "<b>x\u202E", toolClass: "undeclared", description: "<script>alert(1)</script>\u200B" },
        ]}
      />,
    );
    expect(drawn).not.toMatch(/<b>|<script>|\u202E|\u200B/);
    expect(drawn).toContain("U+202E");
    expect(drawn).toContain("U+200B");
  });

  test("long text is bounded and says how much there is", () => {
    const drawn = html(<SafeText text={"word ".repeat(462)} limit={100} />);
    expect(drawn).toContain("Show all 2,310 characters");
  });
});

describe("answers", () => {
  test("an unknown checklist row stays in the list and says why", () => {
    const drawn = html(
      <Checklist
        label="Checklist"
        rows={[{ key: "m", question: "Actively maintained", answer: "unknown", reason: "Could not look." }]}
      />,
    );
    expect(drawn).toContain("Unknown");
    expect(drawn).toContain("Could not look.");
  });

  test("a deadline shows the exact time first, everything else keeps it in the title", () => {
    const time = { at: "2026-11-28T22:59:00Z", now: "2026-11-23T10:00:00Z", zone: "Europe/Berlin" };
    expect(html(<RelativeTime {...time} exact />)).toContain(">Sat 28 Nov, 23:59 CET · in 5 days<");
    expect(html(<RelativeTime {...time} />)).toContain('title="Sat 28 Nov, 23:59 CET">in 5 days<');
  });

  test.each([400, 403, 404, 409, 413, 422, 429, 500, 503])(
    "the page for %s says what was kept and shows the request id",
    (status) => {
      const drawn = html(<ErrorPage status={status} requestId="req-1" homeHref="/" inShell />);
      expect(drawn).toContain("req-1");
      expect(drawn).toMatch(status === 404 ? /Nothing here/ : /Nothing was|not saved/i);
      expect(drawn.match(/<h1/g)).toHaveLength(1);
    },
  );
});
