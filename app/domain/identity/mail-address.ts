/** An address as refusals are kept by. */
export function addressKey(address: string): string {
  return address.trim().toLowerCase();
}
