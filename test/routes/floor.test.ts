import { expect, test } from "vitest";
import { openTestApp } from "#test/support/app.ts";
import { openTestDatabase } from "#test/support/database.ts";
import { createOrganization } from "#test/support/factories.ts";

const database = openTestDatabase();
const app = openTestApp(database);

test("the bare table of the measurement is at no address of a product that serves people", async () => {
  const org = await createOrganization(database.db);
  const owner = await app.signedIn(org.owner);
  const stranger = app.browser();
  for (const page of ["overview", "inventory", "approvals", "servers", "constructor"]) {
    const address = `/${org.slug}/floor/${page}`;
    expect((await owner.get(address)).status).toBe(404);
    expect((await stranger.get(address)).location).toContain("/sign-in");
  }
});
