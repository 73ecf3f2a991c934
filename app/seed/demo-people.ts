import type { Role } from "#app/domain/permissions.ts";

type DemoPerson = {
  name: string;
  role: Role;
  team?: string;
  leads?: true;
  laptop?: "darwin" | "linux" | "win32";
};

/** Invented people of the demo organization; the owner is made with it. */
export const OWNER = { name: "Dana", email: "owner@demo.example" };

export const TEAMS = ["Platform", "Payments", "Data", "Mobile"] as const;

export const PEOPLE = {
  milan: { name: "Milan", role: "admin", laptop: "linux" },
  priya: { name: "Priya", role: "security", laptop: "darwin" },
  jonas: { name: "Jonas", role: "security" },
  elif: { name: "Elif", role: "approver", team: "Platform" },
  ravi: { name: "Ravi", role: "member", team: "Platform", leads: true, laptop: "linux" },
  noor: { name: "Noor", role: "member", team: "Platform", laptop: "darwin" },
  sofia: { name: "Sofia", role: "member", team: "Payments", leads: true, laptop: "darwin" },
  kofi: { name: "Kofi", role: "member", team: "Payments", laptop: "linux" },
  tomas: { name: "Tomas", role: "member", team: "Data", leads: true, laptop: "darwin" },
  lena: { name: "Lena", role: "member", team: "Data", laptop: "win32" },
  ines: { name: "Ines", role: "member", team: "Mobile", leads: true, laptop: "darwin" },
  yuki: { name: "Yuki", role: "member", team: "Mobile", laptop: "darwin" },
  marek: { name: "Marek", role: "member", team: "Data", laptop: "linux" },
  bruno: { name: "Bruno", role: "member", team: "Mobile", laptop: "win32" },
  hanna: { name: "Hanna", role: "auditor" },
} as const satisfies Record<string, DemoPerson>;

export type PersonKey = keyof typeof PEOPLE;

export const personKeys = Object.keys(PEOPLE).filter((key): key is PersonKey => key in PEOPLE);

export function personOf(key: PersonKey): DemoPerson {
  return PEOPLE[key];
}
