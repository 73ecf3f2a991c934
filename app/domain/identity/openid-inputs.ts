import { z } from "zod";
import { ROLES } from "#app/domain/permissions.ts";
import { isVisibleName, VISIBLE_ONLY } from "./visible-name.ts";

/** A list as an array, or as one text with commas, spaces or lines between. */
const listOf = (item: z.ZodType<string, string>, most: number) =>
  z
    .union([z.string().max(5_000), z.array(z.string()).max(most)])
    .transform((given) => (typeof given === "string" ? given.split(/[\s,]+/).filter(Boolean) : given))
    .pipe(z.array(item).max(most));

const Issuer = z
  .string()
  .trim()
  .max(500)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: "Write the provider's address, such as https://login.example.com.",
    abort: true,
  })
  .refine((text) => {
    const { username, password, search, hash } = new URL(text);
    return username === "" && password === "" && search === "" && hash === "";
  }, "Write the address without a user, a query or a fragment.")
  .transform((text) => {
    const url = new URL(text);
    return url.pathname === "/" ? url.origin : url.href;
  });

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{3,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, "Write domains such as example.com.");

const visible = (most: number, empty: string) =>
  z
    .string()
    .trim()
    .min(1, empty)
    .max(most, `At most ${most} characters.`)
    .refine(isVisibleName, VISIBLE_ONLY);

/** A row of the form nobody filled in is no row. */
const Group = z
  .strictObject({
    name: z.string().trim().max(200).refine(isVisibleName, VISIBLE_ONLY),
    role: z.enum(ROLES, { error: "Choose a role." }).nullable().default(null),
    teamId: z.uuid().nullable().default(null),
  })
  .refine((row) => row.name !== "" || (row.role === null && row.teamId === null), {
    path: ["name"],
    error: "Write the group's name as the provider does.",
  })
  .refine((row) => row.name === "" || row.role !== null || row.teamId !== null, {
    path: ["role"],
    error: "Choose what the group gives: a role, a team or both.",
  });

export const SetOpenidProviderInput = z.strictObject({
  issuer: Issuer,
  clientId: visible(300, "Write the client id the provider gave you."),
  /** Never shown again; absent or empty keeps the one there is. */
  clientSecret: z.string().trim().max(1_000, "At most 1,000 characters.").optional(),
  scopes: listOf(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/, "Scopes are words."), 20).default([
    "openid",
    "email",
    "profile",
  ]),
  groupClaim: visible(200, "Write the name of the claim with the groups.").default("groups"),
  domains: listOf(Domain, 50).default([]),
  /** Null: nobody gets in without a mapped group. */
  defaultRole: z.enum(ROLES).exclude(["owner"], { error: "Choose a role." }).nullable().default(null),
  joins: z.boolean().default(false),
  groups: z
    .array(Group)
    .max(100, "Map at most 100 groups.")
    .default([])
    .transform((rows) => rows.filter((row) => row.name !== "")),
});
export type SetOpenidProviderInput = z.infer<typeof SetOpenidProviderInput>;

export const RequireOpenidInput = z.strictObject({ isRequired: z.boolean().default(false) });
export type RequireOpenidInput = z.infer<typeof RequireOpenidInput>;

export const UnlinkOpenidInput = z.strictObject({ memberId: z.uuid() });
export type UnlinkOpenidInput = z.infer<typeof UnlinkOpenidInput>;
