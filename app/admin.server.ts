const usage = `castellan admin: commands for the person who runs this installation

  admin create-organization --name <name> --owner-email <address> [--json]

`;

/**
 * Runs one operator command on the database of this installation and returns the exit code: 0 done, 1 refused,
 * 2 not understood. Results go to standard output, everything else to standard error.
 */
export async function runAdmin(argv: string[]): Promise<number> {
  const [command] = argv;
  if (command === undefined || command === "--help") {
    process.stdout.write(usage);
    return 0;
  }
  process.stderr.write(`There is no command "admin ${command}".\n\n${usage}`);
  return 2;
}
