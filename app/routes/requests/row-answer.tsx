import type { ChecklistRow } from "#app/domain/requests/request-words.ts";
import { Button } from "#app/ui/button.tsx";
import { CHECKLIST_QUESTIONS } from "./checklist-words.ts";
import type { RequestPage } from "./request-page.server.ts";

type RowAnswerProps = { action: string; row: ChecklistRow; page: RequestPage };

/** Lets whoever decides answer one row, folded away until wanted. */
export function RowAnswer({ action, row }: RowAnswerProps) {
  const question = CHECKLIST_QUESTIONS[row.item];
  return (
    <details>
      <summary className="link">
        Answer<span className="sr-only"> {question}</span>
      </summary>
      <form method="post" action={action} className="mt-2 grid gap-2">
        <input type="hidden" name="item" value={row.item} />
        <select name="answer" className="input" aria-label={`${question}: answer`} defaultValue="" required>
          <option value="">Choose</option>
          <option value="yes">Yes</option>
          <option value="no">No</option>
          <option value="unknown">Unknown</option>
        </select>
        <input
          type="text"
          name="note"
          className="input"
          maxLength={1_000}
          placeholder="How you know"
          aria-label={`${question}: how you know`}
        />
        <Button>Save answer</Button>
      </form>
    </details>
  );
}
