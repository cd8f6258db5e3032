{{/* An image by digest, else by tag, else of this version. Takes a list of the root and an image. */}}
{{- define "ebbgate.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository ($image.tag | default $root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* What all our pods have: pull secrets, user and place. */}}
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
  {{- if not (kindIs "invalid" $number) }}
  {{- /* As it comes, a large number would be written 1.00065e+09. */}}
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

{{/* What all our containers have: every field of the restricted profile, too. */}}
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

{{/* On a disk it would keep the cluster autoscaler from removing the node. */}}
{{- define "ebbgate.tmp" -}}
- name: tmp
  emptyDir:
    medium: Memory
    sizeLimit: 16Mi
{{- end -}}

{{/* To the API server, by address: no name has to be looked up. */}}
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

{{/* Of what helm test makes and takes away again, whatever came of it. Takes the weight. */}}
{{- define "ebbgate.testHook" -}}
helm.sh/hook: test
helm.sh/hook-weight: {{ . | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded,hook-failed
helm.sh/hook-output-log-policy: hook-succeeded,hook-failed
{{- end -}}
