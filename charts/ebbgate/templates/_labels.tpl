{{/* Labels for selectors, which never change. Takes a list of the root and a component. */}}
{{- define "ebbgate.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "ebbgate.name" $root | quote }}
app.kubernetes.io/instance: {{ $root.Release.Name | quote }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Labels of a pod, without the chart's version, which would restart the pod on every upgrade of the chart. */}}
{{- define "ebbgate.podLabels" -}}
{{- $root := index . 0 -}}
{{ include "ebbgate.selector" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | replace "+" "_" | quote }}
app.kubernetes.io/part-of: ebbgate
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
{{- end -}}

{{- define "ebbgate.labels" -}}
{{- $chart := (index . 0).Chart -}}
{{ include "ebbgate.podLabels" . }}
helm.sh/chart: {{ printf "%s-%s" $chart.Name $chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}
