import { repositoryAddress } from "#app/domain/packages/repository/repository-address.ts";

/** Whether two addresses lead to one repository; names at code hosts do not tell upper from lower case. */
export function sameRepository(one: string, other: string): boolean {
  const place = placeOf(one);
  return place !== undefined && place === placeOf(other);
}

function placeOf(text: string): string | undefined {
  // a statement may name the branch behind it: git+https://github.com/owner/name@refs/heads/main
  const found = repositoryAddress(text.replace(/@refs\/.*$/, ""));
  return found ? `${found.host}.com/${found.path}`.toLowerCase() : undefined;
}
