/** Kubernetes manifests: reading YAML and JSON, the workloads in them, and writing them back. */
@NullMarked
package io.ebbgate.webhook.manifest;

import org.jspecify.annotations.NullMarked;
