/** The PORTS column of `ps`: "0.0.0.0:80->8080/tcp, 9000-9001/tcp". */
export interface PortSummary {
  IP?: string;
  PrivatePort: number;
  PublicPort?: number;
  Type: string;
}

interface Range {
  first: number;
  last: number;
}

/** net.JoinHostPort: brackets around what has a colon or a zone. */
export function joinHostPort(host: string, port: string | number): string {
  return /[:%]/.test(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function inOrder(a: PortSummary, b: PortSummary): number {
  return (
    compare(a.PrivatePort, b.PrivatePort) ||
    compare(a.IP ?? "", b.IP ?? "") ||
    compare(a.PublicPort ?? 0, b.PublicPort ?? 0) ||
    compare(a.Type, b.Type)
  );
}

/** `key` is "tcp" or "0.0.0.0/tcp". */
function rangeText(key: string, { first, last }: Range): string {
  const [head = "", type] = key.split("/");
  const ports = first === last ? `${first}` : `${first}-${last}`;
  if (type === undefined) return `${ports}/${head}`;
  return head === "" ? `${ports}/${type}` : `${joinHostPort(head, ports)}->${ports}/${type}`;
}

/**
 * Runs of ports that are published under their own number, or not at all, become ranges; those with another number
 * outside stand behind them, one by one. A range that is interrupted is printed when the next one begins.
 */
export function displayablePorts(ports: readonly PortSummary[] | null | undefined): string {
  const groups = new Map<string, Range>();
  const parts: string[] = [];
  const mappings: string[] = [];
  if (!ports || ports.length === 0) return "";
  for (const port of [...ports].sort(inOrder)) {
    const current = port.PrivatePort;
    if (port.IP && port.PublicPort !== current) {
      mappings.push(`${joinHostPort(port.IP, port.PublicPort ?? 0)}->${current}/${port.Type}`);
      continue;
    }
    const key = port.IP ? `${port.IP}/${port.Type}` : port.Type;
    const group = groups.get(key);
    if (group && current === group.last + 1) {
      group.last = current;
      continue;
    }
    if (group) parts.push(rangeText(key, group));
    groups.set(key, { first: current, last: current });
  }
  for (const [key, group] of groups) parts.push(rangeText(key, group));
  return [...parts, ...mappings].join(", ");
}
