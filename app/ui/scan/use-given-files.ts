import { useCallback, useEffect, useMemo, useState } from "react";
import { MOST_FILES } from "./given-files.ts";
import type { GivenFile, Reading } from "./read-given.ts";

type Reader = typeof import("./read-given.ts");

const NOT_LOADED =
  "The part of this page that takes secrets out could not be loaded, so nothing was read or sent. Reload the page and choose the files again.";

/**
 * The files a person gave and what is left of them. The parser is loaded with the first file, and every change is read
 * again before the next press of a button, so that what is sent is what is shown.
 */
export function useGivenFiles(keptJson: string | undefined) {
  const [reader, setReader] = useState<Reader>();
  const [files, setFiles] = useState<readonly GivenFile[]>([]);
  const [trouble, setTrouble] = useState<string>();
  const [isReading, setIsReading] = useState(false);

  const withReader = useCallback(async (work: () => Promise<void> | void) => {
    setTrouble(undefined);
    setIsReading(true);
    const loaded = await import("./read-given.ts").catch(() => undefined);
    if (loaded) {
      setReader(loaded);
      await work();
    } else setTrouble(NOT_LOADED);
    setIsReading(false);
  }, []);

  useEffect(() => {
    if (keptJson) void withReader(() => undefined);
  }, [keptJson, withReader]);

  const reading = useMemo((): Reading | undefined => {
    if (!reader) return undefined;
    if (files.length > 0) return reader.readGiven(files);
    return keptJson ? reader.readKept(keptJson) : undefined;
  }, [reader, files, keptJson]);

  const add = (load: () => Promise<GivenFile[]>) =>
    withReader(async () => {
      const more = await load();
      setFiles((before) => {
        const room = MOST_FILES - before.length;
        if (more.length > room)
          setTrouble(`At most ${MOST_FILES} files are read at once. The rest was left out.`);
        return [...before, ...more.slice(0, Math.max(0, room))];
      });
    });
  const change = (key: string, facts: Partial<GivenFile>) =>
    setFiles((before) => before.map((file) => (file.key === key ? { ...file, ...facts } : file)));
  const remove = (key: string) => setFiles((before) => before.filter((file) => file.key !== key));

  return { files, reading, trouble, isReading, add, change, remove };
}
