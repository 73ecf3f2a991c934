import { buildSentence } from "#app/domain/packages/npm/provenance/provenance-facts.ts";
import type { EvidenceToRecord } from "#app/domain/trust/record-evidence.server.ts";
import type { ImageAnswer } from "./image-facts.ts";

type Answer = Pick<EvidenceToRecord, "answer" | "value" | "detail">;

/** What the signatures of an image say, as an answer to the question of trust. */
export function imageEvidence(image: ImageAnswer): Answer {
  switch (image.answer) {
    case "verified":
      return { answer: "found", detail: { says: buildSentence(image), ...image } };
    case "contradicted": {
      const says = `The signature of the image is false. ${image.why}`;
      return { answer: "not_found", value: 0, detail: { says, contradicted: true, root: image.root } };
    }
    case "claimed":
      return { answer: "could_not_look", detail: { why: `Claimed only: ${image.why}`, claimed: true } };
    case "unseen":
      return image.isClaimed
        ? {
            answer: "could_not_look",
            detail: { why: `Claimed only: a registry names who signs it. ${image.why}`, claimed: true },
          }
        : { answer: "could_not_look", detail: { why: image.why } };
    case "none":
      return { answer: "not_found", value: 0, detail: { says: "No signature lies with the image." } };
  }
}
