/** Values that the daemon does not list but knows: the same ones everywhere. */

const words = (text: string) => text.trim().split(/\s+/);
const numbered = (prefix: string, most: number) => Array.from({ length: most }, (_, i) => `${prefix}${i + 1}`);

/** Linux signals, without SIG. */
export const SIGNALS = [
  ...words("ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP"),
  ...words("TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN"),
  ...numbered("RTMIN+", 15),
  ...numbered("RTMAX-", 14),
  "RTMAX",
];

/** Linux capabilities, and ALL of them. */
export const CAPABILITIES = [
  "ALL",
  ...words(`
    AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID
    IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW
    PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO
    SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM`).map((name) => `CAP_${name}`),
];

export const PLATFORMS = words(`
  linux/386 linux/amd64 linux/arm linux/arm/v5 linux/arm/v6 linux/arm/v7 linux/arm64 linux/arm64/v8 linux/ppc64le linux/riscv64
  linux/s390x wasip1/wasm windows/amd64`);

export const ULIMITS = words(`
  as chroot core cpu data fsize locks maxlogins maxsyslogins memlock msgqueue nice nofile nproc priority rss rtprio sigpending stack`);

/** What every log driver understands beside its own, below. */
const EVERY_DRIVER = words("max-buffer-size mode");
const LOG_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  awslogs: words(`
    awslogs-create-group awslogs-credentials-endpoint awslogs-datetime-format awslogs-group awslogs-multiline-pattern awslogs-region
    awslogs-stream tag`),
  fluentd: words(`
    env env-regex labels fluentd-address fluentd-async fluentd-buffer-limit fluentd-request-ack fluentd-retry-wait fluentd-max-retries
    fluentd-sub-second-precision fluentd-write-timeout tag`),
  gcplogs: words("env env-regex labels gcp-log-cmd gcp-meta-id gcp-meta-name gcp-meta-zone gcp-project"),
  gelf: words(`
    env env-regex labels gelf-address gelf-compression-level gelf-compression-type gelf-tcp-max-reconnect gelf-tcp-reconnect-delay
    tag`),
  journald: words("env env-regex labels tag"),
  "json-file": words("env env-regex labels compress max-file max-size"),
  local: words("compress max-file max-size"),
  splunk: words(`
    env env-regex labels splunk-caname splunk-capath splunk-format splunk-gzip splunk-gzip-level splunk-index
    splunk-insecureskipverify splunk-source splunk-sourcetype splunk-token splunk-url splunk-verify-connection tag`),
  syslog: words(`
    env env-regex labels syslog-address syslog-facility syslog-format syslog-tls-ca-cert syslog-tls-cert syslog-tls-key
    syslog-tls-skip-verify tag`),
};

/** Options of a log driver; of all of them where it is not known. `none` has none. */
export function logOptions(driver: string): string[] {
  if (driver === "none") return [];
  return [...new Set([...EVERY_DRIVER, ...(LOG_OPTIONS[driver] ?? Object.values(LOG_OPTIONS).flat())])];
}

const SYSLOG_FACILITIES = words(`
  auth authpriv cron daemon ftp kern local0 local1 local2 local3 local4 local5 local6 local7 lpr mail news syslog user uucp`);

/** Values of those log options that have a known few. */
export const LOG_VALUES: Readonly<Record<string, readonly string[]>> = {
  mode: ["blocking", "non-blocking"],
  compress: ["true", "false"],
  "awslogs-create-group": ["true", "false"],
  "fluentd-async": ["true", "false"],
  "fluentd-request-ack": ["true", "false"],
  "gelf-compression-type": ["gzip", "none", "zlib"],
  "splunk-format": ["inline", "json", "raw"],
  "splunk-gzip": ["true", "false"],
  "splunk-insecureskipverify": ["true", "false"],
  "splunk-verify-connection": ["true", "false"],
  "syslog-facility": SYSLOG_FACILITIES,
  "syslog-format": ["rfc3164", "rfc5424", "rfc5424micro"],
  "syslog-tls-skip-verify": ["true", "false"],
};

/** The types of objects that `events` reports. */
export const ACTIONS = words(`
  archive-path attach checkpoint commit connect copy create delete destroy detach die disable disconnect enable exec_create
  exec_detach exec_die exec_start export extract-to-dir health_status import kill load mount oom pause prune pull push reload remove
  rename resize restart save start stop tag top unmount unpause untag update`);

export const EVENT_TYPES = words("builder config container daemon image network node plugin secret service volume");
export const OBJECT_TYPES = words("config container image network node plugin secret service task volume");
export const YES_NO = ["true", "false"];
