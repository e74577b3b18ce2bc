/** The flags of kubectl that say which cluster is asked, as whom and how; named as there. Missing: not given. */
export interface KubeFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly namespace?: string;
  readonly server?: string;
  readonly token?: string;
  readonly tlsServerName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly as?: string;
  readonly asUid?: string;
  readonly asGroup?: readonly string[];
  /** `key=value` each. */
  readonly asUserExtra?: readonly string[];
  readonly disableCompression?: boolean;
  /** Whole seconds or a Go duration; `0` for no limit. */
  readonly requestTimeout?: string;
  /** From 6 on every request is logged on stderr. */
  readonly verbosity?: number;
}
