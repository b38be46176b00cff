/** Docker Content Trust: signatures, which dockline cannot check. */
import { UserError } from "../errors.js";

/** Throws UserError if content trust was asked for: nothing is pulled unchecked. */
export function refuseContentTrust({ name }: { readonly name: string }, asked: boolean): void {
  if (asked)
    throw new UserError(
      `${name} cannot check signatures: take --disable-content-trust=false or DOCKER_CONTENT_TRUST away, or name the image by its digest`,
    );
}

/** Whether the environment asks for content trust. */
export function wantsContentTrust(env: Readonly<Record<string, string | undefined>>): boolean {
  return /^(1|t|T|TRUE|true|True)$/.test(env.DOCKER_CONTENT_TRUST ?? "");
}
