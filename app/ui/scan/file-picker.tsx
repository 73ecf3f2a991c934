import { useState } from "react";
import { CLIENT_NAMES } from "#app/domain/inventory/client-names.ts";
import type { Client } from "#app/domain/inventory/formats/client-format.ts";
import { Icon } from "../icon.tsx";
import { clientOptions, isClient } from "./client-options.ts";
import { nextKey, readFiles, USUAL_PATHS } from "./given-files.ts";
import type { GivenFile } from "./read-given.ts";

type FilePickerProps = {
  add: (load: () => Promise<GivenFile[]>) => void;
  isReading: boolean;
  isFirst: boolean;
};

/** Named first, since most people have one of them. */
const USUAL_FILES = {
  cursor: "mcp.json",
  "claude-desktop": "claude_desktop_config.json",
  "claude-code": ".claude.json, .mcp.json",
  vscode: "mcp.json, settings.json",
  windsurf: "mcp_config.json",
  zed: "settings.json",
  "gemini-cli": "settings.json",
  codex: "config.toml",
  continue: "config.yaml",
  goose: "config.yaml",
  opencode: "opencode.json",
} as const satisfies Partial<Record<Client, string>>;

/** Files chosen, dropped or pasted. No control here has a name and none stands in a form: nothing can be sent by itself. */
export function FilePicker({ add, isReading, isFirst }: FilePickerProps) {
  const [isOver, setIsOver] = useState(false);
  return (
    <div className="needs-script grid gap-4 lg:grid-cols-2">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is only a shorter way to the button inside */}
      <div
        className={`grid content-center justify-items-center gap-2 rounded-md border border-dashed p-6 text-center ${isOver ? "border-accent bg-accent-tint" : "border-line-strong bg-surface"}`}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          const dropped = [...event.dataTransfer.files];
          if (dropped.length > 0) add(() => readFiles(dropped));
        }}
      >
        <label
          className={`btn ${isFirst ? "btn-primary" : "btn-outline"} relative focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-focus`}
        >
          <Icon name="upload" />
          Choose files
          <input
            type="file"
            multiple
            className="sr-only"
            aria-busy={isReading || undefined}
            onChange={(event) => {
              const chosen = [...(event.currentTarget.files ?? [])];
              event.currentTarget.value = "";
              if (chosen.length > 0) add(() => readFiles(chosen));
            }}
          />
        </label>
        <p>or drop them here</p>
        <p className="hint">
          {Object.entries(USUAL_FILES)
            .map(([client, files]) => `${CLIENT_NAMES[client as Client]} ${files}`)
            .join(" · ")}{" "}
          · and those of {clientOptions.length - Object.keys(USUAL_FILES).length} other clients
        </p>
      </div>
      <PasteBox add={add} />
    </div>
  );
}

function PasteBox({ add }: Pick<FilePickerProps, "add">) {
  const [text, setText] = useState("");
  const [client, setClient] = useState("cursor");
  return (
    <div className="grid content-start gap-2">
      <label htmlFor="pasted" className="field-label">
        Or paste the content of one file
      </label>
      <textarea
        id="pasted"
        className="input mono"
        rows={5}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label="Client the pasted text is from"
          className="input filter"
          value={client}
          onChange={(event) => setClient(event.currentTarget.value)}
        >
          {clientOptions.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="btn btn-outline"
          onClick={() => {
            if (text === "" || !isClient(client)) return;
            const pasted = { key: nextKey(), path: USUAL_PATHS[client], text, client };
            setText("");
            add(async () => [pasted]);
          }}
        >
          Read pasted text
        </button>
      </div>
    </div>
  );
}
