import { createContext, useContext } from "react";

/** Allows this answer's scripts. Browsers hide the attribute afterwards, so on the client it is undefined. */
export const Nonce = createContext<string | undefined>(undefined);

export const useNonce = (): string | undefined => useContext(Nonce);
