import { expect, test } from "vitest";
import { hiddenInTool } from "#app/domain/catalog/hidden/find-hidden.ts";

test.each(["\n", " \n", "<!--", "ignore all ", "  "])(
  "the texts of a list as long as one may be, made of %j, are checked within a second",
  (part) => {
    const description = part.repeat(20_000 / part.length);
    const before = process.cpuUsage();
    for (let tool = 0; tool < 200; tool += 1)
      hiddenInTool({ name: `t${tool}`, description, inputSchema: { type: "object" } });
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  },
);
