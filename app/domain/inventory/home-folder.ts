const UNIX_HOME = /(?<![\w~.)}-])(?:\/var)?\/(?:Users|home)\/(?!Shared(?![\w.-]))[^/\\\s:,;"'=<>|?*•$]+/g;
const WINDOWS_HOME =
  /(?:[A-Za-z]:|(?<![\w~])\/mnt\/[a-z]|(?<![\w~])\/[a-z])[\\/]+Users[\\/]+(?!(?:Public|Default)(?![\w.-]))(?:[^\\/:*?"<>|,;=•$]{1,64}(?=[\\/])|[^\\/:*?"<>|,;=•$\s]+)/gi;

const WSL_HOME = /(\\\\wsl(?:\$|\.localhost)\\[^\\\s]{1,64})\\home\\[^\\\s]+/gi;

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

let lastHome: { home: string; pattern: RegExp } | undefined;

/** The pattern of the person's own home folder: one person's texts are read one after the other, so the last is kept. */
function patternOf(home: string): RegExp {
  if (lastHome?.home === home) return lastHome.pattern;
  const words = escapeForPattern(home).replace(/\\\\|\//g, "[\\\\/]+");
  // A home such as /root is also a folder's name elsewhere; one of two folders and more is the person's anywhere.
  const whole = home.split(/[\\/]/).length > 2 ? "" : "(?<![\\w.~-])";
  // a run of slashes is tried once, not from each of its slashes
  const start = words.startsWith("[") ? `${whole}(?<![\\\\/])` : whole;
  const pattern = new RegExp(`${start}${words}(?![\\w.-])`, /^[A-Za-z]:/.test(home) ? "gi" : "g");
  lastHome = { home, pattern };
  return pattern;
}

/** Replaces the given home folder, and everything that looks like a person's home folder, by `~`. */
export function withoutHome(text: string, home?: string): string {
  if (!/[\\/]/.test(text)) return text;
  let result = text;
  const own = home?.replace(/[\\/]+$/, "");
  if (own !== undefined && own.length > 1) result = result.replace(patternOf(own), "~");
  result = result.replace(WSL_HOME, "$1\\~");
  return result.replace(WINDOWS_HOME, "~").replace(UNIX_HOME, "~");
}
