import type { TestProject } from "vitest/node";
import buildOnce from "#test/process/support/build-once.ts";
import { demoSignIn } from "#test/support/demo-sign-in.ts";
import { startServer } from "#test/support/server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** One server for all stories: each makes its own organization, or reads the demo organization. */
    server: { url: string; state: string };
    demo: { email: string; password: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const removeBuild = await buildOnce(project);
  try {
    const server = await startServer(project.getProvidedContext().productFolder, {
      // the OpenID provider of the stories
      env: { ALLOWED_NETWORKS: "127.0.0.1/32" },
    });
    project.provide("server", { url: server.url, state: server.state });
    project.provide("demo", demoSignIn(server.started.output()));
    return async () => {
      await server.stop();
      await removeBuild();
    };
  } catch (error) {
    await removeBuild();
    throw error;
  }
}
