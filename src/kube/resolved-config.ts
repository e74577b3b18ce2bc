/** The API server, and how it is recognised. */
export interface ClusterConfig {
  /** URL with scheme, without a slash at its end. */
  readonly server: string;
  /** PEM. */
  readonly certificateAuthority?: Buffer;
  readonly insecure: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
  readonly disableCompression?: boolean;
  /** What an exec plugin may be told of the cluster. */
  readonly execConfig?: unknown;
}

/** A command that prints a credential. */
export interface ExecConfig {
  readonly apiVersion: string;
  /** Absolute where the kubeconfig gave a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly installHint?: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
}

export interface Impersonation {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: readonly (readonly [string, string])[];
}

/** Who asks. */
export interface UserConfig {
  readonly name: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM, both or none. */
  readonly clientCertificate?: Buffer;
  readonly clientKey?: Buffer;
  readonly exec?: ExecConfig;
  readonly authProvider?: { readonly name: string; readonly config: Readonly<Record<string, unknown>> };
  readonly impersonate?: Impersonation;
}

/** What kubeconfig, flags and surroundings come to: one cluster, one user, one namespace. */
export interface ResolvedConfig {
  readonly cluster: ClusterConfig;
  readonly user: UserConfig;
  readonly namespace: string;
  readonly contextName?: string;
  /** `default`: nothing names a cluster; kubectl then tries http://localhost:8080. */
  readonly source: 'kubeconfig' | 'flags' | 'in-cluster' | 'default';
  /** Kubeconfig files that were looked for. */
  readonly files: readonly string[];
}
