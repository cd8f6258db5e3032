{{/* The webhook's environment. A variable that is not set has the program's own default. */}}
{{- define "ebbgate.environment" -}}
{{- $name := include "ebbgate.fullname" . -}}
- name: EBBGATE_LISTEN
  value: 0.0.0.0:{{ .Values.ports.admission }}
- name: EBBGATE_OPERATIONS_LISTEN
  value: 0.0.0.0:{{ .Values.ports.operations }}
- name: EBBGATE_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
- name: EBBGATE_POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: EBBGATE_DEPLOYMENT
  value: {{ $name | quote }}
- name: EBBGATE_OBSERVER
  value: {{ .Values.observer.enabled | quote }}
- name: EBBGATE_NAMESPACE_SETTINGS
  value: {{ .Values.namespaceSettings | quote }}
- name: EBBGATE_LIMIT_RANGES
  value: {{ .Values.sidecar.limitRanges | quote }}
{{- if .Values.observer.enabled }}
- name: EBBGATE_OBSERVER_ADDRESS
  value: {{ printf "%s.%s.svc:8080" $name .Release.Namespace | quote }}
{{- end }}
{{- if include "ebbgate.leaderElection" . }}
- name: EBBGATE_LEASE
  value: {{ include "ebbgate.lease" . | quote }}
- name: EBBGATE_REGISTRATION
  value: {{ include "ebbgate.registration" . | quote }}
{{- end }}
- name: EBBGATE_TOKEN_SECRET
  value: {{ include "ebbgate.tokenSecret" . | quote }}
{{- if eq .Values.tls.mode "self" }}
- name: EBBGATE_TLS_MODE
  value: self
- name: EBBGATE_TLS_SECRET
  value: {{ include "ebbgate.caSecret" . | quote }}
- name: EBBGATE_TLS_NAMES
  value: {{ include "ebbgate.serverNames" . | fromYamlArray | join "," | quote }}
{{- with .Values.tls.self.caLifetime }}
- name: EBBGATE_TLS_CA_LIFETIME
  value: {{ . | quote }}
{{- end }}
{{- with .Values.tls.self.leafLifetime }}
- name: EBBGATE_TLS_LEAF_LIFETIME
  value: {{ . | quote }}
{{- end }}
{{- with .Values.tls.self.caPropagation }}
- name: EBBGATE_TLS_CA_PROPAGATION
  value: {{ . | quote }}
{{- end }}
{{- else }}
- name: EBBGATE_TLS_MODE
  value: files
- name: EBBGATE_TLS_CERT
  value: /etc/ebbgate/tls/tls.crt
- name: EBBGATE_TLS_KEY
  value: /etc/ebbgate/tls/tls.key
{{- end }}
{{- if include "ebbgate.clientCA" . }}
- name: EBBGATE_CLIENT_CA
  value: /etc/ebbgate/client-ca/ca.crt
{{- end }}
- name: EBBGATE_EXCLUDED_NAMESPACES
  value: {{ include "ebbgate.excludedNamespaces" . | fromYamlArray | join "," | quote }}
- name: EBBGATE_MODE
  value: {{ .Values.mode | quote }}
- name: EBBGATE_STRICT
  value: {{ .Values.strict | quote }}
- name: EBBGATE_SELECTIVE_CLOSE
  value: {{ .Values.selectiveClose | quote }}
- name: EBBGATE_SIDECAR_STYLE
  {{- /* Before 1.29 the API server drops the restartPolicy, and the init container would never end. */}}
  {{- $native := semverCompare ">=1.29.0-0" .Capabilities.KubeVersion.Version }}
  value: {{ .Values.sidecar.style | default (ternary "native" "classic" $native) }}
- name: EBBGATE_SIDECAR_IMAGE
  value: {{ include "ebbgate.image" (list . .Values.sidecar.image) | quote }}
{{- with .Values.sidecar.pullSecrets }}
- name: EBBGATE_PULL_SECRETS
  value: {{ join "," . | quote }}
{{- end }}
{{- range $list, $amounts := .Values.sidecar.resources }}
{{- range $resource, $amount := $amounts }}
- name: EBBGATE_SIDECAR_{{ $resource | replace "-" "_" | upper }}_{{ $list | trimSuffix "s" | upper }}
  value: {{ toString $amount | quote }}
{{- end }}
{{- end }}
{{- if .Values.profiles }}
- name: EBBGATE_PROFILES
  value: /etc/ebbgate/profiles
{{- end }}
- name: EBBGATE_STOP_DELAY
  value: {{ .Values.stopDelaySeconds }}s
{{- range $setting, $value := .Values.defaults }}
{{- /* 0 is a value; only an empty string means unset. */}}
{{- if ne (toString $value) "" }}
- name: EBBGATE_DEFAULT_{{ snakecase $setting | upper }}
  value: {{ toString $value | quote }}
{{- end }}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}
