/** The ids of both catalogues: what users may rely on. An id may be added, never renamed or removed. */
export const catalogue: readonly string[] = `
quota-exceeded limit-range-violation pod-security-violation admission-webhook-denied service-account-missing priority-class-missing
runtime-class-missing invalid-pod-template scaled-to-zero job-suspended job-backoff-limit-exceeded job-deadline-exceeded job-failed-by-policy
statefulset-blocked rollout-stuck

insufficient-resources node-affinity-mismatch untolerated-taint node-cordoned nodes-not-ready pod-affinity-unsatisfied
pod-anti-affinity-conflict topology-spread-unsatisfied host-port-conflict volume-zone-conflict volume-in-use volume-limit-exceeded pvc-missing
pvc-unbound pvc-provisioning-failed storage-class-missing scheduling-gated scheduler-not-found node-name-unknown resource-claim-pending

sandbox-failed network-not-ready configmap-missing secret-missing config-key-missing volume-mount-failed volume-attach-failed
kubelet-admission-rejected

image-name-invalid image-not-found image-pull-denied image-registry-unreachable image-registry-tls image-rate-limited image-registry-error
image-never-pull image-platform-mismatch image-pull-slow

command-not-found command-not-executable run-as-non-root container-create-failed post-start-hook-failed

oom-killed liveness-probe-killed startup-probe-killed app-exit-error app-exits-early killed-by-signal

readiness-probe-failing liveness-probe-failing startup-probe-failing init-container-blocking readiness-gate-pending service-selector-mismatch
service-port-mismatch

node-lost evicted-node-pressure evicted-local-storage evicted-by-taint evicted-by-api preempted node-shutdown

terminating-finalizer terminating-node-lost terminating-slow pre-stop-hook-failed

pod-deadline-exceeded completed restarted-earlier resize-pending starting healthy

yaml-error duplicate-key unknown-field field-too-new wrong-type missing-field invalid-value removed-api selector-mismatch duplicate-name
ignore-without-effect

probe-invalid probe-port-unknown liveness-equals-readiness liveness-kills-slow-start startup-probe-missing startup-budget-exceeds-deadline
readiness-probe-missing liveness-probe-missing probe-timeout-exceeds-period probe-timeout-tight probe-exec-shell-pipeline
probe-checks-dependency probe-on-finished-work

hook-invalid grace-period-too-short grace-period-zero drain-missing signal-not-forwarded post-start-races-entrypoint http-hook-status-ignored

restart-policy-invalid bare-pod job-never-gives-up job-retries-nothing job-sidecar-never-ends job-leftovers cronjob-overlap cronjob-misses
rollout-deadlock pdb-blocks-drain progress-deadline-short

init-container-never-ends sidecar-order sidecar-unprobed init-container-unbounded-wait

resources-invalid quantity-suspicious requests-missing memory-limit-missing qos-best-effort qos-stateful-not-guaranteed
memory-limit-below-heap memory-backed-volume ephemeral-storage-unbounded

image-tag-moves image-pull-policy volume-undeclared volume-unused mount-conflict sub-path-no-update env-order env-shadowed secret-in-plain

affinity-contradiction toleration-invalid spread-contradiction anti-affinity-blocks-itself host-port node-name-pinned scheduler-name-custom
`
  .trim()
  .split(/\s+/);
