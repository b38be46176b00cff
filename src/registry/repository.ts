/** The host of a repository, and whether it needs TLS. */
import type { Reference } from "../values/reference.js";

const HUB = "docker.io";
const HUB_HOST = "registry-1.docker.io";

/** The host that serves the repository of an image. */
export const registryHost = ({ domain }: Pick<Reference, "domain">) => (domain === HUB ? HUB_HOST : domain);

/** Whether the host is this machine: as in Docker, its certificate is not checked, and a push may go without TLS. */
export async function isLoopback(host: string): Promise<boolean> {
  const name = new URL(`https://${host}`).hostname.replace(/^\[|\]$/g, "");
  const local = (address: string) => /^127\./.test(address) || address === "::1";
  if (local(name) || name === "localhost") return true;
  if (/^[\d.]+$/.test(name) || name.includes(":")) return false;
  const { lookup } = (await import("node:dns/promises")).default;
  return (await lookup(name, { all: true }).catch(() => [])).some(({ address }) => local(address));
}
