/** What to do next if the daemon cannot be reached: a sentence after Docker's text, for people. Loaded only then. */
import { ConnectionError, type ConnectionReason, type EndpointError, type EndpointProblem } from "../errors/connection.js";
import { parseUrl } from "../values/url.js";
import type { GlobalFlags } from "./context.js";

/** What may have named the daemon, and how to connect to it. */
export interface Naming {
  global: Pick<GlobalFlags, "hosts" | "context">;
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
}

/** `host`: the daemon as the user named it. */
type Step = (naming: Naming, host: string) => string;

/** What named the daemon; the first one counts. */
function namedBy({ global, env }: Naming): string {
  if (global.hosts.length > 0) return "-H";
  if (global.context) return `the context ${global.context}`;
  if (env.DOCKER_HOST) return "DOCKER_HOST";
  return env.DOCKER_CONTEXT ? `the context ${env.DOCKER_CONTEXT}` : "the current context";
}

const FORMS = "a daemon is named unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST";
const CERTIFICATES = "ca.pem, cert.pem and key.pem in the folder that DOCKER_CERT_PATH names";

const notRunning: Step = (naming, host) =>
  `Nothing answers at ${host}, which ${namedBy(naming)} names; 'dockline context ls' lists the daemons that you have names for.`;

const ownCertificate: Step = () => `The daemon wants to know who you are: --tlscert and --tlskey, or ${CERTIFICATES}.`;

const ENDPOINT_STEPS: Readonly<Record<EndpointProblem, Step>> = {
  "no-context": () => "'dockline context ls' lists the contexts that there are; --context default does without.",
  "several-hosts": () => "For several daemons, make a context of each: 'dockline context create --help'.",
  certificates: () => `TLS was asked for (--tls…, DOCKER_TLS_VERIFY): it needs ${CERTIFICATES}.`,
  address: (naming) => `That came from ${namedBy(naming)}: ${FORMS}.`,
};

const CONNECTION_STEPS: Readonly<Partial<Record<ConnectionReason, Step>>> = {
  "no-socket": notRunning,
  socket: notRunning,
  refused: notRunning,
  "no-answer": notRunning,
  permission: ({ platform }) => {
    const own = platform === "linux" ? ", or 'dockline engine up' starts an engine of your own" : "";
    return `Your user may not use that socket: ask to be added to the group it belongs to (usually docker, whose members are as good as root)${own}.`;
  },
  "needs-tls": () => `It does speak TLS: --tlsverify asks for it, with ${CERTIFICATES}.`,
  "no-tls": () => "What listens there speaks no TLS: leave out --tls… and DOCKER_TLS_VERIFY, or name the TLS port (usually 2376).",
  "unknown-authority": () => "--tlscacert names the authority that signed the daemon's certificate.",
  "wrong-name": () => "Name the daemon by a name that is in its certificate.",
  expired: () => "Look at the clocks of both machines; else the daemon needs a new certificate.",
  "certificate-required": ownCertificate,
  "bad-certificate": ownCertificate,
  dns: (naming) => `That name, from ${namedBy(naming)}, is unknown to this machine: ${FORMS}.`,
  port: (naming) => `That came from ${namedBy(naming)}: a port is a number up to 65535.`,
  ssh: (_, host) => `'ssh ${parseUrl(host).hostname} docker version' has to work first, without a question.`,
};

/** The sentence for an error; undefined if there is none, or if the message contains advice already. */
export function nextStep(error: ConnectionError | EndpointError, naming: Naming): string | undefined {
  if (!(error instanceof ConnectionError)) return ENDPOINT_STEPS[error.problem](naming, "");
  return error.advised ? undefined : CONNECTION_STEPS[error.reason]?.(naming, error.host);
}
