// @ts-check
/** Certificates for tests: an authority, good and bad servers, clients. Made by openssl. */
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.mjs";

/**
 * @typedef {object} Certificates
 * @property {string} ca the authority's certificate
 * @property {string} otherCa another authority's, which signed nothing but the stranger
 * @property {{ cert: string, key: string }} server for the hosts asked for
 * @property {{ cert: string, key: string }} wrongHost good, but for a host of another name
 * @property {{ cert: string, key: string }} expired for the right hosts, no longer valid
 * @property {{ cert: string, key: string }} notYet for the right hosts, not valid before 2090
 * @property {string} client folder with ca.pem, cert.pem and key.pem, as in DOCKER_CERT_PATH
 * @property {string} stranger such a folder with a client that the authority does not know
 * @property {string} wrongCa such a folder with the good client, which trusts the other authority
 */

/**
 * Makes the whole set below a folder.
 * @param {string} folder
 * @param {string[]} hosts names and addresses of the server
 * @returns {Promise<Certificates>}
 */
export async function makeCertificates(folder, hosts) {
  await mkdir(folder, { recursive: true });
  const authorities = { ca: await authority(folder, "ca"), other: await authority(folder, "other-ca") };
  const names = (/** @type {string[]} */ list) => list.map((host) => `${/^[\d.]+$|:/.test(host) ? "IP" : "DNS"}:${host}`).join(",");
  const server = (/** @type {string[]} */ list) => `subjectAltName=${names(list)}\nextendedKeyUsage=serverAuth\n`;
  const client = "extendedKeyUsage=clientAuth\n";
  const past = { from: "20200101000000Z", to: "20200201000000Z" };
  const made = {
    server: await issue(folder, "server", authorities.ca, server(hosts)),
    wrongHost: await issue(folder, "wrong-host", authorities.ca, server(["elsewhere.invalid"])),
    expired: await issue(folder, "expired", authorities.ca, server(hosts), past),
    notYet: await issue(folder, "not-yet", authorities.ca, server(hosts), { from: "20900101000000Z", to: "20910101000000Z" }),
    friend: await issue(folder, "friend", authorities.ca, client),
    stranger: await issue(folder, "stranger-client", authorities.other, client),
  };
  const { server: good, wrongHost, expired, notYet } = made;
  return {
    ca: authorities.ca.cert,
    otherCa: authorities.other.cert,
    server: good,
    wrongHost,
    expired,
    notYet,
    client: await clientFolder(join(folder, "client"), authorities.ca.cert, made.friend),
    stranger: await clientFolder(join(folder, "stranger"), authorities.ca.cert, made.stranger),
    wrongCa: await clientFolder(join(folder, "wrong-ca"), authorities.other.cert, made.friend),
  };
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];

/**
 * @param {string} folder
 * @param {string} name
 */
async function authority(folder, name) {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
  await run("openssl", ["req", "-x509", ...KEY, "-days", "3650", "-subj", `/CN=dockline test ${name}`, "-keyout", key, "-out", cert]);
  return { cert, key };
}

/**
 * Through `openssl ca`: the only way to a certificate of the past in every release of openssl.
 * @param {string} folder
 * @param {string} name
 * @param {{ cert: string, key: string }} ca
 * @param {string} extensions
 * @param {{ from: string, to: string }} [valid] YYYYMMDDHHMMSSZ
 */
async function issue(folder, name, ca, extensions, valid = { from: "20200101000000Z", to: "20991231000000Z" }) {
  const [cert, key, request] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`), join(folder, `${name}.csr`)];
  const work = join(folder, `${name}.ca`);
  await mkdir(join(work, "new"), { recursive: true });
  await writeFile(join(work, "index"), "");
  await writeFile(join(work, "extensions"), extensions);
  await writeFile(
    join(work, "config"),
    `[ca]\ndefault_ca=d\n[d]\ndatabase=${work}/index\nnew_certs_dir=${work}/new\nrand_serial=yes\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n`,
  );
  await run("openssl", ["req", ...KEY, "-subj", `/CN=${name}`, "-keyout", key, "-out", request]);
  const dates = ["-startdate", valid.from, "-enddate", valid.to];
  const files = ["-in", request, "-out", cert, "-cert", ca.cert, "-keyfile", ca.key, "-extfile", join(work, "extensions")];
  await run("openssl", ["ca", "-batch", "-notext", "-config", join(work, "config"), ...dates, ...files]);
  await rm(work, { recursive: true });
  await rm(request);
  return { cert, key };
}

/**
 * @param {string} folder
 * @param {string} ca
 * @param {{ cert: string, key: string }} client
 */
async function clientFolder(folder, ca, client) {
  await mkdir(folder);
  await copyFile(ca, join(folder, "ca.pem"));
  await copyFile(client.cert, join(folder, "cert.pem"));
  await copyFile(client.key, join(folder, "key.pem"));
  return folder;
}
