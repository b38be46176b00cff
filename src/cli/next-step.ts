/**
 * What to do where there was no way to the daemon: a sentence behind Docker's text, for people. Loaded only then.
 * Told from the text: it is fixed, and the same whichever command met it.
 */
import type { GlobalFlags } from "./context.js";

/** What may have named the daemon, and how to connect to it. */
export interface Naming {
  global: Pick<GlobalFlags, "hosts" | "context">;
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
}

type Step = readonly [met: RegExp, step: (naming: Naming, match: RegExpMatchArray) => string];

/** What named the daemon, in the order in which the first counts. */
function namedBy({ global, env }: Naming): string {
  if (global.hosts.length > 0) return "-H";
  if (global.context) return `the context ${global.context}`;
  if (env.DOCKER_HOST) return "DOCKER_HOST";
  return env.DOCKER_CONTEXT ? `the context ${env.DOCKER_CONTEXT}` : "the current context";
}

const FORMS = "a daemon is named unix:///PATH, tcp://HOST:PORT or ssh://USER@HOST";
const CERTIFICATES = "ca.pem, cert.pem and key.pem in the folder that DOCKER_CERT_PATH names";

const STEPS: readonly Step[] = [
  [/context "[^"]*": context not found/, () => "'dockline context ls' lists the contexts that there are; --context default does without."],
  [/Specify only one -H/, () => "For several daemons, make a context of each: 'dockline context create --help'."],
  [/open (.*): no such file or directory/, () => `TLS was asked for (--tls…, DOCKER_TLS_VERIFY): it needs ${CERTIFICATES}.`],
  [/^Failed to initialize: /, (naming) => `That came from ${namedBy(naming)}: ${FORMS}.`],
  [
    /permission denied while trying to connect/,
    ({ platform }) => {
      const own = platform === "linux" ? ", or 'dockline engine up' starts an engine of your own" : "";
      return `Your user may not use that socket: ask to be added to the group it belongs to (usually docker, whose members are as good as root)${own}.`;
    },
  ],
  [/connect to a TLS-enabled daemon without TLS\?/, () => `It does speak TLS: --tlsverify asks for it, with ${CERTIFICATES}.`],
  [
    /server gave HTTP response to HTTPS client/,
    () => "What listens there speaks no TLS: leave out --tls… and DOCKER_TLS_VERIFY, or name the TLS port (usually 2376).",
  ],
  [/x509: certificate signed by unknown authority/, () => "--tlscacert names the authority that signed the daemon's certificate."],
  [/x509: certificate is (not )?valid for|doesn't contain any IP SANs/, () => "Name the daemon by a name that is in its certificate."],
  [
    /x509: certificate has expired or is not yet valid/,
    () => "Look at the clocks of both machines; else the daemon needs a new certificate.",
  ],
  [
    /certificate required|client certificate|client authentication|bad certificate/,
    () => `The daemon wants to know who you are: --tlscert and --tlskey, or ${CERTIFICATES}.`,
  ],
  [/no such host|no such hostname/, (naming) => `That name, from ${namedBy(naming)}, is unknown to this machine: ${FORMS}.`],
  [/invalid port/, (naming) => `That came from ${namedBy(naming)}: a port is a number up to 65535.`],
  [
    /command \[ssh .* -- (\S+) docker (?:.* )?system dial-stdio\]/,
    (_, [, host]) => `'ssh ${host} docker version' has to work first, without a question.`,
  ],
  [
    /^(?:\w+: )?Cannot connect to the Docker daemon at (\S+)\. Is the docker daemon running\?$/m,
    (naming, [, host]) =>
      `Nothing answers at ${host}, which ${namedBy(naming)} names; 'dockline context ls' lists the daemons that you have names for.`,
  ],
];

/** The sentence for what went wrong; undefined where there is none, or the message has one already. */
export function nextStep(message: string, naming: Naming): string | undefined {
  for (const [met, step] of STEPS) {
    const match = message.match(met);
    if (match) return message.includes("No other daemon was found") ? undefined : step(naming, match);
  }
  return undefined;
}
