/** What the first start prints for a person. */
export function demoSignIn(banner: string): { email: string; password: string } {
  const email = /^ *Sign in +(\S+)$/m.exec(banner)?.[1];
  const password = /^ *Password +(\S+)$/m.exec(banner)?.[1];
  if (!email || !password) throw new Error(`The banner names no sign-in:\n${banner}`);
  return { email, password };
}
