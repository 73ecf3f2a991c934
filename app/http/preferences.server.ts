import { hostCookie, readHostCookie } from "./host-cookie.server.ts";

export type Theme = "system" | "light" | "dark";
export type Density = "compact" | "roomy";
/** `keys`: letters without a modifier do something (WCAG 2.2, 2.1.4 wants them switched off easily). */
export type Preferences = { theme: Theme; density: Density; keys: boolean };

const SECONDS = 365 * 86_400;

/** How this browser wants to see the product; a cookie, so that the first answer is already right. */
export function readPreferences(request: Request): Preferences {
  const [theme, density, keys] = (readHostCookie(request, "looks") ?? "").split(".");
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    density: density === "roomy" ? "roomy" : "compact",
    keys: keys !== "off",
  };
}

export function preferencesCookie({ theme, density, keys }: Preferences): string {
  return hostCookie("looks", `${theme}.${density}.${keys ? "on" : "off"}`, SECONDS);
}
