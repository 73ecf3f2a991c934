import type { Stopped } from "#app/domain/inventory/server-use-queries.server.ts";
import { plural } from "#app/ui/plural.ts";

/** What a block does, with whom it hits, and what it does not do. */
export function blockEffects({ installations, people, names, grants, openRequests }: Stopped): string[] {
  const places = plural(installations, { one: "# installation", other: "# installations" });
  const whom = `${names.join(", ")}${people > names.length ? ` and ${people - names.length} more` : ""}`;
  return [
    "Every call to it that asks Castellan is refused from the next one on, for everybody.",
    people === 0
      ? "No device reports it in use."
      : `${plural(people, { one: "# person has", other: "# people have" })} it in ${places}: ${whom}.`,
    plural(grants, {
      zero: "No grant holds now.",
      one: "# grant stops counting until the block is lifted. Its end date stays.",
      other: "# grants stop counting until the block is lifted. Their end dates stay.",
    }),
    ...(openRequests > 0
      ? [plural(openRequests, { one: "# open request stays open.", other: "# open requests stay open." })]
      : []),
    "Files on people's machines are not changed. A client that does not ask Castellan is not stopped by this.",
  ];
}
