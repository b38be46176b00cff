// @ts-check
/** Podman, and what users without root need for engines of their own: packages of the host's suite, unpacked. */
import { unpack } from "./packages.mjs";

/** @returns {Promise<string>} the folder */
export function podmanLayer() {
  const base = ["podman", "conmon", "netavark", "aardvark-dns", "catatonit"];
  const settings = ["golang-github-containers-common", "golang-github-containers-image"];
  const libraries = [
    "libsubid4",
    "libgpgme11",
    "libassuan0",
    "libyajl2",
    "libdevmapper1.02.1",
    "libseccomp2",
    "libglib2.0-0",
    "libpcre2-8-0",
  ];
  return unpack({ key: "tools/podman", suite: "host", packages: [...base, ...settings, ...libraries] });
}

/** @returns {Promise<string>} the folder */
export function rootlessLayer() {
  const packages = [
    "rootlesskit",
    "uidmap",
    "slirp4netns",
    "libslirp0",
    "libsubid4",
    "fuse-overlayfs",
    "fuse3",
    "libfuse3-3",
    "libseccomp2",
  ];
  return unpack({ key: "tools/rootless", suite: "host", packages: [...packages, "libglib2.0-0", "libpcre2-8-0"] });
}
