export type RepositoryHost = "github" | "gitlab";
export type RepositoryAddress = {
  host: RepositoryHost;
  /** `owner/name`; of GitLab with every group above it. */
  path: string;
};

const PART = /^[\w.-]{1,100}$/;

/** The repository a package names, as far as it stands where it can be looked at; undefined for any other address. */
export function repositoryAddress(text: string): RepositoryAddress | undefined {
  const short = /^(github|gitlab):([^#]+)/.exec(text);
  if (short) return checked(short[1] === "gitlab" ? "gitlab" : "github", short[2] ?? "");
  if (/^[\w.-]+\/[\w.-]+$/.test(text)) return checked("github", text);
  const found =
    /^(?:git\+)?(?:https?|git|ssh):\/\/(?:[^@/]*@)?(?:www\.)?(github|gitlab)\.com[/:]([^#?]+)/i.exec(text);
  const scp = found ?? /^(?:[^@/]*@)(github|gitlab)\.com:([^#?]+)/i.exec(text);
  if (!scp) return undefined;
  return checked(scp[1]?.toLowerCase() === "gitlab" ? "gitlab" : "github", scp[2] ?? "");
}

function checked(host: RepositoryHost, path: string): RepositoryAddress | undefined {
  const parts = path
    .replace(/\.git\/?$/, "")
    .replace(/\/+$/, "")
    .split("/");
  const own =
    host === "github" ? parts.slice(0, 2) : parts.slice(0, parts.indexOf("-") > 0 ? parts.indexOf("-") : 20);
  if (own.length < 2 || !own.every((part) => PART.test(part) && !/^\.+$/.test(part))) return undefined;
  return { host, path: own.join("/") };
}
