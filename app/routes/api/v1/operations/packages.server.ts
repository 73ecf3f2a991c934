import { z } from "zod";
import { askPackageLook } from "#app/domain/packages/ask-package-look.server.ts";
import { ImageAnswer } from "#app/domain/packages/image/image-facts.ts";
import { PackageFacts } from "#app/domain/packages/package-facts.ts";
import { getPackage } from "#app/domain/packages/package-queries.server.ts";
import { importRepositoryFacts } from "#app/domain/packages/repository/import-repository-facts.server.ts";
import { RepositoryFacts } from "#app/domain/packages/repository/repository-facts.ts";
import { LARGEST_REPOSITORY_FILE, RepositoryFile } from "#app/domain/packages/repository/repository-file.ts";
import { type Operation, operation } from "#app/http/api-operation.ts";
import { Instant } from "#app/http/api-shapes.ts";

const Id = z.uuid();
const facts = { tag: "Catalog", auth: "member" } as const;

const Package = z.object({
  identity: z.string(),
  release: z.string().meta({ description: "Empty: the newest" }),
  askedAt: Instant.nullable().meta({ description: "Of a look that is under way" }),
  seen: z
    .object({
      at: Instant,
      source: z.string(),
      facts: PackageFacts.meta({ description: "Null: the registry does not tell, which is no answer" }),
    })
    .nullable(),
  repository: z
    .object({ at: Instant, source: z.string(), facts: RepositoryFacts })
    .nullable()
    .meta({ description: "What the repository told, each question for itself" }),
  image: z
    .object({ at: Instant, release: z.string(), proof: ImageAnswer })
    .nullable()
    .meta({ description: "What the signatures that lie with an image prove" }),
  listed: z.string().nullable().meta({ description: "The repository a registry names of the server" }),
  failed: z
    .object({ at: Instant, source: z.string().nullable(), why: z.string(), retryAt: Instant.nullable() })
    .nullable()
    .meta({ description: "A look after that which saw nothing, and why" }),
});

export const packageOperations: Operation[] = [
  operation({
    ...facts,
    method: "GET",
    path: "/servers/{serverId}/package",
    operationId: "getPackage",
    summary: "What a registry says of a release of a server's package, and what its repository told",
    scope: "read",
    status: 200,
    query: z.strictObject({ release: z.string().max(200).optional() }),
    response: Package,
    run: (ctx, { params, query }) => getPackage(ctx, { ...params, ...query }),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/servers/{serverId}/package-looks",
    operationId: "askPackageLook",
    summary: "Have a package and its releases in use looked up, or the repository of a server",
    description:
      "A job asks for versions, times, maintainers, deprecation, provenance, licence and install scripts, and walks the dependencies. Of an image the signatures are verified that lie with it in its registry. Of a server that is no package of npm the repository is asked that a registry names. `getPackage` says what was seen.",
    scope: "report",
    status: 201,
    response: z.object({ lookIds: z.array(Id) }),
    run: (ctx, { params }) => askPackageLook(ctx, params),
  }),
  operation({
    ...facts,
    method: "POST",
    path: "/repository-facts",
    operationId: "importRepositoryFacts",
    summary: "Give facts of repositories that were looked up elsewhere",
    description:
      "All or none. What is left out is not known. The same again changes nothing, and older facts do not replace newer ones.",
    scope: "admin",
    status: 200,
    largestBody: LARGEST_REPOSITORY_FILE,
    body: RepositoryFile,
    response: z.object({
      taken: z.number(),
      left: z.number().meta({ description: "Known already, or older than what is known" }),
    }),
    example: {
      body: {
        repositories: [
          {
            identity: "pypi:mcp-server-time",
            release: "1.2.0",
            repository: "https://github.com/example/time",
            lookedAt: "2026-11-01T10:00:00Z",
            isArchived: false,
            licence: "MIT",
            lastCommitAt: "2026-10-30T08:00:00Z",
            tag: "v1.2.0",
          },
        ],
      },
    },
    run: (ctx, { body }) => importRepositoryFacts(ctx, body),
  }),
];
