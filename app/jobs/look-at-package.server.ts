import { readImageSignatures } from "#app/connectors/registries/image-registry.server.ts";
import { npmRegistry } from "#app/connectors/registries/npm-registry.server.ts";
import { observeRepository } from "#app/connectors/registries/observe-repository.server.ts";
import type { JobPayload } from "#app/db/queue.server.ts";
import type { Ctx } from "#app/domain/context.ts";
import { beginPackageLook } from "#app/domain/packages/begin-package-look.server.ts";
import type { ImageAnswer } from "#app/domain/packages/image/image-facts.ts";
import type { DeclaredSigner } from "#app/domain/packages/image/image-signatures.ts";
import { judgeImage } from "#app/domain/packages/image/judge-image.server.ts";
import { checkSignature } from "#app/domain/packages/npm/check-signature.server.ts";
import { observePackage } from "#app/domain/packages/npm/observe-package.ts";
import { judgeAttestations } from "#app/domain/packages/npm/provenance/judge-attestations.server.ts";
import { WALK_MS } from "#app/domain/packages/package-facts.ts";
import { recordPackageLook } from "#app/domain/packages/record-package-look.server.ts";
import { repositoryAddress } from "#app/domain/packages/repository/repository-address.ts";
import { type RepositoryFacts, tagsOf } from "#app/domain/packages/repository/repository-facts.ts";
import { readRepositoryToken } from "#app/domain/packages/repository/repository-token-queries.server.ts";
import { jobContext } from "./job-context.ts";
import type { JobWorld } from "./job-world.ts";
import { matchDue } from "./match-advisories.server.ts";

const ASKED = { timeoutMs: 15_000, largestBody: 4 * 1024 * 1024 };
const LIMITS = { timeoutMs: 20_000, largestBody: 32 * 1024 * 1024 };

export async function lookAtPackage(
  world: JobWorld,
  { orgId, lookId }: JobPayload<"look_at_package">,
): Promise<void> {
  const ctx = jobContext(world, orgId, "look_at_package");
  const asked = await beginPackageLook(ctx, lookId);
  if (!asked) return;
  if (!asked.identity.startsWith("npm:")) {
    const version = asked.release || asked.version || asked.image?.version || null;
    const image = await lookAtImage(world, asked.identity, version, asked.image?.signer ?? null);
    const provenance = image?.answer === "verified" ? image : null;
    const witnesses = { provenance, listing: asked.namedBy, given: asked.given };
    const repository = await lookAtRepository(world, ctx, asked.repository, {
      tags: tagsOfRelease(asked.identity, version),
      witnesses,
      file: null,
    });
    const observation = { outcome: "listed", source: repository?.place ?? "registries", version } as const;
    await recordPackageLook({ ...ctx, now: world.now() }, { lookId, observation, repository, image });
    return;
  }
  const registry = npmRegistry(world.reach(LIMITS), world.npmRegistry, world.now);
  const records = npmRegistry(world.reach(ASKED), world.npmRegistry, world.now);
  const until = performance.now() + WALK_MS;
  const observation = await observePackage(
    {
      ...registry,
      source: world.npmRegistry,
      check: async (signed) =>
        checkSignature(signed, signed.signatures?.length ? await registry.keys() : null),
      prove: async (release) =>
        judgeAttestations(
          await records.attestations(release.name, release.version),
          release,
          world.sigstoreRoot,
        ),
    },
    { name: asked.identity.replace(/^npm:/, ""), release: asked.release },
    { now: world.now(), isOver: () => performance.now() > until },
  );
  const repository =
    observation.outcome === "found"
      ? await lookAtRepository(world, ctx, observation.facts.repository, {
          tags: tagsOfRelease(asked.identity, observation.facts.version),
          witnesses: {
            provenance: observation.facts.provenance,
            listing: asked.namedBy,
            given: asked.given,
          },
          file: { name: asked.identity.replace(/^npm:/, ""), directory: observation.facts.directory },
        })
      : null;
  await recordPackageLook({ ...ctx, now: world.now() }, { lookId, observation, repository });
  if (observation.outcome === "found") await matchDue(world, orgId, asked.identity);
}

/** The repository a server is said to be made in; null when that is none we know how to ask. */
async function lookAtRepository(
  world: JobWorld,
  ctx: Ctx,
  repository: string | null,
  wanted: Parameters<typeof observeRepository>[2],
): Promise<RepositoryFacts | null> {
  const address = repository === null ? undefined : repositoryAddress(repository);
  if (!address) return null;
  const token = await readRepositoryToken(ctx, address.host);
  const outside = { reach: world.reach(ASKED), bases: world.repositories, now: world.now, token };
  return observeRepository(outside, address, wanted);
}

function tagsOfRelease(identity: string, version: string | null): string[] {
  return version === null ? [] : tagsOf(identity.replace(/^[a-z]+:/, ""), version);
}

/** What the signatures of an image prove, at the tag engines take where none is known; null where it is none. */
async function lookAtImage(
  world: JobWorld,
  identity: string,
  version: string | null,
  signer: DeclaredSigner | null,
): Promise<ImageAnswer | null> {
  if (!identity.startsWith("oci:")) return null;
  const outside = { reach: world.reach(ASKED), now: world.now };
  const found = await readImageSignatures(outside, identity.replace(/^oci:/, ""), version ?? "latest");
  if (found.ok) return judgeImage(found.value, signer, world.sigstoreRoot);
  return { answer: "unseen", why: found.why, isClaimed: signer !== null };
}
