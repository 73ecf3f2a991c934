/** Variables that switch certificate checks off with a value that says no, yes, or nothing at all. */
const OFF_BY_NO =
  /^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|(?:\w+_)?(?:VERIFY_(?:SSL|TLS|CERTS?)|(?:SSL|TLS|CERT)_VERIFY|STRICT_SSL|REJECT_UNAUTHORIZED))$/i;
const OFF_BY_YES =
  /^(?:\w+_)?(?:(?:SSL|TLS)_(?:NO_VERIFY|SKIP_VERIFY|INSECURE)|(?:SKIP|DISABLE|NO)_(?:SSL|TLS)_(?:VERIFY|VERIFICATION|CHECK)|INSECURE_SKIP_VERIFY|ALLOW_INSECURE_(?:SSL|TLS|CERTS?))$/i;
const OFF_BY_NOTHING = /^(?:CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE)$/;

function switchesOff(name: string, raw: string): boolean {
  const value = raw.trim().replace(/^["']|["']$/g, "");
  if (name.length > 128) return false;
  if (OFF_BY_NOTHING.test(name)) return value === "";
  if (OFF_BY_YES.test(name)) return /^(?:1|true|yes|on)$/i.test(value);
  return OFF_BY_NO.test(name) && /^(?:0|false|no|off)$/i.test(value);
}

/**
 * Where the variables of a launch switch certificate checks off. Values of variables never leave the machine, so this is
 * looked at where they are still known: in `env`, and in arguments like `-e NAME=0`.
 */
export function uncheckedVariables(
  env: readonly (readonly [name: string, value: string])[],
  args: readonly string[],
): string[] {
  const inEnv = env.filter(([name, value]) => switchesOff(name, value)).map(([name]) => `env.${name}`);
  const inArgs = args.flatMap((word, index) => {
    const [, name = "", value = ""] = /^(?:--env=|-e)?([A-Za-z_]\w{0,127})=(.{0,16})$/.exec(word) ?? [];
    return switchesOff(name, value) ? [`args.${index}`] : [];
  });
  return [...inEnv, ...inArgs];
}
