/** Docker Content Trust: signatures that dockline cannot check. */
import { UserError } from "../errors.js";

/** Content trust needs signatures that we cannot check: what asks for it is refused, never pulled unchecked. */
export function refuseContentTrust({ name }: { readonly name: string }, asked: boolean): void {
  if (asked)
    throw new UserError(
      `${name} cannot check signatures: take --disable-content-trust=false or DOCKER_CONTENT_TRUST away, or name the image by its digest`,
    );
}

/** Does the environment ask for content trust? */
export function wantsContentTrust(env: Readonly<Record<string, string | undefined>>): boolean {
  return /^(1|t|T|TRUE|true|True)$/.test(env.DOCKER_CONTENT_TRUST ?? "");
}
