import { z } from "zod";
import { Invalid } from "#app/domain/errors.ts";
import type { Group } from "#app/domain/provisioning/group-queries.server.ts";
import type { Person } from "#app/domain/provisioning/person-queries.server.ts";
import { ProvisionedGroup, ProvisionedPerson } from "#app/domain/provisioning/provisioning-inputs.ts";

/** A person in SCIM's shape. */
export function userOf(person: Person) {
  const { id, userName, name, givenName, familyName, email, externalId } = person;
  return {
    id,
    userName,
    ...(externalId === null ? {} : { externalId }),
    displayName: name,
    name: {
      formatted: name,
      ...(givenName === null ? {} : { givenName }),
      ...(familyName === null ? {} : { familyName }),
    },
    emails: [{ value: email, type: "work", primary: true }],
    active: person.active,
    meta: { created: person.createdAt, lastModified: person.changedAt },
  };
}

export function groupOf(group: Group) {
  return {
    id: group.id,
    displayName: group.name,
    ...(group.externalId === null ? {} : { externalId: group.externalId }),
    ...(group.members.length === 0
      ? {}
      : { members: group.members.map((one) => ({ value: one.id, display: one.name, type: "User" })) }),
    meta: { created: group.createdAt, lastModified: group.changedAt },
  };
}

const text = z.string().optional();
const SentUser = z.object({
  userName: z.string(),
  externalId: text,
  displayName: text,
  active: z.boolean().optional(),
  name: z.object({ formatted: text, givenName: text, familyName: text }).optional(),
  emails: z
    .array(z.object({ value: text, type: text, primary: z.boolean().optional() }))
    .max(20)
    .default([]),
});
type SentUser = z.infer<typeof SentUser>;

const SentGroup = z.object({
  displayName: z.string(),
  externalId: text,
  members: z.array(z.object({ value: z.string() })).default([]),
});

/** What a provider sent as the verbs take it; what it left out stays as it was `before`. Throws Invalid. */
export function personOf(sent: unknown, before?: Person): ProvisionedPerson {
  const user = parsed(SentUser, JSON.parse(JSON.stringify(sent)));
  return parsed(ProvisionedPerson, {
    userName: user.userName,
    email: emailOf(user, before),
    name: nameOf(user, before),
    givenName: user.name?.givenName ?? null,
    familyName: user.name?.familyName ?? null,
    externalId: user.externalId ?? before?.externalId ?? null,
    active: user.active ?? before?.active ?? true,
  });
}

export function groupInput(sent: unknown, before?: Group): ProvisionedGroup {
  const group = parsed(SentGroup, JSON.parse(JSON.stringify(sent)));
  return parsed(ProvisionedGroup, {
    name: group.displayName,
    externalId: group.externalId ?? before?.externalId ?? null,
    personIds: group.members.map((one) => one.value.toLowerCase()),
  });
}

function emailOf({ emails, userName }: SentUser, before: Person | undefined): string {
  const best = emails.find((one) => one.primary) ?? emails.find((one) => one.type === "work") ?? emails[0];
  return best?.value ?? before?.email ?? userName;
}

/** The first that says something new: how the person is shown, the whole name, its parts. */
function nameOf(user: SentUser, before: Person | undefined): string {
  const joined = [user.name?.givenName, user.name?.familyName].filter(Boolean).join(" ");
  const wasJoined = [before?.givenName, before?.familyName].filter(Boolean).join(" ");
  const isNew = (name: string | undefined) =>
    name !== undefined && name.trim() !== "" && name !== before?.name;
  if (isNew(user.displayName)) return user.displayName ?? "";
  if (isNew(user.name?.formatted)) return user.name?.formatted ?? "";
  if (joined !== "" && joined !== wasJoined && (!before || before.name === wasJoined)) return joined;
  return before?.name ?? (joined || (user.userName.split("@")[0] ?? ""));
}

function parsed<S extends z.ZodType>(shape: S, value: unknown): z.output<S> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const issue of result.error.issues.slice(0, 5)) {
    const name = issue.path.join(".") || "body";
    fields[name] = [...(fields[name] ?? []), `${name}: ${issue.message}`];
  }
  throw new Invalid("This was not accepted.", fields);
}
