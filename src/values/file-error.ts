import { readFileText } from "./errno.js";

/** `readFileText` with its arguments the other way round. */
export const fileErrorText = (error: unknown, path: string) => readFileText(path, error);
