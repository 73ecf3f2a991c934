import { publicUrl } from "#app/env.server.ts";
import { readCookie } from "./flash.server.ts";

export type Theme = "system" | "light" | "dark";
export type Density = "compact" | "roomy";
export type Preferences = { theme: Theme; density: Density };

const NAME = "castellan-looks";

/** How this browser wants to see the product; a cookie, so that the first answer is already right. */
export function readPreferences(request: Request): Preferences {
  const [theme, density] = (readCookie(request, NAME) ?? "").split(".");
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    density: density === "roomy" ? "roomy" : "compact",
  };
}

export function preferencesCookie({ theme, density }: Preferences): string {
  const secure = publicUrl().startsWith("https:") ? "; Secure" : "";
  return `${NAME}=${theme}.${density}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax${secure}`;
}
