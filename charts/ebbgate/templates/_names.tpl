{{/* Names of objects, at most 63 characters as a Service's name. */}}
{{- define "ebbgate.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "ebbgate.fullname" -}}
{{- $name := include "ebbgate.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Names of cluster-scoped objects; unique for releases of one name in two namespaces. helm lint has no namespace. */}}
{{- define "ebbgate.clusterName" -}}
{{- printf "%s.%s" (include "ebbgate.fullname" .) .Release.Namespace | trimSuffix "." -}}
{{- end -}}

{{/* API servers call webhooks in the order of these names. After istio-sidecar-injector ours sees the whole gateway, and Istio does not rewrite
the sidecar's hook to its agent. */}}
{{- define "ebbgate.registration" -}}
{{- printf "webhook.%s" (include "ebbgate.clusterName" .) -}}
{{- end -}}

{{- define "ebbgate.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "ebbgate.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{/* The Secret with the CA of tls.mode self; the webhook creates it. */}}
{{- define "ebbgate.caSecret" -}}
{{- include "ebbgate.fullname" . }}-ca
{{- end -}}

{{/* cert-manager's CA of this release: Certificate, Secret and Issuer. Not the name of mode self's Secret, whose type differs. */}}
{{- define "ebbgate.issuerCa" -}}
{{- include "ebbgate.fullname" . }}-issuer-ca
{{- end -}}

{{/* The Secret with the key that pods' tokens are derived from; the webhook creates it. */}}
{{- define "ebbgate.tokenSecret" -}}
{{- include "ebbgate.fullname" . }}-token
{{- end -}}

{{/* The Secret with certificate and key in the modes cert-manager and provided. */}}
{{- define "ebbgate.certificateSecret" -}}
{{- if eq .Values.tls.mode "provided" -}}
{{- .Values.tls.provided.secretName -}}
{{- else -}}
{{- include "ebbgate.fullname" . }}-tls
{{- end -}}
{{- end -}}

{{/* DNS names of the serving certificate, as a YAML list. */}}
{{- define "ebbgate.serverNames" -}}
{{- $service := include "ebbgate.fullname" . -}}
- {{ $service }}.{{ .Release.Namespace }}.svc
- {{ $service }}.{{ .Release.Namespace }}.svc.cluster.local
- {{ $service }}.{{ .Release.Namespace }}
{{- end -}}

{{/* Namespaces whose pods are never reviewed, as a YAML list. */}}
{{- define "ebbgate.excludedNamespaces" -}}
{{- $names := list "kube-system" "kube-public" "kube-node-lease" -}}
{{- if eq .Values.tls.mode "cert-manager" -}}
{{- /* cert-manager has to start while our certificate is missing. */ -}}
{{- $names = append $names .Values.tls.certManager.namespace -}}
{{- end -}}
{{- concat $names .Values.webhook.excludedNamespaces | uniq | toYaml -}}
{{- end -}}

{{/* The Lease of the leader election. Mode self has one of its own: a leader of another mode, which renews no CA, can't hold it. */}}
{{- define "ebbgate.lease" -}}
{{- include "ebbgate.fullname" . }}{{ if ne .Values.tls.mode "self" }}-observer{{ end }}
{{- end -}}

{{/* Not empty if the replicas elect a leader: to renew the CA, or to report drains. */}}
{{- define "ebbgate.leaderElection" -}}
{{- if or (eq .Values.tls.mode "self") .Values.observer.enabled }}yes{{ end }}
{{- end -}}

{{/* Values that the templates need: with --reuse-values those that are new since the previous release are missing. */}}
{{- define "ebbgate.checkValues" -}}
{{- $values := .Values -}}
{{- range list "image" "sidecar" "observer" "lease" "tls" "admission" "webhook" "ports" "serviceAccount" "networkPolicy" "serviceMonitor" "podMonitor" "prometheusRule" "dashboards" "test" -}}
{{- if not (kindIs "map" (get $values .)) -}}
{{- fail (printf "%s: missing; the values are those of an older release, so upgrade with --reset-then-reuse-values instead of --reuse-values" .) -}}
{{- end -}}
{{- end -}}
{{- range $name, $port := .Values.ports -}}
{{- if and $.Values.hostNetwork (eq (int $port) 10250) -}}
{{- fail (printf "ports.%s: with hostNetwork each node's kubelet has port 10250 already, so the replica would never start; choose another port, or leave hostNetwork false" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Words as people spell them: true, True, TRUE. */}}
{{- define "ebbgate.spellings" -}}
{{- range $i, $word := . }}{{ if $i }}, {{ end }}{{ $word | quote }}, {{ title $word | quote }}, {{ upper $word | quote }}{{ end }}
{{- end -}}
