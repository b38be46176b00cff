/** `--sysctl`: only namespaced ones may be set. */
import { splitPair } from "./key-value.js";

const KERNEL = /^kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)$/;

export function checkSysctl(raw: string): string {
  const [key, value] = splitPair(raw);
  const allowed = value !== undefined && (KERNEL.test(key) || key.startsWith("net.") || key.startsWith("fs.mqueue."));
  if (!allowed) throw new Error(`sysctl '${raw}' is not allowed`);
  return raw;
}
