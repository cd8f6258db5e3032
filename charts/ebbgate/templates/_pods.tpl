{{/* Not empty if an image's name begins with a registry. Takes the name. */}}
{{- define "ebbgate.hasRegistry" -}}
{{- if regexMatch "^([^/]*[.:][^/]*|localhost)/" . }}yes{{ end }}
{{- end -}}

{{/* An image's name, with image.registry before it where it begins with none. Takes a list of the root and an image. */}}
{{- define "ebbgate.repository" -}}
{{- $registry := (index . 0).Values.image.registry -}}
{{- $repository := (index . 1).repository -}}
{{- if and $registry (not (include "ebbgate.hasRegistry" $repository)) -}}
{{- printf "%s/%s" $registry $repository -}}
{{- else -}}
{{- $repository -}}
{{- end -}}
{{- end -}}

{{/* An image reference by digest, else by tag, else with this chart's version. Takes a list of the root and an image. */}}
{{- define "ebbgate.image" -}}
{{- $repository := include "ebbgate.repository" . -}}
{{- $image := index . 1 -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository ($image.tag | default (index . 0).Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* Pod fields that all pods of the chart share: pull secrets, security context, placement. */}}
{{- define "ebbgate.placement" -}}
{{- with .Values.image.pullSecrets -}}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{ end -}}
securityContext:
  runAsNonRoot: true
  {{- range $name, $number := .Values.podSecurityContext }}
  {{- if or (kindIs "float64" $number) (kindIs "int64" $number) (kindIs "int" $number) }}
  {{- /* Without int64 a large number would be rendered as 1.00065e+09. */}}
  {{ $name }}: {{ int64 $number }}
  {{- end }}
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
nodeSelector:
  kubernetes.io/os: linux
  {{- with .Values.nodeSelector }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Container fields that all pods of the chart share, with every field of the restricted Pod Security profile. */}}
{{- define "ebbgate.container" -}}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  capabilities:
    drop: [ALL]
  privileged: false
  readOnlyRootFilesystem: true
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
terminationMessagePolicy: FallbackToLogsOnError
{{- end -}}

{{/* The volume source of the CA of client certificates; empty if none are asked for. One key alone: a Secret may hold the CA's key too. */}}
{{- define "ebbgate.clientCA" -}}
{{- with .Values.admission.clientCA -}}
{{- if and .secretName .configMapName }}
{{- fail (printf "admission.clientCA.configMapName: admission.clientCA.secretName is %s already" .secretName) }}
{{- end }}
{{- if .secretName -}}
secret:
  secretName: {{ .secretName | quote }}
{{- else if .configMapName -}}
configMap:
  name: {{ .configMapName | quote }}
{{- end }}
{{- if or .secretName .configMapName }}
  defaultMode: 0440
  items:
    - key: {{ .key | quote }}
      path: ca.crt
{{- end }}
{{- end }}
{{- end -}}

{{/* In memory: a volume on disk would keep the cluster autoscaler from removing the node. */}}
{{- define "ebbgate.tmp" -}}
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: 16Mi
{{- end -}}

{{/* Egress to the API server, which is called by address: no DNS is needed. */}}
{{- define "ebbgate.egress" -}}
{{- with .Values.networkPolicy.egress }}
{{- if .enabled -}}
egress:
  - ports:
      {{- range .ports }}
      - port: {{ . }}
        protocol: TCP
      {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Annotations of objects that helm test creates and deletes, whatever the result. Takes the weight. */}}
{{- define "ebbgate.testHook" -}}
helm.sh/hook: test
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded,hook-failed
helm.sh/hook-output-log-policy: hook-succeeded,hook-failed
{{- end -}}
