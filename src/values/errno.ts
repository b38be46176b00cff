/** System errors in Go's words: Docker prints "open /x: no such file or directory" where Node says "ENOENT: no such …, open '/x'". */

/** The texts of Go's syscall package on Linux, for every errno that Node has a name for. */
const TEXT: Readonly<Record<string, string>> = {
  E2BIG: "argument list too long",
  EACCES: "permission denied",
  EADDRINUSE: "address already in use",
  EADDRNOTAVAIL: "cannot assign requested address",
  EAFNOSUPPORT: "address family not supported by protocol",
  EAGAIN: "resource temporarily unavailable",
  EALREADY: "operation already in progress",
  EBADF: "bad file descriptor",
  EBADMSG: "bad message",
  EBUSY: "device or resource busy",
  ECANCELED: "operation canceled",
  ECHILD: "no child processes",
  ECONNABORTED: "software caused connection abort",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EDEADLK: "resource deadlock avoided",
  EDESTADDRREQ: "destination address required",
  EDOM: "numerical argument out of domain",
  EDQUOT: "disk quota exceeded",
  EEXIST: "file exists",
  EFAULT: "bad address",
  EFBIG: "file too large",
  EHOSTDOWN: "host is down",
  EHOSTUNREACH: "no route to host",
  EIDRM: "identifier removed",
  EILSEQ: "invalid or incomplete multibyte or wide character",
  EINPROGRESS: "operation now in progress",
  EINTR: "interrupted system call",
  EINVAL: "invalid argument",
  EIO: "input/output error",
  EISCONN: "transport endpoint is already connected",
  EISDIR: "is a directory",
  ELOOP: "too many levels of symbolic links",
  EMFILE: "too many open files",
  EMLINK: "too many links",
  EMSGSIZE: "message too long",
  EMULTIHOP: "multihop attempted",
  ENAMETOOLONG: "file name too long",
  ENETDOWN: "network is down",
  ENETRESET: "network dropped connection on reset",
  ENETUNREACH: "network is unreachable",
  ENFILE: "too many open files in system",
  ENOBUFS: "no buffer space available",
  ENODATA: "no data available",
  ENODEV: "no such device",
  ENOENT: "no such file or directory",
  ENOEXEC: "exec format error",
  ENOLCK: "no locks available",
  ENOLINK: "link has been severed",
  ENOMEM: "cannot allocate memory",
  ENOMSG: "no message of desired type",
  ENONET: "machine is not on the network",
  ENOPROTOOPT: "protocol not available",
  ENOSPC: "no space left on device",
  ENOSR: "out of streams resources",
  ENOSTR: "device not a stream",
  ENOSYS: "function not implemented",
  ENOTCONN: "transport endpoint is not connected",
  ENOTDIR: "not a directory",
  ENOTEMPTY: "directory not empty",
  ENOTSOCK: "socket operation on non-socket",
  ENOTSUP: "operation not supported",
  ENOTTY: "inappropriate ioctl for device",
  ENXIO: "no such device or address",
  EOPNOTSUPP: "operation not supported",
  EOVERFLOW: "value too large for defined data type",
  EPERM: "operation not permitted",
  EPIPE: "broken pipe",
  EPROTO: "protocol error",
  EPROTONOSUPPORT: "protocol not supported",
  EPROTOTYPE: "protocol wrong type for socket",
  ERANGE: "numerical result out of range",
  EREMOTEIO: "remote I/O error",
  EROFS: "read-only file system",
  ESHUTDOWN: "cannot send after transport endpoint shutdown",
  ESOCKTNOSUPPORT: "socket type not supported",
  ESPIPE: "illegal seek",
  ESRCH: "no such process",
  ESTALE: "stale NFS file handle",
  ETIME: "timer expired",
  ETIMEDOUT: "connection timed out",
  ETXTBSY: "text file busy",
  EUNATCH: "protocol driver not attached",
  EWOULDBLOCK: "resource temporarily unavailable",
  EXDEV: "invalid cross-device link",
};

/** "ENOENT"; "" where the error has no code that is a word. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === "string" ? code : "";
}

/** "no such file or directory"; the error's own message where the system did not raise it. */
export function errnoText(error: unknown): string {
  const code = codeOf(error);
  const message = String((error as { message?: unknown } | null | undefined)?.message ?? error);
  if (code === "") return message;
  return TEXT[code] ?? /^[A-Z0-9]+: (.*?)(?:, |$)/.exec(message)?.[1] ?? message;
}

/** What Go's os.ReadFile says: a directory opens and then does not read. */
export function readFileText(file: string, error: unknown): string {
  return `${codeOf(error) === "EISDIR" ? "read" : "open"} ${file}: ${errnoText(error)}`;
}
