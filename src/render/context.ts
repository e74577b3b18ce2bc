/** What a renderer has to know beside the report. */
export interface RenderContext {
  /** Columns to fit into. */
  readonly width: number;
  readonly color: boolean;
  /** Only verdict and remediation. */
  readonly brief: boolean;
}
