/** What an exit code says by convention. */
export interface ExitCodeMeaning {
  /** One clause, lower case: `killed by SIGKILL`, `command not found, as shells say it`. */
  readonly meaning: string;
  /** `SIGKILL`, where the code stands for a signal. */
  readonly signal?: string;
}

/** Linux signals by number, with what usually sends them (signal(7)). */
const signals: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  1: ['SIGHUP', 'its terminal went away or it was told to reload'],
  2: ['SIGINT', 'interrupted, as by Ctrl-C'],
  3: ['SIGQUIT', 'told to quit, often with a dump'],
  4: ['SIGILL', 'it ran an instruction that this CPU does not have'],
  5: ['SIGTRAP', 'a trap of a debugger or an assertion'],
  6: ['SIGABRT', 'it aborted itself: an uncaught exception, a failed assertion, an allocator that gave up'],
  7: ['SIGBUS', 'bad memory access: a truncated mapped file, full shared memory, misaligned data'],
  8: ['SIGFPE', 'an arithmetic error such as a division by zero'],
  9: ['SIGKILL', 'killed from outside; a process cannot catch it'],
  11: ['SIGSEGV', 'it touched memory that is not its own: a defect in native code or a library that does not fit'],
  13: ['SIGPIPE', 'it wrote to a pipe or socket that nobody reads'],
  14: ['SIGALRM', 'a timer of its own ran out'],
  15: ['SIGTERM', 'it was asked to stop'],
  24: ['SIGXCPU', 'it passed its limit of CPU time'],
  25: ['SIGXFSZ', 'it passed its limit of file size'],
  31: ['SIGSYS', 'it made a system call that its seccomp profile forbids'],
};

const conventions: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'a general error of the application',
  2: 'wrong usage, or a Go program that panicked',
  64: 'wrong usage (EX_USAGE)',
  65: 'bad input data (EX_DATAERR)',
  66: 'an input file is missing or cannot be read (EX_NOINPUT)',
  69: 'a service that it needs is not available (EX_UNAVAILABLE)',
  70: 'an internal error of the program (EX_SOFTWARE)',
  71: 'an error of the operating system (EX_OSERR)',
  73: 'an output file cannot be made (EX_CANTCREAT)',
  74: 'an input/output error (EX_IOERR)',
  75: 'a temporary failure (EX_TEMPFAIL)',
  77: 'permission denied (EX_NOPERM)',
  78: 'an error in its configuration (EX_CONFIG)',
  125: 'a launcher such as timeout, env or docker failed before the program ran',
  126: 'a shell found the command and could not execute it',
  127: 'a shell did not find the command',
  128: 'a wrong argument of exit in a shell',
  255: 'exit(-1), or a code out of range',
};

/** NTSTATUS values that Windows containers end with. */
const windows: Readonly<Record<number, string>> = {
  0xc0000005: 'Windows: access violation',
  0xc00000fd: 'Windows: stack overflow',
  0xc0000135: 'Windows: a DLL was not found',
  0xc0000142: 'Windows: a DLL could not be initialised',
  0xc000013a: 'Windows: stopped by Ctrl-C or a shutdown',
  0xc0000409: 'Windows: the program aborted itself',
  0xe0434352: 'Windows: an unhandled .NET exception',
};

/** Name of a signal by its number, and what it usually means; undefined where there is no such signal. */
function signalOf(number: number): { name: string; meaning?: string } | undefined {
  const known = signals[number];
  if (known) return { name: known[0], meaning: known[1] };
  if (number >= 34 && number <= 64) return { name: `SIGRTMIN+${number - 34}` };
  return number >= 1 && number <= 31 ? { name: `signal ${number}` } : undefined;
}

/**
 * What an exit code means by the conventions of shells (128 + n: killed by signal n), sysexits.h and Windows. The kubelet itself only knows
 * zero and not zero, and an application may use any code as it likes.
 */
export function explainExitCode(code: number): ExitCodeMeaning {
  const signal = code > 128 && code <= 192 ? signalOf(code - 128) : undefined;
  if (signal) return { meaning: signal.meaning ?? `killed by ${signal.name}`, signal: signal.name };
  const known = conventions[code] ?? windows[code < 0 ? code + 2 ** 32 : code];
  return { meaning: known ?? "a code of the application's own" };
}
