/** Everything that the program has of the outside world: its streams, its environment, its terminal. */
export interface Io {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** All of standard input. */
  readonly stdin: () => Promise<Buffer>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether stdout is a terminal. */
  readonly isTerminal: boolean;
  /** Whether stderr is a terminal; missing where nobody knows. */
  readonly isErrorTerminal?: boolean;
  /** Columns of the terminal; undefined where stdout is none. */
  readonly columns: number | undefined;
  /** How the program was called, as it stands in usage: `kubectl podlife` or `kubectl-podlife`. */
  readonly programName: string;
}
