import type { Prepared } from "./boot.server.ts";

interface BannerFacts {
  url: string;
  host: string;
  role: string;
  prepared: Prepared;
}

/** What `npm start` prints when it is ready: where to go, how to sign in, how to scan this machine, what comes next. */
export function banner({ url, host, role, prepared }: BannerFacts): string {
  if (role === "worker") return `\nCastellan worker is running. Health: ${url}/health\n`;
  const lines = ["", `Castellan is ready at ${url}`, ""];
  const { demo, embedded } = prepared;
  if (demo?.isNew) {
    lines.push(`  Sign in      ${demo.email}`, `  Password     ${demo.password}`);
    lines.push(`               (made at random for this installation, kept in ${demo.file})`);
  } else if (demo) {
    lines.push(`  Sign in      ${demo.email}`, `  Password     in ${demo.file}`);
  }
  lines.push(
    "  Scan         see what would be sent from this machine:  npm run -s castellan -- scan --dry-run",
    `               enroll it, then scan:  npm run -s castellan -- enroll ${url}`,
    `               on another machine:    curl -O ${url}/castellan.mjs && node castellan.mjs enroll ${url}`,
  );
  if (demo) lines.push("  Next         sign in and open Scan: it shows the code that enrolls this machine");
  else
    lines.push(
      "  Next         make an organization:  npm run -s castellan -- admin create-organization --help",
    );
  if (embedded) {
    const account = embedded.account
      ? `, run by the account ${embedded.account} because PostgreSQL refuses to run as root`
      : "";
    lines.push(`  Data         ${embedded.dataDir}${account}`);
    if (embedded.adopted)
      lines.push("               (the database still ran after an unclean end and was taken over)");
  }
  if (!["127.0.0.1", "::1", "localhost"].includes(host)) {
    lines.push(`  Reachable    from other machines, because HOST is ${host}: put TLS in front of it`);
  }
  lines.push("  Stop         Ctrl-C", "");
  return `${lines.join("\n")}\n`;
}
