import { NotFound } from "#app/domain/errors.ts";
import { openLoader } from "#app/http/respond.server.ts";

export const loader = openLoader(async () => {
  throw new NotFound("page");
});

export default function NothingHere() {
  return null;
}
