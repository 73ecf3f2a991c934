import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

/**
 * The database driver writes on the next tick to a connection that may be closed by then, which ends the whole process
 * (porsager/postgres #1154, #1208; open with 3.4.9). Until a release mends it, the build does: such a write fails its
 * query like every other one on a lost connection. The same end came from a connection that is lost while it reads the
 * types of arrays: nobody waits for that, and the query it was opened for is told anyway. The build stops when the
 * driver reads differently.
 */
function mendLostConnections(): Plugin {
  const mends: [from: string, to: string][] = [
    [
      "const x = socket.write(chunk, fn)",
      `if (socket === null) {
      chunk = nextWriteTimer = null
      error(Errors.connection('CONNECTION_CLOSED', options, socket))
      return true
    }
    const x = socket.write(chunk, fn)`,
    ],
    [
      "socket.removeAllListeners()\n    socket = null\n",
      "socket.removeAllListeners()\n    socket = chunk = nextWriteTimer = null\n",
    ],
    [
      "return fetchArrayTypes()",
      // the driver marks an error with the query it told it to; one it told nobody stays loud
      `fetchArrayTypes().catch(err => {
          if (!(err instanceof Error && 'query' in err)) throw err
        })
        return`,
    ],
  ];
  return {
    name: "mend-lost-connections",
    enforce: "pre",
    transform(code, id) {
      if (!/\/postgres\/src\/connection\.js$/.test(id)) return undefined;
      return mends.reduce((text, [from, to]) => {
        if (text.split(from).length !== 2) this.error(`postgres reads differently now: ${from}`);
        return text.replace(from, to);
      }, code);
    },
  };
}

export default defineConfig({
  publicDir: "app/ui/public",
  // bundled, so that the mend below reaches it
  ssr: { noExternal: ["postgres"] },
  plugins: [
    mendLostConnections(),
    tailwindcss(),
    process.env.VITEST
      ? null
      : remix({
          future: {
            v3_fetcherPersist: true,
            v3_relativeSplatPath: true,
            v3_throwAbortReason: true,
            v3_lazyRouteDiscovery: true,
            v3_singleFetch: true,
            v3_routeConfig: true,
          },
        }),
  ],
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/e2e/**", "test/process/**"],
    globalSetup: ["test/support/global-setup.ts"],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
