/** What a container engine is told to mount, and the word of the flags that says so. */
export interface Mount {
  source: string;
  word: string;
}

function mountSource(flag: string, value: string): string | undefined {
  if (/^(?:-v|--volume)$/.test(flag))
    return /^([A-Za-z]:[\\/][^:]*|[^:]*(?:\$\{env:\w+\})?):/.exec(value)?.[1];
  if (flag !== "--mount") return undefined;
  return /(?:^|,)(?:src|source)=([^,]*)/.exec(value)?.[1];
}

/** The sources of `-v`, `--volume` and `--mount`, attached or in the next word. */
export function mountsOf(flags: readonly string[]): Mount[] {
  return flags.flatMap((word, index) => {
    const [, attachedFlag, attached] = /^(-v|--volume|--mount)=?(.+)$/.exec(word) ?? [];
    const isAttached =
      attachedFlag !== undefined && attached !== undefined && !/^--(?:volume|mount)$/.test(word);
    const source = isAttached
      ? mountSource(attachedFlag, attached)
      : mountSource(word, flags[index + 1] ?? "");
    return source === undefined ? [] : [{ source, word: isAttached ? word : (flags[index + 1] ?? word) }];
  });
}
