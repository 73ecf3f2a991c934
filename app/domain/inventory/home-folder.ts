const UNIX_HOME = /(?<![\w~.)}-])(?:\/var)?\/(?:Users|home)\/(?!Shared(?![\w.-]))[^/\\\s:,;"'=<>|?*•$]+/g;
const WINDOWS_HOME =
  /(?:[A-Za-z]:|(?<![\w~])\/mnt\/[a-z]|(?<![\w~])\/[a-z])[\\/]+Users[\\/]+(?!(?:Public|Default)(?![\w.-]))(?:[^\\/:*?"<>|,;=•$]{1,64}(?=[\\/])|[^\\/:*?"<>|,;=•$\s]+)/gi;

const WSL_HOME = /(\\\\wsl(?:\$|\.localhost)\\[^\\\s]{1,64})\\home\\[^\\\s]+/gi;

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Replaces the given home folder, and everything that looks like a person's home folder, by `~`. */
export function withoutHome(text: string, home?: string): string {
  let result = text;
  const own = home?.replace(/[\\/]+$/, "");
  if (own !== undefined && own.length > 1) {
    const pattern = escapeForPattern(own).replace(/\\\\|\//g, "[\\\\/]+");
    // A home such as /root is also a folder's name elsewhere; one of two folders and more is the person's anywhere.
    const whole = own.split(/[\\/]/).length > 2 ? "" : "(?<![\\w.~-])";
    // a run of slashes is tried once, not from each of its slashes
    const start = pattern.startsWith("[") ? `${whole}(?<![\\\\/])` : whole;
    result = result.replace(
      new RegExp(`${start}${pattern}(?![\\w.-])`, /^[A-Za-z]:/.test(own) ? "gi" : "g"),
      "~",
    );
  }
  result = result.replace(WSL_HOME, "$1\\~");
  return result.replace(WINDOWS_HOME, "~").replace(UNIX_HOME, "~");
}
