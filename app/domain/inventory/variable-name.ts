/** `Authorization` and `X-Api-Key` become `AUTHORIZATION` and `X_API_KEY`: names every shell accepts. */
export function variableName(name: string): string {
  const plain = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[A-Z]/.test(plain) ? plain : `VALUE_${plain}`;
}
