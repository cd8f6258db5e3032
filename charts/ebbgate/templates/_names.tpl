{{/* What objects are called. A name fits into 63 characters, as a Service's has to. */}}
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

{{/* Of what is the cluster's: releases of one name in two namespaces don't meet. Lint has no namespace. */}}
{{- define "ebbgate.clusterName" -}}
{{- printf "%s.%s" (include "ebbgate.fullname" .) .Release.Namespace | trimSuffix "." -}}
{{- end -}}

{{- define "ebbgate.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "ebbgate.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{/* The Secret of the certificate authority; the program makes it. */}}
{{- define "ebbgate.caSecret" -}}
{{- include "ebbgate.fullname" . }}-ca
{{- end -}}

{{/* The Secret of the key that pods' tokens are made with; the program makes it. */}}
{{- define "ebbgate.tokenSecret" -}}
{{- include "ebbgate.fullname" . }}-token
{{- end -}}

{{/* The Secret that certificate and key are read from, where the program does not make them. */}}
{{- define "ebbgate.certificateSecret" -}}
{{- if eq .Values.tls.mode "provided" -}}
{{- .Values.tls.provided.secretName -}}
{{- else -}}
{{- include "ebbgate.fullname" . }}-tls
{{- end -}}
{{- end -}}

{{/* The names the API server may know the server by, as a YAML list. */}}
{{- define "ebbgate.serverNames" -}}
{{- $service := include "ebbgate.fullname" . -}}
- {{ $service }}.{{ .Release.Namespace }}.svc
- {{ $service }}.{{ .Release.Namespace }}.svc.cluster.local
- {{ $service }}.{{ .Release.Namespace }}
{{- end -}}

{{/* Namespaces that are never looked at, as a YAML list. */}}
{{- define "ebbgate.excludedNamespaces" -}}
{{- $names := list "kube-system" "kube-public" "kube-node-lease" -}}
{{- if eq .Values.tls.mode "cert-manager" -}}
{{- /* It has to be able to start while our certificate is missing. */ -}}
{{- $names = append $names .Values.tls.certManager.namespace -}}
{{- end -}}
{{- concat $names .Values.webhook.excludedNamespaces | uniq | toYaml -}}
{{- end -}}

{{/* Not empty where one of the replicas writes: its own certificate's authority, or how gateways left. */}}
{{/* Who makes the authority leads a Lease of its own: one that came before it in another mode won't do it, and may not hold it up. */}}
{{- define "ebbgate.lease" -}}
{{- include "ebbgate.fullname" . }}{{ if ne .Values.tls.mode "self" }}-observer{{ end }}
{{- end -}}

{{- define "ebbgate.writes" -}}
{{- if or (eq .Values.tls.mode "self") .Values.observer.enabled }}yes{{ end }}
{{- end -}}
